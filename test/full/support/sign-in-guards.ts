// What may be taken out of the sign-in, to see that it was needed.
import type { Cut } from './cut-source.ts';

export const cuts = {
  /** Whoever knows the path is believed. */
  state: [
    {
      file: 'domain/callback.ts',
      from: "if (!known.includes(true)) return refused(400, 'wrong state');",
      to: '',
    },
  ],
  /** Every address that can be read is opened. */
  address: [
    {
      file: 'adapters/node/provider-address.ts',
      from: 'if (target !== undefined && isPlain && hosts.includes(target.hostname)) return target;',
      to: 'if (target !== undefined) return target;',
    },
  ],
} as const satisfies Readonly<Record<string, readonly Cut[]>>;
