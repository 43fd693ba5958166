// What the tool for releases signs is what an app takes, and it signs nothing that no app would take.
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { newestRelease } from '../../main/adapters/node/update-source.ts';
import { updateFactsOf } from '../../main/adapters/node/update-facts.ts';
import { keyFileVariable, keyVariable, privateKeyFrom, signFolder } from '../../scripts/updates/sign.ts';
import { contentOf, modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';
import {
  factsWith,
  fileOf,
  makeTestKey,
  metadataOf,
  noon,
  signaturePath,
  startUpdateServer,
} from '../fakes/update-server.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
const program = 'the new one';
const image = fileOf('gatehouse-0.2.0-linux-x64.AppImage', program);
const words = metadataOf('0.2.0', [image]);
const signature = signaturePath('latest-linux.yml', words);
const pem = { format: 'pem', type: 'pkcs8' } as const;

async function release(): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, image.name), program);
  await writeFile(join(folder, 'latest-linux.yml'), words);
  await writeFile(join(folder, 'builder-debug.yml'), 'x: y\n');
  return folder;
}

/** The tool as it is started. */
async function tool(
  argument: string,
  variables: Readonly<Record<string, string>>,
): Promise<{ readonly stdout: string; readonly stderr: string; readonly code: number }> {
  const env = { ...process.env, ...variables };
  const script = join(root, 'scripts', 'sign-updates.ts');
  try {
    return { ...(await run(process.execPath, [script, argument], { env })), code: 0 };
  } catch (thrown) {
    if (!(thrown instanceof Error) || !('code' in thrown && 'stderr' in thrown)) throw thrown;
    return { stdout: '', stderr: String(thrown.stderr), code: Number(thrown.code) };
  }
}

test('a signed release is one that an app with the public key takes', async () => {
  const [folder, key, server] = [await release(), makeTestKey(), await startUpdateServer()];
  const signed = signFolder(folder, key.privateKey, [key.publicText], noon);
  for (const [name, text] of Object.entries(await contentOf(folder)))
    server.files.set(`/stable/${name}`, text);
  const expected = { current: '0.1.0', platform: 'linux', arch: 'x64', now: noon, onlyTold: false };
  const taken = await newestRelease({
    facts: factsWith(key),
    fetch: server.fetch,
    userAgent: 'gatehouse/0.1.0',
    expected,
  });
  expect({ signed, taken, files: Object.keys(await contentOf(folder)).sort() }).toEqual({
    signed: [{ file: signature, version: '0.2.0' }],
    taken: { version: '0.2.0', files: [image] },
    files: ['builder-debug.yml', image.name, 'latest-linux.yml', signature],
  });
});

describe('nothing is signed', () => {
  const key = makeTestKey();

  test.each([
    [
      'with a key that is not in the package',
      async () => undefined,
      makeTestKey(),
      'The key is none of those in assets/updates.json: no app would take what it signs.',
    ],
    [
      'where a file is another',
      (folder: string) => writeFile(join(folder, image.name), 'the new ONE'),
      key,
      `${image.name} is not the file that latest-linux.yml speaks of.`,
    ],
    [
      'where a file is missing',
      (folder: string) => rm(join(folder, image.name)),
      key,
      `latest-linux.yml speaks of ${image.name}, which is not there.`,
    ],
    [
      'where the words are such that no app would take them',
      (folder: string) => writeFile(join(folder, 'latest-linux.yml'), words.replace(/releaseDate.*/, '')),
      key,
      'No app would take latest-linux.yml: no date.',
    ],
    [
      'where the only file is for another processor',
      (folder: string) => writeFile(join(folder, 'latest-linux-arm64.yml'), words),
      key,
      'No app would take latest-linux-arm64.yml: no file for this computer.',
    ],
    [
      'where no app asks for the words',
      (folder: string) => writeFile(join(folder, 'latest-beta.yml'), words),
      key,
      'No app would take latest-beta.yml: none asks for it.',
    ],
    [
      'where one of two is spoilt',
      (folder: string) => writeFile(join(folder, 'latest.yml'), 'version: x\n'),
      key,
      'No app would take latest.yml: no version.',
    ],
  ])('%s', async (_name, spoil, { publicText }, said) => {
    const folder = await release();
    await spoil(folder);
    let why = '';
    try {
      signFolder(folder, key.privateKey, [publicText], noon);
    } catch (thrown) {
      why = thrown instanceof Error ? thrown.message : '';
    }
    const signatures = Object.keys(await contentOf(folder)).filter((name) => name.endsWith('.sig'));
    expect([why, signatures]).toEqual([said, []]);
  });
});

