// Follows the setting that the app starts with the desktop; where that cannot be done, the setting goes back.
import { toFailure } from '../domain/failure.ts';
import type { SettingsChanges } from '../domain/settings.ts';
import type { Autostart, Log } from '../ports.ts';
import type { Store } from '../state/store.ts';
import { createTurns } from '../domain/in-turn.ts';

export interface StartWithSystemParts {
  readonly store: Store;
  readonly autostart: Autostart;
  readonly changeSettings: (changes: SettingsChanges) => void | Promise<void>;
  readonly log: Log;
}

/** Under which the state keeps what went wrong. */
const about = 'start-with-system';

/** Renews the entry of this computer once, then follows the setting; returns the function that ends that. */
export function followStartWithSystem({
  store,
  autostart,
  changeSettings,
  log,
}: StartWithSystemParts): () => void {
  const inTurn = createTurns();
  let held = store.state().settings.startWithSystem;

  /** The setting says what holds. */
  async function settle(on: boolean): Promise<void> {
    held = on;
    if (store.state().settings.startWithSystem !== on) await changeSettings({ startWithSystem: on });
  }

  async function failed(thrown: unknown, before: boolean): Promise<void> {
    const failure = toFailure(thrown);
    log.warn('start with the desktop not changed', { failure });
    store.dispatch({ type: 'problem.found', about, failure: failure.toValue() });
    await settle(before);
  }

  async function change(on: boolean): Promise<void> {
    try {
      await autostart.set(on);
      if (store.state().problems.has(about)) store.dispatch({ type: 'problem.gone', about });
    } catch (thrown) {
      await failed(thrown, !on);
    }
  }

  /** The person may have switched it off in the settings of their desktop: that counts. */
  async function renew(): Promise<void> {
    try {
      if (!(await autostart.renew())) await settle(false);
    } catch (thrown) {
      await failed(thrown, false);
    }
  }

  function carryOut(work: () => Promise<void>): void {
    inTurn(work).catch((thrown: unknown) => {
      log.warn('start with the desktop not settled', { failure: toFailure(thrown) });
    });
  }

  if (held) carryOut(renew);
  return store.subscribe(({ settings: { startWithSystem: wanted } }, event) => {
    if (event.type !== 'settings.changed' || wanted === held) return;
    held = wanted;
    carryOut(() => change(wanted));
  });
}
