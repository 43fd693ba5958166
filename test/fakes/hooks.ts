// Programs for events that only a test starts and ends, a person who always answers the same, and approvals in memory.
import { Failure } from '../../main/domain/failure.ts';
import type { ApprovedHook } from '../../main/domain/hook-event.ts';
import type { AskPerson, HookApprovals, HookPrograms } from '../../main/ports.ts';

/** The hash of a made-up program, told apart by one digit. */
export const hashOf = (digit: string): string => digit.repeat(64);

export class MemoryApprovals implements HookApprovals {
  hooks: readonly ApprovedHook[] = [];
  /** Set to have nothing kept. */
  failure: Failure | undefined;
  /** Set to have the list not opened. */
  locked: Failure | undefined;

  async load(): Promise<readonly ApprovedHook[]> {
    return this.hooks;
  }

  async loadToChange(): Promise<readonly ApprovedHook[]> {
    if (this.locked !== undefined) throw this.locked;
    return this.hooks;
  }

  async save(hooks: readonly ApprovedHook[]): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    this.hooks = hooks;
  }
}

/** Says to everything what it was made to say, and remembers what it was asked and when it may stop asking. */
export class DecidedPerson implements AskPerson {
  readonly questions: Parameters<AskPerson['ask']>[0][] = [];
  answer = true;
  /** What happens while the question is shown. */
  meanwhile: () => void = () => undefined;

  readonly signals: (AbortSignal | undefined)[] = [];

  async ask(question: Parameters<AskPerson['ask']>[0], signal?: AbortSignal): Promise<boolean> {
    this.questions.push(question);
    this.signals.push(signal);
    this.meanwhile();
    return this.answer;
  }
}

interface Run {
  readonly program: string;
  readonly input: string;
  readonly limitMs: number;
  readonly end: (failure?: Failure) => void;
}

/** Programs by their path; each run goes on until the test ends it. */
export class HeldPrograms implements HookPrograms {
  readonly hashes = new Map<string, string>();
  /** From a path to where it really leads. */
  readonly links = new Map<string, string>();
  /** Those that have been started and not ended, in this order. */
  running: readonly Run[] = [];
  /** Every input that was ever given, as it was read. */
  readonly told: { readonly program: string; readonly input: unknown }[] = [];

  async examine(named: string): Promise<{ readonly program: string; readonly hash: string }> {
    const program = this.links.get(named) ?? named;
    const hash = this.hashes.get(program);
    if (hash === undefined) throw new Failure('hook/unsuitable', { subject: named, detail: 'not there' });
    return { program, hash };
  }

  run({ program }: Pick<ApprovedHook, 'program'>, input: string, limitMs: number): Promise<void> {
    this.told.push({ program, input: JSON.parse(input) as unknown });
    return new Promise((resolve, reject) => {
      const run: Run = {
        program,
        input,
        limitMs,
        end: (failure) => {
          this.running = this.running.filter((each) => each !== run);
          if (failure === undefined) resolve();
          else reject(failure);
        },
      };
      this.running = [...this.running, run];
    });
  }

  /** Ends the one that has run longest. */
  endFirst(failure?: Failure): void {
    this.running[0]?.end(failure);
  }
}
