// Which programs the person has approved, sealed by the key store: what another program writes here does not open.
import * as z from 'zod/mini';
import { Failure, toFailure } from '../../domain/failure.ts';
import { hookEvents } from '../../domain/hook-event.ts';
import type { ApprovedHook } from '../../domain/hook-event.ts';
import type { HookApprovals, SecretBox } from '../../ports.ts';
import { decodeText, readIfPresent } from './durable-file.ts';
import { writePrivateText } from './private-text.ts';

export interface HookApprovalsParts {
  /** Private, our own. */
  readonly path: string;
  readonly box: SecretBox;
}

/**
 * Before the list, inside the seal. The same key seals texts that others have a say in, the versions of shared files, so a
 * sealed text of another kind could be put here. None of those begins like this: the history hides words that are so long.
 */
const purpose = 'gatehouse-approved-hooks-1\n';

const mostApprovals = 32;
const fileShape = z.strictObject({ schema: z.literal(1), sealed: z.string() });
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
  /** Where the key store keeps nothing beyond this run, neither do we. */
  let inMemory: readonly ApprovedHook[] | undefined;

  async function opened(): Promise<{ readonly hooks: readonly ApprovedHook[]; readonly stale: boolean }> {
    const bytes = await readIfPresent(path);
    if (bytes === undefined) return { hooks: [], stale: false };
    const { sealed } = fileShape.parse(JSON.parse(decodeText(bytes, path)));
    const { text, stale } = await box.decrypt(Buffer.from(sealed, 'base64'));
    if (!text.startsWith(purpose)) throw new Failure('storage/unreadable', { subject: path });
    return { hooks: listShape.parse(JSON.parse(text.slice(purpose.length))), stale };
  }

  async function save(hooks: readonly ApprovedHook[]): Promise<void> {
    const list = listShape.parse(hooks);
    const state = await box.state();
    if (state.kind === 'unusable')
      throw new Failure(state.code, { subject: 'the approved programs', detail: state.detail });
    if (!state.durable) {
      inMemory = list;
      return;
    }
    const bytes = await box.encrypt(`${purpose}${JSON.stringify(list)}`);
    const sealed = Buffer.from(bytes).toString('base64');
    await writePrivateText(path, `${JSON.stringify({ schema: 1, sealed })}\n`);
    inMemory = undefined;
  }

  return {
    async load() {
      if (inMemory !== undefined) return inMemory;
      try {
        const { hooks, stale } = await opened();
        // The old seal still opens; should this fail, it is tried again the next time.
        if (stale) await save(hooks).catch(() => undefined);
        return hooks;
      } catch {
        // Locked, changed or forged: nothing is run that is not surely approved.
        return [];
      }
    },
    async loadToChange() {
      if (inMemory !== undefined) return inMemory;
      try {
        return (await opened()).hooks;
      } catch (thrown) {
        const failure = toFailure(thrown);
        if (failure.code.startsWith('storage/key-store-')) throw failure;
        // Damaged or forged: that will never open.
        return [];
      }
    },
    save,
  };
}
