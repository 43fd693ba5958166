// Programs that the person has approved for events: approved in a dialog of ours, told one event at a time, never waited for.
import { labelledLines } from '../domain/dialog-lines.ts';
import { Failure, toFailure, type FailureValue } from '../domain/failure.ts';
import type { HookEvent, HookEventName } from '../domain/hook-event.ts';
import { hookQuestions } from '../domain/hook-words.ts';
import type { Language } from '../domain/language.ts';
import type { ApprovedHook } from '../domain/hook-event.ts';
import type { AskPerson, Clock, HookApprovals, HookPrograms, Log } from '../ports.ts';
import { createTurns } from '../domain/in-turn.ts';

/** As many as the approvals keep. */
export const mostHooks = 32;
const runLimitMs = 10_000;
const mostAtOnce = 4;
/** For a program that hangs while events come in. */
const mostWaiting = 64;
const shownHashCharacters = 12;

export interface HookParts {
  readonly approvals: HookApprovals;
  readonly programs: HookPrograms;
  readonly ask: AskPerson;
  /** Of the question. */
  readonly language: () => Language;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
  /** Gets the list whenever it was looked at, has changed, or a program has ended. */
  readonly seen: (hooks: readonly KnownHook[]) => void;
}

/** An approval, and what has become of its program. */
export interface KnownHook extends ApprovedHook {
  /** `changed`: not what was approved. `missing`: not there, or not as such a program has to be; `lastFailure` says why. */
  readonly state: 'ready' | 'changed' | 'missing';
  /** Why it does not run or did not run well the last time, since the start of the app. */
  readonly lastFailure?: FailureValue;
}

export interface Hooks {
  /** Looks at every approved program as it is now. */
  list(): Promise<readonly KnownHook[]>;
  /**
   * Asks the person, whoever has asked for it, and approves the program as it is now; twice the same approves it anew.
   * @param program an absolute path; links in it are followed first
   * @param signal whoever asked wants it no more: a yes does not count then
   * @throws Failure `hook/unsuitable`, `hook/refused`, or of the `storage/` family, or the signal's reason
   */
  add(event: HookEventName, program: string, signal?: AbortSignal): Promise<void>;
  /** Takes the approval away; one that is not there is fine. @throws Failure of the `storage/` family */
  remove(event: HookEventName, program: string): Promise<void>;
  /** Has every program that is approved for this event run. Never fails, and nobody waits for it. */
  tell(event: HookEvent): void;
}

interface Job {
  readonly hook: ApprovedHook;
  readonly event: HookEvent;
}

type Named = Pick<ApprovedHook, 'event' | 'program'>;

function isSame(one: Named, other: Named): boolean {
  return one.event === other.event && one.program === other.program;
}

const keyOf = ({ event, program }: Named): string => `${event} ${program}`;

/** @throws Failure `hook/unsuitable` when another one would be too many */
function withHook(hooks: readonly ApprovedHook[], hook: ApprovedHook): readonly ApprovedHook[] {
  const others = hooks.filter((each) => !isSame(each, hook));
  if (others.length < mostHooks) return [...others, hook];
  throw new Failure('hook/unsuitable', {
    subject: hook.program,
    detail: `${mostHooks} are approved already; remove one first`,
  });
}

