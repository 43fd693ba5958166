// The parts that the flows share, joined as the app joins them, over files, vault and time in memory.
import type { SignedInAccount } from '../../main/domain/account.ts';
import { Failure } from '../../main/domain/failure.ts';
import type { ConsumerId } from '../../main/domain/ids.ts';
import type { JsonObject } from '../../main/domain/json.ts';
import { defaultSettings, type Settings } from '../../main/domain/settings.ts';
import { consumers, managedFiles } from '../../main/consumers/list.ts';
import { createAccountBook, type AccountBook } from '../../main/flows/account-book.ts';
import type { ManagedFile, Places } from '../../main/consumers/description.ts';
import { sharedFacts } from '../../main/flows/shared-facts.ts';
import { createSharedFiles, type SharedFiles } from '../../main/flows/shared-files.ts';
import { initialState, type Event } from '../../main/state/state.ts';
import { createStore, type Store } from '../../main/state/store.ts';
import { claudeId, noonMs, openaiEntry, openaiId } from './accounts.ts';
import { RecordingLog } from './log.ts';
import { MemoryFiles } from './shared-files.ts';
import { FakeTime } from './time.ts';
import { accessTokenUntil, openaiIdToken } from './tokens.ts';
import { MemoryVault } from './vault.ts';

const places: Places = { home: '/home/ada', data: '/data', environment: {} };
export const codexPath = '/home/ada/.codex/auth.json';
export const codexConfigPath = '/home/ada/.codex/config.toml';
export const claudeAuthPath = '/home/ada/.codex/claude_auth.json';
export const authConfigPath = '/home/ada/.codex/auth_config.json';
export const unifiedPath = '/data/auth.json';

const named = [
  { id: claudeId, label: 'Claude' },
  { id: openaiId, label: 'OpenAI' },
];
const everyConsumer: readonly ConsumerId[] = consumers.map(({ id }) => id);

/** A ChatGPT sign-in whose id token names its person, as Codex tells one from another. */
export const chatgpt = openaiEntry(
  {},
  { idToken: openaiIdToken(), accessToken: accessTokenUntil(noonMs + 3_600_000) },
);

/** A Claude sign-in with a registered client: its refresh token lives here alone, its access token in a file too. */
export const registered = openaiEntry(
  { id: 'claude:user-1' as typeof chatgpt.account.id, provider: claudeId, plan: 'max' },
  { destinations: everyConsumer },
);

export interface FilesAtWork {
  readonly store: Store;
  readonly events: readonly Event[];
  readonly vault: MemoryVault;
  readonly book: AccountBook;
  readonly disk: MemoryFiles;
  readonly shared: SharedFiles;
  readonly time: FakeTime;
  readonly log: RecordingLog;
  /** Who was said to have written what, in order. */
  readonly history: { readonly path: string; readonly by: string }[];
}

/** @param entries are signed in and open; nothing of theirs is in a file yet */
export function filesAtWork({
  entries = [chatgpt],
  present = {},
  settings = {},
  time = new FakeTime(noonMs),
  disk = new MemoryFiles(present),
  askProgram = () => Promise.reject(new Failure('sign-in/program-missing', { subject: 'Codex' })),
}: {
  entries?: readonly SignedInAccount[];
  present?: Readonly<Record<string, JsonObject | string>>;
  settings?: Partial<Settings>;
  time?: FakeTime;
  /** Files that an earlier run has written, in place of `present`. */
  disk?: MemoryFiles;
  /** What the program that reads a file does when it is asked to renew. */
  askProgram?: (item: ManagedFile, disk: MemoryFiles) => Promise<void>;
} = {}): FilesAtWork {
  const store = createStore({
    ...initialState,
    accounts: entries.map(({ account }) => account),
    settings: { ...defaultSettings, ...settings },
  });
  const events: Event[] = [];
  store.subscribe((_state, event) => events.push(event));
  const vault = new MemoryVault();
  const book = createAccountBook(vault);
  for (const entry of entries) {
    vault.put(entry.account.id, entry);
    book.opened(entry);
  }
  const history: FilesAtWork['history'] = [];
  const log = new RecordingLog();
  const shared = createSharedFiles({
    managed: managedFiles(places),
    places,
    files: disk,
    writer: disk,
    watch: disk,
    history: {
      async note(path, _bytes, by) {
        history.push({ path, by });
      },
      versions: async () => [],
      count: async () => 0,
    },
    clock: time,
    askProgram: (item) => askProgram(item, disk),
    book,
    store,
    facts: () => sharedFacts(store.state(), named, time.nowMs()),
    timer: time,
    log,
  });
  return { store, events, vault, book, disk, shared, time, log, history };
}
