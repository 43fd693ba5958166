// Joins what the pages beside the accounts show with where it comes from.
import type { Agents } from './flows/agents.ts';
import type { ConsumerDescription, ManagedFile } from './consumers/description.ts';
import type { PageReads } from './desktop/pages.ts';
import { Failure } from './domain/failure.ts';
import { historyCsv } from './domain/history-csv.ts';
import type { AccountId, ConsumerId } from './domain/ids.ts';
import type { Language } from './domain/language.ts';
import { isAgentId } from './domain/lease.ts';
import { phrase } from './domain/phrases.ts';
import type { RestoredFile } from './domain/restored-file.ts';
import type { AuditLog, Clock, FileHistory, QuotaHistory, SharedFileWriter } from './ports.ts';
import type { ProviderDescription } from './providers/description.ts';
import { activityView, verdictView } from './state/activity-view.ts';
import { agentsView } from './state/agents-view.ts';
import { fileHistoryView, fileRestoredView } from './state/file-history-view.ts';
import { historyView, readWindows, type HistoryFacts } from './state/history-view.ts';
import { foreignWriteView } from './state/settings-view.ts';
import type { Store } from './state/store.ts';

export interface PageParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly providers: readonly Pick<ProviderDescription, 'id' | 'label'>[];
  readonly consumers: readonly Pick<ConsumerDescription, 'id' | 'label'>[];
  readonly managed: readonly ManagedFile[];
  readonly agents: Pick<Agents, 'all' | 'waiting' | 'accounts' | 'leaseOf' | 'revoke' | 'isRunning'>;
  readonly audit: Pick<AuditLog, 'read' | 'verify'>;
  readonly quotaHistory: Pick<QuotaHistory, 'read'>;
  /** Of the shared files. */
  readonly history: Pick<FileHistory, 'versions' | 'count'>;
  readonly writer: Pick<SharedFileWriter, 'original'>;
  readonly restoreFiles: (file: string, force: boolean) => Promise<readonly RestoredFile[]>;
  /** The one that the person reads now. */
  readonly language: () => Language;
  /** As a person tells it from the others. */
  readonly accountLabel: (account: AccountId) => string;
  /** Lets the person choose where to save a file of that name; undefined when they would rather not. */
  readonly chooseSavePath: (name: string) => Promise<string | undefined>;
  /** Writes a file of the person's own. @throws Failure `storage/write-failed` */
  readonly writeText: (path: string, text: string) => Promise<void>;
}

const dayMs = 86_400_000;

/** For example `gatehouse-quota-ada@example.com-7d-2026-11-24.csv`: no two of them are the same by accident. */
function fileName(account: string, { days, now }: HistoryFacts): string {
  const whose = account.replace(/[^\p{L}\p{N}@.+-]+/gu, '-').slice(0, 60);
  // The local day; this locale writes it with the year first.
  const day = new Intl.DateTimeFormat('sv-SE').format(now);
  return `gatehouse-quota-${whose}-${days}d-${day}.csv`;
}

export function composePages(parts: PageParts): PageReads {
  const { store, clock, agents, audit, accountLabel } = parts;
  const labelIn =
    <Id extends string>(list: readonly { readonly id: Id; readonly label: string }[]) =>
    (id: Id): string =>
      list.find((each) => each.id === id)?.label ?? id;
  const consumerLabel = (id: ConsumerId): string => phrase(parts.language(), labelIn(parts.consumers)(id));

  const agentsNow = () =>
    agentsView({
      leases: agents.all(),
      waiting: agents.waiting(),
      accounts: agents.accounts(),
      consumerLabel,
      accountLabel,
      now: clock.nowMs(),
    });

  /** @throws Failure `broker/bad-request` */
  function sharedFile(named: string): ManagedFile {
    const found = parts.managed.find(({ file }) => file.id === named && file.kind !== 'text');
    if (found === undefined) throw new Failure('broker/bad-request', { detail: 'file' });
    return found;
  }

  /** @throws Failure `broker/bad-request` */
  async function historyFacts(named: string, days: HistoryFacts['days']): Promise<HistoryFacts> {
    const state = store.state();
    const account = state.accounts.find(({ id }) => id === named)?.id;
    if (account === undefined) throw new Failure('broker/bad-request', { detail: 'account' });
    const now = clock.nowMs();
    // One day more, for what stood at the beginning.
    const points = await parts.quotaHistory.read(account, now - (days + 1) * dayMs);
    return {
      account,
      windows: state.readings.get(account)?.quota?.windows ?? [],
      points,
      forecasts: state.outlooks.get(account)?.forecasts ?? new Map(),
      days,
      now,
    };
  }

  return {
    agents: agentsNow,
    async endAgent(agent) {
      if (!isAgentId(agent)) throw new Failure('broker/bad-request', { detail: 'agent' });
      if (agents.isRunning(agent)) await agents.revoke(agents.leaseOf(agent).id);
      return agentsNow();
    },
    async activity(limit) {
      const entries = await audit.read({ limit: limit + 1 });
      const writes = store.state().foreignWrites;
      const labels = { provider: labelIn(parts.providers), account: accountLabel, consumer: consumerLabel };
      return {
        ...activityView(entries, limit, labels, parts.language()),
        foreignWrites: parts.managed.flatMap(({ file, path }) => {
          const write = writes.get(file.id);
          return write === undefined ? [] : [{ path, ...foreignWriteView(write, parts.language()) }];
        }),
      };
    },
    async verifyActivity() {
      return verdictView(await audit.verify());
    },
    async fileHistory(named) {
      const { path } = sharedFile(named);
      const [versions, kept, original] = await Promise.all([
        parts.history.versions(path),
        parts.history.count(path),
        parts.writer.original(path),
      ]);
      // Two of ours may be parts of one file.
      const readers = parts.managed
        .filter((each) => each.path === path)
        .map(({ reader }) => phrase(parts.language(), reader));
      return fileHistoryView({
        path,
        readers: [...new Set(readers)],
        versions,
        kept,
        original,
        state: store.state(),
      });
    },
    async restoreFile(named, force) {
      const { file, path } = sharedFile(named);
      const restored = (await parts.restoreFiles(file.id, force)).find(({ id }) => id === file.id);
      return fileRestoredView(restored ?? { id: file.id, path, outcome: 'untouched' }, parts.language());
    },
    async history(account, days) {
      return historyView(await historyFacts(account, days), parts.language());
    },
    async exportHistory(account, days) {
      const facts = await historyFacts(account, days);
      const whose = accountLabel(facts.account);
      const path = await parts.chooseSavePath(fileName(whose, facts));
      if (path === undefined) return { path: null };
      await parts.writeText(path, historyCsv(whose, readWindows(facts)));
      return { path };
    },
  };
}
