// Plays one script with our own sign-in by code, on a clock that stands still while anything is at work, and writes down when
// each question came.
import { Failure, toFailure } from '../../../../main/domain/failure.ts';
import { createAccountBook } from '../../../../main/flows/account-book.ts';
import { signInByDevice } from '../../../../main/flows/sign-in-by-device.ts';
import type { Http } from '../../../../main/ports.ts';
import type { DeviceMethod, ProviderDescription } from '../../../../main/providers/description.ts';
import { RecordingLog } from '../../../fakes/log.ts';
import { ToySecretBox } from '../../../fakes/secret-box.ts';
import { FakeTime } from '../../../fakes/time.ts';
import { MemoryVault } from '../../../fakes/vault.ts';
import type { Reply, Script } from './scripts.ts';
import { wireOf } from './wires.ts';

/** Unix milliseconds of the clock of the run. */
export interface Question {
  readonly askedAt: number;
  /** Absent when the person gave up meanwhile. */
  answeredAt?: number;
  readonly reply: Reply;
}

export interface Run {
  /** When the code was there. */
  readonly startedAt: number;
  readonly questions: readonly Question[];
  readonly endedAt: number;
  /** `signed in`, or the code of the failure. */
  readonly end: string;
}

/** Real time in which nothing of ours is at work any more, unless it waits for the clock of the run. */
const patienceMs = 10_000;

export async function play(
  provider: ProviderDescription,
  method: DeviceMethod,
  script: Script,
): Promise<Run> {
  const wire = wireOf(provider);
  const time = new FakeTime(Date.now());
  const startedAt = time.nowMs();
  const cancel = new AbortController();
  const questions: Question[] = [];

  /** After as long by the clock of the run, unless the person gives up before. */
  const later = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
    ms === 0
      ? Promise.resolve()
      : new Promise((resolve, reject) => {
          const stop = time.after(ms, resolve);
          signal?.addEventListener('abort', () => {
            stop();
            reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
          });
        });

  const http: Http = async (url, init) => {
    const call = `${init?.method ?? 'GET'} ${url}`;
    if (call === wire.code) return wire.started(script);
    if (call !== wire.question) return wire.rest(call);
    const pending = { reply: { kind: 'pending' }, lastsMs: 0 } as const;
    const { reply, lastsMs } = script.answers[questions.length] ?? pending;
    const question: Question = { askedAt: time.nowMs(), reply };
    questions.push(question);
    await later(lastsMs, init?.signal);
    question.answeredAt = time.nowMs();
    return wire.answered(reply);
  };

  const outcome: { value?: Pick<Run, 'end' | 'endedAt'> } = {};
  const effects = {
    tools: { http, clock: time, log: new RecordingLog() },
    clock: time,
    timer: time,
    secretBox: new ToySecretBox(),
    book: createAccountBook(new MemoryVault()),
  };
  const given = wire.clientId === undefined ? {} : { clientId: wire.clientId };
  signInByDevice(provider, method, given, effects, cancel.signal, () => undefined).then(
    () => {
      outcome.value = { end: 'signed in', endedAt: time.nowMs() };
    },
    (thrown: unknown) => {
      outcome.value = { end: toFailure(thrown).code, endedAt: time.nowMs() };
    },
  );

  const cancelAt = startedAt + (script.cancelAfterMs ?? Number.POSITIVE_INFINITY);
  for (;;) {
    const since = performance.now();
    while (outcome.value === undefined && time.pendingMs.length === 0) {
      if (performance.now() - since > patienceMs) throw new Error('the sign-in neither waits nor ends');
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (outcome.value !== undefined) return { startedAt, questions, ...outcome.value };
    const [nextMs = 0] = time.pendingMs;
    const untilCancelMs = cancelAt - time.nowMs();
    if (untilCancelMs > nextMs || cancel.signal.aborted) {
      await time.advance(nextMs);
    } else {
      await time.advance(untilCancelMs);
      cancel.abort(new Failure('sign-in/cancelled'));
    }
  }
}
