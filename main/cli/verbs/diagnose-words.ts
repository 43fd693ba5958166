// What `gatehouse diagnose` says.
import { example, messages } from '../messages.ts';

export const diagnoseWords = {
  about: 'a report about a fault for somebody else, with numbers in the place of names; nothing is sent',
  example: example('gatehouse diagnose', 'gatehouse diagnose --out report.json'),
  out: 'write it into this file, which only you can read',
  force: 'replace a file that is there',
  exitCodes: messages.exitCodesOfVerbs,
  working: 'Looking…',
  written: (path: string) => `The report is in ${path}. Read it before you hand it on.`,
} as const;
