// Who waits for a part of a quota, in the order of their turns.
import type { WaitingAgentView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { now } from '../now.ts';
import { Phrases } from './phrases.tsx';
import { SettingsSection } from './settings-section.tsx';

export function AgentLine({ waiting }: { readonly waiting: readonly WaitingAgentView[] }) {
  return (
    <SettingsSection title={messages.agentsWaiting}>
      <ol>
        {/* They have no name of their own, and nothing in a row could lose the keyboard. */}
        {waiting.map((each, index) => (
          <Waiting key={index} waiting={each} />
        ))}
      </ol>
    </SettingsSection>
  );
}

/** Drawn again every minute, alone. */
function Waiting({ waiting }: { readonly waiting: WaitingAgentView }) {
  const { label, priority, position, since, etaAt } = waiting;
  const parts = [
    messages.placeInLine(position),
    messages.waitingSince(since, now.value),
    messages.waitingExpected(etaAt, now.value),
  ];
  return (
    <li class="setting">
      <div class="setting-line">
        <p class="setting-words setting-label path">{label}</p>
        <span class="badge">{messages.priority(priority)}</span>
      </div>
      <p class="setting-effect" title={messages.moment(etaAt ?? since)}>
        <Phrases parts={parts} />
      </p>
    </li>
  );
}
