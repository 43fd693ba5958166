// Asks the one address for the words about the newest release and for the signature beside them. Not a byte of them is
// understood before a key of this build has been found to have signed them.
import { hash, verify } from 'node:crypto';
import { Failure, toFailure } from '../../domain/failure.ts';
import {
  judgeRelease,
  metadataName,
  signatureName,
  type Release,
  type ReleaseExpectation,
  type UpdateFacts,
} from '../../domain/update.ts';
import type { Http } from '../../ports.ts';
import { createPinnedHttp, type Fetch } from './pinned-http.ts';
import { publicKeyOf } from './update-facts.ts';

export interface UpdateSourceParts {
  readonly facts: UpdateFacts;
  readonly fetch: Fetch;
  readonly userAgent: string;
  readonly expected: Omit<ReleaseExpectation, 'since'>;
  /** For each of the two requests. */
  readonly limitMs?: number;
}

/** A list of ten files has about 2 KiB. */
const limitBytes = 65_536;
const signatureForm = /^[\d+/A-Za-z]{86}==\s*$/;

/** The bytes at the address. @throws Failure `update/not-answered`, `network/…` */
async function bytesAt(http: Http, url: string, subject: string): Promise<Uint8Array | undefined> {
  const response = await http(url).catch((thrown: unknown) => {
    const { code, detail } = toFailure(thrown);
    // A redirect, or an answer without an end: the address is not what it was when this build was made.
    if (code === 'provider/unexpected-answer')
      throw new Failure('update/not-answered', {
        subject,
        ...(detail !== undefined && { detail }),
        cause: thrown,
      });
    throw thrown;
  });
  if (response.status === 404) return undefined;
  if (response.status !== 200)
    throw new Failure('update/not-answered', { subject, detail: String(response.status) });
  return new Uint8Array(await response.arrayBuffer());
}

/** By the parser of electron-updater, whose words these are. It is loaded for this alone. */
async function parsed(bytes: Uint8Array, url: URL): Promise<unknown> {
  const { parseUpdateInfo } = await import('electron-updater/out/providers/Provider.js');
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  return parseUpdateInfo(text, url.pathname, url);
}

/** The release that is newer than this one; undefined where there is none. @throws Failure `update/…`, `network/…` */
export async function newestRelease(parts: UpdateSourceParts): Promise<Release | undefined> {
  const { facts, fetch, userAgent, expected, limitMs = 20_000 } = parts;
  const name = metadataName(expected.platform, expected.arch);
  const url = new URL(name, facts.address);
  const subject = url.hostname;
  const http = createPinnedHttp(fetch, { hosts: [subject], userAgent, limitBytes, limitMs });
  const words = await bytesAt(http, url.href, subject);
  if (words === undefined) throw new Failure('update/not-answered', { subject, detail: '404' });
  const beside = new URL(signatureName(name, hash('sha256', words)), facts.address);
  const signed = await bytesAt(http, beside.href, subject);
  const signature = signed === undefined ? '' : new TextDecoder().decode(signed);
  if (!signatureForm.test(signature)) throw new Failure('update/unsigned', { subject });
  const isSigned = facts.keys.some((key) =>
    verify(null, words, publicKeyOf(key), Buffer.from(signature, 'base64')),
  );
  if (!isSigned) throw new Failure('update/wrong-signature', { subject });
  const understood = await parsed(words, url).catch((thrown: unknown) => {
    throw new Failure('update/refused', { subject, detail: 'it cannot be read', cause: thrown });
  });
  const verdict = judgeRelease(understood, { ...expected, since: facts.since });
  if (verdict.kind === 'refused') throw new Failure('update/refused', { subject, detail: verdict.why });
  return verdict.kind === 'newer' ? verdict.release : undefined;
}
