// Ends leases whose process has ended, whose stream has closed or whose time is up; looks only while there are leases.
import { Failure } from '../domain/failure.ts';
import type { LeaseBook } from '../domain/lease-book.ts';
import type { LeaseEnd, LeaseId } from '../domain/lease.ts';
import type { Clock, Log, ProcessWatch, Timer } from '../ports.ts';
import { heartbeatMs, streamGraceMs, type LeaseDesk } from './lease-desk.ts';

export interface LeaseHoldersParts {
  readonly book: Pick<LeaseBook, 'all' | 'processes' | 'ofProcess' | 'nextExpiryAt' | 'expired' | 'get'>;
  readonly desk: Pick<LeaseDesk, 'end' | 'keepUntil'>;
  readonly watch: Pick<ProcessWatch, 'endedOf'>;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Pick<Log, 'warn'>;
}

export interface LeaseHolders {
  /** A lease was given or has got more time. */
  reconsider(): void;
  /**
   * Looks at what an earlier run has given out: which processes still run; and no stream of that run is held any more.
   * @throws Failure `storage/write-failed`
   */
  look(): Promise<void>;
  /**
   * The lease lives as long as this stream, and ends when the signal aborts.
   * @returns resolves with how it ended, from whichever side. @throws Failure `broker/no-such-lease`
   */
  hold(id: LeaseId, signal: AbortSignal): Promise<LeaseEnd>;
  /** To be told of every end, for whoever holds that lease. */
  ended(id: LeaseId, how: LeaseEnd): void;
  stop(): void;
}

/** With the time that a look takes, a dead process is noticed within half a second (design §10). */
const lookEveryMs = 400;
const longestTimerMs = 3_600_000;
/** A held lease is kept alive by its stream alone. */
const heldMs = 365 * 24 * 3_600_000;

interface Holding {
  /** Unix milliseconds; until when it would live had nobody held it. */
  readonly before: number;
  readonly finish: (how: LeaseEnd) => void;
}

export function createLeaseHolders(parts: LeaseHoldersParts): LeaseHolders {
  const { book, desk, clock, timer } = parts;
  const held = new Map<LeaseId, Holding>();
  let cancelLook: (() => void) | undefined;
  let isLooking = false;
  let cancelExpiry: (() => void) | undefined;
  let expiryAt = Infinity;
  /** The latest moment that the clock has told. */
  let latest = 0;
  let stopped = false;

  async function endIt(id: LeaseId, how: LeaseEnd): Promise<void> {
    try {
      await desk.end(id, how);
    } catch (thrown) {
      // It is ended here all the same; after a crash its end is noticed again.
      parts.log.warn('the end of a lease was not written down', { thrown });
    }
  }

  async function lookAtProcesses(): Promise<void> {
    const gone = await parts.watch.endedOf(book.processes());
    const leases = gone.flatMap((process) => book.ofProcess(process));
    await Promise.all(leases.map(({ id }) => endIt(id, 'process-gone')));
  }

  /**
   * What nobody holds by a stream lives for no longer than after a grant or a heartbeat: not because an earlier run held it, nor
   * because the clock was set back. Whoever still wants it comes again.
   */
  async function shorten(): Promise<void> {
    const now = clock.nowMs();
    const mostMs = { process: Infinity, stream: streamGraceMs, heartbeat: heartbeatMs };
    await Promise.all(
      book
        .all()
        .filter(({ id, holder, expiresAt }) => !held.has(id) && expiresAt > now + mostMs[holder.kind])
        .map(({ id, holder }) => keepUntil(id, now + mostMs[holder.kind])),
    );
  }

  function lookLater(): void {
    if (stopped || isLooking || cancelLook !== undefined || book.processes().length === 0) return;
    cancelLook = timer.after(lookEveryMs, () => {
      [cancelLook, isLooking] = [undefined, true];
      void lookAtProcesses()
        .catch((thrown: unknown) => {
          parts.log.warn('processes were not looked at', { thrown });
        })
        .finally(() => {
          isLooking = false;
          lookLater();
        });
    });
  }

  /** The clock goes back when somebody sets it. */
  function timeNow(): number {
    const now = clock.nowMs();
    if (now < latest) void shorten().finally(expireLater);
    latest = now;
    return now;
  }

  function expireLater(): void {
    const now = timeNow();
    const next = book.nextExpiryAt();
    if (stopped || next === null || next >= expiryAt) return;
    cancelExpiry?.();
    expiryAt = next;
    cancelExpiry = timer.after(Math.min(longestTimerMs, Math.max(0, next - now)), () => {
      [cancelExpiry, expiryAt] = [undefined, Infinity];
      const expired = book.expired(timeNow());
      void Promise.all(
        expired.map(({ id, holder }) => endIt(id, holder.kind === 'stream' ? 'stream-closed' : 'expired')),
      ).finally(expireLater);
    });
  }

  /** Durable or not, it lives on here; after a crash it would have to be held anew anyway. */
  async function keepUntil(id: LeaseId, expiresAt: number): Promise<void> {
    try {
      await desk.keepUntil(id, expiresAt);
    } catch (thrown) {
      // It may have ended in this moment.
      if (book.get(id) !== undefined)
        parts.log.warn('how long a lease lives was not written down', { thrown });
    }
  }

  /** What lives otherwise too goes on as if nobody had held it. */
  function letGo(id: LeaseId, before: number): void {
    const kind = book.get(id)?.holder.kind;
    if (kind === 'stream') void endIt(id, 'stream-closed');
    else void keepUntil(id, kind === 'process' ? before : clock.nowMs() + heartbeatMs);
  }

  function restWhenAllIsOver(): void {
    if (book.nextExpiryAt() !== null) return;
    cancelLook?.();
    cancelExpiry?.();
    [cancelLook, cancelExpiry, expiryAt] = [undefined, undefined, Infinity];
  }

  return {
    reconsider() {
      lookLater();
      expireLater();
    },
    async look() {
      await shorten();
      await lookAtProcesses();
    },
    async hold(id, signal) {
      const lease = book.get(id);
      if (lease === undefined) throw new Failure('broker/no-such-lease');
      const other = held.get(id);
      const before = other?.before ?? lease.expiresAt;
      const ending = new Promise<LeaseEnd>((resolve) => {
        const closed = (): void => {
          if (held.get(id) !== holding) return;
          held.delete(id);
          letGo(id, before);
          resolve('stream-closed');
        };
        const holding: Holding = {
          before,
          finish(how) {
            signal.removeEventListener('abort', closed);
            if (held.get(id) === holding) held.delete(id);
            resolve(how);
          },
        };
        held.set(id, holding);
        signal.addEventListener('abort', closed);
        if (signal.aborted) closed();
      });
      // Another stream takes the place of the one before.
      other?.finish('replaced');
      if (!signal.aborted) await keepUntil(id, clock.nowMs() + heldMs);
      return ending;
    },
    ended(id, how) {
      held.get(id)?.finish(how);
      restWhenAllIsOver();
    },
    stop() {
      stopped = true;
      cancelLook?.();
      cancelExpiry?.();
    },
  };
}
