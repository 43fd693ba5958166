// What stands in the tray menu and its tooltip, made from the view. Pure: no Electron.
import type { AccountView, MethodView, ProviderView, View, WindowView } from '../../preload/view.ts';
import { amountWords } from '../domain/amount-words.ts';
import { safeModeCode } from '../domain/failure.ts';
import { fullestWindow } from '../state/fullest-window.ts';
import type { Intents } from './intents.ts';
import { action, info, oneLine, plain, separator, type MenuItem } from './menu-items.ts';
import { momentWords } from './moment-words.ts';
import { trayWords } from './tray-words.ts';
import {
  incidentItems,
  namesItem,
  progressItems,
  progressWords,
  signInItems,
  type ProgressIntents,
} from './progress-items.ts';
import {
  holderItems,
  phaseWords,
  servingItems,
  strategyItem,
  switchItems,
  undoItems,
  type SwitchIntents,
} from './switch-items.ts';

export type { MenuItem };

/** The intents that the menu can send. */
export interface TrayIntents
  extends SwitchIntents, ProgressIntents, Pick<Intents, 'signIn' | 'open' | 'showAccount' | 'quit'> {
  prefer(provider: string): void;
  useAccount(account: string): void;
  signOut(account: string): void;
  lock(): void;
  unlock(): void;
  startNormally(): void;
}

type Language = View['language'];

/** The fullest window as "62% used", where known. */
function fullest(accounts: readonly AccountView[], language: Language): string | undefined {
  const window = fullestWindow(accounts);
  return window === undefined ? undefined : trayWords[language].used(window.usedPercent);
}

/** Only what calls for attention: when it runs out. */
function paceWords({ pace }: WindowView, now: number, language: Language): string {
  const { runsOut, mayRunOut } = trayWords[language];
  if (pace.kind === 'runs-out') return `, ${runsOut(momentWords(pace.at, now, language))}`;
  return pace.kind === 'tight' ? `, ${mayRunOut(momentWords(pace.at, now, language))}` : '';
}

/** With the organisation where the label alone does not tell it from another; both stay in sight. */
function accountName({ id, label, organization }: AccountView, all: readonly AccountView[]): string {
  const isAlone = all.every((other) => other.id === id || other.label !== label);
  return isAlone || organization === null ? label : `${label.slice(0, 50)} (${organization.slice(0, 40)})`;
}

function accountLine({ plan }: AccountView, name: string): string {
  return plain(plan === null ? name : `${name} · ${plan}`);
}

/** How full it is; where that has no share, how much there is. */
function useWords({ usedPercent, unlimited, amount }: WindowView, language: Language): string {
  const words = trayWords[language];
  if (usedPercent !== null) return words.used(usedPercent);
  if (unlimited) return words.unlimited;
  return (amount === null ? undefined : amountWords(language, amount)) ?? words.useUnknown;
}

function windowLine(window: WindowView, now: number, language: Language): MenuItem {
  const { label, resetsAt } = window;
  const words = trayWords[language];
  const used = useWords(window, language);
  const isAhead = resetsAt !== null && resetsAt > now;
  const reset = isAhead ? `, ${words.resets(momentWords(resetsAt, now, language))}` : '';
  return info(plain(`${label}: ${used}${paceWords(window, now, language)}${reset}`));
}

/** So many lines a menu has room for, for quotas that limit a part of the account or lie beyond its plan. */
const mostMinorLines = 3;

/**
 * What limits the whole account, and the fullest of the others; those that have no room are counted and stand in the window.
 * What lies beyond the plan or has no end is no limit, so it is left out where nothing can be said of it.
 */
function windowLines(windows: readonly WindowView[], now: number, language: Language): readonly MenuItem[] {
  const isMinor = ({ scope, beyondPlan }: WindowView): boolean => scope !== null || beyondPlan;
  const minor = windows.filter(
    (window) => isMinor(window) && (window.usedPercent !== null || !(window.beyondPlan || window.unlimited)),
  );
  const fullest = minor
    .filter(({ usedPercent }) => usedPercent !== null)
    .toSorted((one, other) => (other.usedPercent ?? 0) - (one.usedPercent ?? 0))
    .slice(0, mostMinorLines);
  const shown = windows.filter((window) => !isMinor(window) || fullest.includes(window));
  const rest = minor.length - fullest.length;
  return [
    ...shown.map((window) => windowLine(window, now, language)),
    ...(rest === 0 ? [] : [info(trayWords[language].moreLimits(rest))]),
  ];
}

/** A login that a program keeps is only forgotten here; for more there is a question in the window. */
function endLine({ usedBy, keys }: AccountView, name: string, language: Language): string {
  const { forget, signOut } = trayWords[language];
  return plain(keys.keptBy === null ? signOut(name, usedBy) : forget(name));
}

interface MenuParts {
  readonly intents: TrayIntents;
  readonly now: number;
  readonly language: Language;
  /** Whether a switch is under way, so that another one has to wait. */
  readonly switching: boolean;
}

/** One click away, where there is something to choose. */
function useItems(
  { accounts }: ProviderView,
  { intents, language, switching }: MenuParts,
): readonly MenuItem[] {
  if (accounts.length < 2) return [];
  const radios = accounts.map((account): MenuItem => {
    const used = fullest([account], language);
    const name = accountName(account, accounts);
    return {
      type: 'radio',
      label: plain(`${trayWords[language].use(name)}${used === undefined ? '' : ` · ${used}`}`),
      checked: account.active,
      enabled: !switching,
      click: () => {
        intents.useAccount(account.id);
      },
    };
  });
  return [...radios, separator];
}

