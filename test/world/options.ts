// The command line of the world: what may be asked of it, and the words printed when it is asked wrongly.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const keyStoreStates = ['fine', 'none', 'locked', 'hung'] as const;
export type KeyStoreState = (typeof keyStoreStates)[number];

export const optionalParts = ['tray', 'notifications'] as const;
export type OptionalPart = (typeof optionalParts)[number];

/** The kind of screen that the command has. */
export const displays = ['x11', 'wayland'] as const;
export type DisplayKind = (typeof displays)[number];

export interface Options {
  command: string[];
  keystore: KeyStoreState;
  without: OptionalPart[];
  display: DisplayKind;
  keep: boolean;
  /** Windows come up on the caller's own X display in place of the world's. */
  ownDisplay: boolean;
  scenario?: string;
  app?: string;
  clients?: string;
  out?: string;
  sandbox?: string;
  show: string[];
}

export class UsageError extends Error {}

export const usage = `usage: npm run world -- [options] -- COMMAND [ARGUMENT…]

Runs COMMAND inside a private, throw-away desktop and exits as COMMAND did.

  --scenario FILE     JSON given to the sandbox providers before COMMAND starts
  --keystore STATE    fine (default), none, locked or hung
  --without PARTS     leave parts out: tray, notifications (comma-separated)
  --display KIND      x11 (default), or wayland: weston without a screen, and no X display for the command
  --app DIR           the built app (default dist/linux-unpacked); its launcher becomes "gatehouse"
  --clients DIR       a folder whose bin/ holds the real command-line clients
  --out DIR           where the contents of $WORLD_OUT go when COMMAND has ended
  --show DIR          a further folder COMMAND may read; may be repeated
  --sandbox FILE      another program in place of the sandbox providers
  --own-display       windows come up on your own X display, to look at and play with
  --keep              leave the world's folder behind and say where it is

exit codes: COMMAND's own; 2 usage; 97 something asked for a host no provider lists; 98 the world itself failed
`;

const flags = {
  scenario: { type: 'string' },
  keystore: { type: 'string', default: 'fine' },
  without: { type: 'string', default: '' },
  display: { type: 'string', default: 'x11' },
  app: { type: 'string' },
  clients: { type: 'string' },
  out: { type: 'string' },
  sandbox: { type: 'string' },
  show: { type: 'string', multiple: true },
  keep: { type: 'boolean', default: false },
  'own-display': { type: 'boolean', default: false },
} as const;

export function readOptions(words: string[]): Options {
  const end = endOfOptions(words);
  const values = parse(words.slice(0, end));
  const command = words.slice(words[end] === '--' ? end + 1 : end);
  if (command.length === 0) throw new UsageError('no command was given');
  return {
    command,
    keystore: oneOf(keyStoreStates, values.keystore, '--keystore'),
    without: values.without
      .split(',')
      .filter((name) => name !== '')
      .map((name) => oneOf(optionalParts, name, '--without')),
    display: displayOf(values.display, values['own-display']),
    keep: values.keep,
    ownDisplay: values['own-display'],
    show: (values.show ?? []).map((path) => resolve(path)),
    ...path('scenario', values.scenario),
    ...path('app', values.app),
    ...path('clients', values.clients),
    ...path('out', values.out),
    ...path('sandbox', values.sandbox),
  };
}

function displayOf(given: string, isOwn: boolean): DisplayKind {
  const display = oneOf(displays, given, '--display');
  if (isOwn && display !== 'x11') throw new UsageError('--own-display is an X display, not a Wayland one');
  return display;
}

/** npm swallows the first "--", so the command may also begin with the first word that is no option. */
function endOfOptions(words: string[]): number {
  let place = 0;
  for (let word = words[0]; word?.startsWith('--') === true && word !== '--'; word = words[place]) {
    place += word.includes('=') || ['--keep', '--own-display'].includes(word) ? 1 : 2;
  }
  return Math.min(place, words.length);
}

function parse(words: string[]) {
  try {
    return parseArgs({ args: words, options: flags }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function path<Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, string>> {
  if (value === undefined) return {};
  const found: Partial<Record<Name, string>> = {};
  Object.assign(found, { [name]: resolve(value) });
  return found;
}

function oneOf<Word extends string>(words: readonly Word[], given: string, option: string): Word {
  const found = words.find((word) => word === given);
  if (found === undefined) throw new UsageError(`${option} is one of ${words.join(', ')}, not "${given}"`);
  return found;
}
