// The help of the verbs that do something with quota beside looking at it.
import { example } from './messages.ts';

export const quotaMessages = {
  guard: {
    about: 'succeed only when enough of the quota is left; for use in front of other commands',
    min: 'how much has to be left, for example 20%',
    provider: 'look at the account in use of this provider, instead of the one that serves now',
    account: 'look at this account, by its id, its label or "label (organization)"',
    window: 'look at this window only, by its name; else at each that limits the whole account',
    allowUnknown: 'succeed also when nobody knows what is left',
    exitCodes:
      'Exit codes: 0 enough left, 2 usage, 3 not signed in, 4 too little left or not known, 5 not running.',
    wrongMin: 'It has to be a number from 0 to 100, with or without %.',
    example: example(
      'gatehouse guard --min 20% && claude -p "go on"',
      'gatehouse guard --min 50 --provider openai --window weekly --now',
      'gatehouse guard --min 5% --allow-unknown --json',
    ),
  },
  statusLine: {
    about: 'let a program tell the quota by its status line; your own line goes on being shown',
    example: example('gatehouse statusline', 'gatehouse statusline install'),
    consumer: 'the program; may be left out where there is only one',
    verbs: {
      list: {
        about: 'the programs that can, whether they do, and the file it stands in',
        example: example('gatehouse statusline list', 'gatehouse statusline list --json'),
      },
      install: {
        about: 'change the settings of the program so that it tells the quota',
        example: example(
          'gatehouse statusline install',
          'gatehouse statusline install --consumer claude-code',
        ),
      },
      uninstall: {
        about: 'put back what stood there before',
        example: example('gatehouse statusline uninstall'),
      },
      preview: {
        about: 'what would be changed in the settings of the program',
        example: example('gatehouse statusline preview'),
      },
    },
  },
  hooks: {
    about: 'programs of your own that are run for events; Gatehouse asks you before the first time',
    example: example('gatehouse hooks', 'gatehouse hooks add --event quota_low --program ~/bin/tell-me'),
    event: 'what happens',
    program: 'the program, run without a shell; the event comes on its standard input',
    verbs: {
      list: {
        about: 'which program is run for which event',
        example: example('gatehouse hooks list', 'gatehouse hooks list --json'),
      },
      add: {
        about: 'run a program for an event, once you have said yes in the dialog of the app',
        example: example('gatehouse hooks add --event quota_low --program ~/bin/tell-me'),
      },
      remove: {
        about: 'no longer run a program for an event',
        example: example('gatehouse hooks remove --event quota_low --program ~/bin/tell-me'),
      },
      example: {
        about: 'print an event as a program gets it',
        example: example(
          'gatehouse hooks example',
          'gatehouse hooks example --event switched | ~/bin/tell-me',
        ),
      },
    },
  },
} as const;
