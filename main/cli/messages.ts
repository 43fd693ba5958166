// What the help of the command line says.

export const messages = {
  about: 'Your sign-ins to AI coding providers: plans, quota, switching.',
  exitCodes: 'Exit codes: 0 ok, 2 usage, 3 not signed in, 4 quota, 5 not running, 6 refused.',
  json: 'print one JSON object instead of words',
  open: 'show the window, starting the app when needed',
  quit: 'quit the running app',
  auth: 'sign-ins and the preferred provider',
  login: {
    about: 'sign in; the browser opens unless a key is given',
    provider: 'for example openai or claude',
    method: 'one of the ways that auth status --json lists; the first when left out',
    keyStdin: 'read an API key from standard input',
    examples: [
      'Examples:',
      '  gatehouse auth login --provider openai',
      '  gatehouse auth login --provider claude --key-stdin < key.txt',
    ].join('\n'),
  },
  status: { about: 'accounts, plans and quota', example: 'Example:\n  gatehouse auth status --json' },
  prefer: {
    about: 'choose the preferred provider',
    provider: 'the provider to prefer',
    example: 'Example:\n  gatehouse auth switch --provider claude',
  },
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
