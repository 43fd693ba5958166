// Opens what one of the person's key stores has sealed: the one that is chosen, or another that was chosen before.
import { Failure, toFailure, type FailureCode } from '../../domain/failure.ts';
import type { KeyStoreState, SecretBox } from '../../ports.ts';

/** The key stores of the person's. */
export interface KeyStores {
  /** The chosen one: it seals. */
  readonly box: SecretBox;
  /** Those that keep what they seal, for what one of them has sealed while it was chosen. */
  readonly lasting: readonly SecretBox[];
  /** Takes what is to be done once another one is chosen: what it opens has to be sealed anew before it is locked or gone. */
  readonly whenAnother: (sealAnew: () => Promise<unknown>) => void;
}

export interface Sealed {
  readonly bytes: Uint8Array;
  /**
   * What the text begins with inside the seal, so that a sealed text of another kind does not open as this one; it also tells
   * when a key that is not the right one has made something of it.
   */
  readonly purpose: string;
  /** Where it was found, for a failure. */
  readonly path: string;
}

/** What may open another time, by a key store that is unlocked or by the version that wrote it: nobody may replace it now. */
export function mayOpenLater({ code }: Failure): boolean {
  return code.startsWith('storage/key-store-') || code === 'storage/newer-schema';
}

/** That one gives no answer is believed for so long, for it takes seconds to find out; whatever is answered may change at once. */
const believedMs = 60_000;
/** With the time on the clock that only goes forward. */
const silent = new WeakMap<SecretBox, { readonly state: KeyStoreState; readonly untilMs: number }>();

async function stateOf(box: SecretBox): Promise<KeyStoreState> {
  const known = silent.get(box);
  if (known !== undefined && performance.now() < known.untilMs) return known.state;
  const state = await box.state();
  if (state.kind === 'unusable' && state.code === 'storage/key-store-silent')
    silent.set(box, { state, untilMs: performance.now() + believedMs });
  return state;
}

/** Those that come back by themselves; a passphrase may be forgotten, and another desktop may have no key store. */
const comesBack: ReadonlySet<FailureCode> = new Set(['storage/key-store-locked', 'storage/key-store-silent']);

export interface Unsealed {
  /** What stands behind the purpose. */
  readonly text: string;
  /** Whether it is to be sealed anew, by the chosen one. */
  readonly stale: boolean;
  /** Who has opened it. */
  readonly by: SecretBox;
}

/**
 * @throws Failure `storage/key-store-…` where one that is away now may open it another time, `storage/unreadable` where none does
 */
export async function unseal(
  { bytes, purpose, path }: Sealed,
  { box, lasting }: Pick<KeyStores, 'box' | 'lasting'>,
): Promise<Unsealed> {
  let later: Failure | undefined;
  for (const one of [box, ...lasting]) {
    const state = one === box ? undefined : await stateOf(one);
    // One that hangs must not be asked to open anything.
    if (state?.kind === 'unusable') {
      if (comesBack.has(state.code))
        later ??= new Failure(state.code, { subject: path, detail: state.detail });
      continue;
    }
    const opened = await one.decrypt(bytes).catch((thrown: unknown) => {
      // That is waited for; the others are just tried.
      if (one === box && mayOpenLater(toFailure(thrown))) throw thrown;
      return undefined;
    });
    if (opened?.text.startsWith(purpose) === true)
      return { text: opened.text.slice(purpose.length), stale: opened.stale || one !== box, by: one };
  }
  throw later ?? new Failure('storage/unreadable', { subject: path });
}
