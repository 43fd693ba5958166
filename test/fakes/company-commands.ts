// Commands of companies' servers that nobody runs, and a memory of what was allowed.
import type { CompanyCommand, FoundProgram } from '../../main/domain/company-login.ts';
import { Secret } from '../../main/domain/secret.ts';
import type { Failure } from '../../main/domain/failure.ts';
import type { CommandApprovals, LoginCommands } from '../../main/ports.ts';

type Order = Parameters<LoginCommands['run']>[0];

export class ScriptedCommands implements LoginCommands {
  readonly found = new Map<string, FoundProgram>();
  /** What was run, and for how long it might. */
  readonly runs: (Order & { readonly limitMs: number })[] = [];
  /** What it says; a Failure is thrown. */
  says: string | Failure = 'canary_company\n';
  meanwhile: () => void = () => undefined;

  async find(name: string): Promise<FoundProgram | undefined> {
    return this.found.get(name);
  }

  async run(order: Order, limitMs: number, signal: AbortSignal): Promise<Secret> {
    this.runs.push({ ...order, limitMs });
    this.meanwhile();
    signal.throwIfAborted();
    if (typeof this.says !== 'string') throw this.says;
    return new Secret(this.says);
  }
}

export class MemoryCommandApprovals implements CommandApprovals {
  readonly kept = new Map<string, string>();
  failure: Failure | undefined;

  async has(command: CompanyCommand): Promise<boolean> {
    return this.kept.get(command.url) === JSON.stringify(command);
  }

  async keep(command: CompanyCommand): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    this.kept.set(command.url, JSON.stringify(command));
  }

  async forget(url: string): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    this.kept.delete(url);
  }
}
