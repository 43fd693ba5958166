// Where every switch is asked for, by a person or by the policy: one after the other, with its steps to be seen.
import { fullName } from '../domain/account-name.ts';
import { afterChoice, choiceAt, type Course } from '../domain/course.ts';
import { Failure, toFailure, type FailureValue } from '../domain/failure.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import type { SelectionFacts } from '../domain/selection-facts.ts';
import type { SwitchedSettings } from '../domain/switched-settings.ts';
import type { Log, Timer } from '../ports.ts';
import { activeAccount } from '../state/selected.ts';
import type { State } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { createTurns } from '../domain/in-turn.ts';
import type { SharedFiles } from './shared-files.ts';
import type { SwitchBack } from './switch-back.ts';
import { movedProviders, stateWith, type SwitchTransaction } from './switch-transaction.ts';

export interface SwitchDeskParts {
  readonly store: Store;
  readonly providers: readonly { readonly id: ProviderId; readonly label: string }[];
  readonly transaction: SwitchTransaction;
  readonly back: SwitchBack;
  readonly files: Pick<SharedFiles, 'plan'>;
  readonly selectionFacts: (state: State) => SelectionFacts;
  /** @throws Failure when the sign-in of the account does not work, or that cannot be found out */
  readonly prove: (account: AccountId, signal: AbortSignal) => Promise<void>;
  /** Before files are written: what a login's own folder needs beside the login. Never fails. */
  readonly prepare: (account: AccountId) => Promise<void>;
  readonly timer: Timer;
  readonly log: Log;
}

/** What the person wants: a provider to be preferred, an account of it to be used, or both. */
export interface SwitchWish {
  /** Preferred from now on, whatever strategy ruled before. */
  readonly prefer?: ProviderId;
  readonly account?: AccountId;
  /** Without asking whether the sign-in works. */
  readonly unchecked?: boolean;
}

export interface SwitchDesk {
  /** Resolves when every shared file says so and has been read again. @throws Failure; nothing has changed then */
  switchTo(wish: SwitchWish): Promise<void>;
  /** Answers what was undone: what could be when it was asked for. @throws Failure; nothing has changed then */
  undo(): Promise<string>;
  /**
   * The policy has decided. It is asked again right before anything is written: if it has come to think otherwise, or a
   * person comes first, nothing happens.
   * @param unusable told of the account that could not be proved
   * @throws Failure; nothing has changed then
   */
  follow(decide: () => Course | undefined, unusable: (account: AccountId) => void): Promise<void>;
  /**
   * Somebody has signed in or out: the work is done between two switches, and what was before can not be brought back, nor
   * does it matter any more why a person's last switch had failed.
   */
  apart(work: () => Promise<void>): Promise<void>;
  /** After a start, before anything else looks at the shared files; never fails, and is tried again by itself. */
  recover(): Promise<void>;
  isBusy(): boolean;
  /** When what is under way has ended, and everybody who waited for it. */
  whenFree(): Promise<void>;
  /** Begins nothing new, asks nobody any more, and waits for what is being written. */
  stop(): Promise<void>;
}

const firstRetryMs = 15_000;
const longestRetryMs = 600_000;

interface ReadyOptions {
  readonly unchecked?: boolean;
  readonly unusable?: (account: AccountId) => void;
}

