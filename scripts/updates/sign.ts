// Signs what a release says about itself, so that no app of ours takes a release of anybody else.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseUpdateInfo } from 'electron-updater/out/providers/Provider.js';
import { publicKeyOf } from '../../main/adapters/node/update-facts.ts';
import { judgeRelease, metadataName, signatureName } from '../../main/domain/update.ts';
import { SetupFailure } from '../bootstrap/steps.mjs';

export const keyVariable = 'GATEHOUSE_UPDATE_KEY';
export const keyFileVariable = 'GATEHOUSE_UPDATE_KEY_FILE';

export interface Signed {
  readonly file: string;
  readonly version: string;
}

/** The apps that are made. */
const apps: readonly (readonly [platform: string, arch: string])[] = ['linux', 'win32', 'darwin'].flatMap(
  (platform) => ['x64', 'arm64'].map((arch) => [platform, arch] as const),
);

const isMetadata = (name: string): boolean => /^latest(?:-[\da-z-]+)?\.yml$/.test(name);

/** The private key, from a variable or from the file that a variable names: an argument would be seen by everybody. */
export function privateKeyFrom(environment: NodeJS.ProcessEnv): KeyObject {
  const { [keyVariable]: text, [keyFileVariable]: file } = environment;
  if (text === undefined && file === undefined)
    throw new SetupFailure(`No key: put it into ${keyVariable}, or its path into ${keyFileVariable}.`);
  const pem = text ?? readKeyFile(file ?? '');
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, format: 'pem' });
  } catch {
    // What the library says of it may quote it.
    throw new SetupFailure('The key is no private key in PEM (PKCS8) without a passphrase.');
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new SetupFailure('The key is no ed25519 key.');
  return key;
}

function readKeyFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new SetupFailure(`The file that ${keyFileVariable} names cannot be read.`, { cause: error });
  }
}

/** As it stands in assets/updates.json. */
function publicTextOf(key: KeyObject): string {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
}

/** What the app would say to it, and whether the files beside it are those that it speaks of. */
function checked(folder: string, name: string, bytes: Buffer, now: number): Signed {
  const words = parseUpdateInfo(bytes.toString('utf8'), name, new URL(`https://example.invalid/${name}`));
  const verdicts = apps
    .filter(([platform, arch]) => metadataName(platform, arch) === name)
    .map(([platform, arch]) =>
      judgeRelease(words, { current: '0.0.0-0', platform, arch, now, since: 0, onlyTold: false }),
    );
  const taken = verdicts.find(({ kind }) => kind === 'newer');
  if (taken?.kind !== 'newer') {
    const [first] = verdicts;
    const why = first?.kind === 'refused' ? first.why : 'no version';
    throw new SetupFailure(`No app would take ${name}: ${first === undefined ? 'none asks for it' : why}.`);
  }
  for (const { url, sha512 } of words.files) {
    const file = path.join(folder, url);
    if (!existsSync(file)) throw new SetupFailure(`${name} speaks of ${url}, which is not there.`);
    const hash = createHash('sha512').update(readFileSync(file)).digest('base64');
    if (hash !== sha512) throw new SetupFailure(`${url} is not the file that ${name} speaks of.`);
  }
  return { file: signatureName(name, hash('sha256', bytes)), version: taken.release.version };
}

/**
 * Writes a signature beside each of the folder's words about the newest release.
 * @param keys the public keys of the package
 * @throws SetupFailure before anything is written, where not every one of them can be signed
 */
export function signFolder(
  folder: string,
  key: KeyObject,
  keys: readonly string[],
  now: number,
): readonly Signed[] {
  if (!keys.includes(publicTextOf(key)))
    throw new SetupFailure(
      'The key is none of those in assets/updates.json: no app would take what it signs.',
    );
  if (!existsSync(folder)) throw new SetupFailure(`There is no folder ${folder}.`);
  const names = readdirSync(folder).filter(isMetadata).sort();
  if (names.length === 0) throw new SetupFailure(`There is no latest*.yml in ${folder}.`);
  const ready = names.map((name) => {
    const bytes = readFileSync(path.join(folder, name));
    return { name, bytes, signed: checked(folder, name, bytes, now) };
  });
  for (const { bytes, signed } of ready)
    writeFileSync(path.join(folder, signed.file), `${sign(null, bytes, key).toString('base64')}\n`);
  // Read back, and by the keys of the package: what is uploaded is what was looked at.
  for (const { name, signed } of ready) {
    const signature = Buffer.from(readFileSync(path.join(folder, signed.file), 'utf8'), 'base64');
    const bytes = readFileSync(path.join(folder, name));
    if (!keys.some((each) => verify(null, bytes, publicKeyOf(each), signature)))
      throw new SetupFailure(`The signature of ${name} does not fit; do not upload it.`);
  }
  return ready.map(({ signed }) => signed);
}

/** Makes a pair and keeps its private half in the file, which must not be there yet. Answers the public half. */
export function makeKey(file: string): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  try {
    writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new SetupFailure(`${file} is there already, or cannot be written. No key was made.`, {
      cause: error,
    });
  }
  return publicTextOf(privateKey);
}
