// The agents at work. Rows stay themselves from one answer to the next, and the keyboard stays in its row or goes to the next.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { AgentsView, AgentView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { AgentRow } from './agent-row.tsx';
import { AgentTry } from './agent-try.tsx';
import { SettingsSection } from './settings-section.tsx';

export interface AgentListProps {
  readonly agents: readonly AgentView[];
  readonly isAnyWaiting: boolean;
  /** Another call has come with an answer. */
  readonly onSeen: (agents: AgentsView) => void;
}

export function AgentList({ agents, isAnyWaiting, onSeen }: AgentListProps) {
  return (
    <SettingsSection title={messages.agentsAtWork}>
      {agents.length === 0 && isAnyWaiting && <p class="setting">{messages.nobodyAtWork}</p>}
      {agents.length === 0 && !isAnyWaiting && <AgentTry />}
      <Rows agents={agents} onSeen={onSeen} />
    </SettingsSection>
  );
}

/** Always drawn, so that it sees its last row go; the section's heading then takes the keyboard. */
function Rows({ agents, onSeen }: Omit<AgentListProps, 'isAnyWaiting'>) {
  const list = useRef<HTMLUListElement>(null);
  const before = useRef<readonly AgentView[]>([]);
  // Before anything changes in the page, for a row that is gone tells nothing any more.
  const rows = list.current?.children;
  const place = rows === undefined ? -1 : [...rows].findIndex((row) => row.contains(document.activeElement));

  useLayoutEffect(() => {
    const drawn = before.current;
    before.current = agents;
    const places = drawn
      .slice(Math.max(0, place))
      .map(({ id }) => agents.findIndex((each) => each.id === id));
    if (place === -1 || places[0] !== -1) return;
    const next = places.find((each) => each !== -1);
    if (next !== undefined) list.current?.children[next]?.querySelector('button')?.focus();
  });

  return (
    <ul ref={list} hidden={agents.length === 0}>
      {agents.map((agent) => (
        <AgentRow key={agent.id} agent={agent} onSeen={onSeen} />
      ))}
    </ul>
  );
}
