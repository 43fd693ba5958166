// Opens what one of the person's key stores has sealed: the one that is chosen, or another that was chosen before.
import { Failure, toFailure } from '../../domain/failure.ts';
import type { SecretBox } from '../../ports.ts';

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

/**
 * @returns the text behind the purpose; `stale` where it is to be sealed anew, by the chosen one
 * @throws Failure `storage/key-store-…` where the chosen one may open it another time, `storage/unreadable` where none does
 */
export async function unseal(
  { bytes, purpose, path }: Sealed,
  { box, lasting }: Pick<KeyStores, 'box' | 'lasting'>,
): Promise<{ readonly text: string; readonly stale: boolean }> {
  for (const one of [box, ...lasting]) {
    // One that hangs must not be asked to open anything.
    if (one !== box && (await one.state()).kind !== 'ready') continue;
    const opened = await one.decrypt(bytes).catch((thrown: unknown) => {
      // That is waited for; the others are just tried.
      if (one === box && mayOpenLater(toFailure(thrown))) throw thrown;
      return undefined;
    });
    if (opened?.text.startsWith(purpose) === true)
      return { text: opened.text.slice(purpose.length), stale: opened.stale || one !== box };
  }
  throw new Failure('storage/unreadable', { subject: path });
}
