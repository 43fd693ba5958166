// What the local service can have done with files with settings: the same flow as the window's.
import type { IgnoredSetting } from '../../domain/settings-file.ts';
import { stepName, type SettingStep } from '../../domain/settings-plan.ts';
import { settingsOfferView } from '../../state/settings-offer-view.ts';
import type { Store } from '../../state/store.ts';
import type { SettingsOfferFacts } from '../protocol/settings-file.ts';
import type { SettingsFileActions } from '../routes/settings-files.ts';
import { requireUnlocked, type ViewAtHand } from './shown.ts';

interface Offer {
  readonly id: string;
  readonly steps: readonly SettingStep[];
  readonly ignored: readonly IgnoredSetting[];
}

export interface SettingsFileParts {
  readonly settingsTransfer: {
    text(): string;
    read(text: string, subject: string): Offer;
    apply(
      offer: string,
    ): Promise<{ readonly kind: 'applied' } | { readonly kind: 'changed-since'; readonly offer: Offer }>;
    putBack(): Promise<{ readonly putBack: readonly SettingStep[]; readonly kept: readonly SettingStep[] }>;
  };
  readonly store: Pick<Store, 'state'>;
}

export function settingsFileActions(
  { settingsTransfer: transfer, store }: SettingsFileParts,
  { view, loadedView }: ViewAtHand,
): SettingsFileActions {
  function factsOf(offer: Offer): SettingsOfferFacts {
    const { id, steps, ignored } = settingsOfferView({ ...offer, path: '' }, store.state(), view().providers);
    return {
      offer: id,
      steps: steps.map(({ setting, of, from, to }, index) => {
        const named = offer.steps[index]?.of ?? null;
        return { setting, of: of === null || named === null ? null : { id: named, label: of }, from, to };
      }),
      ignored: ignored.map(({ reason, names }) => ({ reason, names: [...names] })),
    };
  }
  return {
    async text() {
      await loadedView();
      return { schema: 1, text: transfer.text() };
    },
    async read(text, name) {
      // Which accounts are here is part of what a file would change.
      await loadedView();
      return { schema: 1, ...factsOf(transfer.read(text, name)) };
    },
    async apply(offer) {
      requireUnlocked(await loadedView());
      const applied = await transfer.apply(offer);
      return { schema: 1, changedSince: applied.kind === 'applied' ? null : factsOf(applied.offer) };
    },
    async putBack() {
      requireUnlocked(await loadedView());
      const { putBack, kept } = await transfer.putBack();
      return { schema: 1, putBack: putBack.map(stepName), kept: kept.map(stepName) };
    },
  };
}
