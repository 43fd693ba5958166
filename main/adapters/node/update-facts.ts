// The facts about updates that were written into the package when it was made. Nothing else is asked: no variable, no setting,
// no file of the person's.
import { access, constants, readFile, stat } from 'node:fs/promises';
import { createPublicKey, type KeyObject } from 'node:crypto';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import type { UpdateFacts, UpdateWay } from '../../domain/update.ts';
import { allowedAddress } from './provider-address.ts';

const factsShape = z.strictObject({
  address: z.nullable(z.string()),
  keys: z.array(z.string()),
  page: z.nullable(z.string()),
  /** As ISO 8601; the day on which the release was made. */
  since: z.nullable(z.string()),
});

/** An https address without anything that two programs might read in two ways. @throws Failure */
function httpsAddress(text: string): URL {
  return allowedAddress(text, [URL.parse(text)?.hostname ?? '']);
}

/** @param key as base64 of its SPKI form @throws Error for what is no public ed25519 key */
export function publicKeyOf(key: string): KeyObject {
  const made = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
  if (made.asymmetricKeyType !== 'ed25519') throw new TypeError('no ed25519 key');
  return made;
}

/**
 * Undefined where this build looks for no updates.
 * @throws Error for facts that are not whole: half of them would mean looking without a key, or never
 */
export function updateFactsOf(text: string): UpdateFacts | undefined {
  const { address, keys, page, since } = factsShape.parse(JSON.parse(text));
  if (address === null) return undefined;
  const folder = httpsAddress(address);
  if (!folder.pathname.endsWith('/') || folder.search !== '' || folder.hash !== '')
    throw new TypeError('the address of updates is no folder');
  if (keys.length === 0) throw new TypeError('no key for updates');
  keys.forEach(publicKeyOf);
  if (page !== null) httpsAddress(page);
  const sinceMs = Date.parse(since ?? '');
  if (Number.isNaN(sinceMs)) throw new TypeError('no day for updates');
  return { address: folder.href, keys, page, since: sinceMs };
}

export async function readUpdateFacts(file: string): Promise<UpdateFacts | undefined> {
  return updateFactsOf(await readFile(file, 'utf8'));
}

export interface InstalledAs {
  readonly platform: NodeJS.Platform;
  /** The program that runs. */
  readonly executable: string;
  /** The AppImage that it runs from, if it does. */
  readonly image: string | undefined;
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/** Who puts a new version in place here. What only an administrator may write was installed by one. */
export async function updateWayOf({ platform, executable, image }: InstalledAs): Promise<UpdateWay> {
  // Nobody has tried yet how the system puts one in place there.
  if (platform === 'darwin') return 'by-hand';
  const folder = dirname(executable);
  if (platform === 'win32')
    return (await isThere(join(folder, 'Uninstall Gatehouse.exe'))) ? 'itself' : 'by-hand';
  if (image !== undefined) return 'itself';
  const isWritable = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
  return isWritable ? 'by-hand' : 'package-manager';
}
