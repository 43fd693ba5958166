// What `--json` prints about updates of Gatehouse itself; part of the list in json-schemas.ts.
import * as z from 'zod/mini';
import { updatesShape } from '../broker/protocol/updates.ts';

export const updateAnswers = [
  {
    name: 'update',
    verbs: ['update'],
    about: 'Whether a newer Gatehouse is known, and who would put it in place.',
    shape: z.object({ ok: z.boolean(), ...updatesShape.shape }),
  },
];
