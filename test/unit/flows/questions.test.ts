// Questions about keys without a dialog: they wait in a list, the first answer counts, and nobody waits for ever.
import { expect, test } from 'vitest';
import { createQuestions, type WaitingQuestion } from '../../../main/flows/questions.ts';
import type { AskHandOut, HandOutAnswer } from '../../../main/ports.ts';
import { accountId, consumerId } from '../../../main/domain/ids.ts';
import { failureOf } from '../../fakes/failures.ts';
import { FakeTime, settle } from '../../fakes/time.ts';

type Asked = Parameters<AskHandOut['ask']>[0];

const asked: Asked = {
  program: '/home/ada/bin/review',
  reader: 'Codex',
  account: 'ada@example.test',
  provider: 'OpenAI',
  consumer: consumerId('codex'),
  accountId: accountId('openai:ada'),
  canKeep: true,
};
const unnamed: Asked = { ...asked, program: 'An unknown program', canKeep: false };

/** A terminal that answers when the test does; it hears when its question is over. */
class FakeTerminal implements AskHandOut {
  answer: (answer: HandOutAnswer) => void = () => undefined;
  isOver = false;

  ask(_asked: Asked, signal: AbortSignal): Promise<HandOutAnswer> {
    signal.addEventListener('abort', () => {
      this.isOver = true;
    });
    return new Promise((resolve) => {
      this.answer = resolve;
    });
  }
}

/** @param ids what the next questions are called */
function desk(atTerminal?: AskHandOut, ids: readonly string[] = []) {
  const clock = new FakeTime();
  const told: WaitingQuestion[] = [];
  const left = [...ids];
  let count = 0;
  const questions = createQuestions({
    clock,
    newId() {
      count += 1;
      return left.shift() ?? `q${String(count)}`;
    },
    ...(atTerminal !== undefined && { atTerminal }),
    told: (question) => told.push(question),
  });
  const gone = new AbortController();
  const ask = (question = asked): Promise<HandOutAnswer> => questions.ask(question, gone.signal);
  return { questions, clock, told, gone, ask };
}

test('a question is told and listed until it is answered; then nobody can answer it again', async () => {
  const { questions, clock, told, ask } = desk();
  const answer = ask();
  const listed = questions.questions();
  questions.answer('q1', 'always');
  // At once, before anybody has heard of the first answer.
  const again = failureOf(() => {
    questions.answer('q1', 'once');
  });
  expect([listed, told, await answer, questions.questions()]).toEqual([
    [
      {
        id: 'q1',
        program: '/home/ada/bin/review',
        consumer: 'codex',
        account: 'openai:ada',
        accountLabel: 'ada@example.test',
        endsAt: clock.nowMs() + 60_000,
      },
    ],
    listed,
    'always',
    [],
  ]);
  expect((await again).code).toBe('broker/bad-request');
});

test('when nobody waits for it any more, it is nobody’s and goes', async () => {
  const { questions, gone, ask } = desk();
  const answer = ask();
  gone.abort();
  expect([await answer, questions.questions(), await ask(), questions.questions()]).toEqual([
    'nobody',
    [],
    'nobody',
    [],
  ]);
});

test('each has an id of its own, and its own answer', async () => {
  const { questions, ask } = desk(undefined, ['3f2a', '3f2a', '77aa']);
  const [first, second] = [ask(), ask({ ...asked, program: '/home/ada/bin/other' })];
  const listed = questions.questions().map(({ id, program }) => [id, program]);
  questions.answer('77aa', 'never');
  questions.answer('3f2a', 'once');
  expect([listed, await first, await second]).toEqual([
    [
      ['3f2a', '/home/ada/bin/review'],
      ['77aa', '/home/ada/bin/other'],
    ],
    'once',
    'never',
  ]);
});

test('the terminal and the list are asked at once; the first answer counts and ends the question at the other', async () => {
  const [typed, answered] = [new FakeTerminal(), new FakeTerminal()];
  const atTerminal = desk(typed);
  const first = atTerminal.ask();
  typed.answer('denied');
  const elsewhere = desk(answered);
  const second = elsewhere.ask();
  elsewhere.questions.answer('q1', 'once');
  answered.answer('denied');
  expect([await first, atTerminal.questions.questions(), await second, answered.isOver]).toEqual([
    'denied',
    [],
    'once',
    true,
  ]);
});

test('a terminal at which nobody answers, or that breaks, leaves the question to the others', async () => {
  const silent = new FakeTerminal();
  const left = desk(silent);
  const broken = desk({ ask: () => Promise.reject(new Error('gone')) });
  const answers = [left.ask(), broken.ask()];
  silent.answer('nobody');
  await settle();
  left.questions.answer('q1', 'once');
  broken.questions.answer('q1', 'never');
  expect(await Promise.all(answers)).toEqual(['once', 'never']);
});

test('of a program that nobody can name nothing is kept, so it cannot be answered with always', async () => {
  const { questions, ask } = desk();
  const answer = ask(unnamed);
  const listed = questions.questions().map(({ program }) => program);
  const refused = await failureOf(() => {
    questions.answer('q1', 'always');
  });
  questions.answer('q1', 'once');
  expect([listed, refused.code, await answer]).toEqual([[null], 'broker/bad-request', 'once']);
});

test('a program that asks and asks is turned away, and the list stays short', async () => {
  const { questions, gone, ask } = desk();
  const answers = Array.from({ length: 70 }, () => ask());
  await settle();
  const waiting = questions.questions().length;
  gone.abort();
  expect([waiting, new Set(await Promise.all(answers))]).toEqual([64, new Set(['nobody'])]);
});
