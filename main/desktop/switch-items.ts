// What the tray says of the choice between accounts: what stands in, the switch under way, what is left of the last one. Pure.
import type { HolderView, SelectionView, View } from '../../preload/view.ts';
import { action, info, plain, type MenuItem } from './menu-items.ts';
import { momentWords } from './moment-words.ts';

/** What a click on one of these lines asks for. */
export interface SwitchIntents {
  /** Everything as it was before the last switch. */
  undo(): void;
  /** By the id that the view shows. */
  chooseStrategy(strategy: string): void;
}

/** So many lines a menu has room for. */
const mostHolders = 3;

/** What an account that stands in does; nothing while the wanted one serves. */
const phases: Readonly<Record<SelectionView['phase'], string | null>> = {
  primary: null,
  draining: 'stands in early',
  fallback: 'stands in',
  held: 'still stands in',
};

/** In a few words, for the tooltip; null while the wanted account serves. */
export function phaseWords({ phase }: SelectionView): string | null {
  return phases[phase];
}

/** Said only when it is not what one would expect: another account stands in, or none can be used. */
export function servingItems({ selection, providers }: View, now: number): readonly MenuItem[] {
  const { provider, reason, fallenBack, phase } = selection;
  const isExpected = phase === 'primary' && !fallenBack && provider !== null;
  if (isExpected || providers.every(({ accounts }) => accounts.length === 0)) return [];
  const waiting = waitWords(selection, now);
  return [info(plain(reason)), ...(waiting === '' ? [] : [info(plain(waiting))])];
}

function waitWords({ waitsFor, backAt }: SelectionView, now: number): string {
  const parts = [
    ...(waitsFor.length === 0 ? [] : [`waits for ${waitsFor.join(', ')}`]),
    ...(backAt === null || backAt <= now ? [] : [`back about ${momentWords(backAt, now)}`]),
  ];
  const words = parts.join('; ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The switch that is under way, or why the last one changed nothing. */
export function switchItems({ switching: { running, problem } }: View): readonly MenuItem[] {
  if (running !== null)
    return [info(plain(`${running.step === 'undoing' ? 'Undoing' : 'Switching to'} ${running.to}…`))];
  return problem === null ? [] : [info(plain(`⚠ ${problem.what}`))];
}

function holderLine({ program, pid, account }: HolderView): string {
  return `${program}, pid ${String(pid)}, keeps ${account ?? 'the account before'} until it restarts`;
}

/** The programs that go on with the account of before; those that have no room are counted. */
export function holderItems({ switching: { holders } }: View): readonly MenuItem[] {
  const rest = holders.length - mostHolders;
  return [
    ...holders.slice(0, mostHolders).map((holder) => info(plain(holderLine(holder)))),
    ...(rest <= 0 ? [] : [info(rest === 1 ? '1 more program' : `${String(rest)} more programs`)]),
  ];
}

export function strategyItem({ settings, switching }: View, intents: SwitchIntents): MenuItem {
  return {
    type: 'submenu',
    label: 'Strategy',
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
  { switching: { undo, running } }: View,
  intents: SwitchIntents,
): readonly MenuItem[] {
  if (undo === null) return [];
  const ask = (): void => {
    intents.undo();
  };
  return [action(plain(`Undo switch: ${undo.title}`), ask, running === null)];
}
