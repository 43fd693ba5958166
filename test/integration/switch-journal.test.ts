// The note of the last switch: there again after a restart, sealed, and set aside when it can never be opened.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSwitchJournal } from '../../main/adapters/node/switch-journal.ts';
import { initialCourse } from '../../main/domain/course.ts';
import type { SecretBox, SwitchRecord } from '../../main/ports.ts';
import { claudeEntry, claudeId, noonMs, openaiEntry, openaiId } from '../fakes/accounts.ts';
import { failureOf, thrownFailure } from '../fakes/failures.ts';
import { keyStoresOf, ToySecretBox, unusableStates } from '../fakes/secret-box.ts';
import { contentOf, modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const openai = openaiEntry().account.id;
const claude = claudeEntry().account.id;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const record: SwitchRecord = {
  state: 'begun',
  at: noonMs,
  title: 'Claude: bob@example.com',
  by: 'policy',
  before: {
    settings: { strategy: 'user-preference', activeAccounts: {} },
    course: initialCourse,
  },
  after: {
    settings: {
      strategy: 'prefer-claude',
      preferredProvider: claudeId,
      activeAccounts: { [openaiId]: openai, [claudeId]: claude },
    },
    course: {
      phase: 'fallback',
      since: noonMs,
      standIns: { [openaiId]: openai },
      serving: openaiId,
      spent: { [claude]: ['five-hour'] },
      accepted: [claude],
      switchedAt: noonMs,
    },
  },
  files: [
    {
      path: '/home/ada/.codex/auth.json',
      file: 'codex-auth',
      before: bytesOf('{"key":"canary_before"}'),
      after: bytesOf('{"key":"canary_after"}'),
      mode: 0o644,
      holder: openai,
    },
    { path: '/data/auth.json', file: 'unified', before: undefined, after: Uint8Array.of(0, 255, 195) },
    { path: '/data/gone.json', file: 'gone', before: Uint8Array.of(), after: undefined, mode: 0 },
  ],
};

async function journalIn(box: SecretBox = new ToySecretBox()) {
  const folder = join(await temporaryFolder(), 'data');
  const path = join(folder, 'switch.json');
  return { folder, path, start: (other = box) => createSwitchJournal({ path, ...keyStoresOf(other) }) };
}

test('is there again after a restart, in a private file that shows nothing of it', async () => {
  const { folder, path, start } = await journalIn();
  const before = await start().load();
  await start().save(record);
  const [text = ''] = Object.values(await contentOf(folder));
  const hidden = ['canary', Buffer.from('canary').toString('base64'), 'bob', 'ada', 'codex'];
  expect([
    before,
    await start().load(),
    await modeOf(path),
    hidden.filter((part) => text.includes(part)),
  ]).toEqual([undefined, record, '600', []]);
});

test('every byte of the files comes back, whatever they are', async () => {
  const { start } = await journalIn();
  const content = fc.option(fc.uint8Array({ maxLength: 60 }), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(content, content, fc.string(), async (before, after, title) => {
      const saved = { ...record, title, files: [{ path: '/x', file: 'x', before, after }] };
      await start().save(saved);
      expect(await start().load()).toEqual(saved);
    }),
    { numRuns: 25 },
  );
});

test('only the last one is kept, and none after it was taken away', async () => {
  const { folder, start } = await journalIn();
  const journal = start();
  await journal.save(record);
  await journal.save({ ...record, state: 'done' });
  const kept = (await start().load())?.state;
  await start().clear();
  await start().clear();
  expect([kept, await start().load(), await readdir(folder)]).toEqual(['done', undefined, []]);
});

describe('one that is not what we wrote', () => {
  test.each([
    ['cut short', (text: string) => text.slice(0, -9)],
    ['empty', () => ''],
    ['no JSON', () => 'canary'],
    ['of a shape that we do not know', () => '{"schema":1}'],
    ['changed inside', (text: string) => text.replace(/"sealed":"..../, '"sealed":"AAAA')],
  ])('%s is said to be unreadable once and set aside; the next one can be kept', async (_name, damage) => {
    const { folder, path, start } = await journalIn();
    await start().save(record);
    const damaged = damage(await readFile(path, 'utf8'));
    await writeFile(path, damaged);
    const said = await failureOf(start().load());
    const [aside = ''] = await readdir(folder);
    const found = [aside, await readFile(join(folder, aside), 'utf8'), await start().load()];
    await start().save(record);
    expect([said, found, await start().load()]).toEqual([
      { code: 'storage/unreadable', subject: path },
      [expect.stringMatching(/^switch\.json\.unreadable-\d{4}-/), damaged, undefined],
      record,
    ]);
  });

  test('is never taken for another record, whichever byte differs', async () => {
    const { path, start } = await journalIn();
    await start().save(record);
    const text = await readFile(path, 'utf8');
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 2), fc.constantFrom('A', '9', '"'), async (at, by) => {
        await writeFile(path, `${text.slice(0, at)}${by}${text.slice(at + 1)}`);
        const found = await start()
          .load()
          .catch(() => 'refused');
        expect(['refused', record]).toContainEqual(found);
      }),
      { numRuns: 60 },
    );
  });

  test('another text under the same seal does not count', async () => {
    const box = new ToySecretBox();
    const { path, start } = await journalIn(box);
    await start().save(record);
    const { keyId } = await box.state().then((state) => {
      if (state.kind !== 'ready') throw new Error('not ready');
      return state;
    });
    const sealed = Buffer.from(await box.encrypt(JSON.stringify(record))).toString('base64');
    await writeFile(path, JSON.stringify({ schema: 1, backend: 'toy', keyId, sealed }));
    expect((await failureOf(start().load())).code).toBe('storage/unreadable');
  });

  test('a record that was sealed for another purpose does not count', async () => {
    const box = new ToySecretBox();
    const { path, start } = await journalIn(box);
    const seal = box.encrypt.bind(box);
    box.encrypt = (text) => seal(text.replace('gatehouse-switch-1', 'gatehouse-backup-1'));
    await start().save(record);
    expect(await failureOf(start().load())).toEqual({ code: 'storage/unreadable', subject: path });
  });

  test('is said to be unreadable, without what is inside, also where it cannot be set aside', async () => {
    const folder = await temporaryFolder();
    // With the time in its name it would be longer than a name can be.
    const path = join(folder, 'x'.repeat(240));
    await writeFile(path, 'canary');
    const { code, subject, cause } = await thrownFailure(
      createSwitchJournal({ path, ...keyStoresOf(new ToySecretBox()) }).load(),
    );
    expect([code, subject, cause]).toEqual(['storage/unreadable', path, undefined]);
  });

  test('after the switch it is set aside without a word, damaged or sealed by another key', async () => {
    const found = [];
    for (const box of [new ToySecretBox(), new ToySecretBox({ key: 'second key' })]) {
      const { folder, path, start } = await journalIn();
      await start().save({ ...record, state: 'done' });
      const damaged = (await readFile(path, 'utf8')).replace(/"sealed":"..../, '"sealed":"AAAA');
      if (found.length === 0) await writeFile(path, damaged);
      found.push([await start(box).load(), await readdir(folder), box.decryptions]);
    }
    const aside = [expect.stringMatching(/^switch\.json\.unreadable-\d{4}-/)];
    expect(found).toEqual([
      [undefined, aside, 1],
      [undefined, aside, 0],
    ]);
  });

  test.each([
    ['begun', 'done'],
    ['done', 'begun'],
  ] as const)(
    'what is sealed as %s and said to be %s outside is as sealed, and put right',
    async (state, said) => {
      const { path, start } = await journalIn();
      const saved: SwitchRecord = { ...record, state };
      await start().save(saved);
      await writeFile(
        path,
        (await readFile(path, 'utf8')).replace(`"state":"${state}"`, `"state":"${said}"`),
      );
      const found = await start().load();
      expect([found, (await readFile(path, 'utf8')).includes(`"state":"${state}"`)]).toEqual([saved, true]);
    },
  );

  test('of an older version, which does not say how far it came, counts as begun', async () => {
    const { path, start } = await journalIn();
    const older = async (): Promise<void> => {
      await start().save({ ...record, state: 'done' });
      await writeFile(path, (await readFile(path, 'utf8')).replace('"state":"done",', ''));
    };
    await older();
    const opened = await start().load();
    await older();
    const other = start(new ToySecretBox({ key: 'second key' }));
    expect([opened, await failureOf(other.load())]).toEqual([
      { ...record, state: 'done' },
      { code: 'storage/unreadable', subject: path },
    ]);
  });

  test('of a newer version says so', async () => {
    const { folder, path, start } = await journalIn();
    await start().save(record);
    await writeFile(path, (await readFile(path, 'utf8')).replace('"schema":1', '"schema":2'));
    expect([await failureOf(start().load()), (await readdir(folder)).length, await start().load()]).toEqual([
      { code: 'storage/newer-schema', subject: path },
      1,
      undefined,
    ]);
  });
});

describe('without a key store that keeps it', () => {
  test.each(unusableStates)(
    'it says $code where a switch was cut off, and opens when the key store is back',
    async (unusable) => {
      const box = new ToySecretBox();
      const { start } = await journalIn(box);
      await start().save(record);
      box.unusable = unusable;
      const said = await failureOf(start().load());
      box.unusable = undefined;
      expect([said.code, await start().load()]).toEqual([unusable.code, record]);
    },
  );

  test.each(unusableStates)(
    '$code keeps nobody from the next switch, and the last one is there when it is back',
    async (unusable) => {
      const box = new ToySecretBox();
      const { start } = await journalIn(box);
      const done: SwitchRecord = { ...record, state: 'done' };
      await start().save(done);
      box.unusable = unusable;
      const meanwhile = await start().load();
      box.unusable = undefined;
      expect([meanwhile, await start().load()]).toEqual([undefined, done]);
    },
  );

  test('one that says nothing is waited for once, and not at every switch', async () => {
    const box = new ToySecretBox();
    const { start } = await journalIn(box);
    let asked = 0;
    box.state = () => {
      asked += 1;
      return new Promise(() => undefined);
    };
    const journal = start();
    const done: SwitchRecord = { ...record, state: 'done', at: record.at + 1 };
    for (const each of [
      record,
      { ...record, state: 'done' } as const,
      { ...done, state: 'begun' } as const,
      done,
    ])
      await journal.save(each);
    expect([asked, await journal.load(), await start().load()]).toEqual([1, done, undefined]);
  });

  test('another key is never tried, and what it would open is kept beside', async () => {
    const { folder, path, start } = await journalIn();
    await start().save(record);
    const kept = await readFile(path, 'utf8');
    const other = new ToySecretBox({ key: 'second key' });
    const said = await failureOf(start(other).load());
    expect([said, other.decryptions, Object.values(await contentOf(folder))]).toEqual([
      { code: 'storage/unreadable', subject: path },
      0,
      [kept],
    ]);
  });

  test.each<[string, () => ToySecretBox]>([
    ['keeps nothing', () => new ToySecretBox({ durable: false })],
    [
      'cannot be used',
      () => {
        const box = new ToySecretBox();
        box.unusable = unusableStates[0];
        return box;
      },
    ],
  ])('where it %s it is in memory only, and an older one on the disk goes', async (_name, open) => {
    const { folder, start } = await journalIn();
    await start().save(record);
    const journal = start(open());
    const later: SwitchRecord = { ...record, state: 'done', title: 'OpenAI: ada@example.com' };
    await journal.save(later);
    const found = [await journal.load(), await readdir(folder), await start().load()];
    await journal.clear();
    expect([found, await journal.load()]).toEqual([[later, [], undefined], undefined]);
  });
});

test('one in memory makes room for a later one that is kept', async () => {
  const box = new ToySecretBox();
  const { start } = await journalIn(box);
  const journal = start();
  box.unusable = unusableStates[0];
  await journal.save(record);
  box.unusable = undefined;
  const later: SwitchRecord = { ...record, state: 'done', title: 'OpenAI: ada@example.com' };
  await journal.save(later);
  expect(await journal.load()).toEqual(later);
});

test('one that cannot be taken away says so', async () => {
  const { path, start } = await journalIn();
  await mkdir(path, { recursive: true });
  expect(await failureOf(start().clear())).toEqual({ code: 'storage/write-failed', subject: path });
});

test('a stale seal that cannot be made anew opens all the same', async () => {
  const box = new ToySecretBox();
  const { start } = await journalIn(box);
  await start().save(record);
  box.stale = true;
  box.encrypt = () => Promise.reject(new Error('the key store is silent'));
  expect(await start().load()).toEqual(record);
});

test('a stale seal is made anew', async () => {
  const box = new ToySecretBox();
  const { path, start } = await journalIn(box);
  await start().save(record);
  const before = await readFile(path, 'utf8');
  box.stale = true;
  const found = await start().load();
  box.stale = false;
  expect([found, (await readFile(path, 'utf8')) === before, await start().load()]).toEqual([
    record,
    false,
    record,
  ]);
});
