// Switching joined as the app joins it, over files, vault, journal and time in memory.
import { composeSwitching, type Switching } from '../../main/compose-switching.ts';
import type { SignedInAccount } from '../../main/domain/account.ts';
import { toFailure } from '../../main/domain/failure.ts';
import type { AccountId } from '../../main/domain/ids.ts';
import type { JsonObject } from '../../main/domain/json.ts';
import type { QuotaWindow } from '../../main/domain/quota-window.ts';
import type { Settings } from '../../main/domain/settings.ts';
import { consumers } from '../../main/consumers/list.ts';
import type { RunningProgram } from '../../main/ports.ts';
import { claudeId, openaiId, sampleOf } from './accounts.ts';
import { filesAtWork, type FilesAtWork } from './flows.ts';
import { noHttp } from './http.ts';
import { MemoryLock } from './lock.ts';
import { FakeOwners } from './owner.ts';
import { MemoryPreferences } from './preferences.ts';
import { exampleProvider } from './provider.ts';
import type { MemoryFiles } from './shared-files.ts';
import { MemorySwitchJournal } from './switch-journal.ts';

export interface SwitchingAtWork extends FilesAtWork {
  readonly switching: Switching;
  readonly preferences: MemoryPreferences;
  readonly journal: MemorySwitchJournal;
  readonly lock: MemoryLock;
  readonly owners: FakeOwners;
  /** Whom the provider was asked about. */
  readonly asked: AccountId[];
  /** What comes of asking for an account's quota. */
  readonly answers: Map<AccountId, readonly QuotaWindow[] | Error | 'silence' | 'nothing new'>;
  /** What runs on this machine. */
  readonly running: RunningProgram[];
  /** Says what the quota is now. */
  read(entry: SignedInAccount, windows: readonly QuotaWindow[]): void;
}

export function switchingAtWork({
  entries = [],
  present = {},
  settings = {},
  disk,
  journal = new MemorySwitchJournal(),
  preferences = new MemoryPreferences(settings),
}: {
  entries?: readonly SignedInAccount[];
  present?: Readonly<Record<string, JsonObject | string>>;
  settings?: Partial<Settings>;
  /** Files, note and preferences of an earlier run. */
  disk?: MemoryFiles;
  journal?: MemorySwitchJournal;
  preferences?: MemoryPreferences;
} = {}): SwitchingAtWork {
  const work = filesAtWork({
    entries,
    present,
    settings: preferences.settings(),
    ...(disk !== undefined && { disk }),
  });
  const { store, book, shared, time, log } = work;
  store.dispatch({ type: 'course.moved', course: preferences.course(), by: 'person' });
  const asked: AccountId[] = [];
  const answers: SwitchingAtWork['answers'] = new Map();
  const running: RunningProgram[] = [];
  const lock = new MemoryLock();
  const owners = new FakeOwners();
  const readable = { readQuota: () => Promise.reject(new Error('asked elsewhere')) };
  const providers = [
    { ...exampleProvider([], readable), id: claudeId, label: 'Claude' },
    { ...exampleProvider([], readable), id: openaiId, label: 'OpenAI' },
  ];
  const read = (entry: SignedInAccount, windows: readonly QuotaWindow[]): void => {
    store.dispatch({ type: 'quota.read', sample: sampleOf(entry, windows, time.nowMs()) });
  };
  const switching = composeSwitching({
    store,
    providers,
    consumers,
    preferences,
    files: shared,
    writer: work.disk,
    journal,
    processes: { running: async () => running },
    book,
    lock,
    fresh: {
      get: async (id) => {
        const entry = book.get(id);
        if (entry === undefined) throw new Error('not open');
        return entry;
      },
    },
    owners,
    find: (id) => providers.find((each) => each.id === id) ?? exampleProvider([]),
    toolsFor: () => ({ http: noHttp, clock: time, log }),
    readQuota: async (id) => {
      asked.push(id);
      const answer = answers.get(id) ?? [];
      const entry = book.get(id);
      if (answer instanceof Error)
        store.dispatch({ type: 'quota.failed', account: id, failure: toFailure(answer).toValue() });
      if (answer === 'nothing new' || answer instanceof Error) return;
      if (answer === 'silence') return new Promise(() => undefined);
      if (entry !== undefined) read(entry, answer);
    },
    prepare: async () => undefined,
    clock: time,
    timer: time,
    log,
  });
  return { ...work, switching, preferences, journal, lock, owners, asked, answers, running, read };
}
