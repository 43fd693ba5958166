// Sixteen of our processes and a program that truncates in place, all on one file: nothing of ours is lost (SF-09).
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Figure, Outcome } from '../figure.ts';
import { startChild } from '../support/children.ts';
import { makeFolder } from '../support/folder.ts';

const processes = 16;
const controlUpdates = 64;

const oursShape = z.object({ lost: z.number(), failures: z.record(z.string(), z.number()) });
const theirsShape = z.object({
  written: z.number(),
  locked: z.number(),
  lostLocked: z.number(),
  lostUnlocked: z.number(),
  skipped: z.number(),
});

async function endOf<Shape extends z.ZodType>(
  child: ReturnType<typeof startChild>,
  shape: Shape,
): Promise<z.infer<Shape>> {
  const { out, errors } = await child.ended;
  if (out === '') throw new Error(errors);
  return shape.parse(JSON.parse(out));
}

function readable(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function updates(count: number, kind: 'ours' | 'in-place'): Promise<Outcome> {
  await using folder = await makeFolder();
  const [home, backups] = ['home', 'backups'].map((name) => join(folder.path, name));
  if (home === undefined || backups === undefined) throw new Error('no folder');
  await mkdir(home, { mode: 0o700 });
  await mkdir(backups, { mode: 0o700 });
  const [path, lockFolder] = [join(home, 'auth.json'), join(home, 'auth.json.lock')];
  await writeFile(path, '{"theirs": 0, "spelled": 1.50}', { mode: 0o600 });
  const each = Math.ceil(count / processes);
  const keys = Array.from({ length: processes }, (_empty, index) => `ours-${index}`);
  const truncating = startChild('truncate-in-place', [path, lockFolder]);
  const ours = await Promise.all(
    keys.map((key) =>
      endOf(startChild('edit-in-turn', [path, backups, lockFolder, key, each.toString(), kind]), oursShape),
    ),
  );
  truncating.process.stdin?.end();
  const theirs = await endOf(truncating, theirsShape);
  const text = await readFile(path, 'utf8');
  const present = readable(text);
  const missing = keys.filter((key) => present?.[key] !== each).length;
  const lost = ours.reduce((sum, one) => sum + one.lost, missing);
  const failures = new Map<string, number>();
  for (const [code, times] of ours.flatMap((one) => Object.entries(one.failures)))
    failures.set(code, (failures.get(code) ?? 0) + times);
  const unreadable = present === undefined ? 1 : 0;
  const respelled = text.includes('"spelled": 1.50') ? 0 : 1;
  return {
    met: lost + unreadable + respelled + theirs.lostLocked === 0 && theirs.written > 0,
    goal: `0 of ${each * processes} updates of ${processes} processes lost, 0 of another program's under its own lock, 0 unreadable at the end`,
    actual: `${lost} lost, ${theirs.lostLocked} of the other program's, ${unreadable} unreadable`,
    counts: {
      updates: each * processes,
      processes,
      lost,
      unreadable,
      respelled,
      theirUpdates: theirs.written,
      theirUpdatesUnderLock: theirs.locked,
      theirLostUnderLock: theirs.lostLocked,
      // Written between our last look and our rename, into a file that was being replaced: only a lock can help there.
      theirLostWithoutLock: theirs.lostUnlocked,
    },
    histogram: Object.fromEntries([...failures].map(([code, times]) => [`told ${code}, tried again`, times])),
  };
}

export const figure: Figure = {
  id: 'concurrent-writers',
  about:
    'sixteen of our processes lose no update of one file, beside a program that truncates it in place; what that one writes under its lock stays',
  place: 'node',
  size: { unit: 'updates', quick: 96, full: 10_000 },
  measure: (size) => updates(size, 'ours'),
  control: () => updates(controlUpdates, 'in-place'),
};
