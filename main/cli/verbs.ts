// What each verb of `gatehouse` does. A client of the running app: it holds no account and decides nothing.
import { createInterface } from 'node:readline';
import { Failure, fromValue } from '../domain/failure.ts';
import type { Paths } from '../paths.ts';
import type { SignInLine } from '../broker/protocol.ts';
import { connectToApp, failureOf } from './client.ts';
import { messages } from './messages.ts';
import { exit, print, statusText, tell } from './output.ts';
import { reachApp } from './start-app.ts';

export interface CliParts {
  readonly paths: Paths;
  readonly environment: NodeJS.ProcessEnv;
  readonly version: string;
}

export interface JsonOption {
  readonly json?: true;
}

const stepWords: Readonly<Record<string, string>> = messages.steps;

/** One line from standard input: a key never stands in argv, where every program could read it. */
async function readSecret(): Promise<string> {
  const reader = createInterface({ input: process.stdin });
  const first = await reader[Symbol.asyncIterator]().next();
  reader.close();
  if (first.done === true) {
    throw new Failure('credential/missing', { subject: 'the key', detail: 'nothing came on standard input' });
  }
  return first.value.trim();
}

interface LoginOptions extends JsonOption {
  readonly provider: string;
  readonly method?: string;
  readonly keyStdin?: true;
}

export async function login(
  { provider, method, json, keyStdin }: LoginOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const secret = keyStdin === true ? await readSecret() : undefined;
  const client = await reachApp(paths, environment, tell);
  const cancel = new AbortController();
  const stop = (): void => {
    cancel.abort();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const step = (line: SignInLine): void => {
    if (line.type !== 'step') return;
    tell(stepWords[line.step] ?? line.step);
    // Also while waiting: many desktops do not tell that no browser came up.
    if ((line.step === 'open-it-yourself' || line.step === 'waiting') && line.url !== undefined)
      tell(`  ${line.url}`);
  };
  const order = {
    provider,
    ...(method !== undefined && { method }),
    ...(secret !== undefined && { secret }),
  };
  const last = await client.signIn(order, step, cancel.signal).catch((thrown: unknown) => {
    throw cancel.signal.aborted ? new Failure('sign-in/cancelled', { subject: provider }) : thrown;
  });
  if (last.type === 'failed') {
    throw fromValue(failureOf(last.failure));
  }
  if (last.type === 'signed-in') {
    const { account } = last;
    if (json === true) print(JSON.stringify({ schema: 1, ok: true, provider: last.provider, account }));
    else
      print(
        `Signed in to ${last.provider} as ${account.label}${account.plan === null ? '' : ` (${account.plan})`}.`,
      );
  }
  return exit.ok;
}

export async function status({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  const answer = await connectToApp(paths, environment).status();
  print(json === true ? JSON.stringify(answer) : statusText(answer, Date.now()));
  return answer.providers.some(({ accounts }) => accounts.length > 0) ? exit.ok : exit.notSignedIn;
}

export async function prefer(
  { provider, json }: JsonOption & { readonly provider: string },
  { paths, environment }: CliParts,
): Promise<number> {
  const preferred = await (await reachApp(paths, environment, tell)).prefer(provider);
  print(
    json === true ? JSON.stringify({ schema: 1, ok: true, preferred }) : `Preferred provider: ${preferred}`,
  );
  return exit.ok;
}

export async function open({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  await (await reachApp(paths, environment, tell)).open();
  if (json === true) print(JSON.stringify({ schema: 1, ok: true }));
  return exit.ok;
}

export async function quit({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  await connectToApp(paths, environment).quit();
  if (json === true) print(JSON.stringify({ schema: 1, ok: true }));
  return exit.ok;
}
