// What the verbs about logins, backups, shared files and the key store say; loaded with them.

const count = (number: number, one: string, several: string): string =>
  `${String(number)} ${number === 1 ? one : several}`;

export const words = {
  passphrase: {
    name: 'the passphrase',
    choose: 'Choose a passphrase: ',
    again: 'Once more: ',
    enter: 'Passphrase: ',
    none: 'nothing came on standard input',
    noTerminal: 'nobody to ask here: give the passphrase with --passphrase-stdin',
    short: (least: number) => `a passphrase has at least ${String(least)} characters`,
    differ: 'The two are not the same.',
  },
  logins: {
    looking: 'Looking for logins…',
    taking: 'Taking in…',
    none: 'No login and no API key was found on this computer.',
    nothingNew: 'Everything that was found is here already.',
    heads: { new: 'Found:', known: 'Here already:' },
    stays: (owner: string) => `stays with ${owner}, which goes on renewing it`,
    key: (owner: string) => `an API key of ${owner}, to be kept here too`,
    where: (places: readonly string[]) => `in ${places.join(', ')}`,
    question: (number: number) => `Take in ${count(number, 'account', 'accounts')}? [y/N] `,
    yes: /^\s*y(es)?\s*$/i,
    needsYes: 'nobody to ask here: say yes with --yes, or look first with --dry-run',
    outcome: { taken: 'Taken in', known: 'Here already', failed: 'Not taken in' },
  },
  migrate: {
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
  },
  backup: {
    working: 'Encrypting…',
    exists: (path: string) => `${path} is there already; --force replaces it`,
    done: (path: string, number: number) =>
      `Wrote ${path} with the keys of ${count(number, 'account', 'accounts')}.`,
    identity: (name: string) => `Without keys, because its program keeps them: ${name}`,
    closed: (name: string) => `Left out, because its keys cannot be opened now: ${name}`,
  },
  restore: {
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
      `its refresh token may be spent: ${count(copies.length + 1, 'other copy', 'other copies')} of ${date} (${['the Gatehouse of that backup', ...copies].join(', ')})`,
    settings: 'The settings were restored.',
    none: 'The backup holds no account.',
  },
  files: {
    working: 'Working on the shared files…',
    enabled: { on: 'on', off: 'off' },
    changed: (by: string, when: string) => `changed by ${by}, ${when}`,
    restored: {
      restored: 'as it was before Gatehouse',
      removed: 'taken away: there was none before Gatehouse',
      unchanged: 'as it was before Gatehouse already',
      untouched: 'never touched',
      failed: 'not restored',
    },
    switchedOff:
      'Files that were brought back are switched off: gatehouse auth files --on ID writes them again.',
  },
  preview: {
    unchanged: 'Nothing would change.',
  },
  history: {
    none: 'no version is kept',
    gone: '(taken away)',
    first: '(the oldest that is kept)',
  },
  keyStore: {
    working: 'Changing what protects the keys…',
    kinds: {
      system: 'the key store of the system',
      passphrase: 'your passphrase',
      memory: 'memory alone: everything is forgotten when the app ends',
    },
    protectedBy: (kind: string, backend: string | null) =>
      `The keys are protected by ${kind}${backend === null ? '' : ` (${backend})`}.`,
    locked: 'The passphrase has not been entered yet: gatehouse auth unlock',
    unlocked: 'The keys are open.',
    noPassphrase: 'no passphrase was chosen yet; gatehouse auth keystore --use passphrase chooses one',
  },
} as const;
