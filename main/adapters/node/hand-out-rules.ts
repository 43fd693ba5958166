// Which program may have which account's secret, sealed by the key store: what another program writes here does not open.
import * as z from 'zod/mini';
import { isAccountId, isConsumerId, type AccountId, type ConsumerId } from '../../domain/ids.ts';
import type { HandOutRules } from '../../ports.ts';
import { createSealedList, type SealedPlace } from './sealed-list.ts';

const mostRules = 500;
const listShape = z
  .array(
    z.strictObject({
      program: z.string(),
      consumer: z.custom<ConsumerId>(isConsumerId),
      account: z.custom<AccountId>(isAccountId),
      verdict: z.enum(['always', 'never']),
      decidedAt: z.number(),
    }),
  )
  .check(z.maxLength(mostRules));

export function createHandOutRules(place: SealedPlace): HandOutRules {
  return createSealedList({
    ...place,
    purpose: 'gatehouse-hand-out-rules-1\n',
    subject: 'the rules for programs',
    parse: (value) => listShape.parse(value),
    most: mostRules,
  });
}
