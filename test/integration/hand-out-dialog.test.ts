// The question whether a program may have a key, over a dialog that stands for Electron's.
import type { MessageBoxOptions } from 'electron';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAskHandOut } from '../../main/adapters/electron/ask-hand-out.ts';
import { createAskPerson } from '../../main/adapters/electron/ask-person.ts';
import type { AskHandOut } from '../../main/ports-broker.ts';

interface Shown {
  readonly options: MessageBoxOptions;
  readonly press: (button: string) => void;
}

/** Every dialog that was shown, answered by the tests; it closes as Electron's does when its signal aborts. */
const { shown, desk } = vi.hoisted(() => ({ shown: new Array<Shown>(), desk: { displays: 1 } }));

vi.mock('electron/main', () => ({
  screen: { getAllDisplays: () => Array.from({ length: desk.displays }) },
  dialog: {
    showMessageBox: (options: MessageBoxOptions) =>
      new Promise((resolve) => {
        const answer = (response: number): void => {
          resolve({ response, checkboxChecked: false });
        };
        options.signal?.addEventListener('abort', () => {
          answer(options.cancelId ?? 0);
        });
        shown.push({
          options,
          press: (button) => {
            answer(options.buttons?.indexOf(button) ?? -1);
          },
        });
      }),
  },
}));

type Question = Parameters<AskHandOut['ask']>[0];

const codex: Question = {
  program: '/home/ada/bin/codex',
  interpreter: '/usr/bin/node',
  reader: 'Codex',
  account: 'ada@example.test',
  provider: 'OpenAI',
  canKeep: true,
};
const patient = new AbortController().signal;

beforeEach(() => {
  shown.length = 0;
  desk.displays = 1;
  vi.stubEnv('DISPLAY', ':1');
});

afterEach(() => {
  vi.useRealTimers();
});

/** The dialog that is shown as the one with this number, from 1. */
async function dialog(number = 1): Promise<Shown> {
  return vi.waitFor(() => {
    const found = shown[number - 1];
    if (found === undefined) throw new Error('no dialog yet');
    return found;
  });
}

