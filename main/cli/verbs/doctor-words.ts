// What `gatehouse doctor` says.
import { shellWord } from '../../domain/shell-word.ts';
import { example } from '../messages.ts';

export const doctorWords = {
  about: 'which sign-in each program really uses and why, what is not as it should be, and repairs for it',
  example: example(
    'gatehouse doctor',
    'gatehouse doctor --preview key-in-rc-file//home/ada/.bashrc:12:OPENAI_API_KEY',
    'gatehouse doctor --fix key-in-rc-file//home/ada/.bashrc:12:OPENAI_API_KEY',
  ),
  exitCodes: 'Exit codes: 0 nothing found, 2 usage, 5 not running, 6 something is left that was found.',
  fix: 'repair this, by its id; may stand several times',
  preview: 'show what the repair of this would change, and change nothing',
  undo: 'take back what a repair has changed in a file, by its id',
  yes: 'do not ask',
  yesAlone: "error: option '--yes' goes with '--fix'",
  working: 'Looking…',
  identities: 'Who each program works as:',
  nobody: 'nobody',
  unknown: 'cannot be told',
  sources: {
    file: 'its file',
    environment: 'the environment',
    keyring: 'the key store',
    helper: 'a helper',
    nobody: 'signed out',
  },
  found: 'Found:',
  nothing: 'Nothing found: each program uses the sign-in that it should.',
  severity: { problem: '!', warning: '-' },
  repair: (label: string, id: string) => `${label}: gatehouse doctor --fix ${shellWord(id)}`,
  id: (id: string) => `id: ${id}`,
  repaired: 'Repairs that can be taken back:',
  takeBack: (path: string, id: string) => `${path}: gatehouse doctor --undo ${shellWord(id)}`,
  question: 'Change this file? [y/N] ',
  nobodyToAsk: 'it changes a file of yours: see it with --preview, then add --yes',
  fixed: (id: string) => `Repaired: ${id}`,
  undone: 'Put back.',
} as const;
