// Every word of the command line: its help, and what it says while it works and when it is done.

const example = (...lines: readonly string[]): string =>
  [lines.length > 1 ? 'Examples:' : 'Example:', ...lines.map((line) => `  ${line}`)].join('\n');

export const messages = {
  about: 'Your sign-ins to AI coding providers: plans, quota, switching.',
  exitCodes: 'Exit codes: 0 ok, 2 usage, 3 not signed in, 4 quota, 5 not running, 6 refused.',
  example: example('gatehouse auth login --provider openai', 'gatehouse auth quota'),
  json: 'print one JSON object instead of words',
  open: {
    about: 'show the window, starting the app when needed',
    example: example('gatehouse open'),
  },
  quit: { about: 'quit the running app', example: example('gatehouse quit') },
  auth: {
    about: 'sign-ins, quota and the preferred provider',
    example: example('gatehouse auth providers', 'gatehouse auth login --provider claude'),
  },
  providers: {
    about: 'the providers and the ways to sign in to each',
    example: example('gatehouse auth providers', 'gatehouse auth providers --json'),
    line: (id: string, label: string, signedIn: boolean, preferred: boolean): string =>
      `${id}: ${label}, ${signedIn ? 'signed in' : 'not signed in'}${preferred ? ' (preferred)' : ''}`,
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
    provider: 'for example openai or claude',
    method: 'one of the ways that auth providers lists; the first that fits when left out',
    clientId: 'a client id of your own, for a method that needs one',
    agree: 'agree to what that method asks; auth providers shows it',
    agreeAlone: "error: option '--agree' says yes for a client id: add '--client-id <id>'",
    keyStdin: 'read an API key from standard input',
    example: example(
      'gatehouse auth login --provider openai',
      'gatehouse auth login --provider claude --key-stdin < key.txt',
      'gatehouse auth login --provider claude --client-id ID --agree',
    ),
    consent: (label: string, clientId: string) =>
      `To sign in to ${label} with the client id ${clientId}, agree to this:`,
    question: 'Agree? [y/N] ',
    yes: /^\s*y(es)?\s*$/i,
    noKey: 'nothing came on standard input',
    noSuchMethod: (method: string) => `there is no method ${method}`,
    noClientId: 'it takes no client id',
    done: (label: string, account: string, plan: string | null) =>
      `Signed in to ${label} as ${account}${plan === null ? '' : ` (${plan})`}.`,
  },
  logout: {
    about: 'sign an account out, here and at its provider',
    provider: 'the provider to sign out of',
    account: 'which account, by its label or id, when there are several',
    example: example(
      'gatehouse auth logout --provider openai',
      'gatehouse auth logout --provider openai --account ada@example.com',
    ),
    working: 'Signing out…',
    done: (account: string, label: string) => `Signed out ${account} of ${label}.`,
    programs: (names: readonly string[]) => `Signed out with it: ${names.join(', ')}.`,
  },
  status: {
    about: 'accounts, plans and quota, and which account serves now',
    example: example('gatehouse auth status', 'gatehouse auth status --json'),
  },
  prefer: {
    about: 'choose the preferred provider, and with --account which account of it is in use',
    provider: 'the provider to prefer',
    account: 'the account to use, by its label or id',
    example: example(
      'gatehouse auth switch --provider claude',
      'gatehouse auth switch --provider openai --account ada@example.com',
    ),
    working: 'Switching…',
    done: (label: string, account: string | undefined) =>
      `Preferred provider: ${label}${account === undefined ? '' : ` (${account})`}`,
  },
  quota: {
    about: 'what is left of each account, and when it resets',
    now: 'ask the providers again, as far as they allow it',
    provider: 'only the accounts of this provider',
    example: example('gatehouse auth quota', 'gatehouse auth quota --now --provider openai'),
    working: 'Reading the quota…',
    unmetered: 'no quota to read: billed by use',
    unread: 'not read yet',
    read: (age: string, source: string | null) => `read ${age}${source === null ? '' : `, from: ${source}`}`,
    left: (percent: number) => `${String(percent).padStart(3)}% left`,
  },
  account: {
    none: 'not signed in',
    preferred: ' (preferred)',
    inUse: ' (in use)',
    unknown: 'unknown',
    used: (percent: number) => `${String(percent)}% used`,
    resetsIn: (span: string) => `, resets in ${span}`,
  },
  span: {
    now: 'just now',
    ago: (span: string) => `${span} ago`,
    minutes: (count: number) => `${String(count)} min`,
    hours: (count: number) => `${String(count)} h`,
    days: (count: number) => `${String(count)} d`,
  },
  asking: 'Waiting for Gatehouse…',
  starting: 'Starting Gatehouse…',
  steps: {
    starting: 'Getting ready…',
    'opening-browser': 'Opening the browser…',
    'open-it-yourself': 'The browser could not be opened. Open this address on this machine:',
    waiting:
      'Waiting for you to finish in the browser. Ctrl-C cancels. If none opened, use this address on this machine:',
    exchanging: 'Checking the answer…',
    saving: 'Saving…',
    'writing-files': 'Writing the shared files…',
    'reading-plan': 'Reading plan and quota…',
  },
} as const;
