// Takes settings out into a file and in again: shown first, then exactly what was shown, and back again when it was not right.
import { Failure } from '../domain/failure.ts';
import type { Settings, SettingsChanges } from '../domain/settings.ts';
import { parseSettingsFile, settingsFileText, type SettingsFile } from '../domain/settings-file.ts';
import { planSettings, type SettingsPlan } from '../domain/settings-plan.ts';
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

/** Names of settings. */
interface PutBack {
  readonly putBack: readonly string[];
  /** Changed by hand since, and so left as they are. */
  readonly kept: readonly string[];
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
  let back: { readonly before: SettingsChanges; readonly after: Settings } | undefined;

  function plan(file: SettingsFile): SettingsPlan {
    const state = store.state();
    const untouched = { ...state, settings: { ...state.settings, fallBackFrom: {} } };
    return planSettings(file, state.settings, {
      providers: providers.map(({ id }) => id),
      accounts: state.accounts.map(({ id }) => id),
      usualFallBack: (provider) => mayFallBack(untouched, provider, providers),
    });
  }

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
      const { steps, changes, back: before } = plan(file);
      if (JSON.stringify(steps) !== shown) {
        offers.delete(id);
        return { kind: 'changed-since', offer: offer(file) };
      }
      await changeSettings(changes);
      back = { before, after: store.state().settings };
      offers.delete(id);
      return { kind: 'applied' };
    },
    async putBack() {
      if (back === undefined) throw new Failure('broker/bad-request', { detail: 'nothing to put back' });
      const { before, after } = back;
      const now = new Map(Object.entries(store.state().settings));
      const then = new Map(Object.entries(after));
      // What was changed by hand since stays.
      const isUntouched = (name: string): boolean =>
        JSON.stringify(now.get(name)) === JSON.stringify(then.get(name));
      const own = Object.entries(before).filter(([name]) => isUntouched(name));
      await changeSettings(Object.fromEntries(own));
      back = undefined;
      const putBack = own.map(([name]) => name);
      return { putBack, kept: Object.keys(before).filter((name) => !putBack.includes(name)) };
    },
  };
}
