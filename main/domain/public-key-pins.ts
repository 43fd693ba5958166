// Public keys that a person or a company has pinned for hosts: a connection to such a host counts only when one of them is in
// its chain of certificates. Pure.

/** For example `sha256/` and the hash of the key as it stands in the certificate, in Base64. */
export type Pin = `sha256/${string}`;

/** By host; a host that is not here is trusted as the system trusts it. */
export type Pins = ReadonlyMap<string, readonly Pin[]>;

const pinShape = /^sha256\/[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

export function isPin(text: unknown): text is Pin {
  return typeof text === 'string' && pinShape.test(text);
}

const hostShape = /^(?=.{1,253}$)[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;

export function isPinnedHost(text: string): boolean {
  return hostShape.test(text);
}

/** @param chain the pins of every certificate that the host has shown, and of those above */
export function isMispinned(pins: Pins, host: string, chain: readonly Pin[]): boolean {
  const wanted = pins.get(host.toLowerCase());
  return wanted !== undefined && !chain.some((pin) => wanted.includes(pin));
}
