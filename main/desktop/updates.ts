// The updates of the app itself: looked for once a day and when the person asks, fetched and put in place on their word alone.
import { Failure, toFailure } from '../domain/failure.ts';
import type { Language } from '../domain/language.ts';
import { quietUntil } from '../domain/quiet-hours.ts';
import type { LocalMinute } from '../domain/time-of-day.ts';
import {
  nextLookInMs,
  type Release,
  type UpdateFacts,
  type UpdateLook,
  type Updates,
  type UpdateWay,
} from '../domain/update.ts';
import { updateWords } from '../domain/update-words.ts';
import type { AskPerson, Clock, Log, Notifier, Timer } from '../ports.ts';
import type { Store } from '../state/store.ts';

/** What a person can have done about them. What becomes of it is in the state. */
export interface UpdateOrders {
  /** @throws Failure `update/off` */
  look(): Promise<void>;
  fetch(): Promise<void>;
  /** What is being fetched is given up and can be fetched again; resolves when nothing of it is left. */
  cancelFetch(): Promise<void>;
  restart(): Promise<void>;
}

/** Takes one release; made when it is to be fetched. */
export interface UpdateInstaller {
  /** @throws Failure `update/…`, `network/…` */
  fetch(onPercent: (percent: number) => void, signal: AbortSignal): Promise<void>;
  /**
   * Ends the app, which starts anew as the other version.
   * @throws Failure `update/spoilt` when it has to be fetched again; `update/…` while nothing has happened yet
   */
  restart(): Promise<void>;
}

export interface UpdateParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly localMinute: LocalMinute;
  readonly language: () => Language;
  readonly ask: AskPerson;
  /** Who installs here, and the facts of this build; none where it looks for nothing. */
  readonly readFacts: () => Promise<{ readonly way: UpdateWay; readonly facts: UpdateFacts | undefined }>;
  /** The newer release, if there is one. @throws Failure `update/…`, `network/…` */
  readonly newest: (facts: UpdateFacts, way: UpdateWay) => Promise<Release | undefined>;
  readonly installerFor: (facts: UpdateFacts, release: Release) => Promise<UpdateInstaller>;
  /** The last look, across restarts. Never fails: it costs at most a look too many. */
  readonly notes: { load(): Promise<UpdateLook | undefined>; save(look: UpdateLook): Promise<void> };
}

