// What `--json` prints about provider packages; part of the list in json-schemas.ts.
import * as z from 'zod/mini';
import { packageProblemShape, packagesShape } from '../broker/protocol/packages.ts';

export const packageAnswers = [
  {
    name: 'packages',
    verbs: ['packages list', 'packages approve', 'packages forget'],
    about: 'The files that describe providers, and whether they are used.',
    shape: z.object({ ok: z.literal(true), ...packagesShape.shape }),
  },
  {
    name: 'packages-check',
    verbs: ['packages check'],
    about: 'Everything that is wrong with a file that describes a provider; `ok` where nothing is.',
    shape: z.object({
      schema: z.literal(1),
      ok: z.boolean(),
      provider: z.nullable(z.string()),
      label: z.nullable(z.string()),
      hosts: z.array(z.string()),
      problems: z.array(packageProblemShape),
    }),
  },
];