test('names program, account and what it is for, and begins at the button that gives nothing', async () => {
  const answer = createAskHandOut(() => 'en').ask(codex, patient);
  const { options, press } = await dialog();
  press('Deny');
  const { signal: _closing, ...words } = options;
  expect([words, await answer]).toEqual([
    {
      type: 'warning',
      title: 'Gatehouse asks',
      message: 'Give codex a key of OpenAI: ada@example.test?',
      detail: [
        'Program: /home/ada/bin/codex',
        'Run by: /usr/bin/node',
        'Key for: Codex',
        'Account: ada@example.test',
        '',
        'Whoever has the key can use this account until the key ends.',
      ].join('\n'),
      buttons: ['Deny', 'Just this time', 'Always', 'Never'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    },
    'denied',
  ]);
});

test('asks in the language that the person reads at that moment', async () => {
  const ask = createAskHandOut(() => 'de').ask(codex, patient);
  const plain = createAskPerson(() => 'de').ask({ title: 'Ausführen?', detail: 'Es', confirm: 'Erlauben' });
  const [first, second] = [await dialog(1), await dialog(2)];
  first.press('Nur dieses Mal');
  second.press('Erlauben');
  expect([
    [first, second].map(({ options: { title, message, buttons } }) => [title, message, buttons]),
    await ask,
    await plain,
  ]).toEqual([
    [
      [
        'Gatehouse fragt',
        'codex einen Schlüssel von OpenAI: ada@example.test geben?',
        ['Ablehnen', 'Nur dieses Mal', 'Immer', 'Nie'],
      ],
      ['Gatehouse fragt', 'Ausführen?', ['Abbrechen', 'Erlauben']],
    ],
    'once',
    true,
  ]);
});

test.each([
  ['Deny', 'denied'],
  ['Just this time', 'once'],
  ['Always', 'always'],
  ['Never', 'never'],
])('%s means %s', async (button, meaning) => {
  const answer = createAskHandOut(() => 'en').ask(codex, patient);
  (await dialog()).press(button);
  expect(await answer).toBe(meaning);
});

test('offers nothing to keep for a program that nobody could be told, and says so', async () => {
  const { interpreter: _none, ...question } = codex;
  const answer = createAskHandOut(() => 'en').ask({ ...question, canKeep: false }, patient);
  const { options, press } = await dialog();
  press('Just this time');
  expect([options.buttons, options.detail?.split('\n').at(-1), await answer]).toEqual([
    ['Deny', 'Just this time'],
    'Gatehouse cannot tell this program from others, so it asks every time.',
    'once',
  ]);
});

test('shows long and odd names in short lines that look like nothing else', async () => {
  // Broken into lines, one of them begins like a line of the dialog.
  const program = `/${'f'.repeat(75)}Account: ${'g'.repeat(80)}/a\nAccount: \u202Enobody`;
  const account = `${'ada-'.repeat(40)}@example.test`;
  const answer = createAskHandOut(() => 'en').ask({ ...codex, program, account }, patient);
  const { options, press } = await dialog();
  press('Deny');
  await answer;
  const lines = options.detail?.split('\n') ?? [];
  expect([
    options.message,
    Math.max(...lines.map((line) => line.length)) <= 80,
    lines.filter((line) => line.startsWith('Account:')),
    /\p{C}/u.test(`${options.message}${lines.join('')}`),
  ]).toEqual([
    `Give a\uFFFDAccount: \uFFFDnobody a key of OpenAI: ${'ada-'.repeat(15)}…?`,
    true,
    ['Account:'],
    false,
  ]);
});

test('without a display nobody answers, and no dialog is shown', async () => {
  desk.displays = 0;
  expect([await createAskHandOut(() => 'en').ask(codex, patient), shown]).toEqual(['nobody', []]);
});

test('a signal that aborts closes the dialog, and nobody has answered', async () => {
  const leaving = new AbortController();
  const ask = createAskHandOut(() => 'en');
  const answer = ask.ask(codex, leaving.signal);
  await dialog();
  leaving.abort();
  expect([await answer, await ask.ask(codex, leaving.signal), shown.length]).toEqual(['nobody', 'nobody', 1]);
});

test('after a minute nobody has answered, and a button that is pressed in time counts', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const ask = createAskHandOut(() => 'en');
  const late = ask.ask(codex, patient);
  await settleUntil(() => shown.length === 1);
  await vi.advanceTimersByTimeAsync(60_000);
  const answers = [await late];
  const early = ask.ask(codex, patient);
  await settleUntil(() => shown.length === 2);
  await vi.advanceTimersByTimeAsync(59_999);
  shown[1]?.press('Always');
  expect([...answers, await early]).toEqual(['nobody', 'always']);
});

test('three wait for each other, a fourth is not answered, and later there is room again', async () => {
  const ask = createAskHandOut(() => 'en');
  const answers = [1, 2, 3].map(() => ask.ask(codex, patient));
  const fourth = await ask.ask(codex, patient);
  const atOnce = shown.length;
  (await dialog(1)).press('Always');
  (await dialog(2)).press('Deny');
  (await dialog(3)).press('Never');
  const three = await Promise.all(answers);
  const again = ask.ask(codex, patient);
  (await dialog(4)).press('Just this time');
  expect([fourth, atOnce, three, await again]).toEqual(['nobody', 1, ['always', 'denied', 'never'], 'once']);
});

test.each([
  ['Approve', true],
  ['Cancel', false],
])('a plain question that is answered with %s is %s', async (button, meaning) => {
  const answer = createAskPerson(() => 'en').ask({ title: 'Run it?', detail: 'It', confirm: 'Approve' });
  const { options, press } = await dialog();
  press(button);
  expect([options.message, options.buttons, await answer]).toEqual([
    'Run it?',
    ['Cancel', 'Approve'],
    meaning,
  ]);
});

async function settleUntil(isThere: () => boolean): Promise<void> {
  while (!isThere()) await new Promise(setImmediate);
}
