// What is known of each account's quota, kept across restarts. Tries are noted before they are made, several at a time.
import type { AccountId } from '../domain/ids.ts';
import { countingRoom, isRoomFor, withRoom, type Room } from '../domain/poll-policy.ts';
import type { QuotaNote } from '../domain/quota-note.ts';
import type { Clock, Log, QuotaNotes } from '../ports.ts';

export interface QuotaBookParts {
  readonly notes: QuotaNotes;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
}

export interface QuotaBook {
  /** Takes in what an earlier run has noted, once; what is known already counts more. */
  load(): Promise<void>;
  /** Takes in what another process has noted about the account meanwhile. */
  reload(account: AccountId): Promise<QuotaNote | undefined>;
  get(account: AccountId): QuotaNote | undefined;
  all(): ReadonlyMap<AccountId, QuotaNote>;
  /** Without a write: a restart need not know it. */
  hold(account: AccountId, note: QuotaNote): void;
  /** Durable when it returns. That it could not be written is only logged. */
  keep(account: AccountId, note: QuotaNote): Promise<void>;
  /** As `keep`, for a try that is about to be made; without a write while there is room for it. */
  keepTry(account: AccountId, note: QuotaNote): Promise<void>;
  /** Notes exactly what was asked, without room: the next run need not count what could have been asked. */
  close(): Promise<void>;
}

export function createQuotaBook({ notes, clock, log }: QuotaBookParts): QuotaBook {
  const known = new Map<AccountId, QuotaNote>();
  /** What is left of it. */
  const rooms = new Map<AccountId, Room>();
  let hasKept = false;
  let loading: Promise<void> | undefined;

  async function noted(): Promise<ReadonlyMap<AccountId, QuotaNote>> {
    const found = await notes.load();
    const now = clock.nowMs();
    const counted = ({ requests, ...note }: QuotaNote): QuotaNote => ({
      ...note,
      requests: countingRoom(requests, now),
    });
    return new Map([...found].map(([account, note]) => [account, counted(note)]));
  }

  async function keep(account: AccountId, note: QuotaNote): Promise<void> {
    known.set(account, note);
    hasKept = true;
    const now = clock.nowMs();
    const all = [...known].map(
      ([id, each]) => [id, { ...each, requests: withRoom(each.requests, now) }] as const,
    );
    rooms.clear();
    try {
      await notes.save(new Map(all));
      for (const [id, { requests }] of all) rooms.set(id, requests.ahead);
    } catch (thrown) {
      log.warn('quota notes not kept', { thrown });
    }
  }

  return {
    load() {
      loading ??= noted().then((found) => {
        for (const [account, note] of found) if (!known.has(account)) known.set(account, note);
      });
      return loading;
    },
    async reload(account) {
      const note = (await noted()).get(account);
      rooms.delete(account);
      if (note !== undefined) known.set(account, note);
      return note;
    },
    get: (account) => known.get(account),
    all: () => known,
    hold(account, note) {
      known.set(account, note);
    },
    keep,
    async keepTry(account, note) {
      const room = rooms.get(account);
      if (room === undefined || !isRoomFor(room, clock.nowMs())) return keep(account, note);
      rooms.set(account, { ...room, tries: room.tries - 1 });
      known.set(account, note);
    },
    async close() {
      if (!hasKept) return;
      rooms.clear();
      await notes.save(known).catch((thrown: unknown) => {
        log.warn('quota notes not kept', { thrown });
      });
    },
  };
}
