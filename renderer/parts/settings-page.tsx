// The settings, in place of the accounts: what is chosen, told, read and written, each with a sentence on its effect.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { KeyStoreView, SettingsView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import type { SettingsPlace } from '../state.ts';
import { AlertKinds } from './alert-kinds.tsx';
import { FileSetting } from './file-setting.tsx';
import { HooksSettings } from './hooks-settings.tsx';
import { Back } from './icons.tsx';
import { KeyStoreSettings } from './key-store-settings.tsx';
import { QuietHours } from './quiet-hours.tsx';
import { SettingChoice } from './setting-choice.tsx';
import { SettingNumber } from './setting-number.tsx';
import { SettingSwitch } from './setting-switch.tsx';
import { SettingsSection } from './settings-section.tsx';
import { StatusLineSetting } from './status-line-setting.tsx';
import { Thresholds } from './thresholds.tsx';

export interface SettingsPageProps {
  readonly settings: SettingsView;
  readonly keyStore: KeyStoreView;
  readonly place: SettingsPlace;
  readonly onClosed: () => void;
}

export function SettingsPage({ settings, keyStore, place, onClosed }: SettingsPageProps) {
  const title = useRef<HTMLHeadingElement>(null);

  useLayoutEffect(() => {
    if (place === 'top') {
      scrollTo({ top: 0, behavior: 'instant' });
      title.current?.focus();
    }
    // On the document, because a click beside the controls leaves the focus nowhere.
    const leave = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') onClosed();
    };
    document.addEventListener('keydown', leave);
    return () => {
      document.removeEventListener('keydown', leave);
    };
  }, []);

  return (
    <>
      <header class="header header-settings">
        <button type="button" class="quiet-button back" onClick={onClosed}>
          <Back />
          {messages.back}
        </button>
        <h1 ref={title} class="title" tabIndex={-1}>
          {messages.settings}
        </h1>
      </header>
      <main class="page">
        <Choosing settings={settings} />
        <Notices settings={settings} />
        <Checking settings={settings} />
        <Figures settings={settings} isTarget={place === 'figures'} />
        <HooksSettings hooks={settings.hooks} />
        <KeyStoreSettings keyStore={keyStore} isTarget={place === 'protection'} />
        <Files settings={settings} />
      </main>
    </>
  );
}

interface PartProps {
  readonly settings: SettingsView;
}

function Choosing({ settings: { strategy, strategies, fallbacks, numbers } }: PartProps) {
  return (
    <SettingsSection title={messages.choosing}>
      <SettingChoice
        label={messages.strategyName}
        effect={messages.strategyEffect}
        chosen={strategy}
        choices={strategies}
        change={(id) => ({ strategy: id })}
      />
      {fallbacks
        .filter(({ to }) => to.length > 0)
        .map(({ provider, from, to, enabled }) => (
          <SettingSwitch
            key={provider}
            label={messages.fallBack(from, to)}
            on={enabled}
            change={(on) => ({ fallBackFrom: { [provider]: on } })}
            effect={messages.fallBackEffect(from)}
          />
        ))}
      <SettingNumber
        name="reservePercent"
        number={numbers.reservePercent}
        change={(reservePercent) => ({ reservePercent })}
      />
    </SettingsSection>
  );
}

function Notices({ settings: { notify, numbers, alerts } }: PartProps) {
  return (
    <SettingsSection title={messages.notices}>
      <SettingSwitch
        label={messages.notify}
        on={notify}
        change={(on) => ({ notify: on })}
        effect={messages.notifyEffect}
      />
      <SettingNumber
        name="notifyAtPercent"
        number={numbers.notifyAtPercent}
        change={(notifyAtPercent) => ({ notifyAtPercent })}
      />
      <Thresholds thresholds={alerts.thresholds} />
      <AlertKinds muted={alerts.muted} />
      <QuietHours quietHours={alerts.quietHours} />
      <SettingSwitch
        label={messages.alertSound}
        on={alerts.sound}
        change={(on) => ({ alertSound: on })}
        effect={messages.alertSoundEffect}
      />
    </SettingsSection>
  );
}

function Checking({ settings: { numbers } }: PartProps) {
  return (
    <SettingsSection title={messages.checking}>
      <SettingNumber
        name="quotaEveryMinutes"
        number={numbers.quotaEveryMinutes}
        change={(quotaEveryMinutes) => ({ quotaEveryMinutes })}
      />
      <SettingNumber
        name="planEveryMinutes"
        number={numbers.planEveryMinutes}
        change={(planEveryMinutes) => ({ planEveryMinutes })}
      />
    </SettingsSection>
  );
}

function Figures({
  settings: { statusLines, borrowKeys },
  isTarget,
}: PartProps & { readonly isTarget: boolean }) {
  if (statusLines.length === 0 && borrowKeys.length === 0) return null;
  return (
    <SettingsSection title={messages.figures} effect={messages.figuresEffect} isTarget={isTarget}>
      {statusLines.map((line) => (
        <StatusLineSetting key={line.consumer} line={line} />
      ))}
      {borrowKeys.map(({ provider, label, standing, enabled }) => (
        <SettingSwitch
          key={provider}
          label={messages.borrowKeys(label)}
          on={enabled}
          change={(on) => ({ borrowKeys: { [provider]: on } })}
          effect={standing}
        />
      ))}
    </SettingsSection>
  );
}

function Files({ settings: { files } }: PartProps) {
  if (files.length === 0) return null;
  return (
    <SettingsSection title={messages.files} effect={messages.filesEffect}>
      {files.map((file) => (
        <FileSetting key={file.id} file={file} />
      ))}
    </SettingsSection>
  );
}
