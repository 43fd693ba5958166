// One account: who it is, its plan, its meters, how old they are and where they come from.
import { useEffect, useId, useRef } from 'preact/hooks';
import type { AccountView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { now } from '../now.ts';
import { shownAccount } from '../state.ts';
import { Refresh } from './icons.tsx';
import { Meter } from './meter.tsx';
import { Phrases } from './phrases.tsx';
import { ProblemNote } from './problem-note.tsx';

export function AccountCard({ account }: { readonly account: AccountView }) {
  const { id, label, plan, metered, windows, problem } = account;
  const card = useRef<HTMLElement>(null);
  const title = useId();
  const refresh = useIntent('quota.refresh');
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
      onAnimationEnd={(event) => {
        if (shown && event.target === card.current) shownAccount.value = null;
      }}
    >
      <div class="card-head">
        <h3 id={title} class="card-title" title={label}>
          <bdi>{label}</bdi>
        </h3>
        <div class="card-aside">
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
      <ProblemNote problems={[refresh.problem ?? problem]} />
      {metered && windows.map((window) => <Meter key={window.id} window={window} />)}
      <p class="card-foot">
        <Foot account={account} />
      </p>
    </article>
  );
}

/** Drawn again every minute, alone. */
function Foot({ account: { metered, readAt, windows, source } }: { readonly account: AccountView }) {
  if (!metered) return <>{messages.notMetered}</>;
  if (readAt === null) return <>{messages.notRead}</>;
  const parts = [messages.read(readAt, now.value), ...(source === null ? [] : [source])];
  return (
    <>
      {windows.length === 0 && <span class="card-empty">{messages.noWindows}</span>}
      <span title={messages.moment(readAt)}>
        <Phrases parts={parts} />
      </span>
    </>
  );
}
