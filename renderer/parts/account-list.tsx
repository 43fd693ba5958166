// The accounts of one provider in the order that the person wants, which they can change where there are several.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ProviderView, SelectionView } from '../../preload/view.ts';
import { accountName } from '../account-name.ts';
import { useAccountOrder } from '../account-order.ts';
import { useCardDrag, type Drag } from '../card-drag.ts';
import { messages } from '../messages.ts';
import { AccountCard } from './account-card.tsx';
import { MoveHandle } from './move-handle.tsx';
import { ProblemNote } from './problem-note.tsx';

export interface AccountListProps {
  readonly provider: ProviderView;
  readonly selection: SelectionView;
  /** Whether a switch is under way. */
  readonly isSwitching: boolean;
  /** Starts the sign-in that helps an account; null while one is running. */
  readonly onSignIn: ((method: string, account: string, workspace?: string) => void) | null;
}

export function AccountList({ provider, selection, isSwitching, onSignIn }: AccountListProps) {
  const { accounts, isMoving, problem, move } = useAccountOrder(provider);
  const list = useRef<HTMLDivElement>(null);
  /** The last move: which account, to where from 0, among how many. */
  const moved = useSignal<{ readonly id: string; readonly place: number; readonly count: number } | null>(
    null,
  );
  const focused = useRef<EventTarget | null>(null);
  const count = accounts.length;
  const several = count > 1;

  const moveTo = (id: string, place: number): void => {
    if (accounts.every((each) => each.id !== id)) return;
    moved.value = { id, place, count };
    move(id, place);
  };
  const drag = useCardDrag(list, moveTo);

  // An element that is moved in the page loses the keyboard. A change from elsewhere does not take it from anybody.
  const order = accounts.map(({ id }) => id).join(' ');
  const wasMoving = useRef(false);
  useLayoutEffect(() => {
    const isOwn = isMoving || wasMoving.current;
    wasMoving.current = isMoving;
    const last = focused.current;
    if (!isOwn) return;
    if (!(last instanceof HTMLElement) || !last.isConnected || document.activeElement !== document.body)
      return;
    last.focus({ preventScroll: true });
    last.closest('article')?.scrollIntoView({ block: 'nearest' });
  }, [order, isMoving]);

  if (count === 0) return null;
  return (
    <>
      <div
        ref={list}
        class={drag.drag === null ? 'accounts' : 'accounts accounts-dragging'}
        onFocusIn={({ target }) => {
          focused.current = target;
        }}
      >
        {accounts.map((account, place) => (
          <div key={account.id} class={placeClass(drag.drag, account.id, place)} data-account={account.id}>
            <AccountCard
              account={account}
              name={accountName(account, accounts)}
              several={several}
              selection={selection}
              isSwitching={isSwitching}
              onSignIn={onSignIn}
              handle={
                several ? (
                  <MoveHandle
                    id={account.id}
                    name={accountName(account, accounts)}
                    place={place}
                    count={count}
                    drag={drag}
                    onMove={(to) => {
                      moveTo(account.id, to);
                    }}
                  />
                ) : null
              }
            />
          </div>
        ))}
      </div>
      {several && (
        <>
          <p class="unseen" role="status">
            {movedWords()}
          </p>
          <ProblemNote
            problems={[
              problem === null ? null : { ...problem, next: `${problem.next} ${messages.orderNotSaved}` },
            ]}
          />
        </>
      )}
    </>
  );

  function movedWords(): string {
    const last = moved.value;
    const account = accounts.find(({ id }) => id === last?.id);
    if (last === null || account === undefined) return '';
    return messages.movedTo(accountName(account, accounts), last.place + 1, last.count);
  }

  /** The one that is dragged, and the one above or below which it would go. */
  function placeClass(current: Drag | null, id: string, place: number): string {
    if (current === null) return 'account-place';
    if (current.id === id) return 'account-place account-dragged';
    const from = accounts.findIndex((each) => each.id === current.id);
    if (current.place === from || current.place !== place) return 'account-place';
    return place > from ? 'account-place account-drop-below' : 'account-place account-drop-above';
  }
}
