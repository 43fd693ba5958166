// Reads what status lines were told about quotas, and says whose figures they are when that is certain.
import type { ConsumerDescription, Places } from '../consumers/description.ts';
import { isDelegatedAccount, type SignedInAccount } from '../domain/account.ts';
import { toFailure } from '../domain/failure.ts';
import { accountIdOf, type AccountId, type ConsumerId, type ProviderId } from '../domain/ids.ts';
import type { Sample } from '../domain/quota-window.ts';
import { snapshotName, statusLineSnapshot } from '../domain/status-line-snapshot.ts';
import { judgeSnapshot, type FolderLogin, type FolderTrust } from '../domain/status-line-trust.ts';
import type { Clock, FileWatch, Log, TextFiles, Timer } from '../ports.ts';
import type { ProviderDescription } from '../providers/description.ts';
import type { AccountBook } from './account-book.ts';
import { isOwnerSilent, type LoginOwners } from './login-owners.ts';
import { windowsByOwnClock } from './own-clock.ts';

export interface FollowStatusLineParts {
  readonly consumers: readonly Pick<ConsumerDescription, 'id' | 'files' | 'statusLine'>[];
  readonly places: Places;
  /** The folder of the snapshots. */
  readonly feed: string;
  readonly book: Pick<AccountBook, 'all' | 'get'>;
  /** Whose keys of ours stand in a shared file, by the file's id. */
  readonly holders: () => ReadonlyMap<string, AccountId>;
  readonly owners: Pick<LoginOwners, 'read'>;
  readonly find: (provider: ProviderId) => Pick<ProviderDescription, 'quotaIn'>;
  /** The provider's, as far as it is known. */
  readonly clockOf: (provider: ProviderId) => Clock;
  /** The fingerprint of the account's login; undefined where it has none. */
  readonly credentialOf: (account: AccountId) => string | undefined;
  readonly files: TextFiles;
  readonly watch: FileWatch['watch'];
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
  readonly told: (sample: Sample) => void;
  /** A snapshot has come, whether its figures count or not. */
  readonly heard: (consumer: ConsumerId, folder: string, at: number) => void;
}

export interface FollowStatusLine {
  /**
   * Watches the folders of the present accounts from now on; to be called when the accounts, the holders of files or the
   * folder of the snapshots have changed.
   */
  look(): void;
  stop(): void;
}

/** Each look may ask whose login a folder holds. */
const spacingMs = 2000;

/** A folder that holds the login of an account, and how to find out whose it is now. */
interface Followed {
  readonly consumer: ConsumerId;
  readonly folder: string;
  /** @throws Failure when nobody can say */
  readonly login: () => Promise<FolderLogin>;
}

