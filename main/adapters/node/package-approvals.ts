// Which provider packages the person has approved, sealed by the key store: what another program writes here does not open.
import * as z from 'zod/mini';
import { providerId } from '../../domain/ids.ts';
import { mostApprovals } from '../../domain/known-package.ts';
import type { SecretBox } from '../../ports.ts';
import type { PackageApprovals } from '../../ports-files.ts';
import { createSealedList } from './sealed-list.ts';

export interface PackageApprovalsParts {
  /** Private, our own. */
  readonly path: string;
  readonly box: SecretBox;
}

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

export function createPackageApprovals({ path, box }: PackageApprovalsParts): PackageApprovals {
  return createSealedList({
    path,
    box,
    purpose: 'gatehouse-approved-packages-1\n',
    subject: 'the approved packages',
    parse: (value) => listShape.parse(value),
    most: mostApprovals,
  });
}