test.each([
  ['no key', {}, `No key: put it into ${keyVariable}, or its path into ${keyFileVariable}.`],
  [
    'a file that is not there',
    { [keyFileVariable]: '/home/ada/key.pem' },
    `The file that ${keyFileVariable} names cannot be read.`,
  ],
  [
    'nonsense',
    { [keyVariable]: 'canary_key' },
    'The key is no private key in PEM (PKCS8) without a passphrase.',
  ],
  [
    'a key of another kind',
    { [keyVariable]: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export(pem).toString() },
    'The key is no ed25519 key.',
  ],
])('with %s the tool says what it wants, and quotes nothing of it', (_name, environment, said) => {
  expect(() => privateKeyFrom(environment)).toThrow(said);
});

test('a new key is for its owner alone, is never made twice, and its public half is what the package takes', async () => {
  const file = join(await temporaryFolder(), 'key.pem');
  const made = await tool('--new-key', { [keyFileVariable]: file });
  const publicText = made.stdout.trim();
  const facts = {
    address: 'https://updates.gatehouse.example/',
    keys: [publicText],
    page: null,
    since: '2026-11-24',
  };
  const again = await tool('--new-key', { [keyFileVariable]: file });
  const text = await readFile(file, 'utf8');
  const key = privateKeyFrom({ [keyFileVariable]: file });
  const folder = await release();
  expect({
    code: made.code,
    names: made.stderr.includes(file),
    secret: made.stdout.includes('PRIVATE') || made.stderr.includes(text.split('\n')[1] ?? ''),
    mode: await modeOf(file),
    keys: updateFactsOf(JSON.stringify(facts))?.keys,
    again: [again.code, again.stderr.includes('is there already'), (await readFile(file, 'utf8')) === text],
    signed: signFolder(folder, key, [publicText], noon),
  }).toEqual({
    code: 0,
    names: true,
    secret: false,
    mode: '600',
    keys: [publicText],
    again: [1, true, true],
    signed: [{ file: signature, version: '0.2.0' }],
  });
});

test('without an address in the package the tool says that nobody would ever look', async () => {
  const { code, stderr } = await tool(await release(), {});
  expect([code, stderr.includes('assets/updates.json has no address')]).toEqual([1, true]);
});

const whole = {
  address: 'https://updates.gatehouse.example/stable/',
  keys: [makeTestKey().publicText],
  page: null,
  since: '2026-11-24',
};

test('facts without an address are those of a build that looks for nothing', () => {
  const none = { address: null, keys: [], page: null, since: null };
  expect([updateFactsOf(JSON.stringify(none)), updateFactsOf(JSON.stringify(whole))]).toEqual([
    undefined,
    { ...whole, since: Date.UTC(2026, 10, 24) },
  ]);
});

test.each([
  ['plain http', { address: 'http://updates.gatehouse.example/' }],
  ['no folder', { address: 'https://updates.gatehouse.example/stable' }],
  ['a name and a password', { address: 'https://ada:secret@updates.gatehouse.example/' }],
  ['another port', { address: 'https://updates.gatehouse.example:8443/' }],
  ['a question', { address: 'https://updates.gatehouse.example/?to=/' }],
  ['no key', { keys: [] }],
  ['half a key', { keys: [whole.keys[0]?.slice(0, 20)] }],
  [
    'a key of another kind',
    {
      keys: [
        generateKeyPairSync('ec', { namedCurve: 'P-256' })
          .publicKey.export({ format: 'der', type: 'spki' })
          .toString('base64'),
      ],
    },
  ],
  ['no day', { since: null }],
  ['a page that is no https', { page: 'file:///etc/passwd' }],
  ['more than is known', { channel: 'beta' }],
])('facts with %s are refused when the app is built', (_name, change) => {
  expect(() => updateFactsOf(JSON.stringify({ ...whole, ...change }))).toThrow();
});
