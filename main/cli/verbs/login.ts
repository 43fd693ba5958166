// `gatehouse auth login`: the sign-in runs in the app; its steps and, where needed, the question of consent are here.
import { Failure, fromValue, toFailure } from '../../domain/failure.ts';
import type { SignInLine } from '../../broker/protocol.ts';
import { failureOf } from '../call.ts';
import type { Client, SignInRequest } from '../client.ts';
import { messages } from '../messages.ts';
import { exit, print, tell } from '../output.ts';
import { reachApp } from '../start-app.ts';
import { ask, isInteractive, readLine, terminalWidth, wrapped } from '../terminal.ts';
import { labelOf, type CliParts, type JsonOption } from './parts.ts';

const stepWords: Readonly<Record<string, string>> = messages.steps;

interface LoginOptions extends JsonOption {
  readonly provider: string;
  readonly method?: string;
  readonly clientId?: string;
  readonly agree?: true;
  readonly keyStdin?: true;
}

/** A key never stands in argv, where every program could read it. */
async function readSecret(): Promise<string> {
  const line = await readLine();
  if (line === undefined)
    throw new Failure('credential/missing', { subject: 'the key', detail: messages.login.noKey });
  return line.trim();
}

function tellStep(line: SignInLine): void {
  if (line.type !== 'step') return;
  tell(stepWords[line.step] ?? line.step);
  // Also while waiting: many desktops do not tell that no browser came up.
  if ((line.step === 'open-it-yourself' || line.step === 'waiting') && line.url !== undefined)
    tell(`  ${line.url}`);
}

interface OwnClient {
  readonly provider: string;
  readonly method: string | undefined;
  readonly clientId: string;
}

/** The order with the person's yes in it; they are asked unless they have agreed to the same words before. */
async function agreedOrder(
  client: Client,
  { provider, method, clientId }: OwnClient,
  signal: AbortSignal,
): Promise<SignInRequest> {
  const { providers } = await client.providers();
  const found = providers.find(({ id }) => id === provider);
  if (found === undefined) throw new Failure('selection/unknown-provider', { subject: provider });
  const { label, methods } = found;
  const fitting = methods.find(({ id, consent }) =>
    method === undefined ? consent !== null : id === method,
  );
  if (fitting?.consent == null) {
    const known = method === undefined || fitting !== undefined;
    const detail = known ? messages.login.noClientId : messages.login.noSuchMethod(method);
    throw new Failure('broker/bad-request', { subject: label, detail });
  }
  if (fitting.agreedClientId !== clientId) {
    if (!isInteractive()) throw new Failure('sign-in/consent-needed', { subject: label });
    const width = terminalWidth();
    tell(wrapped(messages.login.consent(label, clientId), width).join('\n'));
    tell(wrapped(fitting.consent, width, '  ').join('\n'));
    if (!messages.login.yes.test(await ask(messages.login.question, signal)))
      throw new Failure('sign-in/cancelled', { subject: label });
  }
  return { provider, method: fitting.id, registration: { clientId, agreed: true } };
}

function needsConsent(last: SignInLine): boolean {
  return last.type === 'failed' && last.failure.code === 'sign-in/consent-needed';
}

async function signIn(
  client: Client,
  { provider, method, clientId, agree }: LoginOptions,
  secret: string | undefined,
  signal: AbortSignal,
): ReturnType<Client['signIn']> {
  if (clientId === undefined) return client.signIn({ provider, method, secret }, tellStep, signal);
  const own = { provider, method, clientId };
  if (agree !== true) return client.signIn(await agreedOrder(client, own, signal), tellStep, signal);
  const order = { provider, method, registration: { clientId, agreed: true } } as const;
  const last = await client.signIn(order, tellStep, signal);
  // Agreed to other words than those that the app asks for now: a person can still read them.
  if (!needsConsent(last) || !isInteractive()) return last;
  return client.signIn(await agreedOrder(client, own, signal), tellStep, signal);
}

export async function login(options: LoginOptions, { paths, environment }: CliParts): Promise<number> {
  const secret = options.keyStdin === true ? await readSecret() : undefined;
  const client = await reachApp(paths, environment, tell);
  const cancel = new AbortController();
  const stop = (): void => {
    cancel.abort();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const last = await signIn(client, options, secret, cancel.signal).catch((thrown: unknown) => {
    const failure = toFailure(thrown);
    throw cancel.signal.aborted && failure.code !== 'sign-in/cancelled'
      ? new Failure('sign-in/cancelled', { subject: options.provider })
      : failure;
  });
  if (last.type === 'failed') throw fromValue(failureOf(last.failure));
  const { account, provider } = last;
  if (options.json === true) print(JSON.stringify({ schema: 1, ok: true, provider, account }));
  else print(messages.login.done(await labelOf(client, provider), account.label, account.plan));
  return exit.ok;
}
