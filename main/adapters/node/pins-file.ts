// The file in which a person or a company pins public keys of hosts. Without it nothing is pinned; with one that cannot be
// understood nothing is asked, for nobody knows what was meant to be refused.
import { createHash, X509Certificate } from 'node:crypto';
import * as z from 'zod/mini';
import { Failure } from '../../domain/failure.ts';
import { isPin, isPinnedHost, type Pin, type Pins } from '../../domain/public-key-pins.ts';
import { textFiles } from './credential-files.ts';

const host = z.string().check(z.refine(isPinnedHost));
const fileShape = z.strictObject({
  schema: z.literal(1),
  pins: z.record(host, z.array(z.custom<Pin>(isPin)).check(z.minLength(1))),
});

/** @throws Failure `storage/unreadable` naming the file and what is wrong with it */
export async function readPins(path: string): Promise<Pins> {
  const text = await textFiles.read(path);
  if (text === undefined) return new Map();
  try {
    return new Map(Object.entries(fileShape.parse(JSON.parse(text)).pins));
  } catch (cause) {
    const detail = 'it has to be JSON that gives sha256 pins for host names';
    throw new Failure('storage/unreadable', { subject: path, detail, cause });
  }
}

/** Of the public key in a certificate. @param pem as Electron hands it over */
export function pinOf(pem: string): Pin {
  const key = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
  return `sha256/${createHash('sha256').update(key).digest('base64')}`;
}
