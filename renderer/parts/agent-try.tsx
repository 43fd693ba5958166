// Stands where agents would be: what one is, and the command that starts one.
import { messages } from '../messages.ts';
import { CommandLine } from './command-line.tsx';

export function AgentTry() {
  return (
    <div class="setting agent-try">
      <p>{messages.tryAgents}</p>
      <CommandLine name={messages.tryCommandName} command={messages.tryCommand} />
    </div>
  );
}
