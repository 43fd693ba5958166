// Hand-outs with a person who answers when a test says so, and rules and an audit in memory.
import { Failure, type FailureCode } from '../../main/domain/failure.ts';
import type { HandOutRule, JudgedProgram } from '../../main/domain/hand-out.ts';
import { consumerId } from '../../main/domain/ids.ts';
import {
  createHandOuts,
  type HandOutOrder,
  type HandOuts,
  type KeysToHandOut,
} from '../../main/flows/hand-outs.ts';
import type { HandOutAnswer } from '../../main/ports.ts';
import { initialState } from '../../main/state/state.ts';
import { createStore, type Store } from '../../main/state/store.ts';
import { claudeEntry, noonMs } from './accounts.ts';
import { MemoryAuditLog } from './audit-log.ts';
import { MemoryRules } from './hand-out-rules.ts';
import { RecordingLog } from './log.ts';
import { FakeTime, settle } from './time.ts';

const entry = claudeEntry();
export const { account } = entry;
export const program: JudgedProgram = { path: '/usr/bin/claude' };
export const consumer = consumerId('claude-code');

export function orderOf(changes: Partial<HandOutOrder> = {}): HandOutOrder {
  return {
    program,
    consumer,
    reader: 'Claude Code',
    account,
    provider: 'Claude',
    actor: 'agent',
    grant: 'agent-1',
    pid: 4711,
    ...changes,
  };
}

/** By a program of which nothing can be told. */
export function unknownOrder({ program: _known, ...rest }: HandOutOrder = orderOf()): HandOutOrder {
  return { ...rest, program: undefined };
}

export function ruleOf(verdict: HandOutRule['verdict'], changes: Partial<HandOutRule> = {}): HandOutRule {
  return { program: program.path, consumer, account: account.id, verdict, decidedAt: noonMs, ...changes };
}

/** A question as the person sees it, answered when the test says so. */
interface Shown {
  readonly question: unknown;
  readonly answer: (answer: HandOutAnswer) => void;
  readonly fail: (thrown: unknown) => void;
  /** Whether it has gone away. */
  readonly isGone: () => boolean;
}

export interface Work {
  readonly handOuts: HandOuts;
  readonly store: Store;
  readonly rules: MemoryRules;
  readonly audit: MemoryAuditLog;
  readonly time: FakeTime;
  readonly log: RecordingLog;
  readonly shown: readonly Shown[];
  /** Who was told about. */
  readonly told: readonly (string | undefined)[];
  /** `out`, or the code of the refusal. `bring`: what goes out, once it may. */
  readonly allow: (
    order?: HandOutOrder,
    signal?: AbortSignal,
    bring?: () => Promise<KeysToHandOut>,
  ) => Promise<'out' | FailureCode>;
}

export function work(rules: readonly HandOutRule[] = [], audit = new MemoryAuditLog()): Work {
  const store = createStore(initialState);
  const time = new FakeTime(noonMs);
  const log = new RecordingLog();
  const kept = new MemoryRules(rules);
  const shown: Shown[] = [];
  const told: (string | undefined)[] = [];
  const handOuts = createHandOuts({
    rules: kept,
    ask: {
      // One that does not care about the signal: what comes too late must not count anyway.
      ask: (question, signal) =>
        new Promise((resolve, reject) => {
          shown.push({ question, answer: resolve, fail: reject, isGone: () => signal.aborted });
        }),
    },
    audit,
    store,
    clock: time,
    timer: time,
    log,
    tellFirst: (order) => told.push(order.program?.path),
  });
  return {
    handOuts,
    store,
    rules: kept,
    audit,
    time,
    log,
    shown,
    told,
    allow: (order = orderOf(), signal = new AbortController().signal, bring = async () => entry) =>
      handOuts.handOut(order, signal, bring).then(
        () => 'out' as const,
        (thrown: unknown) => {
          if (thrown instanceof Failure) return thrown.code;
          throw thrown;
        },
      ),
  };
}

/** What the person says to the question that waits. */
export async function say({ shown }: Work, answer: HandOutAnswer): Promise<void> {
  await settle();
  shown.at(-1)?.answer(answer);
}

export const actionsOf = ({ audit }: Work): readonly string[] => audit.entries.map(({ action }) => action);
