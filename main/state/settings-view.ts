// What the view says about the person's choices. Pure.
import {
  isFileOn,
  defaultSettings,
  settingLimits,
  thresholdsFor,
  type NumberSetting,
} from '../domain/settings.ts';
import type {
  AlertSettingsView,
  DailyLimitView,
  HookView,
  ProblemView,
  SettingsView,
  SharedFileView,
  ShellView,
  StatusLineView,
  ThresholdsView,
  UsualSettingsView,
} from '../../preload/view.ts';
import { fullName } from '../domain/account-name.ts';
import { isBilledByUse, isMetered } from '../domain/account.ts';
import type { AccountId } from '../domain/ids.ts';
import type { Language } from '../domain/language.ts';
import { phrase } from '../domain/phrases.ts';
import { isInUse } from './in-use.ts';
import { problemView } from './problem-view.ts';
import { exchangeable, mayFallBack, mayUseOthers } from './selected.ts';
import type { ForeignWrite, State } from './state.ts';
import type { FileFacts, ProviderFacts, ViewFacts } from './view-facts.ts';

/** At the beginning of a sentence of the window; a terminal says it within one. */
export function foreignWriteView({ by, at }: ForeignWrite, language: Language | undefined): ForeignWrite {
  const isNameless = language !== undefined && by === 'another program';
  return { by: isNameless ? phrase(language, 'Another program') : by, at };
}

function fileView(file: FileFacts, state: State, language: Language | undefined): SharedFileView {
  const { id, reader, path, writes } = file;
  const failure = state.problems.get(id);
  const write = state.foreignWrites.get(id);
  return {
    id,
    reader: phrase(language, reader),
    path,
    writes: phrase(language, writes),
    enabled: isFileOn(state.settings, file),
    changedElsewhere: write === undefined ? null : foreignWriteView(write, language),
    problem: failure === undefined ? null : problemView(failure, language),
  };
}

/** One line for each window that any account of the provider has. */
function thresholdsViews(
  state: State,
  provider: ProviderFacts,
  language: Language | undefined,
): readonly ThresholdsView[] {
  const windows = new Map(
    state.accounts
      .filter((account) => account.provider === provider.id)
      .flatMap(({ id }) => state.readings.get(id)?.quota?.windows ?? [])
      .map((window) => [window.id, window]),
  );
  return [...windows.values()].map(({ id, label }) => {
    const name = `${provider.id}/${id}`;
    const { alertAtPercent } = state.settings;
    return {
      name,
      provider: provider.label,
      window: phrase(language, label),
      percents: thresholdsFor(state.settings, provider.id, id),
      usual: alertAtPercent[name] === undefined,
    };
  });
}

function alertsView(
  state: State,
  providers: readonly ProviderFacts[],
  language: Language | undefined,
): AlertSettingsView {
  const { mutedAlerts, quietHours, alertSound } = state.settings;
  return {
    thresholds: providers.flatMap((provider) => thresholdsViews(state, provider, language)),
    muted: mutedAlerts,
    quietHours,
    sound: alertSound,
  };
}

function statusLineViews(
  { statusLines, problems }: State,
  language: Language | undefined,
): readonly StatusLineView[] {
  return statusLines.map(({ consumer, label, path, kind, own, heardAt }) => {
    const failure = problems.get(`status-line ${consumer}`);
    return {
      consumer,
      label,
      path,
      kind,
      own: own ?? null,
      heardAt: heardAt ?? null,
      problem: failure === undefined ? null : problemView(failure, language),
    };
  });
}

function hookViews({ hooks }: State, language: Language | undefined): readonly HookView[] {
  return hooks.map(({ event, program, state, lastFailure }) => ({
    event,
    program,
    state,
    problem: lastFailure === undefined ? null : problemView(lastFailure, language),
  }));
}

function shellViews({ shells, problems }: State, language: Language | undefined): readonly ShellView[] {
  return shells.map(({ shell, label, path, kind, commands, untried }) => {
    const failure = problems.get(`shell ${shell}`);
    return {
      shell,
      label,
      path,
      kind,
      commands,
      untried,
      problem: failure === undefined ? null : problemView(failure, language),
    };
  });
}

function problemAbout(
  { problems }: State,
  about: string,
  language: Language | undefined,
): ProblemView | null {
  const failure = problems.get(about);
  return failure === undefined ? null : problemView(failure, language);
}

function shortcutView(
  { settings, problems }: State,
  language: Language | undefined,
): SettingsView['shortcut'] {
  const failure = problems.get('shortcut');
  return {
    keys: settings.switchShortcut,
    problem: failure === undefined ? null : problemView(failure, language),
  };
}

/** Provider and account as a person calls them; null when it is not here any more. */
function accountWords(state: State, id: AccountId, providers: readonly ProviderFacts[]): string | null {
  const account = state.accounts.find((each) => each.id === id);
  if (account === undefined) return null;
  return `${providers.find((each) => each.id === account.provider)?.label ?? account.provider}: ${fullName(account)}`;
}

