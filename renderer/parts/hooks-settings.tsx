// The settings' section on programs of the person's own that are run for events: which ones, why one is not run, one more.
import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { HookEventView, HookView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';
import { SettingsSection } from './settings-section.tsx';

/** In the order in which they are offered. An event that is missing here does not compile. */
const offered: Readonly<Record<HookEventView, true>> = {
  quota_low: true,
  quota_exhausted: true,
  quota_reset: true,
  switched: true,
  login_expiring: true,
};

function isEvent(name: string): name is HookEventView {
  return name in offered;
}

const events = Object.keys(offered).filter(isEvent);

export function HooksSettings({ hooks }: { readonly hooks: readonly HookView[] }) {
  return (
    <SettingsSection title={messages.hooks} effect={messages.hooksEffect}>
      {hooks.map((hook) => (
        <Hook key={`${hook.event} ${hook.program}`} hook={hook} />
      ))}
      <AddHook />
    </SettingsSection>
  );
}

function Hook({ hook: { event, program, state, problem } }: { readonly hook: HookView }) {
  const remove = useIntent('hook.remove');
  return (
    <div class="setting" data-changed="">
      <div class="setting-line">
        <div class="setting-words">
          <p class="setting-label">{messages.hookEvent(event)}</p>
          <p class="setting-effect path">{program}</p>
        </div>
        <button
          type="button"
          class="button button-small"
          aria-label={messages.removeHookNamed(event, program)}
          aria-disabled={remove.busy}
          aria-busy={remove.busy}
          onClick={() => {
            if (!remove.busy) void remove.send({ event, program });
          }}
        >
          {messages.removeHook}
        </button>
      </div>
      {/* Why it is not run says more than how its last run ended. */}
      <ProblemNote problems={[remove.problem, messages.hookProblem(state) ?? problem]} />
    </div>
  );
}

function AddHook() {
  const field = useId();
  const event = useSignal<HookEventView>('quota_low');
  const add = useIntent('hook.add');
  return (
    <div class="setting">
      <div class="hook-add">
        <label class="setting-label" for={field}>
          {messages.hookEventField}
        </label>
        <select
          id={field}
          class="field field-select"
          value={event.value}
          onChange={({ currentTarget }) => {
            event.value = events.find((each) => each === currentTarget.value) ?? event.value;
          }}
        >
          {events.map((each) => (
            <option key={each} value={each}>
              {messages.hookEvent(each)}
            </option>
          ))}
        </select>
        <button
          type="button"
          class="button button-small"
          aria-disabled={add.busy}
          aria-busy={add.busy}
          onClick={() => {
            if (!add.busy) void add.send({ event: event.value });
          }}
        >
          {messages.addHook}
        </button>
      </div>
      <p class="hint passing" role="status">
        {add.busy && messages.addingHook}
      </p>
      <ProblemNote problems={[add.problem]} />
    </div>
  );
}
