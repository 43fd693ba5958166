// The settings' section on files: save them, see what a file would change, change exactly that, and back again.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { SettingsOfferView, SettingsPutBackView, SettingsView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';
import { SettingsOffer, stepName } from './settings-offer.tsx';
import { SettingsSection } from './settings-section.tsx';

export function SettingsFileSettings({ settings }: { readonly settings: SettingsView }) {
  return (
    <SettingsSection title={messages.settingsFile} effect={messages.settingsFileEffect}>
      <Export />
      <Import settings={settings} />
    </SettingsSection>
  );
}

function Export() {
  const save = useIntent('settings.export');
  const path = useSignal<string | null>(null);
  return (
    <div class="setting">
      <div class="setting-line setting-line-way">
        <div class="setting-words">
          <p class="setting-label">{messages.exportSettings}</p>
          <p class="setting-effect">{messages.exportSettingsEffect}</p>
        </div>
        <button
          type="button"
          class="button button-small"
          aria-disabled={save.busy}
          aria-busy={save.busy}
          onClick={() => {
            if (save.busy) return;
            path.value = null;
            void save.request({}).then((outcome) => {
              path.value = outcome.ok ? outcome.value.path : null;
            });
          }}
        >
          {messages.exportSettingsNow}
        </button>
      </div>
      <p class="hint passing" role="status">
        {save.busy && messages.exportingSettings}
        {path.value !== null && messages.exportedSettings(path.value)}
      </p>
      <ProblemNote problems={[save.problem]} />
    </div>
  );
}

type Done =
  | { readonly kind: 'applied'; readonly count: number }
  | ({ readonly kind: 'put-back' } & SettingsPutBackView);

function putBackWords({ kept }: SettingsPutBackView): string {
  return kept.length === 0 ? messages.settingsPutBack : messages.settingsKept(kept.map(stepName));
}

function Import({ settings }: { readonly settings: SettingsView }) {
  const read = useIntent('settings.readFile');
  const apply = useIntent('settings.applyFile');
  const back = useIntent('settings.putBack');
  const offer = useSignal<SettingsOfferView | null>(null);
  const isChangedSince = useSignal(false);
  const done = useSignal<Done | null>(null);
  const choose = useRef<HTMLButtonElement>(null);

  const request = (): void => {
    if (read.busy) return;
    offer.value = null;
    done.value = null;
    isChangedSince.value = false;
    void read.request({}).then((outcome) => {
      if (outcome.ok) offer.value = outcome.value;
    });
  };
  const close = (): void => {
    offer.value = null;
    choose.current?.focus();
  };
  const carryOut = ({ id, steps }: SettingsOfferView): void => {
    if (apply.busy) return;
    void apply.request({ offer: id }).then((outcome) => {
      if (!outcome.ok) return;
      if (outcome.value.kind === 'changed-since') {
        isChangedSince.value = true;
        offer.value = outcome.value.offer;
        return;
      }
      done.value = { kind: 'applied', count: steps.length };
      close();
    });
  };

  const shown = offer.value;
  return (
    <div class="setting">
      <div class="setting-line setting-line-way">
        <div class="setting-words">
          <p class="setting-label">{messages.importSettings}</p>
          <p class="setting-effect">{messages.importSettingsEffect}</p>
        </div>
        <button
          ref={choose}
          type="button"
          class="button button-small"
          aria-disabled={read.busy}
          aria-busy={read.busy}
          onClick={request}
        >
          {messages.chooseSettingsFile}
        </button>
      </div>
      <p class="hint passing" role="status">
        {read.busy && messages.exportingSettings}
        {apply.busy && messages.applyingSettings}
        {isChangedSince.value && shown !== null && messages.changedSinceShown}
        {done.value?.kind === 'applied' && messages.appliedSettings(done.value.count)}
        {done.value?.kind === 'put-back' && putBackWords(done.value)}
      </p>
      <ProblemNote problems={[read.problem, apply.problem, back.problem]} />
      {shown !== null && (
        <SettingsOffer
          key={shown.id}
          offer={shown}
          settings={settings}
          busy={apply.busy}
          onApply={() => {
            carryOut(shown);
          }}
          onCancel={() => {
            isChangedSince.value = false;
            close();
          }}
        />
      )}
      {done.value?.kind === 'applied' && (
        <button
          type="button"
          class="quiet-button"
          aria-busy={back.busy}
          onClick={() => {
            if (back.busy) return;
            void back.request({}).then((outcome) => {
              if (!outcome.ok) return;
              done.value = { kind: 'put-back', ...outcome.value };
              choose.current?.focus();
            });
          }}
        >
          {messages.putSettingsBack}
        </button>
      )}
    </div>
  );
}
