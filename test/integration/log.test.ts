// The log file: an error of somebody else is told by its name, its code and its place, for its message may quote a secret.
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openLog } from '../../main/adapters/electron/log.ts';
import { parseDocument } from '../../main/adapters/node/json-text.ts';
import { createPassphraseCipher } from '../../main/adapters/node/passphrase-cipher.ts';
import { createPassphraseStore } from '../../main/adapters/node/passphrase-store.ts';
import { createVault } from '../../main/adapters/node/vault.ts';
import { parseBackup } from '../../main/domain/backup-content.ts';
import { Failure, toFailure } from '../../main/domain/failure.ts';
import { Secret } from '../../main/domain/secret.ts';
import { runChild } from '../fakes/child.ts';
import { passThroughLock } from '../fakes/pass-through-lock.ts';
import { ToySecretBox } from '../fakes/secret-box.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

/** No shape that redaction knows. */
const broken = 'canary_text {';

async function thrownBy(work: () => unknown): Promise<unknown> {
  try {
    return await work();
  } catch (thrown) {
    return thrown;
  }
}

async function logged(facts: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await temporaryFolder();
  openLog(folder).warn('happened', facts);
  return vi.waitFor(() => readFile(join(folder, 'gatehouse.log'), 'utf8'));
}

async function brokenFile(): Promise<string> {
  const path = join(await temporaryFolder(), 'broken.json');
  await writeFile(path, broken);
  return path;
}

function causesOf(thrown: unknown): readonly unknown[] {
  return thrown instanceof Error ? [thrown.message, ...causesOf(thrown.cause)] : [];
}

const lock = passThroughLock;
const secret = new Secret('canary_passphrase');

test.each<[string, () => unknown]>([
  ['a vault', async () => createVault({ path: await brokenFile(), box: new ToySecretBox(), lock }).load()],
  ['a passphrase file', async () => createPassphraseStore(await brokenFile()).unlock(secret)],
  ['a sealed text', () => createPassphraseCipher().open(broken, secret)],
  ['a decrypted backup', () => parseBackup(broken)],
  ['a credential file', () => parseDocument(Buffer.from(broken), '/home/ada/.codex/auth.json')],
])('nothing of %s that is broken is in the failure, in its causes or in the log', async (_name, read) => {
  const failure = await thrownBy(read);
  expect([
    failure instanceof Failure && failure.code,
    JSON.stringify(causesOf(failure)).includes('canary'),
    (await logged({ failure })).includes('canary'),
  ]).toEqual(['storage/unreadable', false, false]);
});

test('what a parser says is left out wherever it stands, and where it was thrown is told', async () => {
  const thrown = await thrownBy(() => JSON.parse(broken) as unknown);
  const cause = new Failure('storage/unreadable', { subject: 'a file', cause: thrown });
  const texts = [
    await logged({ thrown }),
    await logged({ failure: cause }),
    await logged({ failure: toFailure(new TypeError('canary_message', { cause: thrown })) }),
    await logged({ failure: new Failure('internal', { cause: 'canary_text' }) }),
    await logged({ thrown: new Error('canary_one\n    at canary_two (x:1:1)\n    at canary_three') }),
  ];
  expect([
    texts.map((text) => text.includes('canary')),
    texts[0]?.includes('{"thrown":{"name":"SyntaxError","at":"JSON.parse (<anonymous>)"}}'),
    texts[2]?.includes('"name":"TypeError","at":"') === true && texts[2].includes('log.test.ts'),
  ]).toEqual([[false, false, false, false, false], true, true]);
});

test('words of the system are told, those of the network, and our own with their details', async () => {
  const missing = await thrownBy(() => readFile('/no/such/place'));
  const failure = new Failure('network/offline', { subject: 'Claude', cause: new Error('net::ERR_FAILED') });
  const text = await logged({ missing, failure });
  expect([
    text.includes('"word":"ENOENT"'),
    text.includes('"word":"net::ERR_FAILED"'),
    text.includes('"subject":"Claude"'),
  ]).toEqual([true, true, true]);
});

test('what looks like a secret leaves message and facts, and the file is for the person alone', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'gatehouse.log');
  openLog(folder).info('asked with Bearer canary_token_of_a_message', { url: '/?code=canary_code' });
  const text = await vi.waitFor(() => readFile(path, 'utf8'));
  expect([
    text.includes('canary'),
    text.includes('[secret]'),
    ((await stat(path)).mode & 0o777).toString(8),
  ]).toEqual([false, true, '600']);
});

test('what nobody catches is logged without its text, and the app lives on', async () => {
  const folder = await temporaryFolder();
  const { code, out, err } = await runChild('fail-uncaught', { arguments: [folder] });
  const text = await readFile(join(folder, 'gatehouse.log'), 'utf8');
  const told = [
    'unhandledRejection {"thrown":{"name":"RangeError"',
    'uncaughtException {"thrown":{"name":"TypeError"',
  ];
  expect([code, out, err, told.map((line) => text.includes(line)), text.includes('canary')]).toEqual([
    0,
    'lives',
    '',
    [true, true],
    false,
  ]);
});
