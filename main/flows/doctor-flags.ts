// What Doctor finds in what is kept for feature flags: values that count for nothing, because nobody here has chosen them.
import type { ConsumerFinding } from '../domain/finding.ts';
import type { InertFlag } from '../domain/flags.ts';

/** As a person finds it beside the vault. */
const file = 'flags.json';

export function flagFindings(inert: readonly InertFlag[]): readonly ConsumerFinding[] {
  return inert.map((each): ConsumerFinding =>
    each.kind === 'forged'
      ? {
          kind: 'inert-flags',
          where: file,
          detail: 'its key store is gone, somebody else has written it, or it is damaged',
        }
      : { kind: 'inert-flag', where: each.flag, detail: `it says ${each.variant}, which is not known here` },
  );
}
