// Joins feature flags with where the person's choices are kept, with the dialog, and with those who live by a flag.
import { createFlagChoices } from './adapters/node/flag-choices.ts';
import { systemClock } from './adapters/node/system-time.ts';
import type { KeyStores } from './adapters/node/unseal.ts';
import type { Base } from './compose-base.ts';
import type { Face } from './compose-face.ts';
import { flags as table } from './domain/flags.ts';
import { createFlags, type Flags } from './flows/flags.ts';
import type { Log } from './ports.ts';

export interface FlagComposeParts {
  readonly base: Pick<Base, 'store' | 'paths'>;
  readonly keyStores: KeyStores;
  readonly face: Pick<Face, 'askPerson' | 'askLanguage'>;
  readonly log: Log;
}

export function composeFlags({ base: { store, paths }, keyStores, face, log }: FlagComposeParts): Flags {
  const flags = createFlags({
    table,
    memory: createFlagChoices({ path: paths.flagsFile, ...keyStores }),
    ask: face.askPerson,
    language: face.askLanguage,
    clock: systemClock,
    log,
    seen: (now) => {
      store.dispatch({ type: 'flags.seen', flags: now });
    },
    decided: (flag, variant, by) => {
      store.dispatch({ type: 'flag.decided', flag, by, ...(variant !== undefined && { variant }) });
    },
  });
  // Choices that could not be opened may be by now.
  store.subscribe((_state, { type }) => {
    if (type === 'accounts.loaded' || type === 'key-store.seen') void flags.lookAgain();
  });
  return flags;
}
