// What a card says of its keys: who keeps them, when they were renewed, and how long the sign-in lasts.
import { useSignal } from '@preact/signals';
import type { AccountView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { momentTitle } from '../moment-title.ts';
import { now } from '../now.ts';
import { Clock, Warning } from './icons.tsx';
import { Phrases } from './phrases.tsx';

interface KeysProps {
  readonly account: AccountView;
}

/** The programs that hold this sign-in, the one that keeps it, and who renewed it last. */
export function Users({ account }: KeysProps) {
  const { usedBy, keys } = account;
  const renewal = lastRenewal(account);
  const parts = [
    ...(usedBy.length === 0 ? [] : [messages.usedBy(usedBy)]),
    ...(keys.keptBy === null ? [] : [messages.keptBy(keys.keptBy)]),
    ...(renewal === null
      ? []
      : [
          renewal.by === keys.keptBy
            ? messages.renewed(renewal.at, now.value)
            : messages.renewedBy(renewal.by, renewal.at, now.value),
        ]),
  ];
  if (parts.length === 0) return null;
  return (
    <p title={momentTitle(renewal?.at ?? null)}>
      <Phrases parts={parts} />
    </p>
  );
}

function lastRenewal({ keys, renewedElsewhere }: AccountView): AccountView['renewedElsewhere'] {
  const { renewedBy: by, renewedAt: at } = keys;
  if (by === null || at === null) return renewedElsewhere;
  return renewedElsewhere === null || at >= renewedElsewhere.at ? { by, at } : renewedElsewhere;
}

/** Plain while there is a week, a warning in the last days, and urgent on the last one. */
export function SignInEnd({ account: { keys } }: KeysProps) {
  const { signInEndsAt: at, signInEndsWithinDays: within } = keys;
  if (within === null) return null;
  const ended = at !== null && at <= now.value;
  const words = at === null ? messages.signInEndsWithin(within) : messages.signInEnds(at, now.value);
  const title = momentTitle(at);
  if (within === 7)
    return (
      <p class="serving" title={title}>
        <Clock />
        <span class="note-text">{words}</span>
      </p>
    );
  return (
    <div class={within === 1 ? 'note note-urgent' : 'note'} title={title}>
      <Warning />
      <p class="note-text">
        <strong>{ended ? words : `${words}.`}</strong> {ended ? messages.signInNow : messages.signInBefore}
      </p>
    </div>
  );
}

/** What only matters when something is looked into; closed until it is asked for, and not drawn before that. */
export function KeysDetails({ account: { keys } }: KeysProps) {
  const isOpen = useSignal(false);
  const { backend, expiresAt, signInEndsAt, renewedAt } = keys;
  if (backend === null && expiresAt === null && signInEndsAt === null && renewedAt === null) return null;
  return (
    <details
      class="keys"
      onToggle={({ currentTarget }) => {
        isOpen.value = currentTarget.open;
      }}
    >
      <summary>{messages.keys}</summary>
      {isOpen.value && <Facts keys={keys} />}
    </details>
  );
}

function Facts({ keys }: Pick<AccountView, 'keys'>) {
  const { keptBy, backend, expiresAt, signInEndsAt, renewedAt } = keys;
  const facts: readonly (readonly [string, string | null])[] = [
    [messages.keysKeptBy, keptBy ?? messages.product],
    [messages.keysProtectedBy, backend],
    [messages.keysFrom, momentOf(renewedAt)],
    [messages.accessEnds, momentOf(expiresAt)],
    [messages.signInEndsAt, momentOf(signInEndsAt)],
  ];
  return (
    <dl class="facts">
      {facts.map(
        ([name, fact]) =>
          fact !== null && (
            <div key={name} class="fact">
              <dt>{name}</dt>
              <dd>{fact}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function momentOf(at: number | null): string | null {
  return at === null ? null : messages.shortMoment(at);
}
