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

const wrong: readonly (readonly [name: string, line: number, text: string])[] = [
  ['half a file', 2, '{"schema":1,"pins":{\n'],
  ['a later schema', 1, JSON.stringify({ schema: 2, pins: {} })],
  ['no pins', 2, '\n{"schema":1}'],
  [
    'a key that is no pin',
    5,
    JSON.stringify({ schema: 1, pins: { 'auth.example.com': ['sha256/AAAA'] } }, null, 2),
  ],
  ['a host without any', 4, JSON.stringify({ schema: 1, pins: { 'auth.example.com': [] } }, null, 2)],
  [
    'an address in the place of a host',
    4,
    JSON.stringify({ schema: 1, pins: { 'https://a.example': [pin] } }, null, 2),
  ],
  ['something beside it', 4, JSON.stringify({ schema: 1, pins: {}, pin: 'typed wrong' }, null, 2)],
];
test.each(wrong)(
  '%s is refused with its line, so that nothing goes unpinned by a slip',
  async (_name, line, text) => {
    const path = await fileWith(text);
    expect(await failureOf(readPins(path))).toEqual({
      code: 'storage/unreadable',
      subject: path,
      detail: `line ${String(line)}: it has to be JSON that gives sha256 pins for host names`,
    });
  },
);

test('a pin is what openssl makes of the public key of the same certificate', async () => {
  const folder = await temporaryFolder();
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=auth.example.com'];
  await run('openssl', [...words, '-keyout', key, '-out', certificate]);
  const script = `openssl x509 -in "$1" -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64`;
  const { stdout } = await run('sh', ['-c', script, 'sh', certificate]);
  expect(pinOf(await readFile(certificate, 'utf8'))).toBe(`sha256/${stdout.trim()}`);
});