function accountItems(
  account: AccountView,
  name: string,
  { intents, now, language }: MenuParts,
): readonly MenuItem[] {
  const { id, windows, problem } = account;
  return [
    ...(problem === null ? [] : [info(`⚠ ${plain(problem.what)}`)]),
    ...windowLines(windows, now, language),
    action(trayWords[language].show, () => {
      intents.showAccount(id);
    }),
    action(endLine(account, name, language), () => {
      intents.signOut(id);
    }),
  ];
}

function methodItem(provider: ProviderView, method: MethodView, intents: TrayIntents): MenuItem {
  return action(`${method.label}…`, () => {
    // What has to be entered or agreed to is in the window; any other sign-in starts right away.
    const agreed = method.registration?.clientId !== null;
    const ready = method.kind !== 'api-key' && agreed;
    if (ready) intents.signIn(provider.id, method.id);
    else intents.open(provider.id, method.id);
    // Its code is in the window, too.
    if (method.kind === 'device') intents.open(provider.id);
  });
}

function providerItems(provider: ProviderView, parts: MenuParts): readonly MenuItem[] {
  const several = provider.accounts.length > 1;
  const accounts = provider.accounts.map((account): MenuItem => {
    const name = accountName(account, provider.accounts);
    const line = accountLine(account, name);
    return {
      type: 'submenu',
      label: several && account.active ? `✓ ${line}` : line,
      submenu: accountItems(account, name, parts),
    };
  });
  const signIns =
    provider.signIn === null
      ? provider.methods.map((method) => methodItem(provider, method, parts.intents))
      : signInItems(provider, parts.language, parts.intents);
  const incidents = incidentItems(provider, parts.language);
  if (accounts.length === 0) return [...incidents, ...signIns];
  return [...incidents, ...useItems(provider, parts), ...accounts, separator, ...signIns];
}

function preferLine({ label, accounts }: ProviderView, language: Language): string {
  const used = fullest(
    accounts.filter(({ active }) => active),
    language,
  );
  return `${trayWords[language].prefer(label)}${used === undefined ? '' : ` · ${used}`}`;
}

function lockItem({ locked, language }: View, intents: TrayIntents): MenuItem {
  const { lock, unlock } = trayWords[language];
  return action(locked ? unlock : lock, () => {
    if (locked) intents.unlock();
    else intents.lock();
  });
}

/** As in the window: what the person does not use, while there is nothing of it to show. */
function isHidden({ id, preferred, accounts, signIn, problem }: ProviderView, { settings }: View): boolean {
  const isEmpty = accounts.length === 0 && signIn === null && problem === null;
  return isEmpty && !preferred && settings.hiddenProviders.includes(id);
}

/** @param now Unix milliseconds */
export function trayMenu(view: View, intents: TrayIntents, now: number): readonly MenuItem[] {
  const switching = view.switching.running !== null;
  const shown = view.providers.filter((provider) => !isHidden(provider, view));
  const preferred = shown.map((provider): MenuItem => ({
    type: 'radio',
    label: preferLine(provider, view.language),
    checked: provider.preferred,
    enabled: !switching,
    click: () => {
      intents.prefer(provider.id);
    },
  }));
  const submenus = shown.map((provider): MenuItem => ({
    type: 'submenu',
    label: provider.label,
    submenu: providerItems(provider, { intents, now, language: view.language, switching }),
  }));
  const problems = view.problems.flatMap(({ code, what }) => [
    info(`⚠ ${plain(what)}`),
    ...(code === safeModeCode
      ? [
          action(trayWords[view.language].startNormally, () => {
            intents.startNormally();
          }),
        ]
      : []),
  ]);
  return [
    ...problems,
    ...progressItems(view),
    ...servingItems(view, now),
    ...switchItems(view),
    ...preferred,
    ...holderItems(view),
    separator,
    ...submenus,
    separator,
    strategyItem(view, intents),
    ...undoItems(view, intents),
    lockItem(view, intents),
    namesItem(view, intents),
    separator,
    action(trayWords[view.language].open, () => {
      intents.open();
    }),
    action(trayWords[view.language].quit, () => {
      intents.quit();
    }),
  ];
}

/** Who serves now and whether in the place of another, how much of it is used, when that ends, how old the figure is. */
export function trayTooltip(view: View, now: number): string {
  const { selection, providers, language } = view;
  const progress = progressWords(view);
  if (progress !== null) return progress;
  const provider = providers.find(({ id }) => id === selection.provider);
  const account = provider?.accounts.find(({ id }) => id === selection.account);
  if (provider === undefined || account === undefined) return 'Gatehouse';
  const phase = phaseWords(selection, language);
  const who = `Gatehouse: ${provider.label}${phase === null ? '' : ` ${phase}`}`;
  const window = fullestWindow([account]);
  if (window === undefined) return who;
  const words = trayWords[language];
  const used = `${window.label} ${words.used(window.usedPercent)}${paceWords(window, now, language)}`;
  return oneLine(`${who}, ${used} (${words.read(momentWords(window.readAt, now, language))})`);
}