/** One for each account whose use is counted for agents; what was set for another one stays in sight as well. */
function dailyLimitViews(state: State, providers: readonly ProviderFacts[]): readonly DailyLimitView[] {
  return state.accounts.flatMap((account) => {
    const provider = providers.find(({ id }) => id === account.provider);
    const limit = state.settings.dailyLimits[account.id] ?? null;
    // Of what is billed by use nothing is reserved, so there is nothing to limit.
    const isCounted = provider !== undefined && isMetered(account, provider) && !isBilledByUse(account);
    const isShown = limit !== null || isCounted;
    const label = accountWords(state, account.id, providers);
    return isShown && label !== null ? [{ account: account.id, label, limit }] : [];
  });
}

/** As if the person had chosen nothing. */
function usualView(
  state: State,
  { providers, files }: Pick<ViewFacts, 'providers' | 'files'>,
): UsualSettingsView {
  const untouched = { ...state, settings: defaultSettings };
  const { language, hideIdentities, miniMeter, incidents, startWithSystem } = defaultSettings;
  const { strategy, notify, alertSound, lockWithScreen } = defaultSettings;
  return {
    language,
    hideIdentities,
    miniMeter,
    incidents,
    startWithSystem,
    hiddenProviders: providers.filter(({ isHiddenAtFirst }) => isHiddenAtFirst).map(({ id }) => id),
    strategy,
    notify,
    alertSound,
    lockWithScreen,
    fallbacks: Object.fromEntries(
      exchangeable(providers).map(({ id }) => [id, mayFallBack(untouched, id, providers)]),
    ),
    otherAccounts: Object.fromEntries(providers.map(({ id }) => [id, mayUseOthers(untouched, id)])),
    files: Object.fromEntries(files.map((file) => [file.id, isFileOn(defaultSettings, file)])),
  };
}

export function settingsView(state: State, { providers, files, language }: ViewFacts): SettingsView {
  const { settings } = state;
  const number = (name: NumberSetting) => ({
    value: settings[name],
    ...settingLimits[name],
    usual: defaultSettings[name],
  });
  return {
    usual: usualView(state, { providers, files }),
    language: settings.language,
    hideIdentities: settings.hideIdentities,
    miniMeter: settings.miniMeter,
    incidents: settings.incidents,
    startWithSystem: settings.startWithSystem,
    startWithSystemProblem: problemAbout(state, 'start-with-system', language),
    hiddenProviders: settings.hiddenProviders,
    firstRun: settings.firstRun,
    strategy: settings.strategy,
    strategies: [
      { id: 'user-preference', label: 'The one I chose last' },
      { id: 'cost-optimized', label: 'What costs least' },
      { id: 'soonest-reset', label: 'What is refilled soonest' },
      ...providers
        .filter(({ id }) => isInUse(state, id))
        .map(({ id, label }) => ({ id: `prefer-${id}`, label: `Always ${label} first` })),
    ].map(({ id, label }) => ({ id, label: phrase(language, label) })),
    fallbacks: exchangeable(providers).map((provider, index, all) => ({
      provider: provider.id,
      from: provider.label,
      to: (index === all.length - 1 ? all.slice(0, index) : all.slice(index + 1)).map(({ label }) => label),
      enabled: mayFallBack(state, provider.id, providers),
    })),
    numbers: {
      reservePercent: number('reservePercent'),
      notifyAtPercent: number('notifyAtPercent'),
      quotaEveryMinutes: number('quotaEveryMinutes'),
      planEveryMinutes: number('planEveryMinutes'),
      agentsAtOnce: number('agentsAtOnce'),
      leastLeasePercent: number('leastLeasePercent'),
    },
    dailyLimits: dailyLimitViews(state, providers),
    lockWithScreen: settings.lockWithScreen,
    notify: settings.notify,
    alerts: alertsView(state, providers, language),
    statusLines: statusLineViews(state, language),
    borrowKeys: providers.flatMap(({ id, label, borrowedKeyStanding: standing }) =>
      standing === undefined || !(isInUse(state, id) || settings.borrowKeys[id] === true)
        ? []
        : [
            {
              provider: id,
              label,
              standing: phrase(language, standing),
              enabled: settings.borrowKeys[id] === true,
            },
          ],
    ),
    hooks: hookViews(state, language),
    flags: state.flags.known.map(({ flag, variant, why }) => ({
      id: flag.id,
      about: flag.about[language ?? 'en'],
      variant,
      variants: flag.variants,
      usual: flag.default,
      why,
    })),
    companyLogins: state.companyLogins.map(({ url, variable }) => ({ url, variable })),
    files: files.map((file) => fileView(file, state, language)),
    otherAccounts: providers
      .filter(({ id }) => isInUse(state, id))
      .map(({ id, label }) => ({
        provider: id,
        label,
        enabled: mayUseOthers(state, id),
      })),
    folderRules: settings.folderRules.map(({ folder, account }) => ({
      folder,
      account,
      label: accountWords(state, account, providers),
    })),
    shortcut: shortcutView(state, language),
    shells: shellViews(state, language),
  };
}
