// Pins of public keys: the file that names them, and a pin against what openssl says of the same certificate.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { pinOf, readPins } from '../../main/adapters/node/pins-file.ts';
import { failureOf } from '../fakes/failures.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const run = promisify(execFile);
const pin = `sha256/${'A'.repeat(43)}=`;

async function fileWith(text: string): Promise<string> {
  const path = join(await temporaryFolder(), 'pins.json');
  await writeFile(path, text);
  return path;
}

test('without a file nothing is pinned', async () => {
  expect(await readPins(join(await temporaryFolder(), 'pins.json'))).toEqual(new Map());
});

test('the file says which keys a host may show', async () => {
  const path = await fileWith(JSON.stringify({ schema: 1, pins: { 'auth.example.com': [pin] } }));
  expect(await readPins(path)).toEqual(new Map([['auth.example.com', [pin]]]));
});

test.each([
  ['half a file', '{"schema":1,"pins":{'],
  ['a later schema', JSON.stringify({ schema: 2, pins: {} })],
  ['a key that is no pin', JSON.stringify({ schema: 1, pins: { 'auth.example.com': ['sha256/AAAA'] } })],
  ['a host without any', JSON.stringify({ schema: 1, pins: { 'auth.example.com': [] } })],
  ['an address in the place of a host', JSON.stringify({ schema: 1, pins: { 'https://a.example': [pin] } })],
  ['something beside it', JSON.stringify({ schema: 1, pins: {}, pin: 'typed wrong' })],
])('%s is refused, so that nothing goes unpinned by a slip', async (_name, text) => {
  const path = await fileWith(text);
  const { code, subject } = await failureOf(readPins(path));
  expect([code, subject]).toEqual(['storage/unreadable', path]);
});

test('a pin is what openssl makes of the public key of the same certificate', async () => {
  const folder = await temporaryFolder();
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=auth.example.com'];
  await run('openssl', [...words, '-keyout', key, '-out', certificate]);
  const script = `openssl x509 -in "$1" -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64`;
  const { stdout } = await run('sh', ['-c', script, 'sh', certificate]);
  expect(pinOf(await readFile(certificate, 'utf8'))).toBe(`sha256/${stdout.trim()}`);
});
