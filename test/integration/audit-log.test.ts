// The audit: what was noted is there in order, and whatever is changed, taken out or cut off later is found.
import { mkdir, readdir, readFile, readlink, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beginning, entryLine, headLine } from '../../main/adapters/node/audit-chain.ts';
import { createHeadFile } from '../../main/adapters/node/audit-log-head.ts';
import { auditEntry, auditNumbers } from '../fakes/audit-entries.ts';
import { auditIn, filesOf, smallSegments, type Audit } from '../fakes/audit-folder.ts';
import { noonMs } from '../fakes/accounts.ts';
import { startChild } from '../fakes/child.ts';
import { ToySecretBox, unusableStates } from '../fakes/secret-box.ts';
import { modeOf } from '../fakes/temporary-folder.ts';

/** Edits the lines of the segment with that place in the order; -1: the last. */
async function edit(
  audit: Audit,
  place: number,
  change: (lines: string[]) => readonly string[],
): Promise<void> {
  const path = (await filesOf(audit)).at(place) ?? '';
  const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -1);
  await writeFile(
    path,
    change(lines)
      .map((line) => `${line}\n`)
      .join(''),
  );
}

/** Takes away this entry and all that is behind it, but so many bytes of it. */
async function cutFrom(audit: Audit, number: number, keptBytes = 0): Promise<void> {
  let isCut = false;
  for (const path of await filesOf(audit)) {
    const text = await readFile(path, 'utf8');
    const at = text.indexOf(`"what":"hand-out ${number}"`);
    if (isCut) await unlink(path);
    else if (at !== -1) await writeFile(path, text.slice(0, text.lastIndexOf('\n', at) + 1 + keptBytes));
    isCut ||= at !== -1;
  }
}

test('entries are there after a restart, the newest first, in private files, sealed to the last one', async () => {
  const audit = await auditIn();
  await audit.run(1, 3);
  await audit.run(4, 1);
  const { start, folder, headPath } = audit;
  expect([
    await start().read({ limit: 10 }),
    auditNumbers(await start().read({ limit: 2 })),
    auditNumbers(await start().read({ limit: 10, since: noonMs + 3 })),
    await start().verify(),
    await Promise.all([folder, headPath, ...(await filesOf(audit))].map(modeOf)),
    audit.log.lines,
  ]).toEqual([
    [4, 3, 2, 1].map(auditEntry),
    [4, 3],
    [4, 3],
    { kind: 'whole', entries: 4, sealedUpTo: 4, from: noonMs + 1 },
    ['700', '600', '600', '600'],
    [],
  ]);
});

test('what was appended a moment ago is read and verified with the rest', async () => {
  const { start } = await auditIn();
  const audit = start({ gatherMs: 60_000, settleMs: 60_000 });
  const before = await audit.verify();
  audit.append(auditEntry(1));
  const read = auditNumbers(await audit.read({ limit: 10 }));
  audit.append(auditEntry(2));
  expect([before, read, await audit.verify()]).toEqual([
    { kind: 'whole', entries: 0, sealedUpTo: 0, from: null },
    [1],
    { kind: 'whole', entries: 2, sealedUpTo: 2, from: noonMs + 1 },
  ]);
});

