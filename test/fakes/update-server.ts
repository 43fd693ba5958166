// A real https server with a certificate of its own authority, that has a release in it; and the fetch that comes to it by the
// name that a build would hold.
import { createHash, generateKeyPairSync, hash, sign, type KeyObject } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { readFile } from 'node:fs/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { Fetch } from '../../main/adapters/node/pinned-http.ts';
import { signatureName, type UpdateFacts, type UpdateFile } from '../../main/domain/update.ts';
import { makeCertificates } from '../world/sandbox/certificates.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const host = 'updates.gatehouse.example';
export const address = `https://${host}/stable/`;
/** The moment of the tests, and when the build that runs was made. */
export const noon = Date.UTC(2026, 10, 24, 12);
export const since = noon - 30 * 86_400_000;

export interface TestKey {
  readonly privateKey: KeyObject;
  readonly publicText: string;
}

export function makeTestKey(): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicText: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') };
}

export const signatureOf = (bytes: string, { privateKey }: TestKey): string =>
  `${sign(null, Buffer.from(bytes), privateKey).toString('base64')}\n`;

/** Where the signature of these words lies: their own path is the one of `latest-linux.yml` or another. */
export const signaturePath = (path: string, words: string): string =>
  signatureName(path, hash('sha256', words));

export const factsWith = (...keys: readonly TestKey[]): UpdateFacts => ({
  address,
  keys: keys.map(({ publicText }) => publicText),
  page: null,
  since,
});

export function fileOf(name: string, content: string): UpdateFile {
  const sha512 = createHash('sha512').update(content).digest('base64');
  return { name, sha512, sizeBytes: Buffer.byteLength(content) };
}

/** As electron-builder writes it. */
export function metadataOf(
  version: string,
  files: readonly UpdateFile[],
  releaseDate = new Date(noon - 3_600_000).toISOString(),
): string {
  const [first] = files;
  return [
    `version: ${version}`,
    'files:',
    ...files.flatMap(({ name, sha512, sizeBytes }) => [
      `  - url: ${name}`,
      `    sha512: ${sha512}`,
      `    size: ${String(sizeBytes)}`,
    ]),
    `path: ${first?.name ?? ''}`,
    `sha512: ${first?.sha512 ?? ''}`,
    `releaseDate: '${releaseDate}'`,
    '',
  ].join('\n');
}

export type Answer = string | ((request: IncomingMessage, response: ServerResponse) => void);

export interface UpdateServer {
  /** By the path; what is not there is a 404. */
  readonly files: Map<string, Answer>;
  /** What was asked for, in order. */
  readonly asked: string[];
  readonly headers: IncomingMessage['headers'][];
  readonly origin: string;
  readonly fetch: Fetch;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const found = server.address();
  if (found === null || typeof found === 'string') throw new Error('no port');
  return found.port;
}

/** Until the test ends. */
export async function startUpdateServer(): Promise<UpdateServer> {
  const made = await makeCertificates(await temporaryFolder(), ['localhost']);
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, await readFile(made.authorityPath, 'utf8')]);
  onTestFinished(() => {
    setDefaultCACertificates(before);
  });
  const files: UpdateServer['files'] = new Map();
  const asked: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const server = createServer({ cert: made.serverCertificate, key: made.serverKey }, (request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    headers.push(request.headers);
    const answer = files.get(path);
    if (typeof answer === 'function') answer(request, response);
    else response.writeHead(answer === undefined ? 404 : 200).end(answer);
  });
  const origin = `https://localhost:${String(await listen(server))}`;
  return {
    files,
    asked,
    headers,
    origin,
    fetch: (url, init) => fetch(url.replace(`https://${host}`, origin), init),
  };
}
