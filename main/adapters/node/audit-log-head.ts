// The newest hash of the audit, sealed by the key store apart from the log: who shortens or rewrites the log cannot write it.
import { unlink } from 'node:fs/promises';
import * as z from 'zod/mini';
import { Failure, toFailure } from '../../domain/failure.ts';
import type { Link } from './audit-chain.ts';
import { decodeText, readIfPresent } from './durable-file.ts';
import { setAside, writePrivateText } from './private-text.ts';
import type { SealedPlace } from './sealed-list.ts';
import { unseal } from './unseal.ts';

/**
 * Before the head, inside the seal: the same key seals texts that others have a say in, and the history of shared files
 * hides words that are so long.
 */
const purpose = 'gatehouse-audit-head-v1\n';

const linkShape = z.strictObject({ index: z.int(), hash: z.string() });
const reasons = ['changed', 'missing', 'cut-off', 'unreadable', 'seal-missing'] as const;
const headShape = z.strictObject({
  ...linkShape.shape,
  /** From where the oldest segment continues. */
  first: linkShape,
  /** What was found once and stays said, although the log goes on behind it. */
  broken: z.exactOptional(z.strictObject({ index: z.int(), why: z.enum(reasons) })),
});
const fileShape = z.strictObject({ schema: z.literal(1), sealed: z.string() });

export interface AuditHead extends Link {
  readonly first: Link;
  readonly broken?: { readonly index: number; readonly why: (typeof reasons)[number] };
}

export type FoundHead =
  | { readonly kind: 'none' }
  | { readonly kind: 'opened'; readonly head: AuditHead }
  /** It may open another time. */
  | { readonly kind: 'closed' }
  /** It will never open. */
  | { readonly kind: 'damaged' };

export interface HeadFile {
  find(): Promise<FoundHead>;
  /** False where the key store keeps nothing beyond this run: then nothing is written. @throws Failure `storage/…` */
  save(head: AuditHead): Promise<boolean>;
  /** Puts one that will never open beside. @throws Failure `storage/write-failed` */
  setAside(): Promise<void>;
}

export function createHeadFile({ path, box, lasting }: Omit<SealedPlace, 'whenAnother'>): HeadFile {
  return {
    async find() {
      try {
        const bytes = await readIfPresent(path);
        if (bytes === undefined) return { kind: 'none' };
        const { sealed } = fileShape.parse(JSON.parse(decodeText(bytes, path)));
        const state = await box.state();
        if (state.kind === 'unusable' || !state.durable) return { kind: 'closed' };
        const sealedBytes = Buffer.from(sealed, 'base64');
        const { text } = await unseal({ bytes: sealedBytes, purpose, path }, { box, lasting });
        return { kind: 'opened', head: headShape.parse(JSON.parse(text)) };
      } catch (thrown) {
        return { kind: toFailure(thrown).code.startsWith('storage/key-store-') ? 'closed' : 'damaged' };
      }
    },
    async save(head) {
      const state = await box.state();
      if (state.kind === 'unusable')
        throw new Failure(state.code, { subject: 'the audit', detail: state.detail });
      if (!state.durable) return false;
      const bytes = await box.encrypt(`${purpose}${JSON.stringify(head)}`);
      const sealed = Buffer.from(bytes).toString('base64');
      await writePrivateText(path, `${JSON.stringify({ schema: 1, sealed })}\n`);
      return true;
    },
    async setAside() {
      await setAside(path).catch(() => unlink(path));
    },
  };
}
