// What the small meter says: who serves, then the other provider that is in use. Pure.
import type { MiniLineView, ProviderView, SelectionView } from '../../preload/view.ts';
import { fullestWindow } from './fullest-window.ts';

/** So many lines it has room for. */
const mostLines = 2;

function windowOf(account: ProviderView['accounts'][number]): MiniLineView['window'] {
  const fullest = fullestWindow([account]);
  if (fullest === undefined || fullest.level === 'unknown') return null;
  const { label, usedPercent, level, resetsAt } = fullest;
  return { label, usedPercent, level, resetsAt };
}

export function miniView(
  providers: readonly ProviderView[],
  selection: Pick<SelectionView, 'provider' | 'account'>,
): readonly MiniLineView[] {
  const lines = providers.flatMap(({ id, label: provider, accounts }) => {
    const serves = id === selection.provider;
    const account =
      (serves ? accounts.find((each) => each.id === selection.account) : undefined) ??
      accounts.find(({ active }) => active);
    if (account === undefined) return [];
    return [
      { serves, line: { account: account.id, provider, label: account.label, window: windowOf(account) } },
    ];
  });
  return [...lines.filter(({ serves }) => serves), ...lines.filter(({ serves }) => !serves)]
    .map(({ line }) => line)
    .slice(0, mostLines);
}
