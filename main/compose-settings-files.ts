// Joins files with settings with the dialogs that choose them and what the window shows of them.
import { readOwnText, writeOwnText } from './adapters/node/own-text.ts';
import type { SettingsFiles } from './desktop/desktop-reads.ts';
import type { Language } from './domain/language.ts';
import { mostSettingsFileBytes } from './domain/settings-file.ts';
import type { SettingsOffer, SettingsTransfer } from './flows/settings-transfer.ts';
import type { ProviderDescription } from './providers/description.ts';
import { settingsOfferView } from './state/settings-offer-view.ts';
import type { Store } from './state/store.ts';

export interface SettingsFileParts {
  readonly store: Store;
  readonly providers: readonly ProviderDescription[];
  readonly transfer: SettingsTransfer;
  /** The one that the person reads now. */
  readonly language: () => Language;
  /** Lets the person choose where to save a file of that name; undefined when they would rather not. */
  readonly chooseSavePath: (name: string) => Promise<string | undefined>;
  readonly chooseSettingsFile: () => Promise<string | undefined>;
}

const fileName = 'gatehouse-settings.json';

export function composeSettingsFiles(parts: SettingsFileParts): SettingsFiles {
  const { store, providers, transfer, language, chooseSavePath, chooseSettingsFile } = parts;
  let path = fileName;
  const shown = (offer: SettingsOffer) =>
    settingsOfferView({ ...offer, path }, store.state(), providers, language());

  return {
    async exportSettings() {
      const chosen = await chooseSavePath(fileName);
      if (chosen === undefined) return { path: null };
      await writeOwnText(chosen, transfer.text());
      return { path: chosen };
    },
    async readSettingsFile() {
      const chosen = await chooseSettingsFile();
      if (chosen === undefined) return null;
      const offer = transfer.read(await readOwnText(chosen, mostSettingsFileBytes), chosen);
      path = chosen;
      return shown(offer);
    },
    async applySettingsFile(id) {
      const applied = await transfer.apply(id);
      return applied.kind === 'applied' ? applied : { kind: applied.kind, offer: shown(applied.offer) };
    },
    async putSettingsBack() {
      const { kept } = await transfer.putBack();
      return { kept: shown({ id: '', steps: kept, ignored: [] }).steps };
    },
  };
}
