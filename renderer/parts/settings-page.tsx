// The settings, in place of the accounts: what is chosen, told, read and written, each with a sentence on its effect.
import type { SettingsView, View } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import type { SettingsPlace } from '../state.ts';
import { AgentsSettings } from './agents-settings.tsx';
import { AlertKinds } from './alert-kinds.tsx';
import { FileSetting } from './file-setting.tsx';
import { FolderRules } from './folder-rules.tsx';
import { HooksSettings } from './hooks-settings.tsx';
import { KeyStoreSettings } from './key-store-settings.tsx';
import { PageFrame } from './page-frame.tsx';
import { QuietHours } from './quiet-hours.tsx';
import { SettingChoice } from './setting-choice.tsx';
import { SettingNumber } from './setting-number.tsx';
import { SettingSwitch } from './setting-switch.tsx';
import { SettingsSection } from './settings-section.tsx';
import { ShellSetting } from './shell-setting.tsx';
import { ShortcutSetting } from './shortcut-setting.tsx';
import { StatusLineSetting } from './status-line-setting.tsx';
import { Thresholds } from './thresholds.tsx';

export interface SettingsPageProps {
  readonly view: View;
  readonly place: SettingsPlace;
}

export function SettingsPage({ view: { settings, keyStore, providers }, place }: SettingsPageProps) {
  return (
    <PageFrame title={messages.settings} fromTop={place === 'top'}>
      <Choosing settings={settings} />
      <FolderRules rules={settings.folderRules} providers={providers} />
      <Switching settings={settings} />
      <AgentsSettings settings={settings} />
      <Notices settings={settings} />
      <Checking settings={settings} />
      <Figures settings={settings} isTarget={place === 'figures'} />
      <HooksSettings hooks={settings.hooks} />
      <KeyStoreSettings keyStore={keyStore} isTarget={place === 'protection'} />
      <Files settings={settings} />
    </PageFrame>
  );
}

interface PartProps {
  readonly settings: SettingsView;
}

function Choosing({ settings }: PartProps) {
  const { strategy, strategies, fallbacks, otherAccounts, numbers } = settings;
  return (
    <SettingsSection title={messages.choosing}>
      <SettingChoice
        label={messages.strategyName}
        effect={messages.strategyEffect}
        chosen={strategy}
        choices={strategies.map((each) => ({ ...each, effect: messages.strategy(each.id) }))}
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
      {otherAccounts.map(({ provider, label, enabled }) => (
        <SettingSwitch
          key={provider}
          label={messages.otherAccount(label)}
          on={enabled}
          change={(on) => ({ otherAccounts: { [provider]: on } })}
          effect={messages.otherAccountEffect(label)}
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

function Switching({ settings: { shortcut, shells } }: PartProps) {
  return (
    <SettingsSection title={messages.switching}>
      <ShortcutSetting shortcut={shortcut} />
      {shells.map((shell) => (
        <ShellSetting key={shell.shell} shell={shell} />
      ))}
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
