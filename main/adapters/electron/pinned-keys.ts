// Electron's network as fetch, held to the public keys that were pinned for a host. Everything else is left to the system.
import type { Certificate, Session } from 'electron/main';
import { Failure } from '../../domain/failure.ts';
import { isMispinned, type Pin, type Pins } from '../../domain/public-key-pins.ts';
import { pinOf } from '../node/pins-file.ts';
import type { Fetch } from '../node/pinned-http.ts';
import { electronFetch, providerSession } from './fetch.ts';

/** What `setCertificateVerifyProc` is answered with. */
const verdicts = { refused: -2, asTheSystemSays: -3 } as const;
/** Longer than any chain that is meant; the last of one may name itself as its issuer. */
const longestChain = 10;

/** There is none above the last one, whatever its type says. */
function issuerOf({ issuerCert }: Certificate): Certificate | undefined {
  return issuerCert;
}

function pinsIn(certificate: Certificate): readonly Pin[] {
  const pins: Pin[] = [];
  let next: Certificate | undefined = certificate;
  while (next !== undefined && pins.length < longestChain) {
    pins.push(pinOf(next.data));
    next = issuerOf(next);
  }
  return pins;
}

/** @param refused hosts whose keys were others; Chromium itself says no more than that it has failed */
function hold(session: Session, pins: Pins, refused: Set<string>): void {
  session.setCertificateVerifyProc(({ hostname, validatedCertificate }, answer) => {
    if (!pins.has(hostname.toLowerCase())) {
      answer(verdicts.asTheSystemSays);
      return;
    }
    // Only the chain that was validated: beside their own, anybody can show a certificate that is pinned.
    const isOther = isMispinned(pins, hostname, pinsIn(validatedCertificate));
    if (isOther) refused.add(hostname.toLowerCase());
    else refused.delete(hostname.toLowerCase());
    answer(isOther ? verdicts.refused : verdicts.asTheSystemSays);
  });
}

/** What has failed in another way since, for example without a network, has nothing to do with the keys. */
function isOurRefusal(thrown: unknown): boolean {
  return thrown instanceof Error && /\bERR_FAILED\b/.test(thrown.message);
}

/**
 * Asks nobody before the pins are known.
 * @param pins rejects with a Failure when they cannot be read; then nobody is asked
 */
export function createPinnedFetch(pins: Promise<Pins>): Fetch {
  const refused = new Set<string>();
  const held = pins.then((known) => {
    if (known.size > 0) hold(providerSession(), known, refused);
  });
  // Said to whoever asks.
  held.catch(() => undefined);
  return async (url, init) => {
    await held;
    const { hostname } = new URL(url);
    try {
      const answer = await electronFetch(url, init);
      refused.delete(hostname);
      return answer;
    } catch (cause) {
      if (refused.has(hostname) && isOurRefusal(cause))
        throw new Failure('network/pin-mismatch', { subject: hostname, cause });
      throw cause;
    }
  };
}
