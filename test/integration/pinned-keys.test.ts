// Pinned keys with Electron's own network in a test's hands: which chain counts, and which failure is one of keys. The real network
// is asked in app-conditions.test.ts.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, expect, test, vi } from 'vitest';
import { createPinnedFetch } from '../../main/adapters/electron/pinned-keys.ts';
import { pinOf } from '../../main/adapters/node/pins-file.ts';
import { toFailure } from '../../main/domain/failure.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

interface Shown {
  readonly data: string;
  readonly issuerCert?: Shown;
}
interface Asked {
  readonly hostname: string;
  readonly certificate: Shown;
  readonly validatedCertificate: Shown;
}

const network = vi.hoisted(() => ({
  verify: undefined as ((asked: Asked, answer: (verdict: number) => void) => void) | undefined,
  answer: (): Promise<Response> => Promise.resolve(new Response('of the host')),
}));

vi.mock('electron/main', () => ({
  session: {
    fromPartition: () => ({
      setCertificateVerifyProc: (verify: typeof network.verify) => {
        network.verify = verify;
      },
      fetch: () => network.answer(),
    }),
  },
}));

const run = promisify(execFile);
const host = 'auth.example.test';
const url = `https://${host}/token`;

async function newCertificate(): Promise<string> {
  const folder = await temporaryFolder();
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  await run('openssl', [...words, '-subj', `/CN=${host}`, '-keyout', key, '-out', certificate]);
  return readFile(certificate, 'utf8');
}

/** What Chromium is told of a host that shows these. */
function verdictOn(certificate: Shown, validatedCertificate = certificate): number | undefined {
  let verdict: number | undefined;
  network.verify?.({ hostname: host, certificate, validatedCertificate }, (given) => (verdict = given));
  return verdict;
}

const failing = (words: string) => (): Promise<Response> => Promise.reject(new Error(words));
const refused = -2;
const asTheSystemSays = -3;

async function pinned() {
  const [right, other] = await Promise.all([newCertificate(), newCertificate()]);
  const fetch = createPinnedFetch(Promise.resolve(new Map([[host, [pinOf(right)]]])));
  // Held from the first request on.
  await fetch(url, {});
  return { fetch, right: { data: right }, other: { data: other } };
}

beforeEach(() => {
  network.answer = () => Promise.resolve(new Response('of the host'));
});

test('a certificate that is pinned counts in the chain that was validated, and not beside it', async () => {
  const { right, other } = await pinned();
  const beside = { ...other, issuerCert: right };
  expect([verdictOn(right), verdictOn(other), verdictOn(beside, other), verdictOn(beside)]).toEqual([
    asTheSystemSays,
    refused,
    refused,
    asTheSystemSays,
  ]);
});

test('only a refusal of ours is a failure of keys, and only until the host has shown the right ones', async () => {
  const { fetch, right, other } = await pinned();
  const failureAfter = (words: string): Promise<string> => {
    network.answer = failing(words);
    return fetch(url, {}).then(
      () => 'none',
      (thrown: unknown) => toFailure(thrown).code,
    );
  };
  const ours = 'net::ERR_FAILED';
  verdictOn(other);
  const mismatch = [await failureAfter(ours), await failureAfter('net::ERR_NAME_NOT_RESOLVED')];
  verdictOn(right);
  const matched = await failureAfter(ours);
  verdictOn(other);
  network.answer = () => Promise.resolve(new Response('of the host'));
  await fetch(url, {});
  expect([mismatch, matched, await failureAfter(ours)]).toEqual([
    ['network/pin-mismatch', 'internal'],
    'internal',
    'internal',
  ]);
});
