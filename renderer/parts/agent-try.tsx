// Stands where agents would be: what one is, and the command that starts one.
import { agentsMessages } from '../messages/agents.ts';
import { CommandLine } from './command-line.tsx';

export function AgentTry() {
  return (
    <div class="setting agent-try">
      <p>{agentsMessages.tryAgents}</p>
      <CommandLine name={agentsMessages.tryCommandName} command={agentsMessages.tryCommand} />
    </div>
  );
}
