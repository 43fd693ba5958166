// Appends one reading of the series after the other to a history, each at its own time. A letter on descriptor 3 before
// (`b`) and after (`e`) each. Arguments: the folder, the number of the first, how many (0: until it is killed), and `ours`
// or `in-place` (a history that is written whole, over the one before). In the end it prints as JSON what came of it.
import { writeSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createQuotaHistory } from '../../../main/adapters/node/quota-history.ts';
import { fingerprintOf } from '../../../main/adapters/node/fingerprint.ts';
import { firstLine, linesOf, readLines } from '../../../main/adapters/node/quota-history-lines.ts';
import { RecordingLog } from '../log.ts';
import { numbersOf, readingOf, seriesAccount, timeOf } from '../reading-series.ts';

const [folder = '', from = '0', times = '0', kind = ''] = process.argv.slice(2);
const log = new RecordingLog();
let number = Number(from);
const clock = { nowMs: () => timeOf(number) };
const history = createQuotaHistory({ folder, clock, log });
const path = join(folder, `${fingerprintOf(seriesAccount)}.readings`);

/** What a hurried program does: the whole file, in the pieces that a buffer makes of it. */
async function writeOver(): Promise<void> {
  const { points } = readLines(await readFile(path, 'utf8').catch(() => ''), 0, timeOf(number));
  const [window] = readingOf(number).windows;
  if (window === undefined) return;
  const next = { at: window.at, usedPercent: window.usedPercent ?? 0, resetsAt: null };
  const all = new Map([[window.id, [...(points.get(window.id) ?? []), next]]]);
  const text = firstLine(seriesAccount, 0) + linesOf(all);
  const handle = await open(path, 'w');
  for (let at = 0; at < text.length; at += 512) await handle.write(text.slice(at, at + 512), at);
  await handle.close();
}

const end = Number(times) === 0 ? Number.POSITIVE_INFINITY : number + Number(times);
for (; number < end; number += 1) {
  writeSync(3, 'b');
  if (kind === 'in-place') await writeOver();
  else await history.append(readingOf(number));
  writeSync(3, 'e');
}
const kept = (await history.read(seriesAccount, 0)).get('weekly') ?? [];
process.stdout.write(JSON.stringify({ kept: numbersOf(kept), warnings: log.warnings }));
