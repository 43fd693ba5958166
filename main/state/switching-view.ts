// What the view says about what serves, the switch under way, and who still goes by the one before. Pure.
import { fullName } from '../domain/account-name.ts';
import type { Language } from '../domain/language.ts';
import { phrase } from '../domain/phrases.ts';
import type { HolderView, SelectionView, SwitchingView } from '../../preload/view.ts';
import { problemView } from './problem-view.ts';
import type { Selectable, Selected } from './selected.ts';
import type { State } from './state.ts';

export function selectionView(
  choice: Selected,
  state: State,
  providers: readonly Pick<Selectable, 'id' | 'label'>[],
  language?: Language,
): SelectionView {
  const { provider, serves, selection, reason, phase, waitsFor, backAt } = choice;
  const wanted = state.accounts.find(({ id }) => id === choice.wanted);
  return {
    provider: provider ?? null,
    account: serves?.id ?? null,
    reason,
    fallenBack: selection?.kind === 'chosen' && selection.insteadOf !== undefined,
    phase,
    wanted:
      wanted === undefined || phase === 'primary'
        ? null
        : {
            account: wanted.id,
            label: fullName(wanted),
            provider: providers.find(({ id }) => id === wanted.provider)?.label ?? wanted.provider,
          },
    waitsFor: waitsFor.map(({ label }) => phrase(language, label)),
    backAt: backAt ?? null,
  };
}

function holderViews({ staleHolders, accounts }: State): readonly HolderView[] {
  return staleHolders.map(({ program, pid, account }) => {
    const found = accounts.find(({ id }) => id === account);
    return { program, pid, account: found === undefined ? null : fullName(found) };
  });
}

export function switchingView(state: State, language?: Language): SwitchingView {
  const { running, failure, undo } = state.switching;
  return {
    running: running ?? null,
    problem: failure === undefined ? null : problemView(failure, language),
    undo: undo ?? null,
    holders: holderViews(state),
  };
}
