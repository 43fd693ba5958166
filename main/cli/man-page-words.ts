// What the manual page says beside the verbs.

export type ManEntry = readonly [name: string, about: string];

export const manWords = {
  head: 'Made from the commands by scripts/write-cli-docs.ts; do not edit.',
  description: [
    'gatehouse is the command line of Gatehouse, a tray app that keeps sign-ins to AI coding providers: it renews them, shows plans and what is left of each quota, writes the credential files of the programs that use them, and hands agents their environment and their share of the quota.',
    'Every verb asks the running app over a private socket. A verb that changes something starts the app when it is not running and a display is there; a verb that only looks does not, but for doctor and the previews of import, migrate and settings.',
    'Answers are printed on standard output, words for people on standard error. Ctrl-C cancels what has not begun yet.',
  ],
  commonOptions: [
    ['--json', 'print one JSON object instead of words'],
    ['-h, --help', 'print the options of a verb, an example and its exit codes'],
    ['-V, --version', 'print the version; without a verb'],
  ] satisfies readonly ManEntry[],
  exitStatus: [
    ['0', 'It is done.'],
    ['1', 'Something went wrong that nobody foresaw.'],
    ['2', 'The words of the command line are wrong.'],
    ['3', 'Nobody is signed in, or the sign-in does not work any more.'],
    ['4', 'There is too little quota left.'],
    ['5', 'Gatehouse is not running and was not started.'],
    ['6', 'It was refused, or could not be done.'],
    ['126, 127', 'For run: the command cannot be started, or is not there.'],
    ['130', 'For run: cancelled with Ctrl-C before the command started. Its own exit codes are passed on.'],
  ] satisfies readonly ManEntry[],
  environment: [
    [
      'GATEHOUSE_SOCKET',
      'The socket of the app, in the place of the one that service.json names. Set for agents.',
    ],
    ['GATEHOUSE_GRANT', 'The right of one agent to talk to the app; it ends with the agent. Set for agents.'],
    ['GATEHOUSE_AGENT, GATEHOUSE_LEASE', 'Which agent this is, and its lease. Set for agents.'],
    ['GATEHOUSE_PROVIDER, GATEHOUSE_ACCOUNT', 'Whose keys the agent has. Set for agents.'],
    ['XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_RUNTIME_DIR', 'Where the files below are, on Linux.'],
  ] satisfies readonly ManEntry[],
  files: {
    intro: 'On Linux; on macOS and Windows they are in the usual folders of those systems.',
    list: [
      ['~/.config/gatehouse', 'Preferences. No secret is in them.'],
      ['~/.local/share/gatehouse', 'The encrypted vault, the journal of refreshes, backups and history.'],
      ['~/.local/share/gatehouse/service.json', 'Where the running app listens.'],
      ['~/.local/share/gatehouse/machine-grant', 'The right of this user to talk to the app.'],
      ['$XDG_RUNTIME_DIR/gatehouse', 'The socket.'],
    ] satisfies readonly ManEntry[],
  },
  json: 'Every object of --json has a field schema, the version of its form. Fields may be added within a version; do not rely on there being no others. JSON Schema files of all answers are in docs/schemas of the source. Times are Unix milliseconds, and null stands for what nobody knows.',
} as const;
