// One account: who it is, whether it is in use, its plan and meters, how old they are, who uses it, and the way out.
import { useEffect, useId } from 'preact/hooks';
import type { AccountView } from '../../preload/view.ts';
import { useFocusHome } from '../focus.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { now } from '../now.ts';
import { shownAccount } from '../state.ts';
import { Refresh } from './icons.tsx';
import { Meter } from './meter.tsx';
import { Phrases } from './phrases.tsx';
import { ProblemNote } from './problem-note.tsx';
import { SignOut } from './sign-out.tsx';

export interface AccountCardProps {
  readonly account: AccountView;
  /** Whether the provider has other accounts too, so that one of them is chosen. */
  readonly several: boolean;
}

export function AccountCard({ account, several }: AccountCardProps) {
  const { id, label, plan, metered, windows, active, usedBy, problem } = account;
  const { home: card, onFocusIn } = useFocusHome<HTMLElement>();
  const title = useId();
  const refresh = useIntent('quota.refresh');
  const use = useIntent('account.use');
  const shown = shownAccount.value === id;

  useEffect(() => {
    if (!shown) return;
    card.current?.scrollIntoView({ block: 'center' });
    card.current?.focus({ preventScroll: true });
  }, [shown]);

  return (
    <article
      ref={card}
      class={shown ? 'card card-shown' : 'card'}
      aria-labelledby={title}
      tabIndex={-1}
      onFocusIn={onFocusIn}
      onAnimationEnd={(event) => {
        if (shown && event.target === card.current) shownAccount.value = null;
      }}
    >
      <div class="card-head">
        <h3 id={title} class="card-title" title={label}>
          <bdi>{label}</bdi>
        </h3>
        <div class="card-aside">
          {several && active && <span class="badge badge-main">{messages.inUse}</span>}
          {plan !== null && <span class="badge">{plan}</span>}
          {metered && (
            <button
              type="button"
              class={refresh.busy ? 'icon-button icon-button-busy' : 'icon-button'}
              aria-label={messages.refresh(label)}
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
      <ProblemNote problems={[use.problem ?? refresh.problem ?? problem]} />
      {metered && windows.map((window) => <Meter key={window.id} window={window} />)}
      <SignOut
        account={id}
        label={label}
        usedBy={usedBy}
        foot={
          <>
            <Reading account={account} />
            <Users account={account} />
          </>
        }
      >
        {several && !active && (
          <button
            type="button"
            class="button button-small"
            aria-label={messages.useAccountNamed(label)}
            aria-disabled={use.busy}
            aria-busy={use.busy}
            onClick={() => {
              if (!use.busy) void use.send({ account: id });
            }}
          >
            {messages.useAccount}
          </button>
        )}
      </SignOut>
    </article>
  );
}

/** Drawn again every minute, alone. */
function Reading({ account: { metered, readAt, windows, source } }: { readonly account: AccountView }) {
  if (!metered) return <p>{messages.notMetered}</p>;
  if (readAt === null) return <p>{messages.notRead}</p>;
  const parts = [messages.read(readAt, now.value), ...(source === null ? [] : [source])];
  return (
    <>
      {windows.length === 0 && <p>{messages.noWindows}</p>}
      <p title={messages.moment(readAt)}>
        <Phrases parts={parts} />
      </p>
    </>
  );
}

/** The programs that hold this sign-in, and which of them renewed it. */
function Users({ account: { usedBy, renewedElsewhere } }: { readonly account: AccountView }) {
  const parts = [
    ...(usedBy.length === 0 ? [] : [messages.usedBy(usedBy)]),
    ...(renewedElsewhere === null
      ? []
      : [messages.renewedBy(renewedElsewhere.by, renewedElsewhere.at, now.value)]),
  ];
  if (parts.length === 0) return null;
  return (
    <p title={renewedElsewhere === null ? undefined : messages.moment(renewedElsewhere.at)}>
      <Phrases parts={parts} />
    </p>
  );
}
