// Readings of the windows, kept for 90 days: one text file per account that grows by a line. Holds no secret.
import { stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, toFailure } from '../../domain/failure.ts';
import type { KnownQuota, Point } from '../../domain/quota-window.ts';
import type { AccountId } from '../../domain/ids.ts';
import { keptForMs, newPoints, pointOf, thinned } from '../../domain/quota-points.ts';
import type { Clock, Log, QuotaHistory } from '../../ports.ts';
import { readIfPresent, replaceFile } from './durable-file.ts';
import { fingerprintOf } from './fingerprint.ts';
import { createGrowingFiles } from './growing-file.ts';
import { firstLine, linesOf, readFirstLine, readLines, type Points } from './quota-history-lines.ts';

export interface QuotaHistoryParts {
  /** Of this app alone; made when there is something to keep. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Far more than an account needs. It is there so that nothing can make a file grow without end. */
const largestBytes = 2_500_000;
/** A file that is written anew has room after it, so that the next readings are appended again. */
const largestThinnedBytes = 0.75 * largestBytes;

interface Understood {
  readonly points: Points;
  /** Unix milliseconds; undefined for a file that has to be begun, for there is none or it cannot be understood. */
  readonly thinnedAt: number | undefined;
}

/** What this process knows of a file that it has appended to. */
interface Begun {
  /** By the window's id, what was kept of it last. */
  readonly last: Map<string, Point>;
  /** Unix milliseconds from which older readings are to be thinned. */
  thinAt: number;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Of lines, which are plain ASCII, the last ones that fit. */
function lastLines(text: string, mostBytes: number): string {
  if (text.length <= mostBytes) return text;
  return text.slice(text.indexOf('\n', text.length - mostBytes - 1) + 1);
}

const files = createGrowingFiles(largestBytes);

/**
 * An append is one write at the end of a file, not forced to the disk: a power cut may cost the last minutes, a killed
 * process at most the reading it was at. Times are kept to the second. One process is expected to append; where another
 * one does as well nothing is lost, but the same reading may stand there twice.
 */
export function createQuotaHistory({ folder, clock, log }: QuotaHistoryParts): QuotaHistory {
  const begun = new Map<AccountId, Begun>();
  const queues = new Map<AccountId, Promise<void>>();
  const said = new Set<string>();

  const pathOf = (account: AccountId): string => join(folder, `${fingerprintOf(account)}.readings`);

  /** Each of them once: what is wrong with a disk stays so for a while. */
  function warn(account: AccountId, message: string, facts: Readonly<Record<string, unknown>>): void {
    if (!said.has(message)) log.warn(message, { account, ...facts });
    said.add(message);
  }

  /** Work on one account goes in turn, and does not fail. */
  async function inTurn(account: AccountId, work: () => Promise<void>): Promise<void> {
    const turn = (queues.get(account) ?? Promise.resolve()).then(work).catch((thrown: unknown) => {
      // Whatever it was, the next reading looks at the file again.
      begun.delete(account);
      warn(account, 'readings not kept', { failure: toFailure(thrown) });
    });
    queues.set(account, turn);
    await turn;
  }

  /** @throws Failure `storage/newer-schema`, `storage/refused-path` when it is another account's */
  function understood(
    account: AccountId,
    bytes: Uint8Array | undefined,
    fromMs = 0,
    toMs: number = Number.POSITIVE_INFINITY,
  ): Understood {
    const text = new TextDecoder().decode(bytes);
    const first = readFirstLine(text, account);
    switch (first.kind) {
      case 'newer':
        throw new Failure('storage/newer-schema', { subject: pathOf(account) });
      case 'foreign':
        throw new Failure('storage/refused-path', {
          subject: pathOf(account),
          detail: 'of another account',
        });
      case 'damaged':
        if (text !== '') warn(account, 'readings that cannot be read', { detail: 'begun anew' });
        return { points: new Map(), thinnedAt: undefined };
      case 'ours': {
        const { points, unreadable } = readLines(text, fromMs, toMs);
        if (unreadable > 0) warn(account, 'readings that cannot be read', { lines: unreadable });
        return { points, thinnedAt: first.thinnedAt };
      }
    }
  }

  /** Makes the file where there is none that can be understood. @throws Failure of the `storage/` family */
  async function begin(account: AccountId): Promise<Begun> {
    const now = clock.nowMs();
    const bytes = await readIfPresent(pathOf(account));
    const { points, thinnedAt } = understood(account, bytes);
    if (thinnedAt === undefined) await replaceFile(pathOf(account), bytesOf(firstLine(account, now)), bytes);
    const last = new Map<string, Point>();
    for (const [id, ofWindow] of points) {
      const point = ofWindow.at(-1);
      if (point !== undefined) last.set(id, point);
    }
    const known = { last, thinAt: Math.min(thinnedAt ?? now, now) + dayMs };
    begun.set(account, known);
    return known;
  }

  function isThinningDue({ thinAt }: Begun): boolean {
    const now = clock.nowMs();
    // A clock that was set back by more than that had set the time too late.
    return now >= thinAt || thinAt - now > dayMs;
  }

  async function hasRoom(account: AccountId, lines: Uint8Array): Promise<boolean> {
    // Where there is no file, the append says so.
    const size = await stat(pathOf(account)).then(
      (found) => found.size,
      () => 0,
    );
    return size + lines.length < largestBytes;
  }

  /** Where the recent ones alone are too many, the oldest of them go too. */
  async function thin(account: AccountId, known: Begun): Promise<void> {
    const now = clock.nowMs();
    try {
      await files.rewrite(pathOf(account), (bytes) => {
        const { points } = understood(account, bytes);
        const kept = new Map([...points].map(([id, ofWindow]) => [id, thinned(ofWindow, now)]));
        return bytesOf(firstLine(account, now) + lastLines(linesOf(kept), largestThinnedBytes));
      });
      known.thinAt = now + dayMs;
    } catch (thrown) {
      known.thinAt = now + hourMs;
      const failure = toFailure(thrown);
      // Another process has appended meanwhile, which will not happen every time.
      if (failure.code !== 'storage/conflict') warn(account, 'readings not thinned', { failure });
    }
  }

  /** @throws Failure of the `storage/` family */
  async function add({ account, windows }: KnownQuota): Promise<void> {
    const reading = new Map<string, Point>();
    for (const window of windows) {
      const point = pointOf(window);
      if (point !== undefined) reading.set(window.id, point);
    }
    if (reading.size === 0) return;
    let known = begun.get(account);
    // Not with the first reading, for the app is starting up then.
    if (known !== undefined && isThinningDue(known)) await thin(account, known);
    known ??= await begin(account);
    const fresh = newPoints(known.last, reading, clock.nowMs());
    if (fresh.size === 0) return;
    const lines = bytesOf(linesOf(new Map([...fresh].map(([id, point]) => [id, [point]]))));
    // Whatever fills it must not be the end of the history.
    if (!(await hasRoom(account, lines))) await thin(account, known);
    await files.append(pathOf(account), lines);
    for (const [id, point] of fresh) known.last.set(id, point);
  }

  return {
    append: (quota) => inTurn(quota.account, () => add(quota)),
    async read(account, sinceMs) {
      const now = clock.nowMs();
      try {
        const bytes = await readIfPresent(pathOf(account));
        return understood(account, bytes, Math.max(sinceMs, now - keptForMs), now).points;
      } catch (thrown) {
        warn(account, 'readings not read', { failure: toFailure(thrown) });
        return new Map();
      }
    },
    forget: (account) =>
      inTurn(account, async () => {
        begun.delete(account);
        const path = pathOf(account);
        const bytes = await readIfPresent(path);
        if (bytes === undefined) return;
        if (readFirstLine(new TextDecoder().decode(bytes), account).kind === 'foreign') return;
        await unlink(path);
      }),
  };
}
