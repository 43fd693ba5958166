// Where every switch is asked for, by a person or by the policy: one after the other, with its steps to be seen.
import { fullName } from '../domain/account-name.ts';
import { afterChoice, type Course } from '../domain/course.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import type { SelectionFacts } from '../domain/selection-facts.ts';
import type { SwitchedSettings } from '../ports.ts';
import { activeAccount, wantedAccount } from '../state/selected.ts';
import type { State } from '../state/state.ts';
import type { Store } from '../state/store.ts';
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
  readonly prove: (account: AccountId) => Promise<void>;
  /** Before files are written: what a login's own folder needs beside the login. Never fails. */
  readonly prepare: (account: AccountId) => Promise<void>;
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
  /** Answers what was undone. @throws Failure; nothing has changed then */
  undo(): Promise<string>;
  /** The policy has decided. @throws Failure; nothing has changed then */
  follow(course: Course, serves: AccountId | undefined): Promise<void>;
  /** Somebody has signed in or out: what was before can not be brought back. Never fails. */
  forget(): Promise<void>;
  /** After a start, before anything else looks at the shared files; never fails, and is tried again before each switch. */
  recover(): Promise<void>;
  isBusy(): boolean;
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

export function createSwitchDesk(parts: SwitchDeskParts): SwitchDesk {
  const { store, providers, transaction, back, files, selectionFacts, prove, prepare } = parts;
  let underWay = 0;
  let last: Promise<unknown> = Promise.resolve();

  const running = (step: NonNullable<State['switching']['running']>['step'], to: string): void => {
    store.dispatch({ type: 'switch.moved', running: { step, to } });
  };

  /** One after the other: a click while another switch is under way waits for it. */
  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    underWay += 1;
    const done = last.then(work).then(
      (value) => {
        underWay -= 1;
        store.dispatch({ type: 'switch.ended' });
        return value;
      },
      (thrown: unknown) => {
        underWay -= 1;
        store.dispatch({ type: 'switch.ended', failure: toFailure(thrown).toValue() });
        throw thrown;
      },
    );
    last = done.catch(() => undefined);
    return done;
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
    const provider = account === undefined ? prefer : requireAccount(account);
    const settings = {
      ...now.settings,
      ...(prefer !== undefined && { strategy: 'user-preference' as const, preferredProvider: prefer }),
      ...(account !== undefined &&
        provider !== undefined && {
          activeAccounts: { ...now.settings.activeAccounts, [provider]: account },
        }),
    };
    const facts = selectionFacts(stateWith(store.state(), { settings, course: now.course }));
    const chosen = [...new Set([provider, prefer])].filter((each) => each !== undefined);
    const course = chosen.reduce(
      (next, each) =>
        afterChoice(facts, next, {
          provider: each,
          ...(account !== undefined && each === provider && { account }),
        }),
      now.course,
    );
    return { settings, course };
  }

  /** What was cut off comes first: over half-written files nothing else is written. */
  function carriedOut(
    title: string,
    after: () => SwitchedSettings,
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
            return files.plan(named === undefined ? moved : [...new Set([...moved, named])], wanted);
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
      inTurn(async () => {
        await back.recover();
        const after = wished(wish);
        const state = stateWith(store.state(), after);
        const provider = wish.account === undefined ? wish.prefer : requireAccount(wish.account);
        const title = titleOf(state, wish.prefer ?? provider);
        running('checking', title);
        const account = wish.account ?? (provider && wantedAccount(state, provider)?.id);
        if (account !== undefined) {
          if (wish.unchecked !== true) await prove(account);
          await prepare(account);
        }
        const named = wish.account === undefined ? undefined : provider;
        await carriedOut(title, () => wished(wish), 'person', named);
      }),
    undo: () =>
      inTurn(async () => {
        await back.recover();
        running('undoing', store.state().switching.undo?.title ?? '');
        return back.undo(() => undefined);
      }),
    follow: (course, serves) =>
      inTurn(async () => {
        await back.recover();
        const decidedOn = store.state().course;
        const state = stateWith(store.state(), { ...transaction.present(), course });
        const title = titleOf(state, serves === undefined ? course.serving : requireAccount(serves));
        running('checking', title);
        if (serves !== undefined) {
          await prove(serves);
          await prepare(serves);
        }
        // Meanwhile somebody has chosen by hand: the policy looks anew.
        if (store.state().course !== decidedOn) return;
        await carriedOut(title, () => ({ ...transaction.present(), course }), 'policy', undefined);
      }),
    async recover() {
      await back.recover().catch((thrown: unknown) => {
        store.dispatch({ type: 'switch.ended', failure: toFailure(thrown).toValue() });
      });
    },
    forget: () => back.forget(),
    isBusy: () => underWay > 0,
    async stop() {
      await last;
    },
  };
}
