// What the tray says of the choice between accounts: what stands in, the switch under way, what is left of the last one. Pure.
import type { HolderView, SelectionView, View } from '../../preload/view.ts';
import { action, info, plain, type MenuItem } from './menu-items.ts';
import { momentWords } from './moment-words.ts';
import { trayWords } from './tray-words.ts';

type Language = View['language'];

/** What a click on one of these lines asks for. */
export interface SwitchIntents {
  /** Everything as it was before the last switch. */
  undo(): void;
  /** By the id that the view shows. */
  chooseStrategy(strategy: string): void;
}

/** So many lines a menu has room for. */
const mostHolders = 3;

/** In a few words, for the tooltip; null while the wanted account serves. */
export function phaseWords({ phase }: SelectionView, language: Language): string | null {
  return trayWords[language].phases[phase];
}

/** Said only when it is not what one would expect: another account stands in, or none can be used. */
export function servingItems({ selection, providers, language }: View, now: number): readonly MenuItem[] {
  const { provider, reason, fallenBack, phase } = selection;
  const isExpected = phase === 'primary' && !fallenBack && provider !== null;
  if (isExpected || providers.every(({ accounts }) => accounts.length === 0)) return [];
  const waiting = waitWords(selection, now, language);
  return [info(plain(reason)), ...(waiting === '' ? [] : [info(plain(waiting))])];
}

function waitWords({ waitsFor, backAt }: SelectionView, now: number, language: Language): string {
  const texts = trayWords[language];
  const parts = [
    ...(waitsFor.length === 0 ? [] : [texts.waitsFor(waitsFor)]),
    ...(backAt === null || backAt <= now ? [] : [texts.backAbout(momentWords(backAt, now, language))]),
  ];
  const words = parts.join('; ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The switch that is under way, or why the last one changed nothing. */
export function switchItems({ switching: { running, problem }, language }: View): readonly MenuItem[] {
  const { undoing, switchingTo } = trayWords[language];
  if (running !== null)
    return [info(plain(running.step === 'undoing' ? undoing(running.to) : switchingTo(running.to)))];
  return problem === null ? [] : [info(plain(`⚠ ${problem.what}`))];
}

function holderLine({ program, pid, account }: HolderView, language: Language): string {
  return trayWords[language].keepsAccount(program, pid, account);
}

/** The programs that go on with the account of before; those that have no room are counted. */
export function holderItems({ switching: { holders }, language }: View): readonly MenuItem[] {
  const rest = holders.length - mostHolders;
  return [
    ...holders.slice(0, mostHolders).map((holder) => info(plain(holderLine(holder, language)))),
    ...(rest <= 0 ? [] : [info(trayWords[language].morePrograms(rest))]),
  ];
}

export function strategyItem({ settings, switching, language }: View, intents: SwitchIntents): MenuItem {
  return {
    type: 'submenu',
    label: trayWords[language].strategy,
    submenu: settings.strategies.map(({ id, label }) => ({
      type: 'radio',
      label: plain(label),
      checked: id === settings.strategy,
      enabled: switching.running === null,
      click: () => {
        intents.chooseStrategy(id);
      },
    })),
  };
}

export function undoItems(
  { switching: { undo, running }, language }: View,
  intents: SwitchIntents,
): readonly MenuItem[] {
  if (undo === null) return [];
  const ask = (): void => {
    intents.undo();
  };
  return [action(plain(trayWords[language].undo(undo.title)), ask, running === null)];
}
