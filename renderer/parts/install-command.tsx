// The command that installs a program which a sign-in needs.
import type { MethodView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { CommandLine } from './command-line.tsx';

export function InstallCommand({ label, install }: NonNullable<MethodView['program']>) {
  return (
    <div class="panel">
      <p>{messages.install(label)}</p>
      <CommandLine name={messages.installCommand(label)} command={install} />
    </div>
  );
}
