// `gatehouse auth login`: the sign-in runs in the app; its steps and, where needed, the question of consent are here.
import { Failure, fromValue, toFailure } from '../../domain/failure.ts';
import type { SignInLine } from '../../broker/protocol.ts';
import { failureOf } from '../call.ts';
import type { Client, SignInRequest } from '../client.ts';
import { messages } from '../messages.ts';
import { exit, print, tell } from '../output.ts';
import { reachApp } from '../start-app.ts';
import { ask, isInteractive, readLine, terminalWidth, wrapped } from '../terminal.ts';
import { bringAnswer } from './login-paste.ts';
import { wayHere, type LoginWay, type Wanted } from './login-way.ts';
import { loginWords } from './login-words.ts';
import { labelOf, type CliParts, type JsonOption } from './parts.ts';

/** What holds for every way: which workspace, and whether the answer is brought by hand. */
type Besides = Pick<SignInRequest, 'byHand' | 'workspace'>;

const stepWords: Readonly<Record<string, string>> = messages.steps;

interface LoginOptions extends JsonOption, Wanted {
  readonly agree?: true;
  readonly workspace?: string;
}

/** A key never stands in argv, where every program could read it. */
async function readSecret(): Promise<string> {
  const key = (await readLine())?.trim() ?? '';
  if (key === '') throw new Failure('broker/bad-request', { detail: messages.login.noKey });
  return key;
}

type Step = Extract<SignInLine, { type: 'step' }>;

function tellCode(url: string, { code, expiresAt, advice }: NonNullable<Step['toEnter']>): void {
  const width = terminalWidth();
  tell(
    [
      '',
      `  ${url}`,
      '',
      `      ${code}`,
      '',
      ...wrapped(`${loginWords.goodFor(expiresAt - Date.now())} ${advice}`, width),
      loginWords.waiting,
    ].join('\n'),
  );
}

function tellStep({ step, url, toEnter }: Step): void {
  tell(stepWords[step] ?? step);
  if (url === undefined) return;
  if (toEnter !== undefined) tellCode(url, toEnter);
  // Also while waiting: many desktops do not tell that no browser came up.
  else if (step === 'open-it-yourself' || step === 'waiting') tell(`  ${url}`);
}

interface OwnClient {
  readonly provider: string;
  readonly method: string | undefined;
  readonly clientId: string;
  readonly besides: Besides;
}

/** The order with the person's yes in it; they are asked unless they have agreed to the same words before. */
async function agreedOrder(
  client: Client,
  { provider, method, clientId, besides }: OwnClient,
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
    const { noClientId, noSuchMethod } = messages.login;
    const ids = methods.map(({ id }) => id);
    const detail = known ? noClientId : noSuchMethod(method, ids);
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
  return { provider, method: fitting.id, registration: { clientId, agreed: true }, ...besides };
}

function needsConsent(last: SignInLine): boolean {
  return last.type === 'failed' && last.failure.code === 'sign-in/consent-needed';
}

interface Attempt {
  readonly client: Client;
  readonly options: LoginOptions;
  readonly secret: string | undefined;
  readonly way: LoginWay;
  readonly tellStep: (line: SignInLine) => void;
}

async function signIn(
  { client, options, secret, way, tellStep: step }: Attempt,
  signal: AbortSignal,
): ReturnType<Client['signIn']> {
  const { provider, clientId, agree, workspace } = options;
  const { method } = way;
  const besides: Besides = {
    ...(workspace !== undefined && { workspace }),
    ...(way.byHand && { byHand: true }),
  };
  if (clientId === undefined) return client.signIn({ provider, method, secret, ...besides }, step, signal);
  const own = { provider, method, clientId, besides };
  if (agree !== true) return client.signIn(await agreedOrder(client, own, signal), step, signal);
  const order = { provider, method, registration: { clientId, agreed: true }, ...besides } as const;
  const last = await client.signIn(order, step, signal);
  // Agreed to other words than those that the app asks for now: a person can still read them.
  if (!needsConsent(last) || !isInteractive()) return last;
  return client.signIn(await agreedOrder(client, own, signal), step, signal);
}

/** The steps at which the person is asked for what their browser ended at: an address, or a page with a code. */
const broughtAt: Readonly<Partial<Record<string, 'address' | 'code'>>> = {
  'open-it-yourself': 'address',
  'paste-code': 'code',
};

/** A sign-in beside which the person is asked for what their browser ended at. */
async function toldSignIn(
  attempt: Omit<Attempt, 'tellStep'>,
  cancel: AbortController,
): ReturnType<Client['signIn']> {
  const ended = new AbortController();
  let bringing: Promise<void> | undefined;
  const bring = (what: 'address' | 'code', url: string): void => {
    tell(wrapped(loginWords.openElsewhere[what], terminalWidth()).join('\n'));
    tell(`  ${url}`);
    const { client, options } = attempt;
    const signal = AbortSignal.any([cancel.signal, ended.signal]);
    bringing ??= bringAnswer(client, { provider: options.provider, what }, signal).catch(
      (thrown: unknown) => {
        // Nobody brings an answer any more.
        if (!signal.aborted) cancel.abort(toFailure(thrown));
      },
    );
  };
  const step = (line: SignInLine): void => {
    if (line.type !== 'step') return;
    const what = broughtAt[line.step];
    const { byHand } = attempt.way;
    if (what === 'code' && !byHand && !isInteractive()) {
      // Nobody here could bring it, and a script must not wait for that.
      const detail = line.portsTaken;
      const subject = attempt.options.provider;
      cancel.abort(new Failure('sign-in/ports-busy', { subject, ...(detail !== undefined && { detail }) }));
      return;
    }
    if (line.portsTaken !== undefined) tell(loginWords.portsTaken(line.portsTaken));
    if (what !== undefined && line.url !== undefined && (byHand || what === 'code')) bring(what, line.url);
    else tellStep(line);
  };
  try {
    return await signIn({ ...attempt, tellStep: step }, cancel.signal);
  } finally {
    ended.abort();
    await bringing;
  }
}

/** Why it was ended, where that was not the person's wish. */
function isProblem(reason: unknown): reason is Failure {
  return reason instanceof Failure && reason.code !== 'broker/cancelled';
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
  const attempt = async (): ReturnType<Client['signIn']> => {
    const way = await wayHere(client, options, environment, cancel.signal);
    return toldSignIn({ client, options, secret, way }, cancel);
  };
  const last = await attempt().catch((thrown: unknown) => {
    const reason: unknown = cancel.signal.reason;
    const failure = toFailure(thrown);
    if (!cancel.signal.aborted || failure.code === 'sign-in/cancelled') throw failure;
    throw isProblem(reason) ? reason : new Failure('sign-in/cancelled', { subject: options.provider });
  });
  if (last.type === 'failed') throw fromValue(failureOf(last.failure));
  const { account, provider } = last;
  if (options.json === true) print(JSON.stringify({ schema: 1, ok: true, provider, account }));
  else print(messages.login.done(await labelOf(client, provider), account.label, account.plan));
  return exit.ok;
}
