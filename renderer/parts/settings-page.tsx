// The settings, in place of the accounts: what is chosen, told, read and written, each with a sentence on its effect.
import type { SettingsView, View } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { goTo, type SettingsPlace } from '../state.ts';
import { useSettingsFilter } from '../settings-filter.ts';
import { AgentsSettings } from './agents-settings.tsx';
import { AlertKinds } from './alert-kinds.tsx';
import { AppearanceSettings } from './appearance-settings.tsx';
import { CompanyLogins } from './company-logins.tsx';
import { FileSetting } from './file-setting.tsx';
import { FirstRunAgain } from './first-run-again.tsx';
import { FlagsSettings } from './flags-settings.tsx';
import { FolderRules } from './folder-rules.tsx';
import { HooksSettings } from './hooks-settings.tsx';
import { KeyStoreSettings } from './key-store-settings.tsx';
import { PageFrame } from './page-frame.tsx';
import { QuietHours } from './quiet-hours.tsx';
import { SettingChoice } from './setting-choice.tsx';
import { SettingNumber } from './setting-number.tsx';
import { SettingSwitch } from './setting-switch.tsx';
import { SettingsFileSettings } from './settings-file-settings.tsx';
import { SettingsIndex, SettingsSearch } from './settings-search.tsx';
import { SettingsSection } from './settings-section.tsx';
import { ShellSetting } from './shell-setting.tsx';
import { ShortcutSetting } from './shortcut-setting.tsx';
import { StartSetting } from './start-setting.tsx';
import { StatusLineSetting } from './status-line-setting.tsx';
import { Thresholds } from './thresholds.tsx';

export interface SettingsPageProps {
  readonly view: View;
  readonly place: SettingsPlace;
}

export function SettingsPage({ view: { settings, keyStore, providers }, place }: SettingsPageProps) {
  const filter = useSettingsFilter();
  return (
    <PageFrame title={messages.settings} fromTop={place === 'top'}>
      <SettingsSearch filter={filter} />
      <div class="settings-columns">
        <SettingsIndex filter={filter} />
        <div ref={filter.root} class="settings-sections">
          <AppearanceSettings settings={settings} providers={providers} />
          <Choosing settings={settings} />
          <FolderRules rules={settings.folderRules} providers={providers} />
          <Switching settings={settings} />
          <AgentsSettings settings={settings} />
          <Notices settings={settings} />
          <Checking settings={settings} />
          <Figures settings={settings} isTarget={place === 'figures'} />
          <HooksSettings hooks={settings.hooks} />
          <CompanyLogins logins={settings.companyLogins} />
          <KeyStoreSettings keyStore={keyStore} isTarget={place === 'protection'} />
          <Files settings={settings} isTarget={place === 'files'} />
          <Starting settings={settings} />
          <FlagsSettings flags={settings.flags} />
          <SettingsFileSettings settings={settings} />
          <FirstRunAgain />
          <About />
        </div>
      </div>
    </PageFrame>
  );
}

interface PartProps {
  readonly settings: SettingsView;
}

function Choosing({ settings }: PartProps) {
  const { strategy, strategies, fallbacks, otherAccounts, numbers, usual } = settings;
  return (
    <SettingsSection title={messages.choosing}>
      <SettingChoice
        label={messages.strategyName}
        effect={messages.strategyEffect}
        chosen={strategy}
        usual={usual.strategy}
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
            usual={usual.fallbacks[provider]}
            change={(on) => ({ fallBackFrom: { [provider]: on } })}
            effect={messages.fallBackEffect(from)}
          />
        ))}
      {otherAccounts.map(({ provider, label, enabled }) => (
        <SettingSwitch
          key={provider}
          label={messages.otherAccount(label)}
          on={enabled}
          usual={usual.otherAccounts[provider]}
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

function Notices({ settings: { notify, numbers, alerts, usual } }: PartProps) {
  return (
    <SettingsSection title={messages.notices}>
      <SettingSwitch
        label={messages.notify}
        on={notify}
        usual={usual.notify}
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
        usual={usual.alertSound}
        change={(on) => ({ alertSound: on })}
        effect={messages.alertSoundEffect}
      />
    </SettingsSection>
  );
}

function Checking({ settings: { numbers, incidents, usual } }: PartProps) {
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
      <SettingSwitch
        label={messages.incidents}
        on={incidents}
        usual={usual.incidents}
        change={(on) => ({ incidents: on })}
        effect={messages.incidentsEffect}
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
          usual={false}
          change={(on) => ({ borrowKeys: { [provider]: on } })}
          effect={standing}
        />
      ))}
    </SettingsSection>
  );
}

function Files({ settings: { files, usual }, isTarget }: PartProps & { readonly isTarget: boolean }) {
  if (files.length === 0) return null;
  return (
    <SettingsSection title={messages.files} effect={messages.filesEffect} isTarget={isTarget}>
      {files.map((file) => (
        <FileSetting key={file.id} file={file} usual={usual.files[file.id]} />
      ))}
    </SettingsSection>
  );
}

function Starting({ settings }: PartProps) {
  return (
    <SettingsSection title={messages.starting}>
      <StartSetting settings={settings} />
    </SettingsSection>
  );
}

function About() {
  return (
    <SettingsSection title={messages.page('about')}>
      <div class="setting">
        <div class="setting-line">
          <p class="setting-words setting-effect">{messages.aboutRow}</p>
          <button
            type="button"
            class="button button-small"
            aria-label={messages.openAboutNamed}
            onClick={() => {
              goTo('about');
            }}
          >
            {messages.openAbout}
          </button>
        </div>
      </div>
    </SettingsSection>
  );
}
