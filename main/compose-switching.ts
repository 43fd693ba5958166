// Joins what is about switching: the transaction, the way back, the policy, and who still goes by the account of before.
import type { ConsumerDescription, SharedFacts } from './consumers/description.ts';
import { afterChoice } from './domain/course.ts';
import { toFailure } from './domain/failure.ts';
import type { AccountId } from './domain/ids.ts';
import type { SelectionFacts } from './domain/selection-facts.ts';
import type { AccountBook } from './flows/account-book.ts';
import { createFollowCourse } from './flows/follow-course.ts';
import { createTurns } from './domain/in-turn.ts';
import { proveAccount, type ProveParts } from './flows/prove-account.ts';
import { sharedFacts } from './flows/shared-facts.ts';
import type { SharedFiles } from './flows/shared-files.ts';
import { createStaleHolders } from './flows/stale-holders.ts';
import { createSwitchBack } from './flows/switch-back.ts';
import { createSwitchDesk, type SwitchDesk } from './flows/switch-desk.ts';
import { createSwitchTransaction, stateWith } from './flows/switch-transaction.ts';
import type { Lock, Log, Preferences, Processes, SharedFileWriter, SwitchJournal } from './ports.ts';
import type { ProviderDescription } from './providers/description.ts';
import { selectionFacts } from './state/selected.ts';
import type { State } from './state/state.ts';

export interface SwitchingParts extends Omit<ProveParts, 'book'> {
  readonly providers: readonly ProviderDescription[];
  readonly consumers: readonly ConsumerDescription[];
  readonly preferences: Preferences;
  readonly files: SharedFiles;
  readonly writer: SharedFileWriter;
  readonly journal: SwitchJournal;
  readonly processes: Processes;
  readonly book: AccountBook;
  readonly lock: Lock;
  readonly log: Log;
  /** What the folder of a login needs beside the login. Never fails. */
  readonly prepare: (account: AccountId) => Promise<void>;
}

export interface Switching extends Pick<SwitchDesk, 'switchTo' | 'undo' | 'recover'> {
  /**
   * A person has signed in, and so chosen: the account is in use, and no policy stands in their way. What else that takes is
   * done between two switches, none of which can be undone any more.
   * @throws Failure `storage/write-failed`
   */
  signedIn(account: AccountId, work: () => Promise<void>): Promise<void>;
  /**
   * Somebody has signed out: what was before can not be brought back, and should the account ever come back, it is no longer
   * the chosen one. Never fails.
   */
  signedOut(account: AccountId): Promise<void>;
  /** Looks who still runs with the account of before; never fails. */
  look(): Promise<void>;
  /** When the stored accounts have been read. Called again, does nothing. */
  start(): void;
  stop(): Promise<void>;
}

/** What is noted and not waited for comes before whatever is asked next. */
function inOrder(journal: SwitchJournal, inTurn: ReturnType<typeof createTurns>): SwitchJournal {
  return {
    load: () => inTurn(() => journal.load()),
    save: (record) => inTurn(() => journal.save(record)),
    clear: () => inTurn(() => journal.clear()),
  };
}

export function composeSwitching(parts: SwitchingParts): Switching {
  const { store, providers, preferences, files, writer, book, lock, clock, timer, log } = parts;
  const noting = createTurns();
  const journal = inOrder(parts.journal, noting);
  const factsOf = (state: State): SelectionFacts => selectionFacts(state, providers, clock.nowMs());
  const sharedFactsOf = (state: State): SharedFacts => sharedFacts(state, providers, clock.nowMs());
  const stale = createStaleHolders({
    consumers: parts.consumers,
    processes: parts.processes,
    store,
    clock,
  });
  const transaction = createSwitchTransaction({
    store,
    preferences,
    files,
    writer,
    journal,
    book,
    lock,
    factsOf: sharedFactsOf,
    switched: (record) => {
      stale.switched(record, clock.nowMs());
      void stale.look();
    },
    clock,
    log,
  });
  const back = createSwitchBack({
    store,
    transaction,
    journal,
    files,
    writer,
    selectionFacts: factsOf,
    factsOf: sharedFactsOf,
    known: (record) => {
      stale.switched(record, record.at);
    },
    log,
  });
  const desk = createSwitchDesk({
    store,
    providers,
    transaction,
    back,
    files,
    selectionFacts: factsOf,
    prove: (account, signal) => proveAccount(account, parts, signal),
    prepare: parts.prepare,
    timer,
    log,
  });
  const policy = createFollowCourse({
    store,
    desk,
    selectionFacts: factsOf,
    preferences,
    clock,
    timer,
    log,
  });
  let isStarted = false;

  function choose(id: AccountId): void {
    const state = store.state();
    const account = state.accounts.find((each) => each.id === id);
    if (account === undefined) return;
    const { provider } = account;
    const now = transaction.present();
    const activeAccounts = { ...now.settings.activeAccounts, [provider]: id };
    const settings = { ...now.settings, activeAccounts };
    const facts = factsOf(stateWith(state, { settings, course: now.course }));
    const course = afterChoice(facts, now.course, { provider, account: id, signedIn: true });
    transaction.settle(now, { settings, course }, 'person');
  }

  /** Whoever is in use in its place stays so. */
  function letGo(id: AccountId): void {
    const now = transaction.present();
    const provider = providers.find((each) => now.settings.activeAccounts[each.id] === id)?.id;
    if (provider === undefined) return;
    const { [provider]: _gone, ...others } = now.settings.activeAccounts;
    const next = store.state().accounts.find((account) => account.provider === provider);
    const activeAccounts = { ...others, ...(next !== undefined && { [provider]: next.id }) };
    try {
      transaction.settle(now, { ...now, settings: { ...now.settings, activeAccounts } }, 'person');
    } catch (thrown) {
      log.warn('choice not let go', { account: id, failure: toFailure(thrown) });
    }
  }

  return {
    switchTo: (wish) => desk.switchTo(wish),
    undo: () => desk.undo(),
    recover: () => desk.recover(),
    signedIn: (account, work) =>
      desk.apart(async () => {
        choose(account);
        await work();
      }),
    signedOut: (account) =>
      desk.apart(async () => {
        letGo(account);
      }),
    look: () => stale.look(),
    start() {
      if (isStarted) return;
      isStarted = true;
      policy.start();
    },
    async stop() {
      policy.stop();
      await desk.stop();
      await noting(async () => undefined);
    },
  };
}
