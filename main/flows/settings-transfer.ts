// Takes settings out into a file and in again: shown first, then exactly what was shown, and back again when it was not right.
import { Failure } from '../domain/failure.ts';
import type { SettingsChanges } from '../domain/settings.ts';
import { parseSettingsFile, settingsFileText, type SettingsFile } from '../domain/settings-file.ts';
import {
  planSettings,
  stepName,
  type SettingsPlace,
  type SettingsPlan,
  type SettingStep,
} from '../domain/settings-plan.ts';
import { mayFallBack, type Selectable } from '../state/selected.ts';
import type { Store } from '../state/store.ts';

export interface SettingsTransferParts {
  readonly store: Pick<Store, 'state'>;
  readonly providers: readonly Pick<Selectable, 'id'>[];
  readonly changeSettings: (changes: SettingsChanges) => Promise<void>;
}

export interface SettingsOffer extends Pick<SettingsPlan, 'steps' | 'ignored'> {
  readonly id: string;
}

export type AppliedOffer =
  | { readonly kind: 'applied' }
  /** The settings are others than when it was shown: this is what it would change now. Nothing was changed. */
  | { readonly kind: 'changed-since'; readonly offer: SettingsOffer };

/** What the file had changed. */
export interface PutBack {
  readonly putBack: readonly SettingStep[];
  /** Changed by hand since, and so left as they are. */
  readonly kept: readonly SettingStep[];
}

export interface SettingsTransfer {
  /** The text of a file with the settings of now. */
  text(): string;
  /**
   * What the file would change. Window and command line may each have asked; of many offers the oldest is forgotten.
   * @throws Failure `storage/unreadable`, `storage/newer-schema`
   */
  read(text: string, subject: string): SettingsOffer;
  /** @throws Failure `broker/bad-request` for an offer that is forgotten, `storage/write-failed` */
  apply(offer: string): Promise<AppliedOffer>;
  /** Puts back what the last file has changed. @throws Failure `broker/bad-request` when there is nothing, `storage/write-failed` */
  putBack(): Promise<PutBack>;
}

const mostOffers = 8;

export function createSettingsTransfer(parts: SettingsTransferParts): SettingsTransfer {
  const { store, providers, changeSettings } = parts;
  /** By their ids, the oldest first. */
  const offers = new Map<string, { readonly file: SettingsFile; readonly shown: string }>();
  let count = 0;
  let last: { readonly done: SettingsPlan; readonly again: () => SettingsPlan } | undefined;

  function place(): SettingsPlace {
    const state = store.state();
    const untouched = { ...state, settings: { ...state.settings, fallBackFrom: {} } };
    return {
      providers: providers.map(({ id }) => id),
      accounts: state.accounts.map(({ id }) => id),
      usualFallBack: (provider) => mayFallBack(untouched, provider, providers),
    };
  }

  const plan = (file: SettingsFile, here = place()): SettingsPlan =>
    planSettings(file, store.state().settings, here);

  function offer(file: SettingsFile): SettingsOffer {
    const { steps, ignored } = plan(file);
    count += 1;
    const id = String(count);
    offers.set(id, { file, shown: JSON.stringify(steps) });
    const [oldest] = offers.keys();
    if (offers.size > mostOffers && oldest !== undefined) offers.delete(oldest);
    return { id, steps, ignored };
  }

  return {
    text: () => settingsFileText(store.state().settings),
    read: (text, subject) => offer(parseSettingsFile(text, subject)),
    async apply(id) {
      const offered = offers.get(id);
      if (offered === undefined) throw new Failure('broker/bad-request', { detail: 'offer' });
      const { file, shown } = offered;
      const here = place();
      const done = plan(file, here);
      if (JSON.stringify(done.steps) !== shown) {
        offers.delete(id);
        return { kind: 'changed-since', offer: offer(file) };
      }
      await changeSettings(done.changes);
      last = { done, again: () => plan(file, here) };
      offers.delete(id);
      return { kind: 'applied' };
    },
    async putBack() {
      if (last === undefined) throw new Failure('broker/bad-request', { detail: 'nothing to put back' });
      const { done, again } = last;
      // What the same file would change again was changed by hand since, and stays.
      const changedSince = new Set(again().steps.map(stepName));
      const isKept = (step: SettingStep): boolean => changedSince.has(stepName(step));
      const putBack = done.steps.filter((step) => !isKept(step));
      await changeSettings(done.back(putBack));
      last = undefined;
      return { putBack, kept: done.steps.filter(isKept) };
    },
  };
}
