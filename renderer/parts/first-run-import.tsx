// The step of the first steps that takes over sign-ins which are on this computer already.
import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import type { FoundLoginView, FoundLoginsView, TakenLoginView } from '../../preload/view.ts';
import { useFocusHome } from '../focus.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';

type Results = Readonly<Record<string, TakenLoginView>>;

/** What was done last; in words only when drawn, for the language may change. */
type Told =
  | { readonly kind: 'nothing' | 'none-ticked' | 'taking-over' }
  | { readonly kind: 'took-over'; readonly taken: number; readonly failed: number };

const nothing: Told = { kind: 'nothing' };

export interface FirstRunImportProps {
  /** The title of the step, which takes the keyboard when the button it was on goes away. */
  readonly heading: RefObject<HTMLHeadingElement | null>;
}

export function FirstRunImport({ heading }: FirstRunImportProps) {
  const { onFocusIn } = useFocusHome(heading);
  const find = useIntent('logins.find');
  const take = useIntent('logins.take');
  const found = useSignal<FoundLoginsView | null>(null);
  /** Those that the person does not want. */
  const left = useSignal<readonly string[]>([]);
  const results = useSignal<Results>({});
  const told = useSignal<Told>(nothing);

  const look = async (): Promise<void> => {
    const outcome = await find.request({});
    if (!outcome.ok) return;
    found.value = outcome.value;
    results.value = {};
  };
  useEffect(() => {
    void look();
  }, []);

  const open = (found.value?.logins ?? []).filter(({ id, state }) => isOpen(state, results.value[id]));
  const ticked = open.filter(({ id }) => !left.value.includes(id)).map(({ id }) => id);

  const takeOver = async (): Promise<void> => {
    if (take.busy) return;
    if (ticked.length === 0) {
      told.value = { kind: 'none-ticked' };
      return;
    }
    told.value = { kind: 'taking-over' };
    const outcome = await take.request({ only: ticked });
    if (!outcome.ok) {
      told.value = nothing;
      return;
    }
    results.value = { ...results.value, ...Object.fromEntries(outcome.value.map((each) => [each.id, each])) };
    const failed = outcome.value.filter((each) => each.outcome === 'failed').length;
    told.value = { kind: 'took-over', taken: outcome.value.length - failed, failed };
  };

  return (
    <>
      <p class="hint passing" role="status">
        {find.busy ? messages.lookingForLogins : ''}
      </p>
      <ProblemNote problems={[find.problem]} />
      {found.value !== null && (
        <LoginList
          logins={found.value.logins}
          results={results.value}
          left={left.value}
          onTick={(id, on) => {
            left.value = on ? left.value.filter((each) => each !== id) : [...left.value, id];
            told.value = nothing;
          }}
        />
      )}
      {found.value !== null && <Unseen sentences={found.value.unseen} />}
      <ProblemNote problems={[take.problem]} />
      <p class="hint passing" role="status">
        {toldWords(told.value)}
      </p>
      <div class="actions" onFocusIn={onFocusIn}>
        {open.length > 0 && (
          <button
            type="button"
            class="button button-main"
            aria-disabled={take.busy || ticked.length === 0}
            aria-busy={take.busy}
            onClick={() => void takeOver()}
          >
            {messages.takeOver(ticked.length)}
          </button>
        )}
        <button
          type="button"
          class="button"
          aria-busy={find.busy}
          onClick={() => {
            if (!find.busy && !take.busy) void look();
          }}
        >
          {find.problem === null ? messages.lookAgain : messages.loadAgain}
        </button>
      </div>
    </>
  );
}

function toldWords(told: Told): string {
  switch (told.kind) {
    case 'nothing':
      return '';
    case 'none-ticked':
      return messages.noneTicked;
    case 'taking-over':
      return messages.takingOver;
    case 'took-over':
      return messages.tookOver(told.taken, told.failed);
  }
}

/** Whether it can still be taken over; what has failed can be tried again. */
function isOpen(state: FoundLoginView['state'], result: TakenLoginView | undefined): boolean {
  return state === 'new' && (result === undefined || result.outcome === 'failed');
}

interface LoginListProps {
  readonly logins: readonly FoundLoginView[];
  readonly results: Results;
  readonly left: readonly string[];
  readonly onTick: (id: string, on: boolean) => void;
}

function LoginList({ logins, results, left, onTick }: LoginListProps) {
  const title = useId();
  if (logins.length === 0)
    return (
      <div class="card">
        <p>
          <strong>{messages.noLoginsTitle}</strong>
        </p>
        <p class="setting-effect">{messages.noLogins}</p>
      </div>
    );
  return (
    <section class="provider" aria-labelledby={title}>
      <h3 id={title} class="provider-title">
        {messages.foundLogins}
      </h3>
      <ul class="card settings">
        {logins.map((login) => (
          <Login
            key={login.id}
            login={login}
            result={results[login.id]}
            isTicked={!left.includes(login.id)}
            onTick={onTick}
          />
        ))}
      </ul>
    </section>
  );
}

interface LoginProps {
  readonly login: FoundLoginView;
  readonly result: TakenLoginView | undefined;
  readonly isTicked: boolean;
  readonly onTick: (id: string, on: boolean) => void;
}

function Login({ login, result, isTicked, onTick }: LoginProps) {
  const box = useId();
  const words = useId();
  const isChoice = isOpen(login.state, result);
  const outcome = result?.outcome ?? (login.state === 'known' ? 'known' : null);
  return (
    <li class="setting">
      <div class="found-login">
        {isChoice && (
          <input
            id={box}
            type="checkbox"
            class="tick-box"
            checked={isTicked}
            aria-describedby={words}
            onChange={({ currentTarget }) => {
              onTick(login.id, currentTarget.checked);
            }}
          />
        )}
        <div class="setting-words">
          {isChoice ? (
            <label class="setting-label" for={box}>
              {messages.loginName(login)}
            </label>
          ) : (
            <p class="setting-label">{messages.loginName(login)}</p>
          )}
          <p id={words} class="setting-effect">
            {messages.loginOwner(login)}
          </p>
          {login.where.map((place) => (
            <p key={place} class="setting-effect path">
              {place}
            </p>
          ))}
        </div>
        {login.plan !== null && <span class="badge">{login.plan}</span>}
        {outcome !== null && (
          <span class={outcome === 'failed' ? 'badge badge-warning' : 'badge'}>
            {messages.loginState(outcome)}
          </span>
        )}
      </div>
      <ProblemNote problems={[result?.problem ?? null]} />
    </li>
  );
}

function Unseen({ sentences }: { readonly sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <div class="hint">
      <strong>{messages.unseenLogins}</strong>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
