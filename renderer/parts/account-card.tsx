// One account: who it is, whether it is in use, its plan and meters, how old they are, its keys, and the way out.
import type { ComponentChildren } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import type { AccountView, SelectionView } from '../../preload/view.ts';
import { useFocusHome } from '../focus.ts';
import { useSwitchIntent, useToldIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { momentTitle } from '../moment-title.ts';
import { now } from '../now.ts';
import { shownAccount } from '../state.ts';
import { FiguresHint } from './figures-hint.tsx';
import { FixButton } from './fix-button.tsx';
import { Clock, Refresh, StandIn } from './icons.tsx';
import { KeysDetails, SignInEnd, Users } from './keys-lines.tsx';
import { PlanChange } from './plan-change.tsx';
import { ProblemNote } from './problem-note.tsx';
import { SignOut } from './sign-out.tsx';
import { WindowList } from './window-list.tsx';

export interface AccountCardProps {
  readonly account: AccountView;
  /** What tells it from every other account of the provider. */
  readonly name: string;
  /** Whether the provider has other accounts too, so that one of them is chosen. */
  readonly several: boolean;
  readonly selection: SelectionView;
  /** Whether a switch is under way, so that another one has to wait. */
  readonly isSwitching: boolean;
  /** Starts the sign-in that helps; null while one is running. */
  readonly onSignIn: ((method: string, account: string, workspace?: string) => void) | null;
  /** By which it is moved, where the provider has several. */
  readonly handle: ComponentChildren;
}

export function AccountCard(props: AccountCardProps) {
  const { account, name, several, selection, isSwitching, onSignIn } = props;
  const { id, label, organization, plan, subscription, metered, active, problem } = account;
  const { home: card, onFocusIn } = useFocusHome<HTMLElement>();
  const title = useId();
  const place = useId();
  const refresh = useToldIntent('quota.refresh', problem, [account.readAt]);
  const use = useSwitchIntent('account.use');
  const shown = shownAccount.value === id;
  const dated = problem === null ? 'card' : 'card card-dated';
  const cardClass = shown ? `${dated} card-shown` : dated;

  useEffect(() => {
    if (!shown) return;
    card.current?.scrollIntoView({ block: 'center' });
    card.current?.focus({ preventScroll: true });
  }, [shown]);

  return (
    <article
      ref={card}
      class={cardClass}
      aria-labelledby={name === label ? title : `${title} ${place}`}
      tabIndex={-1}
      onFocusIn={onFocusIn}
      onAnimationEnd={(event) => {
        if (shown && event.target === card.current) shownAccount.value = null;
      }}
    >
      <div class="card-head">
        {props.handle}
        <div class="card-identity">
          <h3 id={title} class="card-title" title={label}>
            <bdi>{label}</bdi>
          </h3>
          {organization !== null && (
            <p id={place} class="card-organization" title={organization}>
              <bdi>{organization}</bdi>
            </p>
          )}
        </div>
        <div class="card-aside">
          {several && active && <span class="badge badge-main">{messages.inUse}</span>}
          {plan !== null && (
            <span class={messages.planChange(subscription.status) === null ? 'badge' : 'badge badge-warning'}>
              {plan}
            </span>
          )}
          {metered && (
            <button
              type="button"
              class={refresh.busy ? 'icon-button icon-button-busy' : 'icon-button'}
              aria-label={messages.refresh(name)}
              aria-disabled={refresh.busy}
              onClick={() => {
                if (!refresh.busy) void refresh.send({ account: id });
              }}
            >
              <Refresh />
            </button>
          )}
        </div>
      </div>
      {subscription.before !== null && <PlanChange subscription={subscription} />}
      <ProblemNote problems={[use.problem ?? refresh.problem ?? problem]} />
      {account.keys.signInEndsWithinDays !== null && <SignInEnd account={account} />}
      {account.fix !== null && (
        <FixButton
          fix={account.fix}
          name={name}
          busy={refresh.busy}
          onSignIn={
            onSignIn === null
              ? null
              : (method, workspace) => {
                  onSignIn(method, id, workspace);
                }
          }
          onReadAgain={() => {
            void refresh.send({ account: id });
          }}
        />
      )}
      {selection.wanted !== null && <Place account={id} selection={selection} />}
      {problem !== null && <LastGood account={account} />}
      {metered && <WindowList account={account} />}
      {metered && account.figuresFrom !== null && <FiguresHint account={account} name={name} />}
      <SignOut
        account={account}
        name={name}
        foot={
          <>
            <Reading account={account} />
            <Users account={account} />
            <KeysDetails account={account} />
          </>
        }
      >
        {several && !active && (
          <button
            type="button"
            class="button button-small"
            aria-label={messages.useAccountNamed(name)}
            aria-disabled={use.busy || isSwitching}
            aria-busy={use.busy}
            title={isSwitching ? messages.switchUnderWay : undefined}
            onClick={() => {
              if (!use.busy && !isSwitching) void use.send({ account: id });
            }}
          >
            {messages.useAccount}
          </button>
        )}
      </SignOut>
    </article>
  );
}

/** Where another account serves: which one this stands in for, or that another stands in for this one. */
function Place({ account, selection }: { readonly account: string; readonly selection: SelectionView }) {
  const { wanted, phase } = selection;
  const absence = messages.absence(phase);
  if (wanted === null || absence === null || selection.account === null) return null;
  const isServing = account === selection.account;
  if (!isServing && account !== wanted.account) return null;
  return (
    <div class="serving">
      {isServing ? <StandIn /> : <Clock />}
      <p class="note-text">{isServing ? messages.standsInFor(wanted.label) : absence}</p>
    </div>
  );
}

/** Beside a problem the figures are those of before it. Drawn again every minute, alone. */
function LastGood({ account: { readAt, windows } }: { readonly account: AccountView }) {
  if (readAt === null || windows.length === 0) return null;
  return (
    <p class="last-good" title={momentTitle(readAt)}>
      <Clock />
      <span>{messages.lastGood(readAt, now.value)}</span>
    </p>
  );
}

/** Drawn again every minute, alone. */
function Reading({ account: { metered, keys, readAt, windows, source } }: { readonly account: AccountView }) {
  const { keptBy } = keys;
  if (!metered) return <p>{keptBy === null ? messages.notMetered : messages.keptWithoutFigures(keptBy)}</p>;
  if (readAt === null) return <p>{messages.notRead}</p>;
  return (
    <>
      {windows.length === 0 && <p>{messages.noWindows}</p>}
      <p title={momentTitle(readAt)}>{messages.read(readAt, source, now.value)}</p>
    </>
  );
}