interface Follower {
  /** Watches anew: the folder of the snapshots may not have been there before. */
  look(now: Followed): void;
  stop(): void;
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

export function createFollowStatusLine(parts: FollowStatusLineParts): FollowStatusLine {
  const { consumers, places, feed, book, holders, owners, find, clockOf, credentialOf } = parts;
  const { files, watch, clock, timer, log, told, heard } = parts;
  const trusts = new Map<string, FolderTrust>();
  const followers = new Map<string, Follower>();

  const loginOf = (entry: SignedInAccount | undefined): FolderLogin =>
    entry === undefined
      ? { kind: 'stranger' }
      : { kind: 'account', account: entry.account.id, obtainedAt: entry.credential.obtainedAt };

  /** Folders whose login a program keeps for an account of ours. */
  function kept(consumer: ConsumerId): readonly Followed[] {
    return book
      .all()
      .filter(isDelegatedAccount)
      .filter(({ credential }) => credential.owner === consumer)
      .map(({ credential: { folder, place } }) => ({
        consumer,
        folder,
        login: async () => {
          const identity = await owners.read(consumer, { folder, place });
          if (identity === undefined) return { kind: 'unknown' };
          return loginOf(book.get(accountIdOf(identity.provider, identity.subject)));
        },
      }));
  }

  /** Folders with a file in which keys of ours stand. */
  function written({ id, files: shared }: Pick<ConsumerDescription, 'id' | 'files'>): readonly Followed[] {
    return shared.flatMap((file) => {
      if (file.kind !== 'credential' || !holders().has(file.id)) return [];
      const login = async (): Promise<FolderLogin> => {
        const holder = holders().get(file.id);
        return loginOf(holder === undefined ? undefined : book.get(holder));
      };
      return [{ consumer: id, folder: folderOf(file.path(places)), login }];
    });
  }

  function followed(): ReadonlyMap<string, Followed> {
    const all = consumers
      .filter(({ statusLine }) => statusLine !== undefined)
      .flatMap((consumer) => [...kept(consumer.id), ...written(consumer)]);
    return new Map(all.map((each) => [each.folder, each]));
  }

  function tell(consumer: ConsumerId, thrown: unknown): void {
    const failure = toFailure(thrown);
    if (!isOwnerSilent(failure)) log.warn('status line not read', { consumer, failure });
  }

  /** @param mayCount false: only what the sessions had said before is taken down */
  async function readSnapshot({ consumer, folder, login }: Followed, mayCount: boolean): Promise<void> {
    const text = await files.read(`${feed}/${snapshotName(folder)}`);
    const snapshot = text === undefined ? undefined : statusLineSnapshot(text);
    if (snapshot?.folder !== folder) return;
    const at = clock.nowMs();
    if (mayCount) heard(consumer, folder, at);
    // After the snapshot: a login that has come meanwhile is newer than the session, and does not get its figures.
    const found = await login().catch((thrown: unknown): FolderLogin => {
      tell(consumer, thrown);
      return { kind: 'unknown' };
    });
    const { verdict, trust } = judgeSnapshot(trusts.get(folder), snapshot, found, at);
    trusts.set(folder, trust);
    if (!mayCount || verdict !== 'counts' || found.kind !== 'account' || snapshot.quota === undefined) return;
    const account = book.get(found.account)?.account;
    const credential = credentialOf(found.account);
    if (account === undefined || credential === undefined) return;
    const answer = await find(account.provider).quotaIn?.['status-line']?.(snapshot.quota, at);
    if (answer === undefined) return;
    const { source } = answer;
    const windows = windowsByOwnClock(answer.windows, clockOf(account.provider), clock);
    told({ account: account.id, at, kind: 'status-line', source, credential, windows });
  }

  /** Reads when something changes, or when the spacing is over; what changes meanwhile is read once. */
  function follow(first: Followed): Follower {
    let one = first;
    let isOver = false;
    let isBusy = false;
    let isDue = false;
    let cancel = (): void => undefined;
    const read = async (mayCount: boolean): Promise<void> => {
      isBusy = true;
      isDue = false;
      await readSnapshot(one, mayCount).catch((thrown: unknown) => {
        tell(one.consumer, thrown);
      });
      if (isOver) return;
      cancel = timer.after(spacingMs, () => {
        isBusy = false;
        if (isDue) void read(true);
      });
    };
    const startWatching = (): (() => void) =>
      watch(`${feed}/${snapshotName(one.folder)}`, () => {
        isDue = true;
        if (!isBusy) void read(true);
      });
    let stopWatching = startWatching();
    // What is there already may be old.
    void read(false);
    return {
      look(now) {
        one = now;
        stopWatching();
        stopWatching = startWatching();
      },
      stop() {
        isOver = true;
        cancel();
        stopWatching();
      },
    };
  }

  return {
    look() {
      const wanted = followed();
      for (const [folder, follower] of [...followers]) {
        if (wanted.has(folder)) continue;
        follower.stop();
        followers.delete(folder);
      }
      for (const [folder, one] of wanted) {
        const follower = followers.get(folder);
        if (follower === undefined) followers.set(folder, follow(one));
        else follower.look(one);
      }
    },
    stop() {
      for (const follower of followers.values()) follower.stop();
      followers.clear();
    },
  };
}
