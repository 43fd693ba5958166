// Updates of Gatehouse: how they stand, and the one thing that can be done about them now.
import type { UpdatesView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { now } from '../now.ts';
import { CommandLine } from './command-line.tsx';
import { ProblemNote } from './problem-note.tsx';
import { SettingsSection } from './settings-section.tsx';

type On = Extract<UpdatesView, { kind: 'on' }>;

export function UpdateSection({ updates }: { readonly updates: UpdatesView }) {
  const isOn = updates.kind === 'on';
  return (
    <SettingsSection title={messages.updates} {...(isOn && { effect: messages.updatesEffect })}>
      <div class="setting">
        <p role="status">{messages.updateStanding(updates, now.value)}</p>
        {isOn && <Orders updates={updates} />}
        {isOn && updates.page !== null && <UpdatePage page={updates.page} />}
      </div>
    </SettingsSection>
  );
}

function Orders({ updates: { step, way, problem } }: { readonly updates: On }) {
  const look = useIntent('update.look');
  const fetch = useIntent('update.fetch');
  const cancel = useIntent('update.cancelFetch');
  const restart = useIntent('update.restart');
  const isFetchable = step === 'found' && way === 'itself';
  return (
    <>
      <ProblemNote problems={[problem, look.problem, fetch.problem, cancel.problem, restart.problem]} />
      <div class="setting-line">
        {isFetchable && (
          <button type="button" class="button" onClick={() => void fetch.send({})}>
            {messages.fetchUpdate}
          </button>
        )}
        {step === 'downloading' && (
          <button
            type="button"
            class="quiet-button"
            aria-disabled={cancel.busy}
            onClick={() => {
              if (!cancel.busy) void cancel.send({});
            }}
          >
            {messages.cancelUpdate}
          </button>
        )}
        {step === 'ready' && (
          <button
            type="button"
            class="button"
            aria-disabled={restart.busy}
            onClick={() => {
              // A dialog may ask first.
              if (!restart.busy) void restart.send({});
            }}
          >
            {messages.restartToUpdate}
          </button>
        )}
        {(step === 'waiting' || step === 'found' || step === 'looking') && (
          // Kept in its place while it looks, so that the focus has one.
          <button
            type="button"
            class="quiet-button"
            aria-disabled={step === 'looking'}
            onClick={() => {
              if (step !== 'looking') void look.send({});
            }}
          >
            {messages.lookForUpdate}
          </button>
        )}
      </div>
    </>
  );
}

function UpdatePage({ page }: { readonly page: string }) {
  return (
    <>
      <p class="setting-effect">{messages.updatePage}</p>
      <CommandLine name={messages.updatePage} command={page} copyLabel={messages.copyUpdatePage} />
    </>
  );
}
