// What the events for programs of the person are called in a sentence, and what each looks like.
import type { HookEvent, HookEventName } from './hook-event.ts';
import { accountIdOf, providerId } from './ids.ts';
import type { Language } from './language.ts';

/** Completes "runs whenever …". */
const hookEventWords: Readonly<Record<HookEventName, string>> = {
  quota_low: 'a quota runs low',
  quota_exhausted: 'a quota is used up',
  quota_reset: 'a quota starts anew',
  switched: 'another account comes into use',
  login_expiring: 'a sign-in is about to end',
};

const germanEventWords: Readonly<Record<HookEventName, string>> = {
  quota_low: 'ein Kontingent zur Neige geht',
  quota_exhausted: 'ein Kontingent aufgebraucht ist',
  quota_reset: 'ein Kontingent sich erneuert',
  switched: 'ein anderes Konto in Gebrauch kommt',
  login_expiring: 'eine Anmeldung bald endet',
};

/** The question before a program is run for the first time. */
interface HookQuestion {
  readonly question: (event: HookEventName) => string;
  readonly program: string;
  readonly event: (event: HookEventName) => string;
  /** @param beginning of the hash */
  readonly hash: (beginning: string) => string;
  readonly warning: readonly string[];
  readonly allow: string;
}

export const hookQuestions: Readonly<Record<Language, HookQuestion>> = {
  en: {
    question: (event) => `Run this program whenever ${hookEventWords[event]}?`,
    program: 'Program',
    event: (event) => `Event: ${event}`,
    hash: (beginning) => `SHA-256 begins with ${beginning}`,
    warning: [
      'It runs with your rights and is told about account and quota, never a key.',
      'Allow it only if you have just asked for this yourself.',
    ],
    allow: 'Allow',
  },
  de: {
    question: (event) => `Dieses Programm immer ausführen, wenn ${germanEventWords[event]}?`,
    program: 'Programm',
    event: (event) => `Ereignis: ${event}`,
    hash: (beginning) => `SHA-256 beginnt mit ${beginning}`,
    warning: [
      'Es läuft mit deinen Rechten und erfährt von Konto und Kontingent, nie einen Schlüssel.',
      'Erlaube es nur, wenn du gerade selbst danach gefragt hast.',
    ],
    allow: 'Erlauben',
  },
};

const hourMs = 3_600_000;
const exampleProvider = providerId('example');

function details(event: HookEventName, at: number): Pick<HookEvent, 'window' | 'reason' | 'endsAt'> {
  const window = { id: 'five-hour', label: '5-hour' };
  switch (event) {
    case 'quota_low':
      return { window: { ...window, usedPercent: 82, resetsAt: at + hourMs } };
    case 'quota_exhausted':
      return { window: { ...window, usedPercent: 100, resetsAt: at + hourMs } };
    case 'quota_reset':
      return { window: { ...window, usedPercent: 0, resetsAt: at + 5 * hourMs } };
    case 'switched':
      return { reason: 'It is the one you prefer.' };
    case 'login_expiring':
      return { endsAt: at + 24 * hourMs };
  }
}

/** An event as a program would get it, of an account that nobody has. @param at Unix milliseconds */
export function exampleEvent(event: HookEventName, at: number): HookEvent {
  return {
    schema: 1,
    event,
    at,
    provider: exampleProvider,
    account: accountIdOf(exampleProvider, 'user-1'),
    label: 'ada@example.test',
    ...details(event, at),
  };
}
