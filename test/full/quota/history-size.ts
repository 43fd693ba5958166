// How large the history of a whole season gets, and how long it takes to open all of it.
import { appendFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprintOf } from '../../../main/adapters/node/fingerprint.ts';
import { firstLine, linesOf } from '../../../main/adapters/node/quota-history-lines.ts';
import { createQuotaHistory } from '../../../main/adapters/node/quota-history.ts';
import { accountId, type AccountId } from '../../../main/domain/ids.ts';
import { pointOf } from '../../../main/domain/quota-points.ts';
import type { KnownQuota } from '../../../main/domain/quota-window.ts';
import { RecordingLog } from '../../fakes/log.ts';
import type { Figure, Outcome } from '../figure.ts';
import { makeFolder } from '../support/folder.ts';
import { createRandom, type Random } from '../support/random.ts';
import { machineMs, percentile, rounded } from '../support/statistics.ts';

const largestMegabytes = 20;
const longestMs = 100;
const opens = 5;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const readEveryMs = 300_000;
const startMs = Date.UTC(2026, 0, 1);
const fullDays = 90;

const accounts = Array.from({ length: 8 }, (_empty, index) => accountId(`openai:user-${index}.acc-${index}`));
const lengthsMs: Readonly<Record<string, number>> = {
  'five-hour': 5 * hourMs,
  daily: dayMs,
  weekly: 7 * dayMs,
  'weekly-opus': 7 * dayMs,
};

/** Used without a rest, day and night: each reading finds every window fuller, until it is reset. */
function createUser(account: AccountId, random: Random): (now: number) => KnownQuota {
  const used = new Map<string, number>();
  return (now) => ({
    account,
    at: now,
    source: 'OpenAI',
    windows: Object.entries(lengthsMs).map(([id, lengthMs]) => {
      const before = now % lengthMs === 0 ? 0 : (used.get(id) ?? 0);
      const usedPercent = before + random.between(0.5, 1.5) * ((100 * readEveryMs) / lengthMs);
      used.set(id, usedPercent);
      return {
        id,
        label: id,
        usedPercent: Math.round(usedPercent * 100) / 100,
        lengthMs,
        resetsAt: (Math.floor(now / lengthMs) + 1) * lengthMs,
        at: now,
        kind: 'api',
        source: 'OpenAI',
      };
    }),
  });
}

type Write = (folder: string, days: number, seed: number, say: (line: string) => void) => Promise<void>;

/** The real module, reading after reading. */
const writeOurs: Write = async (folder, days, seed, say) => {
  const random = createRandom(seed);
  const users = accounts.map((account) => createUser(account, random));
  let now = startMs;
  const history = createQuotaHistory({ folder, clock: { nowMs: () => now }, log: new RecordingLog() });
  for (; now < startMs + days * dayMs; now += readEveryMs) {
    await Promise.all(users.map((read) => history.append(read(now))));
    const day = (now - startMs) / dayMs;
    if (day > 0 && day % 30 === 0) say(`${day} of ${days} days`);
  }
};

/** The same lines with nothing left out and nothing rolled up. */
const writeAll: Write = async (folder, days, seed) => {
  const random = createRandom(seed);
  for (const account of accounts) {
    const read = createUser(account, random);
    let text = firstLine(account, startMs);
    for (let now = startMs; now < startMs + days * dayMs; now += readEveryMs) {
      const points = read(now).windows.map((window) => {
        const point = pointOf(window);
        return [window.id, point === undefined ? [] : [point]] as const;
      });
      text += linesOf(new Map(points));
    }
    await appendFile(join(folder, `${fingerprintOf(account)}.readings`), text, { mode: 0o600 });
  }
};

/** Reads everything of all accounts, as at a start. */
async function openMs(folder: string, now: number): Promise<{ tookMs: number; points: number }> {
  const history = createQuotaHistory({ folder, clock: { nowMs: () => now }, log: new RecordingLog() });
  const startedMs = machineMs();
  const read = await Promise.all(accounts.map((account) => history.read(account, 0)));
  const tookMs = machineMs() - startedMs;
  const points = read.flatMap((windows) => [...windows.values()]).reduce((sum, all) => sum + all.length, 0);
  return { tookMs, points };
}

async function season(
  days: number,
  seed: number,
  say: (line: string) => void,
  write: Write,
): Promise<Outcome> {
  await using folder = await makeFolder();
  await write(folder.path, days, seed, say);
  const names = await readdir(folder.path);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder.path, name))).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const times: number[] = [];
  let points = 0;
  for (let turn = 0; turn < opens; turn += 1) {
    const opened = await openMs(folder.path, startMs + days * dayMs);
    times.push(opened.tookMs);
    ({ points } = opened);
  }
  const megabytes = bytes / 1_000_000;
  const tookMs = percentile(times, 0.5);
  // Times of a small run are taken among other tests, where they say nothing.
  const isTimed = days >= fullDays;
  // Nothing read is nothing kept.
  const isThere = points > 0 && names.length === accounts.length;
  return {
    met: isThere && megabytes <= largestMegabytes && (!isTimed || tookMs <= longestMs),
    goal: `≤ ${largestMegabytes} MB for ${days} days${isTimed ? `, all of it opened in ≤ ${longestMs} ms` : ''}`,
    actual: `${rounded(megabytes)} MB, opened in ${rounded(tookMs)} ms`,
    counts: { days, accounts: accounts.length, bytes, points, openP50Ms: rounded(tookMs) },
  };
}

export const figure: Figure = {
  id: 'history-size',
  about:
    'the history of 8 accounts with 4 windows, read every 5 minutes for 90 days, takes at most 20 MB and is opened within 100 ms',
  place: 'node',
  isAlone: true,
  size: { unit: 'days', quick: 10, full: fullDays },
  measure: (size, seed, say) => season(size, seed, say, writeOurs),
  control: (seed, say) => season(fullDays, seed, say, writeAll),
};
