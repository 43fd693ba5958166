// What an app believes of a newer version, from a real server with real signatures: only what one of its own keys has signed.
import { describe, expect, test } from 'vitest';
import { newestRelease } from '../../main/adapters/node/update-source.ts';
import type { Release, ReleaseExpectation } from '../../main/domain/update.ts';
import { failureOf } from '../fakes/failures.ts';
import {
  factsWith,
  fileOf,
  host,
  makeTestKey,
  metadataOf,
  noon,
  signatureOf,
  signaturePath,
  since,
  startUpdateServer,
  type UpdateServer,
} from '../fakes/update-server.ts';

const own = makeTestKey();
const next = makeTestKey();
const foreign = makeTestKey();
const image = fileOf('gatehouse-0.2.0-linux-x64.AppImage', 'the new one');
const words = metadataOf('0.2.0', [image]);
const path = '/stable/latest-linux.yml';
const expected: Omit<ReleaseExpectation, 'since'> = {
  current: '0.1.0',
  platform: 'linux',
  arch: 'x64',
  now: noon,
  onlyTold: false,
};

function look(server: UpdateServer, keys = [own], limitMs = 5_000): Promise<Release | undefined> {
  return newestRelease({
    facts: factsWith(...keys),
    fetch: server.fetch,
    userAgent: 'gatehouse/0.1.0',
    expected,
    limitMs,
  });
}

/** A server with these words, signed by this key. */
async function serving(text: string, key = own): Promise<UpdateServer> {
  const server = await startUpdateServer();
  server.files.set(path, text).set(signaturePath(path, text), signatureOf(text, key));
  return server;
}

test('a newer version that was signed is found, with its file, and nobody is told who asks', async () => {
  const server = await serving(words);
  const release = await look(server);
  expect({
    release,
    asked: server.asked,
    agent: server.headers[0]?.['user-agent'],
    headers: Object.keys(server.headers[0] ?? {}).sort(),
  }).toEqual({
    release: { version: '0.2.0', files: [image] },
    asked: [path, signaturePath(path, words)],
    agent: 'gatehouse/0.1.0',
    headers: [
      'accept',
      'accept-encoding',
      'accept-language',
      'connection',
      'host',
      'sec-fetch-mode',
      'user-agent',
    ],
  });
});

test('any one of the keys of a build will do, so that a new key can take the place of an old one', async () => {
  expect(await look(await serving(words, next), [own, next])).toEqual({ version: '0.2.0', files: [image] });
});

test('while the next release is put there, the one before it is still found', async () => {
  const server = await serving(words);
  const after = metadataOf('0.3.0', [image]);
  // Its signature is there first; or the words come from a memory on the way.
  server.files.set(signaturePath(path, after), signatureOf(after, own));
  const during = await look(server);
  server.files.set(path, after);
  expect([during, await look(server)]).toEqual([
    { version: '0.2.0', files: [image] },
    { version: '0.3.0', files: [image] },
  ]);
});

test.each([
  ['the same version', '0.1.0'],
  ['an older version', '0.0.9'],
  ['what led up to this version', '0.1.0-rc.1'],
])('%s is none, however well it is signed', async (_name, version) => {
  expect(await look(await serving(metadataOf(version, [image])))).toBeUndefined();
});

interface Refusal {
  readonly name: string;
  /** What the server says instead. */
  readonly change: (server: UpdateServer) => void;
  readonly code: string;
  readonly detail?: string;
}

const signedAnew =
  (text: string) =>
  ({ files }: UpdateServer): void => {
    files.set(path, text).set(signaturePath(path, text), signatureOf(text, own));
  };

