// The page Agents, in place of the accounts: what is left of each account, who works with it, and who waits.
import { useAgents, type AgentsWatch } from '../agents-watch.ts';
import { messages } from '../messages.ts';
import { now } from '../now.ts';
import { AgentList } from './agent-list.tsx';
import { AgentLine } from './agent-line.tsx';
import { AgentRooms } from './agent-rooms.tsx';
import { Agents } from './icons.tsx';
import { PageFrame } from './page-frame.tsx';
import { ProblemNote } from './problem-note.tsx';

export function AgentsPage() {
  const watch = useAgents();
  const agents = watch.seen.value?.agents;
  return (
    <PageFrame title={messages.page('agents')} fromTop>
      <div class="doctor-head">
        <p class="hint">{messages.agentsPageEffect}</p>
        <Summary watch={watch} />
        <ProblemNote problems={[watch.problem.value]} />
        <Age watch={watch} />
      </div>
      {agents !== undefined && (
        <>
          {agents.accounts.length > 0 && <AgentRooms rooms={agents.accounts} />}
          <AgentList agents={agents.agents} isAnyWaiting={agents.waiting.length > 0} onSeen={watch.show} />
          {agents.waiting.length > 0 && <AgentLine waiting={agents.waiting} />}
        </>
      )}
    </PageFrame>
  );
}

interface WatchProps {
  readonly watch: Pick<AgentsWatch, 'seen' | 'problem' | 'isLate'>;
}

/** Read out when the figures change, and not with every answer. */
function Summary({ watch: { seen, problem, isLate } }: WatchProps) {
  const agents = seen.value?.agents;
  const isReading = agents === undefined && problem.value === null && isLate.value;
  return (
    <div class="looked" role="status">
      {(isReading || agents !== undefined) && (
        <div class="serving">
          <Agents />
          <p class="note-text">
            {agents === undefined
              ? messages.readingAgents
              : messages.agentsSummary(agents.agents.length, agents.waiting.length)}
          </p>
        </div>
      )}
    </div>
  );
}

/** Only of what is not new any more; drawn again every minute, alone. */
function Age({ watch: { seen, problem } }: WatchProps) {
  if (seen.value === null || problem.value === null) return null;
  return <p class="hint">{messages.agentsAsOf(seen.value.at, now.value)}</p>;
}
