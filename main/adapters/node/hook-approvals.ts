// Which programs the person has approved, sealed by the key store: what another program writes here does not open.
import * as z from 'zod/mini';
import { hookEvents } from '../../domain/hook-event.ts';
import type { HookApprovals, SecretBox } from '../../ports.ts';
import { createSealedList } from './sealed-list.ts';

export interface HookApprovalsParts {
  /** Private, our own. */
  readonly path: string;
  readonly box: SecretBox;
}

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

export function createHookApprovals({ path, box }: HookApprovalsParts): HookApprovals {
  return createSealedList({
    path,
    box,
    purpose: 'gatehouse-approved-hooks-1\n',
    subject: 'the approved programs',
    parse: (value) => listShape.parse(value),
    most: mostApprovals,
  });
}