const refusals: readonly Refusal[] = [
  {
    name: 'without a signature',
    change: ({ files }) => void files.delete(signaturePath(path, words)),
    code: 'update/unsigned',
  },
  {
    name: 'with something else in the place of the signature',
    change: ({ files }) => void files.set(signaturePath(path, words), '<html>'),
    code: 'update/unsigned',
  },
  {
    name: 'signed with a key of somebody else',
    change: ({ files }) => void files.set(signaturePath(path, words), signatureOf(words, foreign)),
    code: 'update/wrong-signature',
  },
  {
    name: 'cut off',
    change: ({ files }) => void files.set(path, words.slice(0, -40)),
    code: 'update/unsigned',
  },
  {
    name: 'with another version than the one that was signed',
    change: ({ files }) => {
      const other = words.replace('0.2.0', '0.3.0');
      files.set(path, other).set(signaturePath(path, other), signatureOf(words, own));
    },
    code: 'update/wrong-signature',
  },
  {
    name: 'with the signature of another file',
    change: ({ files }) => void files.set(signaturePath(path, words), signatureOf(`${words}# mac\n`, own)),
    code: 'update/wrong-signature',
  },
  {
    name: 'for another system',
    change: signedAnew(metadataOf('0.2.0', [fileOf('gatehouse-0.2.0-mac-x64.zip', 'for another')])),
    code: 'update/refused',
    detail: 'no file for this computer',
  },
  {
    name: 'of a day that is still to come',
    change: signedAnew(metadataOf('0.2.0', [image], new Date(noon + 25 * 3_600_000).toISOString())),
    code: 'update/refused',
    detail: 'a date to come',
  },
  {
    name: 'from before this build was made',
    change: signedAnew(metadataOf('0.2.0', [image], new Date(since - 1).toISOString())),
    code: 'update/refused',
    detail: 'older than this version',
  },
  {
    name: 'with a file elsewhere',
    change: signedAnew(metadataOf('0.2.0', [{ ...image, name: 'https://evil.example/x.AppImage' }])),
    code: 'update/refused',
    detail: 'a file without name, size or SHA-512',
  },
  {
    name: 'signed and nonsense',
    change: signedAnew('version: [0.2.0\n'),
    code: 'update/refused',
    detail: 'it cannot be read',
  },
  {
    name: 'not there',
    change: ({ files }) => void files.delete(path),
    code: 'update/not-answered',
    detail: '404',
  },
  {
    name: 'of a server with a fault',
    change: ({ files }) => void files.set(path, (_request, response) => response.writeHead(503).end()),
    code: 'update/not-answered',
    detail: '503',
  },
  {
    name: 'of ten megabytes',
    change: signedAnew(`${words}# ${'x'.repeat(10 * 2 ** 20)}\n`),
    code: 'update/not-answered',
    detail: 'answer too large',
  },
];

describe('words about a newer version', () => {
  test.each(refusals)('$name are refused', async ({ change, code, detail }) => {
    const server = await serving(words);
    change(server);
    expect(await failureOf(look(server))).toEqual({
      code,
      subject: host,
      ...(detail !== undefined && { detail }),
    });
  });

  test('that are elsewhere now are not followed there', async () => {
    const [server, other] = [await serving(words), await serving(words)];
    server.files.set(path, (_request, response) => {
      response.writeHead(302, { location: `${other.origin}${path}` }).end();
    });
    expect([await failureOf(look(server)), other.asked]).toEqual([
      { code: 'update/not-answered', subject: host, detail: 'a redirect' },
      [],
    ]);
  });

  test('that come in drips are given up, though they would be whole one day', async () => {
    const server = await serving(words);
    server.files.set(path, (_request, response) => {
      let sent = 0;
      const drip = setInterval(() => {
        response.write(words.slice(sent, sent + 20));
        sent += 20;
        if (sent >= words.length) response.end();
      }, 60);
      response.on('close', () => {
        clearInterval(drip);
      });
    });
    expect([await failureOf(look(server, [own], 400)), await look(server)]).toEqual([
      { code: 'network/timed-out', subject: host },
      { version: '0.2.0', files: [image] },
    ]);
  });

  test('of a server that nobody vouches for are not asked for', async () => {
    const server = await serving(words);
    const byNumber = {
      ...server,
      fetch: (url: string, init: RequestInit) =>
        fetch(url.replace(`https://${host}`, server.origin.replace('localhost', '127.0.0.1')), init),
    };
    expect([await failureOf(look(byNumber)), server.asked]).toEqual([
      { code: 'network/untrusted', subject: host },
      [],
    ]);
  });
});
