// One account: who it is, whether it is in use, its plan and meters, how old they are, its keys, and the way out.
import { useEffect, useId } from 'preact/hooks';
import type { AccountView } from '../../preload/view.ts';
import { useFocusHome } from '../focus.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { now } from '../now.ts';
import { shownAccount } from '../state.ts';
import { Refresh } from './icons.tsx';
import { KeysDetails, SignInEnd, Users } from './keys-lines.tsx';
import { Meter } from './meter.tsx';
import { Phrases } from './phrases.tsx';
import { ProblemNote } from './problem-note.tsx';
import { SignOut } from './sign-out.tsx';

export interface AccountCardProps {
  readonly account: AccountView;
  /** What tells it from every other account of the provider. */
  readonly name: string;
  /** Whether the provider has other accounts too, so that one of them is chosen. */
  readonly several: boolean;
}

export function AccountCard({ account, name, several }: AccountCardProps) {
  const { id, label, organization, plan, metered, windows, active, problem } = account;
  const { home: card, onFocusIn } = useFocusHome<HTMLElement>();
  const title = useId();
  const place = useId();
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
      aria-labelledby={name === label ? title : `${title} ${place}`}
      tabIndex={-1}
      onFocusIn={onFocusIn}
      onAnimationEnd={(event) => {
        if (shown && event.target === card.current) shownAccount.value = null;
      }}
    >
      <div class="card-head">
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
          {plan !== null && <span class="badge">{plan}</span>}
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
      <ProblemNote problems={[use.problem ?? refresh.problem ?? problem]} />
      <SignInEnd account={account} />
      {metered && windows.map((window) => <Meter key={window.id} window={window} />)}
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
