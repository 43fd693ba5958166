// Every word of the command line: its help, and what it says while it works and when it is done.
import { wholePercent } from '../domain/language-forms.ts';

/** The lines at the end of a help text. */
export const example = (...lines: readonly string[]): string =>
  [lines.length > 1 ? 'Examples:' : 'Example:', ...lines.map((line) => `  ${line}`)].join('\n');

export const messages = {
  about: 'Your sign-ins to AI coding providers: plans, quota, switching.',
  exitCodes: 'Exit codes: 0 ok, 2 usage, 3 not signed in, 4 quota, 5 not running, 6 refused.',
  exitCodesOfVerbs: 'Exit codes: 0 ok, 2 usage, 5 not running, 6 refused.',
  example: example(
    'gatehouse auth login --provider openai',
    'gatehouse auth quota',
    'gatehouse guard --min 20% && claude',
  ),
  json: 'print one JSON object instead of words',
  open: {
    about: 'show the window, starting the app when needed',
    page: 'which page of it',
    example: example('gatehouse open', 'gatehouse open --page history'),
  },
  quit: { about: 'quit the running app', example: example('gatehouse quit') },
  auth: {
    about: 'sign-ins, quota and the preferred provider',
    example: example('gatehouse auth providers', 'gatehouse auth login --provider claude'),
  },
  providers: {
    about: 'the providers and the ways to sign in to each',
    example: example('gatehouse auth providers', 'gatehouse auth providers --json'),
    program: (label: string, install: string) =>
      `${label} signs in and keeps the login. To install it: ${install}`,
    line: (id: string, label: string, signedIn: boolean, preferred: boolean): string =>
      `${id}: ${label}, ${signedIn ? 'signed in' : 'not signed in'}${preferred ? ' (preferred)' : ''}`,
    thirdParty: (hosts: readonly string[]) =>
      `Third-party: described by a file of yours. ${hosts.length === 0 ? '' : `Asks only ${hosts.join(', ')}.`}`.trim(),
    agreedFor: (clientId: string) => `You have agreed for client id ${clientId}.`,
    needsConsent: 'Needs a client id of your own (--client-id) and your yes to this (--agree):',
    call: (provider: string, options: readonly string[]) =>
      ['gatehouse auth login --provider', provider, ...options].join(' '),
    methodOption: (id: string) => `--method ${id}`,
    consentOptions: '--client-id ID --agree',
    keyOptions: '--key-stdin < key.txt',
  },
  login: {
    about: 'sign in; the browser opens unless a key is given',
    exitCodes:
      'Exit codes: 0 signed in, 2 usage, 5 not running, 6 refused: the key or sign-in is not accepted.',
    provider: 'for example openai or claude',
    method: 'one of the ways that auth providers lists; the first that fits when left out',
    clientId: 'a client id of your own, for a method that needs one',
    agree: 'agree to what that method asks; auth providers shows it',
    workspace: 'only this workspace of yours; another account is refused',
    agreeAlone: "error: option '--agree' says yes for a client id: add '--client-id <id>'",
    keyStdin: 'read an API key from standard input',
    paste: 'open the address on any computer and paste what you come back to; no browser opens here',
    example: example(
      'gatehouse auth login --provider openai',
      'gatehouse auth login --provider openai --method device-code',
      'gatehouse auth login --provider openai --workspace ID',
      'gatehouse auth login --provider claude --key-stdin < key.txt',
      'gatehouse auth login --provider claude --client-id ID --agree',
    ),
    consent: (label: string, clientId: string) =>
      `To sign in to ${label} with the client id ${clientId}, agree to this:`,
    question: 'Agree? [y/N] ',
    yes: /^\s*y(es)?\s*$/i,
    noKey: 'nothing came on standard input',
    afterError:
      'A key comes on standard input (--key-stdin < key.txt), never as a word of the command, where every program could read it.',
    noSuchMethod: (method: string, methods: readonly string[]) =>
      `there is no method ${method}; there are ${methods.join(', ')}`,
    noClientId: 'it takes no client id',
    done: (label: string, account: string, plan: string | null) =>
      `Signed in to ${label} as ${account}${plan === null ? '' : ` (${plan})`}.`,
  },
  logout: {
    about: 'sign an account out, here and at its provider',
    exitCodes: 'Exit codes: 0 signed out, 2 usage, 3 not signed in, 5 not running, 6 refused.',
    provider: 'the provider to sign out of',
    account: 'which account, by its id, its label or "label (organization)", when there are several',
    alsoProgram: 'sign the program out too that keeps the login',
    staysWith: (program: string) =>
      `${program} keeps the login and is still signed in; --also-program would sign it out too.`,
    example: example(
      'gatehouse auth logout --provider openai',
      'gatehouse auth logout --provider openai --account "ada@example.com (Acme)"',
      'gatehouse auth logout --provider claude --also-program',
    ),
    working: 'Signing out…',
    done: (account: string, label: string) => `Signed out ${account} of ${label}.`,
    programs: (names: readonly string[]) => `Signed out with it: ${names.join(', ')}.`,
  },
  status: {
    about: 'accounts, plans and quota, and which account serves now',
    exitCodes: 'Exit codes: 0 ok, 2 usage, 3 nobody is signed in, 5 not running, 6 refused.',
    example: example('gatehouse auth status', 'gatehouse auth status --json'),
  },
  quota: {
    about: 'what is left of each account, and when it resets',
    exitCodes:
      'Exit codes: 0 ok, 2 usage, 3 nobody is signed in, 4 no account can serve, 5 not running, 6 refused.',
    now: 'ask the providers again, as far as they allow it',
    provider: 'only the accounts of this provider',
    example: example('gatehouse auth quota', 'gatehouse auth quota --now --provider openai'),
    working: 'Reading the quota…',
    unmetered: 'no quota to read: billed by use',
    unread: 'not read yet',
    read: (age: string, source: string | null) => `read ${age}${source === null ? '' : `, from ${source}`}`,
    stale: ', may be out of date',
    left: (percent: number) => `${String(percent).padStart(3)}% left`,
    unlimited: 'unlimited',
    figures: {
      'status-line':
        'No figures come by themselves. Its program can tell them by its status line:\ngatehouse statusline install',
      asking: 'No figures come by themselves. To ask its program:\ngatehouse auth quota --now',
    },
    headroom: {
      unknown: 'How long the work can go on is not known yet',
      nothing: (accounts: string) => `No work left for now over ${accounts}`,
      left: (hours: number, accounts: string, unknown: number) =>
        `${hours < 1 ? 'Less than 1 h' : `About ${String(Math.round(hours))} h`} of work left over ${accounts}${unknown === 0 ? '' : ` (not known of ${String(unknown)} more)`}`,
      refill: (window: string, account: string, span: string) =>
        `next refill: ${window} of ${account} in ${span}`,
    },
  },
  import: {
    about: 'take in the logins and API keys that are on this computer already',
    dryRun: 'only show what there is',
    only: 'take in these, by the ids that --dry-run shows',
    yes: 'do not ask',
    example: example(
      'gatehouse auth import --dry-run',
      'gatehouse auth import --only login-0123456789ab --yes',
    ),
  },
  migrate: {
    about:
      'bring an existing set-up along: backup, take in, write the files, verify; undone when anything fails',
    dryRun: 'only show what would be done',
    only: 'take in these logins, by the ids that --dry-run shows',
    yes: 'do not ask',
    example: example('gatehouse auth migrate --dry-run', 'gatehouse auth migrate --yes'),
  },
  backup: {
    about: 'write accounts and settings to a file that only your passphrase opens',
    exitCodes: 'Exit codes: 0 written, 2 usage, 3 not signed in, 5 not running, 6 refused.',
    out: 'the file to write',
    provider: 'only the accounts of this provider',
    account: 'only this account, by its id, its label or "label (organization)"',
    passphraseStdin: 'read the passphrase from standard input',
    force: 'replace the file when there is one',
    example: example(
      'gatehouse auth backup --out gatehouse.backup',
      'gatehouse auth backup --out work.backup --provider openai --passphrase-stdin < passphrase.txt',
    ),
  },
  restore: {
    about: 'bring accounts back from a backup, or with --files every byte of the shared files',
    path: 'a file that auth backup has written',
    account: 'only this account, by its id, its label or "label (organization)"; may stand several times',
    passphraseStdin: 'read the passphrase from standard input',
    force:
      'replace accounts that are here, unless theirs is the newer sign-in; with --files, put back also an older sign-in',
    settings: 'take the settings over as well; of the shared files only which are off',
    files: 'bring the shared files back as they were before Gatehouse touched them, and switch them off',
    file: 'with --files, only this file; auth files lists them',
    alone: "error: give a backup file, or '--files'",
    fileAlone: "error: option '--file <id>' goes with '--files'",
    both: "error: '--files' takes no backup file, and neither '--account' nor '--settings'",
    example: example(
      'gatehouse auth restore gatehouse.backup',
      'gatehouse auth restore gatehouse.backup --account ada@example.com --force',
      'gatehouse auth restore --files',
    ),
  },
  history: {
    about: 'what the shared files said before, when, and who wrote it',
    file: 'show what changed in this file; auth files lists them',
    example: example('gatehouse auth history', 'gatehouse auth history --file codex-auth'),
  },
  files: {
    about: 'the shared files: where they are, whether they are written, who changed them last',
    on: 'write this file from now on',
    off: 'leave this file alone from now on',
    example: example('gatehouse auth files', 'gatehouse auth files --off codex-auth'),
  },
  preview: {
    about: 'what would be written to a shared file, with every secret replaced',
    file: 'the file; auth files lists them',
    unchanged: 'Nothing would change.',
    example: example('gatehouse auth preview --file codex-auth'),
  },
  keyStore: {
    about: 'what protects the stored keys; with --use, choose it',
    use: 'system, passphrase, or memory (nothing is kept when the app ends)',
    newPassphrase:
      'choose another passphrase; what only the old one opens stays closed until you sign in again',
    passphraseStdin: 'read the passphrase from standard input',
    yes: 'do not ask',
    yesAlone: "error: option '--yes' goes with '--new-passphrase'",
    example: example(
      'gatehouse auth keystore',
      'gatehouse auth keystore --use passphrase',
      'gatehouse auth keystore --new-passphrase',
    ),
  },
  unlock: {
    about: 'enter the passphrase that protects the stored keys',
    passphraseStdin: 'read the passphrase from standard input',
    example: example('gatehouse auth unlock', 'gatehouse auth unlock --passphrase-stdin < passphrase.txt'),
  },
  account: {
    none: 'not signed in',
    preferred: ' (preferred)',
    inUse: ' (in use)',
    unknown: 'unknown',
    used: (percent: number) => `${wholePercent('en', percent)} used`,
    resetsIn: (span: string) => `resets in ${span}`,
    planBefore: (plan: string, when: string) => `was ${plan} until ${when}`,
    pace: {
      idle: 'idle',
      lasts: 'will last',
      usedUp: 'used up',
      mayRunOut: (when: string) => `may run out ${when}`,
      runsOut: (when: string) => `runs out ${when}`,
    },
    keptHere: 'kept here',
    keptBy: (program: string) => `kept by ${program}`,
    byProgram: (program: string | null) => (program === null ? '' : ` by ${program}`),
    obtained: (age: string) => `obtained ${age}`,
    renewed: (age: string) => `renewed ${age}`,
    expires: (span: string) => `good for ${span}`,
    expired: (age: string) => `ended ${age}`,
    signInEnds: (span: string) => `sign-in ends in ${span}`,
    signInEnded: (age: string) => `sign-in ended ${age}`,
  },
  span: {
    now: 'just now',
    ago: (span: string) => `${span} ago`,
    minutes: (count: number) => `${String(count)} min`,
    hours: (count: number) => `${String(count)} h`,
    days: (count: number) => `${String(count)} d`,
  },
  moment: {
    weekdays: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
    months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  },
  asking: 'Waiting for Gatehouse…',
  starting: 'Starting Gatehouse…',
  steps: {
    starting: 'Getting ready…',
    'opening-browser': 'Opening the browser…',
    'open-it-yourself': 'The browser could not be opened. Open this address on this machine:',
    'enter-code': 'Open this address on any device and enter the code there:',
    waiting:
      'Waiting for you to finish in the browser. Ctrl-C cancels. If none opened, use this address on this machine:',
    'in-program': 'Its own program is signing in; finish in the browser that it opens. Ctrl-C cancels.',
    exchanging: 'Checking the answer…',
    saving: 'Saving…',
    'writing-files': 'Writing the shared files…',
    'reading-plan': 'Reading plan and quota…',
  },
} as const;