export function createSwitchDesk(parts: SwitchDeskParts): SwitchDesk {
  const { store, providers, transaction, back, files, selectionFacts, prove, prepare, timer, log } = parts;
  let underWay = 0;
  const queued = createTurns();
  /** The policy asks providers meanwhile; who comes does not have to wait for that. */
  let giveWay = (): void => undefined;
  /** What is asked of providers is not waited for when the app ends. */
  const ending = new AbortController();
  /** What the last try to recover has said: only that is taken back when it works. */
  let saidByRecovery: FailureValue | undefined;
  /** Why nothing came of what a person wanted. What the policy could not do it says itself, for as long as it wants to. */
  let saidToPerson: FailureValue | undefined;
  let retrying: (() => void) | undefined;
  let retryPauseMs = firstRetryMs;

  const running = (step: NonNullable<State['switching']['running']>['step'], to: string): void => {
    store.dispatch({ type: 'switch.moved', running: { step, to } });
  };

  /** One after the other: a click while another switch is under way waits for it. */
  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    underWay += 1;
    giveWay();
    return queued(work).finally(() => {
      underWay -= 1;
    });
  }

  /** Its end is said, and how it has failed stands until the next; a person's, also until somebody signs in or out. */
  function seen<Value>(by: 'person' | 'policy', work: () => Promise<Value>): Promise<Value> {
    return inTurn(async () => {
      if (ending.signal.aborted) throw new Failure('broker/cancelled');
      await back.recover();
      return work();
    }).then(
      (value) => {
        store.dispatch({ type: 'switch.ended' });
        return value;
      },
      (thrown: unknown) => {
        const failure = toFailure(thrown).toValue();
        if (failure.code === 'selection/unfinished') recoverLater();
        else if (by === 'person') saidToPerson = failure;
        store.dispatch({ type: 'switch.ended', failure });
        throw thrown;
      },
    );
  }

  /** Half a switch is not left lying: it is tried again, later and later, until it is finished or taken back. */
  function recoverLater(): void {
    if (ending.signal.aborted) return;
    retrying ??= timer.after(retryPauseMs, () => {
      retrying = undefined;
      retryPauseMs = Math.min(2 * retryPauseMs, longestRetryMs);
      void recover();
    });
  }

  async function recover(): Promise<void> {
    try {
      await inTurn(async () => (ending.signal.aborted ? undefined : back.recover()));
      retryPauseMs = firstRetryMs;
      const { failure } = store.state().switching;
      const isOver = failure?.code === 'selection/unfinished' || failure === saidByRecovery;
      if (failure !== undefined && isOver) store.dispatch({ type: 'switch.ended' });
    } catch (thrown) {
      const failure = toFailure(thrown).toValue();
      log.warn('switch that was cut off still stands', { failure: toFailure(thrown) });
      saidByRecovery = failure;
      store.dispatch({ type: 'switch.ended', failure });
      // Asked by itself, a key store that is locked would ask the person again and again.
      if (!failure.code.startsWith('storage/key-store-')) recoverLater();
    }
  }

  function titleOf(state: State, provider: ProviderId | undefined): string {
    const label = providers.find(({ id }) => id === provider)?.label ?? provider ?? 'nobody';
    const account = provider === undefined ? undefined : activeAccount(state, provider);
    return account === undefined ? label : `${label}: ${fullName(account)}`;
  }

  function requireAccount(id: AccountId): ProviderId {
    const account = store.state().accounts.find((each) => each.id === id);
    if (account === undefined) throw new Failure('selection/unknown-account', { subject: id });
    return account.provider;
  }

  /** How things stand when this is wished for. */
  function wished({ prefer, account }: SwitchWish): SwitchedSettings {
    const now = transaction.present();
    const named = account === undefined ? undefined : { account, provider: requireAccount(account) };
    const settings = {
      ...now.settings,
      ...(prefer !== undefined && { strategy: 'user-preference' as const, preferredProvider: prefer }),
      ...(named !== undefined && {
        activeAccounts: { ...now.settings.activeAccounts, [named.provider]: named.account },
      }),
    };
    // The account that is wanted is in the settings already.
    const facts = selectionFacts(stateWith(store.state(), { settings, course: now.course }));
    const chosen = [...new Set([named?.provider, prefer])].filter((each) => each !== undefined);
    const course = chosen.reduce((next, provider) => afterChoice(facts, next, { provider }), now.course);
    return { settings, course };
  }

  /** The account that serves when things stand like this. */
  function servingIn(state: State): AccountId | undefined {
    return choiceAt(selectionFacts(state), state.course).account;
  }

  /** Accounts that come into use, the one that serves from then on first. */
  function comingInto(next: State): readonly AccountId[] {
    const now = store.state();
    const serving = servingIn(next);
    const comers = new Set(serving === undefined || serving === servingIn(now) ? [] : [serving]);
    for (const { id } of providers) {
      const account = activeAccount(next, id);
      if (account !== undefined && account.id !== activeAccount(now, id)?.id) comers.add(account.id);
    }
    return [...comers];
  }

  /** @throws Failure when one of them cannot be used, or the app ends */
  async function makeReady(
    accounts: readonly AccountId[],
    { unchecked = false, unusable = () => undefined }: ReadyOptions,
  ): Promise<void> {
    for (const account of accounts) {
      if (!unchecked)
        await prove(account, ending.signal).catch((thrown: unknown) => {
          unusable(account);
          throw thrown;
        });
      await prepare(account);
    }
  }

  function carriedOut(
    title: string,
    after: () => SwitchedSettings | undefined,
    by: 'person' | 'policy',
    named: ProviderId | undefined,
  ): Promise<void> {
    return transaction.alone(() =>
      transaction.carryOut(
        {
          title,
          after,
          by,
          plan: (before, wanted) => {
            const moved = movedProviders(before, wanted);
            // Who names an account wants its keys there, whoever has signed in in its place.
            return files.plan(named === undefined ? moved : [...new Set([...moved, named])], wanted, by);
          },
        },
        (step) => {
          running(step, title);
        },
      ),
    );
  }

  return {
    switchTo: (wish) =>
      seen('person', async () => {
        const state = stateWith(store.state(), wished(wish));
        const named = wish.account === undefined ? undefined : requireAccount(wish.account);
        const title = titleOf(state, wish.prefer ?? named);
        running('checking', title);
        const asked = wish.account === undefined ? [] : [wish.account];
        await makeReady([...new Set([...asked, ...comingInto(state)])], {
          unchecked: wish.unchecked === true,
        });
        await carriedOut(title, () => wished(wish), 'person', named);
      }),
    undo() {
      const shown = store.state().switching.undo;
      return seen('person', async () => {
        if (shown === undefined) throw new Failure('selection/nothing-to-undo', { subject: 'Gatehouse' });
        running('undoing', shown.title);
        return back.undo(shown.at, () => undefined);
      });
    },
    follow: (decide, unusable) =>
      seen('policy', async () => {
        const isCutShort = (): boolean => ending.signal.aborted || underWay > 1;
        const decided = isCutShort() ? undefined : decide();
        if (decided === undefined) return;
        const withCourse = (course: Course): State =>
          stateWith(store.state(), { ...transaction.present(), course });
        const comers = comingInto(withCourse(decided));
        const first = store.state().accounts.find(({ id }) => id === comers[0]);
        const title = titleOf(withCourse(decided), first?.provider ?? decided.serving);
        running('checking', title);
        const ready = makeReady(comers, { unusable });
        await Promise.race([ready, new Promise<void>((resolve) => (giveWay = resolve))]);
        const isAsProved = (course: Course): boolean =>
          comingInto(withCourse(course)).join() === comers.join();
        const after = (): SwitchedSettings | undefined => {
          const course = isCutShort() ? undefined : decide();
          // Somebody has chosen by hand meanwhile, or the proof itself has brought news: the policy looks anew.
          return course !== undefined && isAsProved(course)
            ? { ...transaction.present(), course }
            : undefined;
        };
        await carriedOut(title, after, 'policy', undefined);
      }),
    apart: (work) =>
      inTurn(async () => {
        try {
          await work();
        } finally {
          await back.forget();
          const { failure } = store.state().switching;
          if (failure !== undefined && failure === saidToPerson) store.dispatch({ type: 'switch.ended' });
        }
      }),
    recover,
    isBusy: () => underWay > 0,
    async whenFree() {
      while (underWay > 0) await queued(async () => undefined);
    },
    async stop() {
      giveWay();
      ending.abort(new Failure('broker/cancelled'));
      retrying?.();
      await queued(async () => undefined);
    },
  };
}
