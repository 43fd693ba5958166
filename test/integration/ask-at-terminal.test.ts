// Questions at the terminal of `gatehouse serve`, over a stream that stands for it.
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createTerminalAsker, isInForeground } from '../../main/adapters/node/ask-at-terminal.ts';
import type { AskHandOut } from '../../main/ports.ts';
import { FakeTime, settle } from '../fakes/time.ts';

type Question = Parameters<AskHandOut['ask']>[0];

const question: Question = {
  program: '/home/ada/bin/codex',
  interpreter: '/usr/bin/node',
  reader: 'Codex',
  account: 'ada@example.test',
  provider: 'OpenAI',
  canKeep: true,
};
const readMs = 300;

function terminal() {
  const input = new PassThrough();
  const time = new FakeTime();
  const seat = { said: '', isThere: true };
  const asker = createTerminalAsker({
    input,
    tell: (text) => {
      seat.said += text;
    },
    isThere: () => seat.isThere,
    sinceMs: () => time.nowMs(),
    timer: time,
  });
  const gone = new AbortController();
  return {
    input,
    time,
    seat,
    gone,
    ask: (changes: Partial<Question> = {}) => asker.handOut.ask({ ...question, ...changes }, gone.signal),
    askPerson: () =>
      asker.person.ask(
        { title: 'Unlock Gatehouse?', detail: 'A program asks.', confirm: 'Unlock' },
        gone.signal,
      ),
    /** What a person types who has read the question. */
    type: async (text: string): Promise<void> => {
      await settle();
      await time.advance(readMs);
      input.write(text);
      await settle();
    },
  };
}

test('the question names program, account and what the key is for, and the answer is typed', async () => {
  const { ask, type, seat } = terminal();
  const answer = ask();
  await type('always\n');
  expect([await answer, seat.said]).toEqual([
    'always',
    `
Give codex a key of OpenAI: ada@example.test?
  Program: /home/ada/bin/codex
  Run by: /usr/bin/node
  Key for: Codex
  Account: ada@example.test

  Whoever has the key can use this account until the key ends.
once, always, never or deny [deny]: `,
  ]);
});

test.each([
  ['once', 'once'],
  ['O', 'once'],
  [' never ', 'never'],
  ['d', 'denied'],
  ['', 'denied'],
])('%j means %s', async (typed, meant) => {
  const { ask, type } = terminal();
  const answer = ask();
  await type(`${typed}\n`);
  expect(await answer).toBe(meant);
});

test('what is none of them is asked again, and so is what was typed before anybody could have read the question', async () => {
  const { ask, type, input, seat } = terminal();
  const answer = ask();
  await settle();
  input.write('always\n');
  await settle();
  await type('yes\n');
  await type('once\n');
  expect([await answer, seat.said.split('[deny]: ').length - 1]).toEqual(['once', 3]);
});

test('what cannot be kept can be answered once only', async () => {
  const { ask, type, seat } = terminal();
  const answer = ask({ canKeep: false });
  await type('always\n');
  await type('once\n');
  expect([await answer, seat.said.includes('once or deny [deny]: ')]).toEqual(['once', true]);
});

test('no name can add a line, or steer the terminal', async () => {
  const { ask, type, seat } = terminal();
  const answer = ask({ program: '/home/ada/x\nAccount: \u001b[2Keve', account: 'ada\rEve' });
  await type('\n');
  await answer;
  expect(seat.said.split('\n').filter((line) => /^ *(?:Account|Program)/.test(line))).toEqual([
    '  Program: /home/ada/x\uFFFDAccount: \uFFFD[2Keve',
    '  Account: ada\uFFFDEve',
  ]);
});

test('without an answer it is nobody’s: after a minute, when it was answered elsewhere, and at the end of the input', async () => {
  const [late, elsewhere, ended] = [terminal(), terminal(), terminal()];
  const answers = [late.ask(), elsewhere.ask(), ended.ask()];
  await settle();
  await late.time.advance(60_000);
  elsewhere.gone.abort();
  ended.input.end();
  expect([
    await Promise.all(answers),
    elsewhere.seat.said.endsWith('\nNo answer counts any more.\n'),
  ]).toEqual([['nobody', 'nobody', 'nobody'], true]);
});

test('nothing is said where nobody sits, and nothing for a question that is over', async () => {
  const [away, over] = [terminal(), terminal()];
  away.seat.isThere = false;
  over.gone.abort();
  expect([await away.ask(), await over.ask(), away.seat.said + over.seat.said]).toEqual([
    'nobody',
    'nobody',
    '',
  ]);
});

test('one question comes after the other, and who comes while three wait is not asked', async () => {
  const { ask, type, seat } = terminal();
  const answers = [ask(), ask({ program: '/home/ada/bin/second' }), ask(), ask()];
  await settle();
  const shownFirst = seat.said.includes('second');
  await type('once\n');
  await type('never\n');
  await type('deny\n');
  expect([shownFirst, await Promise.all(answers)]).toEqual([false, ['once', 'never', 'denied', 'nobody']]);
});

test('a yes of the person is typed as well; Enter alone is a no', async () => {
  const { askPerson, type, seat } = terminal();
  const first = askPerson();
  await type('y\n');
  const second = askPerson();
  await type('\n');
  expect([
    await first,
    await second,
    seat.said.startsWith('\nUnlock Gatehouse?\n  A program asks.\nyes or no [no]: '),
  ]).toEqual([true, false, true]);
});

test.runIf(process.platform === 'linux')(
  'a process in the background does not read from its terminal',
  () => {
    const stat = (group: number, foreground: number): (() => string) => {
      return () => `7 (a) b) ) S 1 ${String(group)} 5 34816 ${String(foreground)} 4194560 1`;
    };
    expect([
      isInForeground(stat(7, 7)),
      isInForeground(stat(7, 9)),
      isInForeground(stat(7, -1)),
      isInForeground(() => {
        throw new Error('no such file');
      }),
    ]).toEqual([true, false, false, false]);
  },
);
