// The order of a provider's accounts: as main says it, or as the person has just put them while main is told.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { AccountView, ProblemView, ProviderView } from '../preload/view.ts';
import { useIntent } from './intent.ts';
import { view } from './state.ts';

export interface AccountOrder {
  readonly accounts: readonly AccountView[];
  /** Whether a move waits for main's answer. */
  readonly isMoving: boolean;
  /** Why the last move was not kept; the accounts stand as before then. */
  readonly problem: ProblemView | null;
  /** @param place where it stands afterwards, from 0 */
  readonly move: (account: string, place: number) => void;
}

export function useAccountOrder(provider: ProviderView): AccountOrder {
  const settings = useIntent('settings.change');
  const wanted = useSignal<readonly string[] | null>(null);
  const sent = useRef(0);
  const accounts = inOrder(provider.accounts, wanted.value);
  return {
    accounts,
    isMoving: wanted.value !== null,
    problem: settings.problem,
    move(account, place) {
      const ids = accounts.map(({ id }) => id).filter((id) => id !== account);
      ids.splice(place, 0, account);
      wanted.value = ids;
      // One list for all providers; those of the others stay in their places.
      const accountOrder = (view.peek()?.providers ?? []).flatMap((each) =>
        each.id === provider.id ? ids : each.accounts.map(({ id }) => id),
      );
      sent.current += 1;
      const move = sent.current;
      // Main has sent its own order by the time that it answers; a newer move still waits for its answer.
      void settings.send({ accountOrder }).then(() => {
        if (move === sent.current) wanted.value = null;
      });
    },
  };
}

function inOrder(accounts: readonly AccountView[], ids: readonly string[] | null): readonly AccountView[] {
  if (ids === null) return accounts;
  const placeOf = ({ id }: AccountView): number => (ids.includes(id) ? ids.indexOf(id) : ids.length);
  return accounts.toSorted((left, right) => placeOf(left) - placeOf(right));
}
