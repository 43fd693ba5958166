// The history of a managed file: its last versions, redacted and encrypted, and never a reason for anything to fail.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFileHistory } from '../../main/adapters/node/file-history.ts';
import type { FileHistory } from '../../main/ports.ts';
import { noonMs } from '../fakes/accounts.ts';
import { RecordingLog } from '../fakes/log.ts';
import { ToySecretBox, unusableStates } from '../fakes/secret-box.ts';
import { contentOf, modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const path = '/home/ada/.codex/auth.json';
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const keyFile = (key: string): Uint8Array => bytesOf(`{"auth_mode":"apikey","OPENAI_API_KEY":"${key}"}`);

async function open(box = new ToySecretBox()) {
  const folder = join(await temporaryFolder(), 'history');
  const log = new RecordingLog();
  let now = noonMs;
  const clock = { nowMs: () => (now += 1000) };
  const start = (): FileHistory => createFileHistory({ folder, box, clock, log });
  return { folder, box, log, start, history: start() };
}

const saidBy = async (history: FileHistory): Promise<readonly (readonly [string, string | undefined])[]> =>
  (await history.versions(path)).map(({ by, text }) => [by, text]);

test('the versions come back newest first, with their times and without their secrets', async () => {
  const { history, start } = await open();
  await history.note(path, bytesOf('{"auth_mode":"chatgpt"}'), 'Codex');
  await history.note(path, keyFile('canary_key'), 'Gatehouse');
  await history.note(path, undefined, 'another program');
  expect(await start().versions(path)).toEqual([
    { at: noonMs + 3000, by: 'another program', text: undefined },
    {
      at: noonMs + 2000,
      by: 'Gatehouse',
      text: expect.stringMatching(
        /^\{"auth_mode":"apikey","OPENAI_API_KEY":"\[secret [\da-f]{8}\]"\}$/,
      ) as unknown,
    },
    { at: noonMs + 1000, by: 'Codex', text: '{"auth_mode":"chatgpt"}' },
  ]);
});

test('nothing readable of a version is in the folder, which is private', async () => {
  const { history, folder } = await open();
  await history.note(path, keyFile('canary_key'), 'Codex');
  const [name = ''] = await readdir(folder);
  const text = Object.values(await contentOf(folder)).join('');
  expect([
    await modeOf(folder),
    await modeOf(join(folder, name)),
    /^[\da-f]{32}\.json$/.test(name),
    text.includes(path),
    ['canary', 'auth_mode', 'OPENAI', '[secret'].filter((part) => text.includes(part)),
  ]).toEqual(['700', '600', true, true, []]);
});

test('each file has its own history, and one that was never there has none', async () => {
  const { history, folder } = await open();
  await history.note(path, bytesOf('{"x":1}'), 'Codex');
  await history.note(`${path}.other`, bytesOf('{"x":2}'), 'Codex');
  await history.note('/home/ada/none', undefined, 'Codex');
  expect([
    await saidBy(history),
    await history.versions('/home/ada/none'),
    (await readdir(folder)).length,
  ]).toEqual([[['Codex', '{"x":1}']], [], 2]);
});

test('an unchanged file is neither written nor asked about again, in another run either', async () => {
  const { history, start, box, folder } = await open();
  await history.note(path, keyFile('canary_key'), 'Gatehouse');
  const [kept, asked] = [await contentOf(folder), box.questions];
  await history.note(path, keyFile('canary_key'), 'Codex');
  await start().note(path, keyFile('canary_key'), 'Codex');
  expect([await contentOf(folder), box.questions]).toEqual([kept, asked]);
});

test('a secret that changes is a version, although both look alike but for their fingerprints', async () => {
  const { history } = await open();
  await history.note(path, keyFile('canary_one'), 'Codex');
  await history.note(path, keyFile('canary_two'), 'Codex');
  await history.note(path, keyFile('canary_one'), 'Codex');
  const texts = (await history.versions(path)).map(({ text }) => text);
  expect([texts.length, new Set(texts).size]).toEqual([3, 2]);
});

test('the twenty newest versions stay', async () => {
  const { history } = await open();
  for (let number = 1; number <= 25; number += 1)
    await history.note(path, bytesOf(`{"x":${String(number)}}`), 'Codex');
  expect((await history.versions(path)).map(({ text }) => text)).toEqual(
    Array.from({ length: 20 }, (_, index) => `{"x":${String(25 - index)}}`),
  );
});

test('of a large file only its size is kept, and a text that is none is hidden', async () => {
  const { history } = await open();
  await history.note(path, bytesOf(`{"x":"${'canary '.repeat(50_000)}"}`), 'Codex');
  await history.note(path, Uint8Array.of(0xff, ...bytesOf(' key="canary" canary_0123456789'), 0xfe), 'Codex');
  expect((await saidBy(history)).map(([, text]) => text)).toEqual([
    expect.stringMatching(/^� key="\[secret [\da-f]{8}\]" \[secret [\da-f]{8}\]$/),
    '[too large to keep: 342 KiB]',
  ]);
});

test('what is noted at once is kept in its order', async () => {
  const { history } = await open();
  await Promise.all([1, 2, 3, 4, 5].map((x) => history.note(path, bytesOf(`{"x":${String(x)}}`), 'Codex')));
  expect((await saidBy(history)).map(([, text]) => text)).toEqual(
    [5, 4, 3, 2, 1].map((x) => `{"x":${String(x)}}`),
  );
});

test('a version that another process keeps at the same moment stays', async () => {
  const { folder, history: other } = await open();
  const meanwhile = new (class extends ToySecretBox {
    override async encrypt(text: string): Promise<Uint8Array> {
      await other.note(path, bytesOf('{"x":"theirs"}'), 'the other');
      return super.encrypt(text);
    }
  })();
  const history = createFileHistory({ folder, box: meanwhile });
  await history.note(path, bytesOf('{"x":"ours"}'), 'this one');
  expect(await saidBy(history)).toEqual([
    ['this one', '{"x":"ours"}'],
    ['the other', '{"x":"theirs"}'],
  ]);
});

test('those that cannot be opened are counted with the others', async () => {
  const { folder, history } = await open();
  const none = await history.count(path);
  await history.note(path, bytesOf('{"x":1}'), 'Codex');
  const later = createFileHistory({ folder, box: new ToySecretBox({ key: 'second key' }) });
  await later.note(path, bytesOf('{"x":2}'), 'Codex');
  expect([none, await later.count(path), (await later.versions(path)).length]).toEqual([0, 2, 1]);
});

describe('it never fails, and says once that it cannot', () => {
  test.each(unusableStates)(
    'while the key store is unusable ($code), and nothing is written',
    async (state) => {
      const { history, box, folder, log } = await open();
      box.unusable = state;
      await history.note(path, keyFile('canary_key'), 'Codex');
      const written = await readdir(folder).catch(() => []);
      box.unusable = undefined;
      await history.note(path, keyFile('canary_key'), 'Codex');
      expect([written, log.lines, (await history.versions(path)).length]).toEqual([[], [], 1]);
    },
  );

  test('with a key store that keeps nothing, and nothing is written', async () => {
    const { history, folder } = await open(new ToySecretBox({ durable: false }));
    await history.note(path, keyFile('canary_key'), 'Codex');
    expect([await history.versions(path), await readdir(folder).catch(() => [])]).toEqual([[], []]);
  });

  test('where its folder cannot be', async () => {
    const { history, folder, log } = await open();
    await writeFile(folder, 'a file');
    await history.note(path, keyFile('canary_key'), 'Codex');
    await history.note(path, keyFile('canary_other'), 'Codex');
    expect([await history.versions(path), await history.count(path), log.warnings]).toEqual([
      [],
      0,
      ['history not kept'],
    ]);
  });

  test('with versions that another key has sealed: the others are shown', async () => {
    const { folder, history } = await open();
    await history.note(path, bytesOf('{"x":1}'), 'Codex');
    const later = createFileHistory({ folder, box: new ToySecretBox({ key: 'second key' }) });
    await later.note(path, bytesOf('{"x":2}'), 'Codex');
    expect([await saidBy(later), await saidBy(history)]).toEqual([
      [['Codex', '{"x":2}']],
      [['Codex', '{"x":1}']],
    ]);
  });

  test.each([
    ['empty', ''],
    ['cut short', '{"schema":1,"path":'],
    ['of another file', JSON.stringify({ schema: 1, path: '/other', versions: [] })],
    ['damaged', JSON.stringify({ schema: 1, path, versions: [{ at: 'noon' }] })],
  ])('with a history that is %s, which starts anew', async (_name, text) => {
    const { folder, history, start } = await open();
    await history.note(path, bytesOf('{"x":1}'), 'Codex');
    const [name = ''] = await readdir(folder);
    await writeFile(join(folder, name), text);
    const later = start();
    await later.note(path, bytesOf('{"x":2}'), 'Codex');
    expect(await saidBy(later)).toEqual([['Codex', '{"x":2}']]);
  });

  test('with a history of a newer version, which is left alone', async () => {
    const { folder, history, start, log } = await open();
    await history.note(path, bytesOf('{"x":1}'), 'Codex');
    const [name = ''] = await readdir(folder);
    const newer = JSON.stringify({ schema: 2, path, changes: [] });
    await writeFile(join(folder, name), newer);
    const later = start();
    await later.note(path, bytesOf('{"x":2}'), 'Codex');
    expect([await later.versions(path), await readFile(join(folder, name), 'utf8'), log.warnings]).toEqual([
      [],
      newer,
      ['history not kept'],
    ]);
  });
});
