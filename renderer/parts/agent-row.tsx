// One agent at work: with which account, for how long, what is reserved for it, and the way to take that back.
import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { AgentsView, AgentView } from '../../preload/view.ts';
import { agentAccount } from '../agent-account.ts';
import { messages } from '../messages.ts';
import { now } from '../now.ts';
import { useOpener } from '../opener.ts';
import { AgentQuestion } from './agent-question.tsx';
import { Phrases } from './phrases.tsx';

export interface AgentRowProps {
  readonly agent: AgentView;
  /** It is taken back, and this is who works now. */
  readonly onSeen: (agents: AgentsView) => void;
}

export function AgentRow({ agent, onSeen }: AgentRowProps) {
  const { label, program, task, account, accountLabel } = agent;
  const title = useId();
  const asking = useSignal(false);
  const button = useOpener(asking.value);
  const name = agentAccount(account, accountLabel);
  const named = messages.agentNamed(agent, name);

  return (
    <li class="setting" aria-labelledby={title}>
      <div class="setting-line">
        <div class="setting-words">
          <p id={title} class="setting-label path">
            {label}
          </p>
          <p>
            <Phrases parts={program === null ? [name] : [program, name]} />
          </p>
          {task !== null && <p>{messages.agentTask(task)}</p>}
        </div>
        {!asking.value && (
          <button
            ref={button}
            type="button"
            class="button button-small"
            aria-label={messages.takeBackNamed(named)}
            onClick={() => {
              asking.value = true;
            }}
          >
            {messages.takeBack}
          </button>
        )}
      </div>
      <Reserved agent={agent} />
      <Standing agent={agent} />
      {asking.value && (
        <AgentQuestion
          agent={agent.id}
          named={named}
          onSeen={onSeen}
          onClosed={() => {
            asking.value = false;
          }}
        />
      )}
    </li>
  );
}

/** Drawn again every minute, alone. */
function Standing({ agent }: Pick<AgentRowProps, 'agent'>) {
  const parts = [messages.agentSince(agent.since, now.value), messages.agentLivesWith(agent, now.value)];
  return (
    <p class="setting-effect" title={messages.moment(agent.since)}>
      <Phrases parts={parts} />
    </p>
  );
}

function Reserved({ agent }: Pick<AgentRowProps, 'agent'>) {
  const { amount, used, label } = agent;
  const words = messages.agentReserved(agent);
  // What was reported may be more than was reserved; the words keep the figure.
  const usedPercent = amount.value <= 0 ? 0 : Math.min(100, Math.max(0, (used / amount.value) * 100));
  return (
    <div class="meter meter-ok meter-minor agent-reserved">
      {amount.value > 0 && (
        <div
          class="bar"
          role="meter"
          aria-label={messages.agentReservedFor(label)}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.floor(usedPercent)}
          aria-valuetext={words}
        >
          <div class="bar-used" style={{ inlineSize: `${usedPercent}%` }} />
        </div>
      )}
      <p class="meter-words">{words}</p>
    </div>
  );
}
