// What is known of each account's quota, kept across restarts. Tries are noted before they are made, several at a time.
import type { AccountId } from '../domain/ids.ts';
import { countingRoom, isRoomFor, withoutFuture, withRoom, type Room } from '../domain/poll-policy.ts';
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
  keepTry(account: AccountId, note: QuotaNote, perHour: number): Promise<void>;
  /** As `keep`, of an account that is asked about no more. */
  keepLast(account: AccountId, note: QuotaNote): Promise<void>;
  /** Notes exactly what was asked, without room: the next run need not count what could have been asked. */
  close(): Promise<void>;
}

export function createQuotaBook({ notes, clock, log }: QuotaBookParts): QuotaBook {
  const known = new Map<AccountId, QuotaNote>();
  /** Those that this run asks about, and how often it may in an hour: nobody else needs room, who would pay for it after a kill. */
  const asked = new Map<AccountId, number>();
  /** What is left of it. */
  const rooms = new Map<AccountId, Room>();
  let saves = 0;
  let loading: Promise<void> | undefined;

  /** What is known, by the clock as it is now. */
  function current(): ReadonlyMap<AccountId, QuotaNote> {
    const now = clock.nowMs();
    for (const [account, note] of known) {
      const requests = withoutFuture(note.requests, now);
      if (requests !== note.requests) known.set(account, { ...note, requests });
    }
    return known;
  }

  async function noted(): Promise<ReadonlyMap<AccountId, QuotaNote>> {
    const found = await notes.load();
    const now = clock.nowMs();
    const counted = ({ requests, ...note }: QuotaNote): QuotaNote => ({
      ...note,
      requests: countingRoom(requests, now),
    });
    return new Map([...found].map(([account, note]) => [account, counted(note)]));
  }

  async function save(): Promise<void> {
    const now = clock.nowMs();
    const all = new Map(known);
    const given = new Map<AccountId, Room>();
    for (const [account, perHour] of asked) {
      const note = known.get(account);
      if (note === undefined) continue;
      const requests = withRoom(note.requests, now, perHour);
      all.set(account, { ...note, requests });
      given.set(account, requests.ahead);
    }
    saves += 1;
    const mine = saves;
    rooms.clear();
    try {
      await notes.save(all);
      // A later one has said since what there is room for.
      if (mine === saves) for (const [account, room] of given) rooms.set(account, room);
    } catch (thrown) {
      log.warn('quota notes not kept', { thrown });
    }
  }

  async function keep(account: AccountId, note: QuotaNote): Promise<void> {
    known.set(account, note);
    await save();
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
      // Somebody else asks, and notes it.
      asked.delete(account);
      rooms.delete(account);
      if (note !== undefined) known.set(account, note);
      return note;
    },
    get: (account) => current().get(account),
    all: current,
    hold(account, note) {
      known.set(account, note);
    },
    keep,
    async keepTry(account, note, perHour) {
      asked.set(account, perHour);
      const room = rooms.get(account);
      if (room === undefined || !isRoomFor(room, clock.nowMs())) return keep(account, note);
      rooms.set(account, { ...room, tries: room.tries - 1 });
      known.set(account, note);
    },
    async keepLast(account, note) {
      asked.delete(account);
      await keep(account, note);
    },
    async close() {
      if (asked.size === 0) return;
      asked.clear();
      await save();
    },
  };
}