async function isAnyOpenHere(folder: string): Promise<boolean> {
  const names = await readdir('/proc/self/fd');
  const targets = await Promise.all(names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')));
  return targets.some((target) => target.startsWith(folder));
}

test.skipIf(process.platform !== 'linux')(
  'entries are written and sealed without being asked for, and nothing stays open',
  async () => {
    const audit = await auditIn();
    const running = audit.start({ gatherMs: 1, settleMs: 1 });
    const sealedIndex = async (): Promise<unknown> => {
      const found = await createHeadFile({ path: audit.headPath, box: audit.box, lasting: [] }).find();
      return found.kind === 'opened' ? found.head.index : found.kind;
    };
    running.append(auditEntry(1));
    await expect.poll(sealedIndex).toBe(1);
    for (let number = 2; number <= 600; number += 1) running.append(auditEntry(number));
    await expect.poll(sealedIndex).toBe(600);
    await expect.poll(() => isAnyOpenHere(audit.folder)).toBe(false);
    expect(await audit.start().verify()).toEqual({
      kind: 'whole',
      entries: 600,
      sealedUpTo: 600,
      from: noonMs + 1,
    });
  },
);

test('the oldest segments go, and what stays is whole', async () => {
  const audit = await auditIn();
  const options = { ...smallSegments, mostSegments: 3 };
  for (let round = 0; round < 10; round += 1) await audit.run(round * 10 + 1, 10, options);
  const numbers = auditNumbers(await audit.start().read({ limit: 1000 }));
  expect([
    (await filesOf(audit)).length,
    numbers[0],
    numbers.length < 30,
    await audit.start(options).verify(),
  ]).toEqual([
    3,
    100,
    true,
    {
      kind: 'whole',
      entries: numbers.length,
      sealedUpTo: numbers.length,
      from: noonMs + (numbers.at(-1) ?? 0),
    },
  ]);
});

/** Makes a log of 30 entries in several segments, spoils it, and says what is found then and after more entries. */
async function foundAfter(spoil: (audit: Audit) => Promise<void>): Promise<readonly unknown[]> {
  const audit = await auditIn();
  await audit.run(1, 5);
  await audit.run(6, 25, smallSegments);
  await spoil(audit);
  const first = await audit.start(smallSegments).verify();
  await audit.run(31, 40, smallSegments);
  const second = await audit.start(smallSegments).verify();
  await audit.run(71, 1, smallSegments);
  return [first, second, await audit.start(smallSegments).verify()];
}

const broken = (index: number, why: string): unknown => ({ kind: 'broken', index, why });

describe('it is found that', () => {
  test.each<[string, unknown, (audit: Audit) => Promise<void>]>([
    [
      'an entry says something else',
      broken(3, 'changed'),
      (audit) => edit(audit, 0, (lines) => lines.map((line) => line.replace('hand-out 3', 'hand-out 9'))),
    ],
    [
      'a key stands there twice',
      broken(3, 'changed'),
      (audit) =>
        edit(audit, 0, (lines) =>
          lines.map((line) => line.replace('"what":"hand-out 3"', '"what":"x","what":"hand-out 3"')),
        ),
    ],
    [
      'an entry was taken out',
      broken(3, 'missing'),
      (audit) => edit(audit, 0, (lines) => lines.filter((line) => !line.includes('hand-out 3'))),
    ],
    [
      'two entries have changed places',
      broken(2, 'missing'),
      (audit) =>
        edit(audit, 0, ([head = '', one = '', two = '', three = '', ...rest]) => [
          head,
          one,
          three,
          two,
          ...rest,
        ]),
    ],
    [
      'a line was put in',
      broken(2, 'changed'),
      (audit) => edit(audit, 0, ([head = '', one = '', ...rest]) => [head, one, one, ...rest]),
    ],
    [
      'the first line of a segment was taken out',
      broken(1, 'missing'),
      (audit) => edit(audit, 0, (lines) => lines.slice(1)),
    ],
    [
      'a segment was taken out',
      broken(6, 'missing'),
      async (audit) => unlink((await filesOf(audit))[1] ?? ''),
    ],
    [
      'the oldest segment was taken out',
      broken(5, 'missing'),
      async (audit) => unlink((await filesOf(audit))[0] ?? ''),
    ],
    ['the last entry was cut off', broken(30, 'cut-off'), (audit) => cutFrom(audit, 30)],
    [
      'the last entry was cut in two',
      broken(30, 'cut-off'),
      async (audit) => {
        await cutFrom(audit, 30, 40);
      },
    ],
    ['everything is gone', broken(1, 'cut-off'), async ({ folder }) => rm(folder, { recursive: true })],
    ['the sealed head is gone', broken(1, 'seal-missing'), async ({ headPath }) => unlink(headPath)],
    [
      'the sealed head is another one',
      broken(1, 'seal-missing'),
      async ({ headPath, box }) => {
        const sealed = Buffer.from(await box.encrypt('{"index":0}')).toString('base64');
        await writeFile(headPath, JSON.stringify({ schema: 1, sealed }));
      },
    ],
    [
      'the whole log was made anew, its chain unbroken',
      broken(30, 'changed'),
      async (audit) => {
        for (const path of await filesOf(audit)) await unlink(path);
        let { line: text, link } = headLine(1, true, beginning);
        for (let number = 1; number <= 30; number += 1) {
          const next = entryLine({ ...auditEntry(number), what: 'nothing' }, link);
          text += next.line;
          ({ link } = next);
        }
        await writeFile(join(audit.folder, 'audit-000001.jsonl'), text);
      },
    ],
  ])('%s, and it stays said', async (_name, expected, spoil) => {
    expect(await foundAfter(spoil)).toEqual([expected, expected, expected]);
  });

  test('any byte of any file is another one', async () => {
    const audit = await auditIn();
    await audit.run(1, 5);
    await audit.run(6, 10, smallSegments);
    const files = await filesOf(audit);
    const contents = await Promise.all(files.map((path) => readFile(path)));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(files.length - 1),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (place, at, by) => {
          const [path = '', bytes = Buffer.alloc(1)] = [files[place], contents[place]];
          const damaged = Buffer.from(bytes);
          damaged[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ by;
          await writeFile(path, damaged);
          const { kind } = await audit.start().verify();
          await writeFile(path, bytes);
          expect(kind).toBe('broken');
        },
      ),
      { numRuns: 150 },
    );
  });

  test('the break behind the first line of a segment that has no entry yet is another one', async () => {
    const audit = await auditIn();
    await audit.run(1, 1);
    const path = (await filesOf(audit)).at(-1) ?? '';
    const text = await readFile(path, 'utf8');
    await writeFile(path, `${text.trimEnd()} `);
    expect([text.split('\n').length, await audit.start().verify()]).toEqual([2, broken(2, 'changed')]);
  });

  test('somebody has shortened it while we run', async () => {
    const audit = await auditIn();
    const running = audit.start();
    for (let number = 1; number <= 10; number += 1) running.append(auditEntry(number));
    await running.verify();
    await cutFrom(audit, 8);
    const first = await running.verify();
    running.append(auditEntry(11));
    expect([first, await running.verify()]).toEqual([broken(8, 'cut-off'), broken(8, 'cut-off')]);
  });
});

