// The mark of a run on a real disk: the next start finds it, its end takes it away, and what is damaged counts as none.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createRunMark } from '../../main/adapters/node/run-mark.ts';
import type { RunMark } from '../../main/domain/safe-mode.ts';
import { noonMs } from '../fakes/accounts.ts';
import { failureOf } from '../fakes/failures.ts';
import { modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const mark: RunMark = { startedAt: noonMs, lasted: true, crashesBefore: 2 };

async function place(): Promise<string> {
  return join(await temporaryFolder(), 'data', 'run.json');
}

test('the next start finds the newest mark, in a file that only its owner can read', async () => {
  const path = await place();
  const marks = createRunMark(path);
  const before = await marks.load();
  await marks.save({ ...mark, lasted: false });
  await marks.save(mark);
  expect([before, await createRunMark(path).load(), await modeOf(path)]).toEqual([undefined, mark, '600']);
});

test('a clean end leaves nothing, and a second one has nothing to take away', async () => {
  const path = await place();
  const marks = createRunMark(path);
  await marks.save(mark);
  await marks.clear();
  await marks.clear();
  expect([await marks.load(), await readdir(dirname(path))]).toEqual([undefined, []]);
});

test.each([
  ['nothing', ''],
  ['half a file', '{"schema":1,"run":{"startedAt":17'],
  ['a later schema', JSON.stringify({ schema: 2, run: mark })],
  ['a count below zero', JSON.stringify({ schema: 1, run: { ...mark, crashesBefore: -3 } })],
  ['words in the place of figures', JSON.stringify({ schema: 1, run: { ...mark, startedAt: 'noon' } })],
])('%s counts as no mark, and the next one takes its place', async (_name, text) => {
  const path = await place();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, text);
  const marks = createRunMark(path);
  const found = await marks.load();
  await marks.save(mark);
  expect([found, await marks.load()]).toEqual([undefined, mark]);
});

test('what cannot be written or taken away says which file it is', async () => {
  const path = await place();
  await mkdir(path, { recursive: true });
  const marks = createRunMark(path);
  const failures = [await failureOf(marks.save(mark)), await failureOf(marks.clear())];
  expect(failures.map(({ code, subject }) => [code, subject])).toEqual([
    ['storage/unreadable', path],
    ['storage/write-failed', path],
  ]);
});
