// The help of the verbs about files with settings.
import { example } from './messages.ts';

export const settingsMessages = {
  about: 'your settings as a file, for another computer or for later',
  example: example('gatehouse settings export settings.json', 'gatehouse settings import settings.json'),
  verbs: {
    export: {
      about: 'write the settings into a file, or print them; no key and no yes is in it',
      file: 'the file to write; standard output when left out. Names and addresses of accounts are never in it, but the ids that providers give to accounts are, where you have put accounts in an order or set limits of their own',
      force: 'replace a file that is there already',
      example: example(
        'gatehouse settings export settings.json',
        'gatehouse settings export | ssh other gatehouse settings import - --yes',
      ),
    },
    import: {
      about: 'show what a file with settings would change, then change it; what allows something is left out',
      file: 'the file, as settings export or the window wrote it; - for standard input',
      dryRun: 'show it, and change nothing',
      yes: 'change it without asking',
      example: example(
        'gatehouse settings import settings.json --dry-run',
        'gatehouse settings import settings.json',
      ),
    },
    undo: {
      about: 'put back what the last file has changed since Gatehouse started, also in the window',
      example: example('gatehouse settings undo'),
    },
  },
} as const;
