// Which provider packages the person has approved, sealed by the key store: what another program writes here does not open.
import * as z from 'zod/mini';
import { providerId } from '../../domain/ids.ts';
import { mostApprovals } from '../../domain/known-package.ts';
import type { PackageApprovals } from '../../ports-files.ts';
import { createSealedList, type SealedPlace } from './sealed-list.ts';

const listShape = z
  .array(
    z.strictObject({
      file: z.string(),
      hash: z.string().check(z.regex(/^[\da-f]{64}$/)),
      provider: z.pipe(
        z.string(),
        z.transform((text) => providerId(text)),
      ),
      label: z.string(),
      hosts: z.array(z.string()),
      approvedAt: z.number(),
    }),
  )
  .check(z.maxLength(mostApprovals));

export function createPackageApprovals(place: SealedPlace): PackageApprovals {
  return createSealedList({
    ...place,
    purpose: 'gatehouse-approved-packages-1\n',
    subject: 'the approved packages',
    parse: (value) => listShape.parse(value),
    most: mostApprovals,
  });
}