/** What is there only when everything else is. */
export interface UpdateSurroundings {
  readonly notifier: Notifier;
  /** How many agents hold a lease now. */
  readonly agents: () => number;
  /** Brings into sight what is said about updates. */
  readonly show: () => void;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

export interface DesktopUpdates extends UpdateOrders {
  /** Looks from now on, where this build looks at all. */
  start(surroundings: UpdateSurroundings): Promise<void>;
  stop(): void;
}

/** Timers stand still while the computer sleeps, so the wall clock is looked at this often. */
const tickMs = 3_600_000;

type On = Extract<Updates, { kind: 'on' }>;

export function createUpdates(parts: UpdateParts): DesktopUpdates {
  const { store, clock, timer, localMinute, language, ask, readFacts, newest, installerFor, notes } = parts;
  const ended = new AbortController();
  let around: UpdateSurroundings | undefined;
  let facts: UpdateFacts | undefined;
  let release: Release | undefined;
  let installer: UpdateInstaller | undefined;
  let looking: Promise<void> | undefined;
  let fetching: { readonly cancel: AbortController; readonly done: Promise<void> } | undefined;
  let restarting: Promise<void> | undefined;
  let cancelLook = (): void => undefined;
  let told: string | undefined;
  /** Something was found by itself while notices were not wanted. */
  let isNewsWaiting = false;

  /** @throws Failure `update/off` */
  function stateOn(): On {
    const { updates } = store.state();
    if (updates.kind === 'on') return updates;
    throw new Failure('update/off', { subject: 'Gatehouse' });
  }

  function move({ percent: _percent, failure: _failure, ...before }: On, change: Partial<On>): void {
    store.dispatch({ type: 'updates.moved', updates: { ...before, ...change } });
  }

  function failed(change: Pick<On, 'step' | 'lookedAt'>, thrown: unknown): void {
    const failure = toFailure(thrown);
    around?.log.warn('update failed', { at: stateOn().step, failure });
    move(stateOn(), { ...change, failure: failure.toValue() });
  }

  async function lookWith(known: UpdateFacts): Promise<void> {
    const lookedAt = clock.nowMs();
    move(stateOn(), { step: 'looking' });
    await notes.save({ lookedAt, foundNone: false, told });
    try {
      const found = await newest(known, stateOn().way);
      const { version: _before, ...rest } = stateOn();
      release = found;
      const change: Partial<On> =
        found === undefined ? { step: 'waiting' } : { step: 'found', version: found.version };
      move(rest, { lookedAt, ...change });
      if (found === undefined) await notes.save({ lookedAt, foundNone: true, told });
    } catch (thrown) {
      // What was found before can still be fetched.
      failed({ step: release === undefined ? 'waiting' : 'found', lookedAt }, thrown);
    }
  }

  async function look(): Promise<void> {
    const { step } = stateOn();
    if (facts === undefined || step === 'downloading' || step === 'ready' || step === 'restarting') return;
    looking ??= lookWith(facts).finally(() => {
      looking = undefined;
    });
    await looking;
  }

  function announce(): void {
    const { step, version, way, lookedAt } = stateOn();
    if (around === undefined || step !== 'found' || version === undefined || version === told) return;
    const now = clock.nowMs();
    const { notify, quietHours } = store.state().settings;
    isNewsWaiting = !notify || quietUntil(quietHours, now, localMinute) > now;
    if (isNewsWaiting) return;
    told = version;
    // Who starts the app often is not told often.
    if (lookedAt !== undefined) void notes.save({ lookedAt, foundNone: false, told });
    const { there, how } = updateWords[language()];
    const onClick = around.show;
    around.notifier.show({ title: there(version), body: how[way], sound: false, actions: [], onClick });
  }

  function waitForNextLook(lookedAt: number | undefined): void {
    const now = clock.nowMs();
    const delayMs = nextLookInMs(lookedAt, now);
    cancelLook = timer.after(Math.min(delayMs, tickMs), () => {
      if (clock.nowMs() < now + delayMs) {
        if (isNewsWaiting) announce();
        waitForNextLook(lookedAt);
        return;
      }
      void look().then(() => {
        if (ended.signal.aborted) return;
        announce();
        waitForNextLook(clock.nowMs());
      });
    });
  }

  /** In safe mode nothing is done by itself; what is due then is due afterwards. */
  function waitForSafeModeToEnd(): void {
    cancelLook = store.subscribe(({ safeMode }) => {
      if (safeMode) return;
      cancelLook();
      waitForNextLook(stateOn().lookedAt);
    });
  }

  async function restartWith(ready: UpdateInstaller, version: string): Promise<void> {
    const count = around?.agents() ?? 0;
    const { question, agents, restart } = updateWords[language()];
    const asked = { title: question(version), detail: agents(count), confirm: restart };
    if (count > 0 && !(await ask.ask(asked))) return;
    move(stateOn(), { step: 'restarting' });
    try {
      await ready.restart();
    } catch (thrown) {
      // What was thrown away can be fetched again.
      failed({ step: toFailure(thrown).code === 'update/spoilt' ? 'found' : 'ready' }, thrown);
    }
  }

  async function fetchUntil(cancelled: AbortSignal, known: UpdateFacts, wanted: Release): Promise<void> {
    move(stateOn(), { step: 'downloading', percent: 0 });
    try {
      installer = await installerFor(known, wanted);
      await installer.fetch(
        (percent) => {
          // Each whole percent once: everything that shows the state is drawn anew.
          if (percent !== stateOn().percent) move(stateOn(), { percent });
        },
        AbortSignal.any([ended.signal, cancelled]),
      );
      move(stateOn(), { step: 'ready' });
    } catch (thrown) {
      // Whoever has given it up needs no word on why it has not come.
      if (cancelled.aborted) move(stateOn(), { step: 'found' });
      else failed({ step: 'found' }, thrown);
    }
  }

  return {
    look,

    async fetch() {
      const { step, way } = stateOn();
      if (facts === undefined || release === undefined || step !== 'found' || way !== 'itself') return;
      const cancel = new AbortController();
      const done = fetchUntil(cancel.signal, facts, release);
      fetching = { cancel, done };
      await done;
    },

    async cancelFetch() {
      fetching?.cancel.abort(new Failure('broker/cancelled'));
      await fetching?.done;
    },

    async restart() {
      const { step, version } = stateOn();
      if (installer === undefined || version === undefined || step !== 'ready') return;
      // Two clicks are one question, and one end.
      restarting ??= restartWith(installer, version).finally(() => {
        restarting = undefined;
      });
      await restarting;
    },

    async start(surroundings) {
      around = surroundings;
      const { way, facts: known } = await readFacts().catch((thrown: unknown) => {
        // Half of the facts are none.
        surroundings.log.warn('no facts about updates', { thrown });
        return { way: 'by-hand', facts: undefined } as const;
      });
      if (ended.signal.aborted) return;
      facts = known;
      if (known === undefined) {
        const why = way === 'package-manager' ? way : 'build';
        store.dispatch({ type: 'updates.moved', updates: { kind: 'off', why } });
        return;
      }
      const look = await notes.load();
      told = look?.told;
      // Of a look that found something, or failed, there is nothing to show any more: it is as good as none.
      const lookedAt = look?.foundNone === true ? look.lookedAt : undefined;
      const { page } = known;
      const updates: Updates = {
        kind: 'on',
        way,
        page,
        step: 'waiting',
        ...(lookedAt !== undefined && { lookedAt }),
      };
      store.dispatch({ type: 'updates.moved', updates });
      if (store.state().safeMode) waitForSafeModeToEnd();
      else waitForNextLook(lookedAt);
    },

    stop() {
      ended.abort(new Failure('broker/cancelled'));
      cancelLook();
    },
  };
}
