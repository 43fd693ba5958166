// Ends leases whose process has ended, whose stream has closed or whose time is up; looks only while there are leases.
import type { LeaseBook } from '../domain/lease-book.ts';
import type { LeaseEnd, LeaseId } from '../domain/lease.ts';
import type { Clock, Log, ProcessWatch, Timer } from '../ports.ts';
import { heartbeatMs, type LeaseDesk } from './lease-desk.ts';

export interface LeaseHoldersParts {
  readonly book: Pick<LeaseBook, 'processes' | 'ofProcess' | 'nextExpiryAt' | 'expired' | 'get'>;
  readonly desk: Pick<LeaseDesk, 'end' | 'keepUntil'>;
  readonly watch: Pick<ProcessWatch, 'endedOf'>;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Pick<Log, 'warn'>;
}

export interface LeaseHolders {
  /** A lease was given or has got more time. */
  reconsider(): void;
  /** Looks at every process now; for what an earlier run has given out. */
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

export function createLeaseHolders(parts: LeaseHoldersParts): LeaseHolders {
  const { book, desk, clock, timer } = parts;
  const held = new Map<LeaseId, (how: LeaseEnd) => void>();
  let cancelLook: (() => void) | undefined;
  let cancelExpiry: (() => void) | undefined;
  let expiryAt = Infinity;
  let stopped = false;

  async function endIt(id: LeaseId, how: LeaseEnd): Promise<void> {
    try {
      await desk.end(id, how);
    } catch (thrown) {
      // It is ended here all the same; after a crash its end is noticed again.
      parts.log.warn('the end of a lease was not written down', { thrown });
    }
  }

  async function look(): Promise<void> {
    const gone = await parts.watch.endedOf(book.processes());
    const leases = gone.flatMap((process) => book.ofProcess(process));
    await Promise.all(leases.map(({ id }) => endIt(id, 'process-gone')));
  }

  function lookLater(): void {
    if (stopped || cancelLook !== undefined || book.processes().length === 0) return;
    cancelLook = timer.after(lookEveryMs, () => {
      void look()
        .catch((thrown: unknown) => {
          parts.log.warn('processes were not looked at', { thrown });
        })
        .finally(() => {
          cancelLook = undefined;
          lookLater();
        });
    });
  }

  function expireLater(): void {
    const next = book.nextExpiryAt();
    if (stopped || next === null || next >= expiryAt) return;
    cancelExpiry?.();
    expiryAt = next;
    cancelExpiry = timer.after(Math.min(longestTimerMs, Math.max(0, next - clock.nowMs())), () => {
      [cancelExpiry, expiryAt] = [undefined, Infinity];
      const expired = book.expired(clock.nowMs());
      void Promise.all(
        expired.map(({ id, holder }) => endIt(id, holder.kind === 'stream' ? 'stream-closed' : 'expired')),
      ).finally(expireLater);
    });
  }

  return {
    reconsider() {
      lookLater();
      expireLater();
    },
    look,
    async hold(id, signal) {
      const before = book.get(id)?.expiresAt ?? 0;
      await desk.keepUntil(id, clock.nowMs() + heldMs);
      // Another stream takes the place of the one before.
      held.get(id)?.('replaced');
      return new Promise<LeaseEnd>((resolve) => {
        const closed = (): void => {
          if (held.get(id) !== finish) return;
          held.delete(id);
          const isOfStream = book.get(id)?.holder.kind === 'stream';
          // What lives otherwise too goes on as if nobody had held it.
          if (isOfStream) void endIt(id, 'stream-closed');
          else void desk.keepUntil(id, Math.max(before, clock.nowMs() + heartbeatMs)).catch(() => undefined);
          resolve('stream-closed');
        };
        const finish = (how: LeaseEnd): void => {
          signal.removeEventListener('abort', closed);
          if (held.get(id) === finish) held.delete(id);
          resolve(how);
        };
        held.set(id, finish);
        signal.addEventListener('abort', closed);
        if (signal.aborted) closed();
      });
    },
    ended(id, how) {
      held.get(id)?.(how);
    },
    stop() {
      stopped = true;
      cancelLook?.();
      cancelExpiry?.();
    },
  };
}
