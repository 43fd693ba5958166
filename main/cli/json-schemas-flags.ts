// What `--json` prints about feature flags; part of the list in json-schemas.ts.
import * as z from 'zod/mini';
import { flagsShape } from '../broker/protocol/flags.ts';

export const flagAnswers = [
  {
    name: 'flags',
    verbs: ['flags list', 'flags set', 'flags reset'],
    about: 'The feature flags: which variant of each counts, and why.',
    shape: z.object({ ok: z.literal(true), ...flagsShape.shape }),
  },
];