describe('a key store that', () => {
  test('keeps nothing has nothing sealed, and a lasting one seals what is there', async () => {
    const audit = await auditIn(new ToySecretBox({ durable: false }));
    await audit.run(1, 300);
    const before = await audit.start().verify();
    const files = await readdir(join(audit.folder, '..'));
    const box = new ToySecretBox();
    await audit.run(301, 1, { box });
    expect([before, files, await audit.start({ box }).verify()]).toEqual([
      { kind: 'whole', entries: 300, sealedUpTo: 0, from: noonMs + 1 },
      ['audit'],
      { kind: 'whole', entries: 301, sealedUpTo: 301, from: noonMs + 1 },
    ]);
  });

  test.each(unusableStates)('is $code keeps nobody from noting, and what is sealed stays', async (state) => {
    const audit = await auditIn();
    await audit.run(1, 2);
    audit.box.unusable = state;
    await audit.run(3, 2);
    const meanwhile = await audit.start().verify();
    audit.box.unusable = undefined;
    const later = await audit.start().verify();
    await cutFrom(audit, 2);
    expect([meanwhile, later, await audit.start().verify()]).toEqual([
      { kind: 'whole', entries: 4, sealedUpTo: 0, from: noonMs + 1 },
      { kind: 'whole', entries: 4, sealedUpTo: 2, from: noonMs + 1 },
      broken(2, 'cut-off'),
    ]);
  });
});

test('a folder that takes nothing is said once, and what waits is written when it does', async () => {
  const audit = await auditIn();
  await writeFile(audit.folder, '');
  const running = audit.start();
  running.append(auditEntry(1));
  await running.stop();
  running.append(auditEntry(2));
  await running.stop();
  await unlink(audit.folder);
  running.append(auditEntry(3));
  await running.stop();
  expect([
    audit.log.warnings,
    auditNumbers(await running.read({ limit: 10 })),
    await running.verify(),
  ]).toEqual([
    ['audit not written'],
    [3, 2, 1],
    { kind: 'whole', entries: 3, sealedUpTo: 3, from: noonMs + 1 },
  ]);
});

test('a line that was being written when the process died is no break, and the next one follows', async () => {
  const audit = await auditIn();
  await audit.run(1, 3);
  const path = (await filesOf(audit)).at(-1) ?? '';
  await writeFile(path, `${await readFile(path, 'utf8')}{"account":"clau`);
  const before = await audit.start().verify();
  await audit.run(4, 1);
  expect([before, await audit.start().verify()]).toEqual([
    { kind: 'whole', entries: 3, sealedUpTo: 3, from: noonMs + 1 },
    { kind: 'whole', entries: 4, sealedUpTo: 4, from: noonMs + 1 },
  ]);
});

test.each([0, 1, 40, 192])('%i bytes of a segment that a killed process has begun', async (kept) => {
  const audit = await auditIn();
  await audit.run(1, 1);
  const path = (await filesOf(audit)).at(-1) ?? '';
  await writeFile(path, (await readFile(path, 'utf8')).slice(0, kept));
  const before = await audit.start().verify();
  await audit.run(2, 1);
  expect([before, await audit.start().verify()]).toEqual([
    { kind: 'whole', entries: 1, sealedUpTo: 1, from: noonMs + 1 },
    { kind: 'whole', entries: 2, sealedUpTo: 2, from: noonMs + 1 },
  ]);
});

test('killed at any moment, it is whole, in order and goes on', async () => {
  const audit = await auditIn();
  await mkdir(audit.folder, { recursive: true });
  const verdicts: string[] = [];
  for (let round = 0; round < 5; round += 1) {
    const first = round * 100_000;
    const child = startChild('append-audit', { arguments: [audit.folder, audit.headPath, String(first)] });
    await child.printed(`${first + 300 + 100 * round} `);
    child.process.kill('SIGKILL');
    await child.ended;
    verdicts.push((await audit.start().verify()).kind);
  }
  const numbers = auditNumbers(await audit.start().read({ limit: 100_000 }));
  const inOrder = numbers.every((number, at) => at === 0 || number < (numbers[at - 1] ?? 0));
  expect([verdicts, inOrder, numbers.length > 1000]).toEqual([Array(5).fill('whole'), true, true]);
});