export function createHooks({ approvals, programs, ask, language, clock, log, seen }: HookParts): Hooks {
  const failures = new Map<string, FailureValue>();
  const waiting: Job[] = [];
  const running = new Set<string>();

  /** No change of the list is lost. */
  const inTurn = createTurns();

  async function stateOf(hook: ApprovedHook): Promise<Pick<KnownHook, 'state' | 'lastFailure'>> {
    try {
      const { program, hash } = await programs.examine(hook.program);
      const lastFailure = failures.get(keyOf(hook));
      return {
        state: program === hook.program && hash === hook.hash ? 'ready' : 'changed',
        ...(lastFailure !== undefined && { lastFailure }),
      };
    } catch (thrown) {
      return { state: 'missing', lastFailure: toFailure(thrown).toValue() };
    }
  }

  async function list(): Promise<readonly KnownHook[]> {
    const hooks = await approvals.load();
    const known = await Promise.all(hooks.map(async (hook) => ({ ...hook, ...(await stateOf(hook)) })));
    seen(known);
    return known;
  }

  /** What waits goes by the list as it is now: a program that was removed is not run any more, whoever told it before. */
  function reviewWaiting(hooks: readonly ApprovedHook[]): void {
    for (const job of waiting.splice(0)) {
      const hook = hooks.find((each) => isSame(each, job.hook));
      if (hook !== undefined) waiting.push({ ...job, hook });
    }
  }

  async function keep(hooks: readonly ApprovedHook[]): Promise<void> {
    await approvals.save(hooks);
    reviewWaiting(hooks);
    await list();
  }

  async function isApproved(
    { event, program, hash }: ApprovedHook,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const words = hookQuestions[language()];
    const question = {
      title: words.question(event),
      detail: [
        ...labelledLines(words.program, program),
        words.event(event),
        words.hash(hash.slice(0, shownHashCharacters)),
        '',
        ...words.warning,
      ].join('\n'),
      confirm: words.allow,
    };
    return ask.ask(question, signal);
  }

  async function runJob({ hook, event }: Job): Promise<void> {
    const key = keyOf(hook);
    try {
      await programs.run(hook, JSON.stringify(event), runLimitMs);
      failures.delete(key);
    } catch (thrown) {
      const failure = toFailure(thrown).toValue();
      failures.set(key, failure);
      log.warn('hook failed', { event: hook.event, program: hook.program, failure });
    }
  }

  /** The first that waits for a program that is not at work. */
  function nextJob(): Job | undefined {
    if (running.size >= mostAtOnce) return undefined;
    const index = waiting.findIndex(({ hook }) => !running.has(hook.program));
    return index === -1 ? undefined : waiting.splice(index, 1)[0];
  }

  function startWaiting(): void {
    for (let job = nextJob(); job !== undefined; job = nextJob()) {
      const { program } = job.hook;
      running.add(program);
      void runJob(job).finally(() => {
        running.delete(program);
        startWaiting();
        void list();
      });
    }
  }

  function queue(job: Job): void {
    waiting.push(job);
    if (waiting.length <= mostWaiting) return;
    const dropped = waiting.shift();
    log.warn('hook not run, too many wait', { event: dropped?.hook.event, program: dropped?.hook.program });
  }

  return {
    list,

    async add(event, named, signal) {
      const { program, hash } = await programs.examine(named);
      const approved = (): ApprovedHook => ({ event, program, hash, approvedAt: clock.nowMs() });
      // Nobody should have to decide what cannot be kept.
      withHook(await approvals.loadToChange(), approved());
      signal?.throwIfAborted();
      const isAllowed = await isApproved(approved(), signal);
      signal?.throwIfAborted();
      if (!isAllowed) throw new Failure('hook/refused', { subject: program });
      await inTurn(async () => {
        const hook = approved();
        failures.delete(keyOf(hook));
        await keep(withHook(await approvals.loadToChange(), hook));
      });
    },

    async remove(event, named) {
      // Where there is no such program any more, it can only be meant as it is in the list.
      const { program } = await programs.examine(named).catch(() => ({ program: named }));
      await inTurn(async () => {
        const hooks = await approvals.loadToChange();
        const left = hooks.filter((hook) => hook.event !== event || ![program, named].includes(hook.program));
        if (left.length < hooks.length) await keep(left);
      });
    },

    tell(event) {
      // In turn, so that what was told first is run first.
      void inTurn(async () => {
        for (const hook of await approvals.load()) if (hook.event === event.event) queue({ hook, event });
        startWaiting();
      });
    },
  };
}
