// The help of `gatehouse packages`.
import { example, messages } from './messages.ts';

export const packagesMessages = {
  about: 'providers that files of yours describe; Gatehouse asks you before it uses one',
  example: example('gatehouse packages', 'gatehouse packages check acme.json'),
  verbs: {
    list: {
      about: 'the files in the folder "providers" beside the settings, and whether they are used',
      example: example('gatehouse packages list', 'gatehouse packages list --json'),
    },
    check: {
      about: 'say everything that is wrong with such a file; needs neither the app nor a network',
      example: example('gatehouse packages check acme.json'),
      exitCodes: 'Exit codes: 0 it can be used, 2 it cannot, or usage.',
      file: 'the file, or - for standard input',
    },
    approve: {
      about: 'use such a file as it is now, once you have said yes in the dialog of the app',
      example: example('gatehouse packages approve acme'),
      name: 'the file in that folder, with or without .json',
      exitCodes: messages.exitCodesOfVerbs,
    },
    forget: {
      about: 'take that yes back: nothing of the file is used from then on, and its accounts stay',
      example: example('gatehouse packages forget acme'),
      name: 'the file, with or without .json; it may have gone',
      exitCodes: messages.exitCodesOfVerbs,
    },
  },
} as const;
