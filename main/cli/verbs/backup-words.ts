// What `auth backup` and `auth restore` say; loaded with them.
import { countText } from '../count-text.ts';

export const backupWords = {
  question:
    'Gatehouse may ask you before keys go into a backup, in a dialog or at the terminal of gatehouse serve. Ctrl-C cancels.',
  done: (path: string, number: number) =>
    `Wrote ${path} with the keys of ${countText(number, 'account', 'accounts')}.`,
  identity: (name: string) => `Without keys, because its program keeps them: ${name}`,
  closed: (name: string) => `Left out, because its keys cannot be opened now: ${name}`,
} as const;

export const restoreWords = {
  working: 'Restoring…',
  outcome: {
    restored: 'Restored',
    replaced: 'Replaced',
    kept: 'Here already, kept as it is (--force replaces it)',
    'kept-newer': 'Kept as it is, because the one here is the newer sign-in',
    'left-to-program': 'Its program keeps its login; sign in there, or: gatehouse auth import',
    failed: 'Not restored',
  },
  mayBeSpent: (copies: readonly string[], date: string) =>
    `its refresh token may be spent: ${countText(copies.length + 1, 'other copy', 'other copies')} of ${date} (${['the Gatehouse of that backup', ...copies].join(', ')})`,
  settings: 'The settings were restored.',
  none: 'The backup holds no account.',
} as const;
