// The history of the windows: what was appended comes back, whatever happens to the file, and it never fails.
import { appendFile, mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fingerprintOf } from '../../main/adapters/node/fingerprint.ts';
import { linesOf, readLines } from '../../main/adapters/node/quota-history-lines.ts';
import { createQuotaHistory } from '../../main/adapters/node/quota-history.ts';
import type { KnownQuota, Point } from '../../main/domain/quota-window.ts';
import { accountId, type AccountId } from '../../main/domain/ids.ts';
import type { QuotaHistory } from '../../main/ports.ts';
import { noonMs, quotaWindow } from '../fakes/accounts.ts';
import { runChild } from '../fakes/child.ts';
import { RecordingLog } from '../fakes/log.ts';
import { withMounts } from '../fakes/mounts.ts';
import { contentOf, modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';
import { anyText } from '../fakes/any-text.ts';

const account = accountId('openai:user-1.acc-1');
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** What the child says in the end. */
const endShape = z.object({ kept: z.array(z.number()), warnings: z.array(z.string()) });

type Used = Readonly<Record<string, number | null>>;

interface Opened {
  readonly folder: string;
  readonly path: string;
  readonly log: RecordingLog;
  readonly clock: { nowMs(): number; at: number };
  readonly start: () => QuotaHistory;
}

async function open(): Promise<Opened> {
  const folder = join(await temporaryFolder(), 'history');
  const log = new RecordingLog();
  const clock = { at: noonMs, nowMs: () => clock.at };
  const path = join(folder, `${fingerprintOf(account)}.readings`);
  return { folder, path, log, clock, start: () => createQuotaHistory({ folder, clock, log }) };
}

async function openWith(text: string): Promise<Opened> {
  const opened = await open();
  await mkdir(opened.folder, { mode: 0o700 });
  await writeFile(opened.path, text);
  return opened;
}

/** A reading of windows of no reset, by id, so many minutes after noon. */
function reading(minutes: number, used: Used, of: AccountId = account): KnownQuota {
  const at = noonMs + minutes * minuteMs;
  const windows = Object.entries(used).map(([id, usedPercent]) => ({
    ...quotaWindow({ id, usedPercent, resetsAt: null }),
    at,
    kind: 'api' as const,
    source: 'OpenAI',
  }));
  return { account: of, at, source: 'OpenAI', windows };
}

function point(minutes: number, usedPercent: number): Point {
  return { at: noonMs + minutes * minuteMs, usedPercent, resetsAt: null };
}

/** Appends at the time of the reading. */
async function appendInTime({ clock }: Opened, history: QuotaHistory, quota: KnownQuota): Promise<void> {
  clock.at = quota.at;
  await history.append(quota);
}

const allOf = (history: QuotaHistory): Promise<ReadonlyMap<string, readonly Point[]>> =>
  history.read(account, 0);
const usedOf = async (history: QuotaHistory): Promise<readonly number[]> =>
  ((await allOf(history)).get('weekly') ?? []).map(({ usedPercent }) => usedPercent);

test('readings come back in another run, by window and oldest first, since a time', async () => {
  const opened = await open();
  const history = opened.start();
  await appendInTime(opened, history, reading(0, { weekly: 10, 'five-hour': 50.5, unknown: null }));
  await appendInTime(opened, history, reading(5, { weekly: 11, 'five-hour': 50.5 }));
  await appendInTime(opened, history, reading(10, { weekly: 12, 'five-hour': 52 }));
  expect([
    await allOf(opened.start()),
    await opened.start().read(account, noonMs + 6 * minuteMs),
    await opened.start().read(accountId('openai:other'), 0),
  ]).toEqual([
    new Map([
      ['weekly', [point(0, 10), point(5, 11), point(10, 12)]],
      ['five-hour', [point(0, 50.5), point(10, 52)]],
    ]),
    new Map([
      ['weekly', [point(10, 12)]],
      ['five-hour', [point(10, 52)]],
    ]),
    new Map(),
  ]);
});

test('resets come back, and readings that are appended at once keep their order', async () => {
  const { start, clock } = await open();
  clock.at = noonMs + 5 * minuteMs;
  const resetsAt = noonMs + 3 * hourMs;
  const quotas = [1, 2, 3].map((minutes) => {
    const quota = reading(minutes, { weekly: minutes });
    return { ...quota, windows: quota.windows.map((window) => ({ ...window, resetsAt })) };
  });
  const history = start();
  await Promise.all(quotas.map((quota) => history.append(quota)));
  expect((await allOf(start())).get('weekly')).toEqual(
    [1, 2, 3].map((minutes) => ({ ...point(minutes, minutes), resetsAt })),
  );
});

test('the file is private, says whose it is, and has a line for each reading', async () => {
  const opened = await open();
  const history = opened.start();
  await appendInTime(opened, history, reading(0, { weekly: 10, 'a b;%ü\n': 1 }));
  await appendInTime(opened, history, reading(5, { weekly: 12.5, 'a b;%ü\n': 1 }));
  const seconds = noonMs / 1000;
  expect([
    await modeOf(opened.folder),
    await modeOf(opened.path),
    await contentOf(opened.folder),
    await allOf(history),
  ]).toEqual([
    '700',
    '600',
    {
      [`${fingerprintOf(account)}.readings`]: [
        `{"schema":1,"account":"${account}","thinnedAt":${noonMs}}`,
        `${seconds} weekly 10 - a%20b%3B%25%C3%BC%0A 1 -;`,
        `${seconds + 300} weekly 12.5 -;`,
        '',
      ].join('\n'),
    },
    new Map([
      ['weekly', [point(0, 10), point(5, 12.5)]],
      ['a b;%ü\n', [point(0, 1)]],
    ]),
  ]);
});

test('while nothing changes a file grows by one line an hour, in another run too', async () => {
  const opened = await open();
  let history = opened.start();
  const lines: number[] = [];
  for (let minutes = 0; minutes <= 180; minutes += 5) {
    if (minutes === 100) history = opened.start();
    await appendInTime(opened, history, reading(minutes, { weekly: 40, 'five-hour': 0 }));
    if (minutes % 60 === 55) lines.push((await readFile(opened.path, 'utf8')).split('\n').length - 2);
  }
  expect(lines).toEqual([1, 2, 3]);
});

test('each account has its own file, and only one is forgotten', async () => {
  const opened = await open();
  const history = opened.start();
  const other = accountId('openai:user-2.acc-2');
  await history.append(reading(0, { weekly: 10 }));
  await history.append(reading(0, { weekly: 20 }, other));
  await history.forget(account);
  await history.forget(account);
  const left = [await allOf(history), await history.read(other, 0), (await readdir(opened.folder)).length];
  await history.append(reading(0, { weekly: 10 }));
  expect([...left, await usedOf(history), opened.log.lines]).toEqual([
    new Map(),
    new Map([['weekly', [point(0, 20)]]]),
    1,
    [10],
    [],
  ]);
});

test('a clock that was set back hides what was noted later than now, and keeps it', async () => {
  const opened = await open();
  const history = opened.start();
  await appendInTime(opened, history, reading(600, { weekly: 60 }));
  await appendInTime(opened, history, reading(0, { weekly: 10 }));
  await appendInTime(opened, opened.start(), reading(5, { weekly: 11 }));
  const now = await usedOf(history);
  opened.clock.at = noonMs + 601 * minuteMs;
  expect([now, await usedOf(history)]).toEqual([
    [10, 11],
    [10, 11, 60],
  ]);
});

describe('a day later', () => {
  /** Twenty days of a reading every ten minutes, all in one run. */
  async function season(opened: Opened, history: QuotaHistory): Promise<void> {
    for (let minutes = 0; minutes <= 20 * 24 * 60; minutes += 10)
      await appendInTime(opened, history, reading(minutes, { weekly: (minutes / 10) % 101 }));
  }

  test('older readings become one an hour, the recent ones stay, and nothing is left beside the file', async () => {
    const opened = await open();
    const history = opened.start();
    await season(opened, history);
    const all = (await allOf(history)).get('weekly') ?? [];
    const perHour = Map.groupBy(all, ({ at }) => Math.floor((at - noonMs) / hourMs));
    const counts = [0, 33, 100, 260, 300, 479].map((hour) => perHour.get(hour)?.length);
    expect([
      counts,
      (await readdir(opened.folder)).length,
      await modeOf(opened.path),
      opened.log.lines,
    ]).toEqual([[1, 3, 1, 1, 6, 6], 1, '600', []]);
  });

  test('the file is written anew once, and never with the first reading of a run', async () => {
    const opened = await open();
    await opened.start().append(reading(0, { weekly: 1 }));
    const inode = async (): Promise<number> => (await stat(opened.path)).ino;
    const history = opened.start();
    const isSame: boolean[] = [];
    for (const minutes of [
      2 * 24 * 60,
      2 * 24 * 60 + 5,
      2 * 24 * 60 + 10,
      3 * 24 * 60 + 4,
      3 * 24 * 60 + 5,
    ]) {
      const before = await inode();
      await appendInTime(opened, history, reading(minutes, { weekly: (minutes % 97) + 2 }));
      isSame.push((await inode()) === before);
    }
    expect([isSame, (await usedOf(history)).length]).toEqual([[true, false, true, true, false], 6]);
  });

  test('what another process appends while the file is written anew is not lost', async () => {
    const opened = await open();
    const [one, other] = [opened.start(), opened.start()];
    const lost: number[] = [];
    for (let day = 0; day < 40; day += 1) {
      const start = day * 24 * 60;
      await appendInTime(opened, one, reading(start, { weekly: 1 }));
      await other.append(reading(start + 1, { theirs: 1 }));
      opened.clock.at = noonMs + (start + 24 * 60 - 1) * minuteMs;
      const begun = opened.clock.at;
      const theirs = (async () => {
        for (let turn = 0; turn < 12; turn += 1)
          await other.append(reading(start + 24 * 60 - 60 + turn * 2, { theirs: turn + 2 }));
      })();
      opened.clock.at = begun + minuteMs;
      await Promise.all([one.append(reading(start + 24 * 60, { weekly: 2 })), theirs]);
      const kept = (await opened.start().read(account, noonMs + (start + 23 * 60) * minuteMs)).get('theirs');
      const values = new Set(kept?.map(({ usedPercent }) => usedPercent));
      for (let turn = 0; turn < 12; turn += 1) if (!values.has(turn + 2)) lost.push(day);
    }
    expect([lost, opened.log.lines]).toEqual([[], []]);
  });
});

describe('a file that has no room for another line', () => {
  const dayMinutes = 24 * 60;

  /** Begun in another run, with a reading every five seconds since then until nothing goes in any more: six days. */
  async function full(): Promise<Opened & { readonly lastAt: number; readonly minutes: number }> {
    const opened = await open();
    await opened.start().append(reading(0, { weekly: 1 }));
    const { size } = await stat(opened.path);
    const line = (index: number): string => `${noonMs / 1000 + 5 * index} weekly 50 -;\n`;
    const count = Math.floor((2_500_000 - size) / line(1).length);
    await appendFile(opened.path, Array.from({ length: count }, (_empty, index) => line(index + 1)).join(''));
    return { ...opened, lastAt: noonMs + count * 5000, minutes: Math.ceil(count / 12) };
  }

  /** Of a run that has just started. */
  async function appended(opened: Opened, minutes: readonly number[]) {
    const history = opened.start();
    const sizes: number[] = [];
    const inodes: number[] = [];
    for (const at of minutes) {
      await appendInTime(opened, history, reading(at, { weekly: at % 40 }));
      const { size, ino } = await stat(opened.path);
      sizes.push(size);
      inodes.push(ino);
    }
    const all = (await allOf(history)).get('weekly') ?? [];
    return { sizes, inodes, all };
  }

  test('is thinned for it, at the first reading of a run too', async () => {
    const opened = await full();
    const last = opened.minutes + 30 * dayMinutes;
    const { sizes, inodes, all } = await appended(opened, [last, last + 5]);
    expect([
      sizes.map((size) => size < 50_000),
      new Set(inodes).size,
      all.slice(-2),
      all.length,
      opened.log.lines,
    ]).toEqual([
      [true, true],
      1,
      [point(last, last % 40), point(last + 5, (last + 5) % 40)],
      Math.floor((opened.lastAt - noonMs) / hourMs) + 1 + 2,
      [],
    ]);
  });

  test('loses its oldest ones where all are recent, and so many that it has room for a while', async () => {
    const opened = await full();
    const first = opened.minutes + 2;
    const { sizes, inodes, all } = await appended(opened, [first, first + 5, first + 10]);
    const at = all.map((each) => each.at);
    expect([
      sizes.map((size) => size > 1_800_000 && size < 1_900_000),
      new Set(inodes).size,
      // Nothing is missing between the first that is left and the last.
      at.slice(0, -3).every((time, index) => index === 0 || time - (at[index - 1] ?? 0) === 5000),
      at.slice(-4),
      opened.log.lines,
    ]).toEqual([
      [true, true, true],
      1,
      true,
      [opened.lastAt, ...[first, first + 5, first + 10].map((each) => noonMs + each * minuteMs)],
      [],
    ]);
  });

  test('is emptied of what is no line', async () => {
    const opened = await open();
    const history = opened.start();
    await history.append(reading(0, { weekly: 10 }));
    await truncate(opened.path, 2_500_000);
    await appendInTime(opened, history, reading(5, { weekly: 11 }));
    expect([(await stat(opened.path)).size < 200, await usedOf(history), opened.log.lines]).toEqual([
      true,
      [10, 11],
      [],
    ]);
  });
});

describe('whatever stands in the file', () => {
  test('a last line that was cut at any byte is left out, and the next one is not glued to it', async () => {
    const opened = await open();
    await appendInTime(opened, opened.start(), reading(0, { weekly: 10, 'five-hour': 33.25 }));
    const { size } = await stat(opened.path);
    await appendInTime(opened, opened.start(), reading(5, { weekly: 11, 'five-hour': 34.75 }));
    const whole = await readFile(opened.path);
    const expected: unknown[] = [];
    const found: unknown[] = [];
    for (let end = size; end < whole.length; end += 1) {
      await writeFile(opened.path, whole.subarray(0, end));
      opened.clock.at = noonMs + 10 * minuteMs;
      const torn = await usedOf(opened.start());
      await opened.start().append(reading(10, { weekly: 12, 'five-hour': 35 }));
      const after = await allOf(opened.start());
      found.push([torn, after]);
      // Without its newline alone it is whole, and becomes so with the next one.
      const isWhole = end === whole.length - 1;
      expected.push([
        [10],
        new Map([
          ['weekly', [point(0, 10), ...(isWhole ? [point(5, 11)] : []), point(10, 12)]],
          ['five-hour', [point(0, 33.25), ...(isWhole ? [point(5, 34.75)] : []), point(10, 35)]],
        ]),
      ]);
    }
    expect(found).toEqual(expected);
  });

  test('a first line that was cut at any byte is begun anew', async () => {
    const opened = await open();
    await opened.start().append(reading(0, { weekly: 10 }));
    const [first = ''] = (await readFile(opened.path, 'utf8')).split('\n');
    const found: unknown[] = [];
    for (let end = 0; end < first.length; end += 1) {
      await writeFile(opened.path, first.slice(0, end));
      await opened.start().append(reading(0, { weekly: 11 }));
      found.push(await usedOf(opened.start()));
    }
    expect(found).toEqual(found.map(() => [11]));
  });

  test('lines that cannot be read are skipped, and counted in one line of the log', async () => {
    const opened = await open();
    await opened.start().append(reading(0, { weekly: 10 }));
    await appendFile(opened.path, 'canary garbage\n1795521700 weekly 1\n\0\0\0\n1795521700 weekly x -;\n');
    await appendInTime(opened, opened.start(), reading(5, { weekly: 11 }));
    const history = opened.start();
    opened.log.lines.length = 0;
    expect([await usedOf(history), await usedOf(history), opened.log.lines]).toEqual([
      [10, 11],
      [10, 11],
      [{ level: 'warn', message: 'readings that cannot be read', facts: { account, lines: 4 } }],
    ]);
  });

  test.each([
    [
      'of a newer version',
      `{"schema":2,"account":"${account}","thinnedAt":0}\nnew\n`,
      'storage/newer-schema',
    ],
    ['of another account', '{"schema":1,"account":"openai:x","thinnedAt":0}\n', 'storage/refused-path'],
  ])('a file %s is left alone', async (_name, text, code) => {
    const opened = await openWith(text);
    const history = opened.start();
    await history.append(reading(0, { weekly: 10 }));
    await history.append(reading(5, { weekly: 11 }));
    expect([
      await allOf(history),
      await readFile(opened.path, 'utf8'),
      opened.log.lines.map(({ message, facts }) => [message, facts['failure']]),
    ]).toEqual([
      new Map(),
      text,
      [
        ['readings not kept', expect.objectContaining({ code })],
        ['readings not read', expect.objectContaining({ code })],
      ],
    ]);
  });

  test('a file of another account is not forgotten with this one', async () => {
    const text = '{"schema":1,"account":"openai:x","thinnedAt":0}\n';
    const opened = await openWith(text);
    await opened.start().forget(account);
    expect(await readFile(opened.path, 'utf8')).toBe(text);
  });

  test('every reading comes back from its lines, and garbage between them harms none', () => {
    const points = fc.dictionary(
      anyText({ maxLength: 12 }),
      fc.uniqueArray(
        fc.record({
          at: fc.integer({ min: 0, max: 4e9 }).map((seconds) => seconds * 1000),
          usedPercent: fc.integer({ min: 0, max: 1e7 }).map((used) => used / 1000),
          resetsAt: fc.option(fc.integer({ min: 0, max: 4e9 }).map((seconds) => seconds * 1000)),
        }),
        { selector: ({ at }) => at, minLength: 1, maxLength: 5 },
      ),
      { noNullPrototype: true, maxKeys: 4 },
    );
    const garbage = anyText({ maxLength: 40 }).filter((text) => !/;(\n|$)/.test(text));
    fc.assert(
      fc.property(points, garbage, fc.nat(20), (record, noise, place) => {
        const sorted = new Map(
          Object.entries(record).map(([id, all]) => [
            id.toWellFormed(),
            all.toSorted((left, right) => left.at - right.at),
          ]),
        );
        const lines = linesOf(sorted).split('\n');
        lines.splice(place % lines.length, 0, noise);
        const read = readLines(['first', ...lines].join('\n'), 0, Number.POSITIVE_INFINITY);
        expect(read.points).toEqual(sorted);
      }),
    );
  });
});

describe('it never fails, and says once that it cannot', () => {
  test('where its folder cannot be', async () => {
    const opened = await open();
    await writeFile(opened.folder, 'a file');
    const history = opened.start();
    await history.append(reading(0, { weekly: 10 }));
    await history.append(reading(5, { weekly: 11 }));
    await history.forget(account);
    expect([await allOf(history), opened.log.warnings]).toEqual([
      new Map(),
      ['readings not kept', 'readings not read'],
    ]);
  });

  test('when its file is taken away: the next reading but one makes it again', async () => {
    const opened = await open();
    const history = opened.start();
    await appendInTime(opened, history, reading(0, { weekly: 10 }));
    await opened.start().forget(account);
    await appendInTime(opened, history, reading(5, { weekly: 11 }));
    await appendInTime(opened, history, reading(10, { weekly: 12 }));
    expect([await usedOf(history), opened.log.warnings]).toEqual([[12], ['readings not kept']]);
  });

  test.skipIf(withMounts === undefined)('on a full disk: what was kept before stays', async () => {
    const disk = join(await temporaryFolder(), 'disk');
    await mkdir(disk, { mode: 0o700 });
    const mount = 'mount -t tmpfs -o size=8k,mode=700 tmpfs "$0" && exec "$@"';
    const { out, code } = await runChild('append-readings', {
      arguments: [disk, '0', '400', 'ours'],
      through: [...(withMounts ?? []), 'sh', '-c', mount, disk],
    });
    const { kept, warnings } = endShape.parse(JSON.parse(out));
    expect([
      code,
      kept.every((number, index) => number === index),
      kept.length > 50,
      warnings.toSorted(),
    ]).toEqual([0, true, true, ['readings not kept', 'readings not thinned']]);
  });
});
