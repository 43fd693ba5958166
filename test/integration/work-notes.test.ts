// Notes of finished work: they come back, stay few, and never fail anybody.
import { appendFile, mkdir, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createWorkNotes } from '../../main/adapters/node/work-notes.ts';
import { consumerId } from '../../main/domain/ids.ts';
import type { FinishedWork } from '../../main/ports.ts';
import { claudeId, noonMs } from '../fakes/accounts.ts';
import { RecordingLog } from '../fakes/log.ts';
import { modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';
import { FakeTime } from '../fakes/time.ts';

const dayMs = 86_400_000;

function workOf(number: number, differing: Partial<FinishedWork> = {}): FinishedWork {
  return {
    at: noonMs + number,
    provider: claudeId,
    consumer: consumerId('claude-code'),
    task: 'review',
    unit: 'percent',
    used: number,
    lengthMs: 60_000,
    ...differing,
  };
}

async function notesIn() {
  const path = join(await temporaryFolder(), 'data', 'work.jsonl');
  const [clock, log] = [new FakeTime(noonMs + 1), new RecordingLog()];
  return { path, clock, log, start: () => createWorkNotes({ path, clock, log }) };
}

const numbersOf = (works: readonly FinishedWork[]): readonly number[] => works.map(({ used }) => used);

test('are there again after a restart, the oldest first, in a private file', async () => {
  const { path, log, start } = await notesIn();
  const before = await start().load();
  const plain: FinishedWork = { at: noonMs, provider: claudeId, unit: 'tokens', used: 3, lengthMs: 0 };
  const notes = start();
  const written = [workOf(1), workOf(2, { windowId: 'weekly' }), plain];
  await Promise.all(written.map((work) => notes.append(work)));
  expect([before, await start().load(), await modeOf(path), log.lines]).toEqual([[], written, '600', []]);
});

test('the newest two thousand of the last 180 days count, and the file stays small', async () => {
  const { path, clock, start } = await notesIn();
  await start().append(workOf(0, { at: noonMs - 181 * dayMs }));
  await appendFile(
    path,
    Array.from({ length: 2_300 }, (_each, index) => `${JSON.stringify(workOf(index + 1))}\n`).join(''),
  );
  const before = numbersOf(await start().load());
  await start().append(workOf(2_301));
  const lines = (await readFile(path, 'utf8')).split('\n').length - 1;
  const after = numbersOf(await start().load());
  clock.sleep(181 * dayMs);
  expect([
    before.length,
    before[0],
    lines,
    after.length,
    after[0],
    after.at(-1),
    await start().load(),
  ]).toEqual([2000, 301, 2001, 2000, 302, 2_301, []]);
});

test('a line that cannot be read costs that line, and a long task is cut', async () => {
  const { path, start } = await notesIn();
  const notes = start();
  await notes.append(workOf(1));
  await notes.append(workOf(2));
  await truncate(path, (await stat(path)).size - 5);
  await appendFile(path, '\n{"used":-1}\n');
  await start().append(workOf(3, { task: 'x'.repeat(1_000) }));
  expect((await start().load()).map(({ used, task }) => [used, task?.length])).toEqual([
    [1, 6],
    [3, 260],
  ]);
});

test('where nothing can be kept, nobody is troubled and it is said once', async () => {
  const { path, log, start } = await notesIn();
  await mkdir(path, { recursive: true });
  const notes = start();
  await notes.append(workOf(1));
  await notes.append(workOf(2));
  expect([await notes.load(), log.warnings]).toEqual([[], ['finished work not noted']]);
});
