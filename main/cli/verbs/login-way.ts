// Which way to sign in where no browser can be opened: by a code, or by an address that is brought back by hand.
import type { ProvidersAnswer } from '../../broker/protocol.ts';
import { Failure } from '../../domain/failure.ts';
import type { Client } from '../client.ts';
import { hasDisplay } from '../display.ts';
import { tell } from '../output.ts';
import { ask, isInteractive } from '../terminal.ts';
import { loginWords } from './login-words.ts';

type Method = ProvidersAnswer['providers'][number]['methods'][number];

export interface LoginWay {
  /** The app chooses when undefined. */
  readonly method: string | undefined;
  /** The answer is pasted here. */
  readonly byHand: boolean;
}

export interface Wanted {
  readonly provider: string;
  readonly method?: string;
  readonly clientId?: string;
  readonly paste?: true;
  readonly keyStdin?: true;
}

/** Whether nothing of the person's own is missing for it. */
function isReady({ consent, agreedClientId }: Method, clientId: string | undefined): boolean {
  return clientId === undefined ? consent === null || agreedClientId !== null : consent !== null;
}

/** Asks until one of the two is named; an empty answer is the first. @throws Failure `sign-in/cancelled` */
async function isByCode(subject: string, signal: AbortSignal): Promise<boolean> {
  const { noDisplay, byCode, byPaste, question, one, two } = loginWords;
  tell([noDisplay, `  ${byCode}`, `  ${byPaste}`].join('\n'));
  for (;;) {
    const answer = await ask(question, signal);
    if (signal.aborted) throw new Failure('sign-in/cancelled', { subject });
    if (one.test(answer)) return true;
    if (two.test(answer)) return false;
  }
}

/** What serves of a provider's methods where no browser can be opened. */
async function withoutDisplay(
  { label, methods }: ProvidersAnswer['providers'][number],
  { method, clientId }: Wanted,
  signal: AbortSignal,
): Promise<LoginWay> {
  const browser = methods.find(
    (each) =>
      each.kind === 'browser' && (method === undefined ? isReady(each, clientId) : each.id === method),
  );
  const device =
    method === undefined && clientId === undefined
      ? methods.find((each) => each.kind === 'device' && isReady(each, undefined))
      : undefined;
  // Without a person at a terminal nobody would paste, unless they said so.
  const canPaste = browser !== undefined && isInteractive();
  if (device !== undefined && (!canPaste || (await isByCode(label, signal)))) {
    if (!canPaste) tell(loginWords.takesCode);
    return { method: device.id, byHand: false };
  }
  if (!canPaste) return { method, byHand: false };
  if (device === undefined) tell(loginWords.takesPaste);
  return { method: browser.id, byHand: true };
}

/** @throws Failure `sign-in/cancelled` when the person does not choose */
export async function wayHere(
  client: Pick<Client, 'providers'>,
  wanted: Wanted,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<LoginWay> {
  const { provider, method, keyStdin, paste } = wanted;
  if (paste === true || keyStdin === true || hasDisplay(environment))
    return { method, byHand: paste === true };
  const { providers } = await client.providers();
  const found = providers.find(({ id }) => id === provider);
  // What there is no such provider for, the app says in its own words.
  return found === undefined ? { method, byHand: false } : withoutDisplay(found, wanted, signal);
}
