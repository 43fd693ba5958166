// What `auth import` and `auth migrate` say; loaded with them.
import { countText } from '../count-text.ts';

export const loginWords = {
  looking: 'Looking for logins…',
  taking: 'Taking in…',
  none: 'No login and no API key was found on this computer.',
  nothingNew: 'Everything that was found is here already.',
  heads: { new: 'Found:', known: 'Here already:' },
  stays: (owner: string) => `stays with ${owner}, which goes on renewing it`,
  key: (owner: string) => `an API key of ${owner}, to be kept here too`,
  where: (places: readonly string[]) => `in ${places.join(', ')}`,
  question: (number: number) => `Take in ${countText(number, 'account', 'accounts')}? [y/N] `,
  needsYes: 'nobody to ask here: say yes with --yes, or look first with --dry-run',
  outcome: { taken: 'Taken in', known: 'Here already', failed: 'Not taken in' },
} as const;

export const migrateWords = {
  looking: 'Looking at what is there…',
  working: 'Bringing the set-up along…',
  question: 'Go on? A copy of every file is kept first. [y/N] ',
  planned: 'Would be done:',
  take: (name: string) => `take in ${name}`,
  known: (name: string) => `here already: ${name}`,
  action: {
    write: 'keep in step',
    leave: 'leave as it is, its program has a login there',
    off: 'leave alone, switched off',
  },
  done: 'The set-up has been brought along.',
  backup: (folder: string) => `Copies of every file as it was: ${folder}`,
  wayBack: 'The way back: gatehouse auth restore --files',
  rolledBack: (step: string) => `Stopped at the step "${step}"; everything was put back.`,
  change: {
    none: 'unchanged',
    made: 'made',
    written: 'written',
    'put-back': 'put back',
    'changed-elsewhere': 'changed by another program meanwhile, so left as it is now',
    failed: 'could not be put back; its copy is in the folder named above',
  },
} as const;
