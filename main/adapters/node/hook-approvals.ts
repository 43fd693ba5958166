// Which programs the person has approved, sealed by the key store: what another program writes here does not open.
import * as z from 'zod/mini';
import { hookEvents } from '../../domain/hook-event.ts';
import type { HookApprovals } from '../../ports.ts';
import { createSealedList, type SealedPlace } from './sealed-list.ts';

const mostApprovals = 32;
const listShape = z
  .array(
    z.strictObject({
      event: z.enum(hookEvents),
      program: z.string(),
      hash: z.string().check(z.regex(/^[\da-f]{64}$/)),
      approvedAt: z.number(),
    }),
  )
  .check(z.maxLength(mostApprovals));

export function createHookApprovals(place: SealedPlace): HookApprovals {
  return createSealedList({
    ...place,
    purpose: 'gatehouse-approved-hooks-1\n',
    subject: 'the approved programs',
    parse: (value) => listShape.parse(value),
    most: mostApprovals,
  });
}
