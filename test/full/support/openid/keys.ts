// Keys of the signing emulator, and every way to sign an id token: well, wrongly, and not at all.
import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  SignJWT,
  UnsecuredJWT,
  type CryptoKey,
  type JWK,
} from 'jose';

export type Claims = Readonly<Record<string, unknown>>;

export interface SigningKey {
  readonly alg: string;
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

async function makeKey(alg: string, kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { alg, kid, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg } };
}

export interface KeyRing {
  readonly current: SigningKey;
  /** Comes after a rotation. */
  readonly next: SigningKey;
  /** Nobody publishes it. */
  readonly foreign: SigningKey;
  readonly elliptic: SigningKey;
}

/** Made once for each run: RSA keys take a while. */
export async function makeKeyRing(): Promise<KeyRing> {
  const [current, next, foreign, elliptic] = await Promise.all([
    makeKey('RS256', 'key-1'),
    makeKey('RS256', 'key-2'),
    makeKey('RS256', 'key-1'),
    makeKey('ES256', 'key-ec'),
  ]);
  return { current, next, foreign, elliptic };
}

/** @param header changes; `undefined` takes a field away */
export function signed(
  claims: Claims,
  { alg, kid, privateKey }: Pick<SigningKey, 'alg' | 'kid' | 'privateKey'>,
  header: Claims = {},
): Promise<string> {
  const wanted: Claims = { alg, kid, typ: 'JWT', ...header };
  const whole = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  return new SignJWT({ ...claims }).setProtectedHeader({ alg, ...whole }).sign(privateKey);
}

export function unsigned(claims: Claims): string {
  return new UnsecuredJWT({ ...claims }).encode();
}

/** The attack on verifiers that take the word of the header: the public key, as everybody has it, as a shared secret. */
export async function signedWithPublicKey(claims: Claims, { publicKey, kid }: SigningKey): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256', kid })
    .sign(new TextEncoder().encode(await exportSPKI(publicKey)));
}

/** The same token with other claims below the old signature. */
export function tampered(token: string, claims: Claims): string {
  const [header, , signature] = token.split('.');
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
}

/** The same token under another header. */
export function relabelled(token: string, header: Claims): string {
  const [, payload, signature] = token.split('.');
  return [Buffer.from(JSON.stringify(header)).toString('base64url'), payload, signature].join('.');
}

/** With a signature in which one bit is another. */
export function withBitTurned(token: string): string {
  const [header, payload, signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return [header, payload, bytes.toString('base64url')].join('.');
}
