// `auth login` where no browser can be opened, in a process of its own: a code for another device, or an address pasted.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SignInLine } from '../../main/broker/protocol.ts';
import type { PasteAnswer } from '../../main/broker/protocol/sign-ins.ts';
import type { SignInOrder } from '../../main/broker/routes/sign-ins.ts';
import { Failure } from '../../main/domain/failure.ts';
import type { Secret } from '../../main/domain/secret.ts';
import { exampleProviders, RecordingActions, signedInLine } from '../fakes/broker.ts';
import { runChild, startChild, type Ended, type RunningChild } from '../fakes/child.ts';
import { parsed } from '../fakes/parsed.ts';
import { pathsIn } from '../fakes/paths.ts';
import { serviceParts, started } from '../fakes/running-service.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const isLinux = process.platform === 'linux';
if (!isLinux) console.warn('NOT CHECKED: the questions at a terminal. They need script(1) of util-linux.');

const address = 'https://auth.example.test/authorize?state=x';
const page = 'https://auth.example.test/device';
const right = 'http://127.0.0.1:1455/auth/callback?code=canary_code&state=canary_state';
const wrong = 'http://127.0.0.1:1455/auth/callback?code=canary_old&state=canary_old_state';
const rightCode = 'canary_code#canary_state';
const login = ['auth', 'login', '--provider', 'openai'];
const byCodePage = [...login, '--method', 'code-page'];

/** Sign-ins that wait for a pasted address, or show a code; and what became of them. */
class WaitingActions extends RecordingActions {
  readonly orders: (readonly [string | undefined, boolean])[] = [];
  readonly verdicts: string[] = [];
  readonly ended = Promise.withResolvers<string>();
  #taken = Promise.withResolvers<SignInLine>();

  override providers = async () => ({
    ...exampleProviders,
    providers: exampleProviders.providers.map((provider) => {
      const [first] = provider.methods;
      if (provider.id !== 'openai' || first === undefined) return provider;
      const device = { ...first, id: 'device-code', label: 'Enter a code', kind: 'device' as const };
      return { ...provider, methods: [first, device] };
    }),
  });

  override signingIn = async ({ method, byHand, report, signal }: SignInOrder): Promise<SignInLine> => {
    this.orders.push([method, byHand === true]);
    signal.addEventListener('abort', () => {
      this.ended.resolve('cancelled');
      this.#taken.reject(new Failure('sign-in/cancelled', { subject: 'OpenAI' }));
    });
    if (byHand === true || method === 'code-page') {
      const step = method === 'code-page' ? 'paste-code' : 'open-it-yourself';
      const portsTaken = method === 'code-page' && byHand !== true ? '1456: node (pid 4711)' : undefined;
      report({ type: 'step', step, url: address, ...(portsTaken !== undefined && { portsTaken }) });
      return this.#taken.promise;
    }
    const toEnter = { code: 'ABCD-EFGH', expiresAt: Date.now() + 15 * 60_000, advice: 'Allow it first.' };
    report({ type: 'step', step: 'enter-code', url: page, toEnter });
    return signedInLine;
  };

  override readonly paste = (_provider: string, pasted: Secret): PasteAnswer => {
    const taken = pasted.reveal() === right || pasted.reveal() === rightCode;
    this.verdicts.push(taken ? 'taken' : 'refused');
    if (taken) this.answer();
    return { schema: 1, taken, reason: taken ? null : 'wrong state' };
  };

  /** The answer has come, by hand or to the listener. */
  answer(): void {
    this.#taken.resolve(signedInLine);
  }
}

async function service(): Promise<{ actions: WaitingActions; folder: string }> {
  const folder = await temporaryFolder();
  const actions = new WaitingActions();
  await started(serviceParts(pathsIn(folder), { actions }));
  return { actions, folder };
}

async function gatehouse(folder: string, words: readonly string[], input?: string): Promise<Ended> {
  return runChild('cli', {
    arguments: words,
    environment: { TEST_FOLDER: folder },
    ...(input !== undefined && { input }),
  });
}

const codeWords = [
  'Open this address on any device and enter the code there:',
  '',
  `  ${page}`,
  '',
  '      ABCD-EFGH',
  '',
  'It is good for 15 min. Allow it first.',
  'Waiting for you to enter it. Ctrl-C cancels.',
  '',
].join('\n');
const elsewhere = [
  'Open this address in a browser on any computer and sign in. It ends at a page',
  'that cannot be shown, which is right. Copy the whole address of that page.',
  `  ${address}`,
  '',
].join('\n');
const codeElsewhere = [
  'Open this address in a browser on any computer and sign in. It ends at a page',
  'that shows a code. Copy the whole code, with the # in it.',
  `  ${address}`,
  '',
].join('\n');
const done = 'Signed in to OpenAI as ada@example.test (Plus).\n';

describe('without a terminal', () => {
  test('a code is shown on standard error, although nobody asked for that way', async () => {
    const { actions, folder } = await service();
    const words = await gatehouse(folder, login);
    const json = await gatehouse(folder, [...login, '--json']);
    const told = `No browser can be opened here, so you enter a code on another device.\n${codeWords}`;
    expect([words.code, words.out, words.words, json.words, parsed(json.out), actions.orders]).toMatchObject([
      0,
      done,
      told,
      told,
      { schema: 1, ok: true, provider: 'openai' },
      [
        ['device-code', false],
        ['device-code', false],
      ],
    ]);
  });

  test('a display, a named method or a provider without codes leaves it as it was', async () => {
    const { actions, folder } = await service();
    const ended = [
      await runChild('cli', { arguments: login, environment: { TEST_FOLDER: folder, DISPLAY: ':0' } }),
      await runChild('cli', { arguments: login, environment: { TEST_FOLDER: folder, WAYLAND_DISPLAY: 'w' } }),
      await gatehouse(folder, [...login, '--method', 'chatgpt']),
      await gatehouse(folder, ['auth', 'login', '--provider', 'claude']),
      await gatehouse(folder, ['auth', 'login', '--provider', 'nobody']),
    ];
    expect([ended.map(({ code }) => code), actions.orders]).toEqual([
      [0, 0, 0, 0, 0],
      [
        [undefined, false],
        [undefined, false],
        ['chatgpt', false],
        [undefined, false],
        [undefined, false],
      ],
    ]);
  });

  test('--paste takes the address from standard input and repeats it nowhere', async () => {
    const { actions, folder } = await service();
    const ended = await gatehouse(folder, [...login, '--paste'], `  ${right}\nsecond line\n`);
    expect([ended, actions.orders, actions.verdicts]).toEqual([
      { code: 0, signal: null, out: done, err: '', words: elsewhere },
      [[undefined, true]],
      ['taken'],
    ]);
  });

  test.each([
    ['a wrong address', `${wrong}\n`, 6, 'sign-in/refused-answer', 'wrong state', ['refused']],
    ['nothing', '', 2, 'broker/bad-request', 'nothing came on standard input', []],
  ])(
    '--paste with %s says why and cancels the sign-in',
    async (_what, input, exit, code, detail, verdicts) => {
      const { actions, folder } = await service();
      const ended = await gatehouse(folder, [...login, '--paste', '--json'], input);
      expect([ended.code, parsed(ended.out), actions.verdicts, await actions.ended.promise]).toMatchObject([
        exit,
        { ok: false, error: { code, detail } },
        verdicts,
        'cancelled',
      ]);
      expect(JSON.stringify(ended)).not.toContain('canary');
    },
  );

  test('--workspace goes along, with whatever way', async () => {
    const { actions, folder } = await service();
    const named = [...login, '--workspace', 'acc-1'];
    const ended = [
      await gatehouse(folder, named),
      await gatehouse(folder, [...named, '--method', 'chatgpt', '--paste'], `${right}\n`),
    ];
    expect([ended.map(({ code }) => code), actions.asked]).toEqual([
      [0, 0],
      [
        'sign in to openai by device-code for workspace acc-1',
        'sign in to openai by chatgpt for workspace acc-1',
      ],
    ]);
  });

  test('--paste takes the code of a page from standard input', async () => {
    const { actions, folder } = await service();
    const ended = await gatehouse(folder, [...byCodePage, '--paste'], `${rightCode}\n`);
    expect([ended, actions.orders, actions.verdicts]).toEqual([
      { code: 0, signal: null, out: done, err: '', words: codeElsewhere },
      [['code-page', true]],
      ['taken'],
    ]);
  });

  test('a page with a code that nobody could bring ends it, and says who holds the port', async () => {
    const { actions, folder } = await service();
    const ended = await runChild('cli', {
      arguments: [...byCodePage, '--json'],
      environment: { TEST_FOLDER: folder, DISPLAY: ':0' },
    });
    expect([ended.code, parsed(ended.out), await actions.ended.promise]).toMatchObject([
      6,
      { ok: false, error: { code: 'sign-in/ports-busy', detail: '1456: node (pid 4711)' } },
      'cancelled',
    ]);
  });

  test('--paste and a key are two things', async () => {
    const { actions, folder } = await service();
    const ended = await gatehouse(folder, [...login, '--paste', '--key-stdin'], 'canary_key\n');
    expect([ended.code, actions.orders]).toEqual([2, []]);
  });
});

describe.skipIf(!isLinux)('at a terminal', () => {
  const question = [
    'No browser can be opened here. There are two ways:',
    '  1  Enter a code on another device',
    '  2  Open an address on another computer and paste the one you come back to',
    'Which? [1] ',
  ].join('\n');
  const prompt = 'Paste it here (it is not shown): ';

  interface Terminal {
    readonly child: RunningChild;
    /** Types it once this text is there. */
    readonly type: (shown: string, keys: string) => Promise<void>;
  }

  /** script(1) makes the terminal and reads the keys from a pipe. */
  function atTerminal(
    folder: string,
    words = login,
    around: Readonly<Record<string, string>> = {},
  ): Terminal {
    const pipe = '"$TEST_FOLDER/keys"';
    const child = startChild('cli', {
      arguments: words,
      environment: { TEST_FOLDER: folder, SHELL: '/bin/sh', ...around },
      through: ['sh', '-c', `mkfifo ${pipe} && exec script -qec "exec $*" /dev/null <>${pipe}`, 'sh'],
    });
    return {
      child,
      async type(shown, keys) {
        await child.printed(shown);
        await writeFile(join(folder, 'keys'), keys);
      },
    };
  }

  test.each(['\n', '1\n', 'what?\n1\n'])('%j to the question is a code', async (keys) => {
    const { actions, folder } = await service();
    const { child, type } = atTerminal(folder);
    await type('Which?', keys);
    const { code, words } = await child.ended;
    expect([code, words.replace('Which? [1] Which?', 'Which?'), actions.orders]).toEqual([
      0,
      `${question}${codeWords}`,
      [['device-code', false]],
    ]);
  });

  test('2 to the question asks for the address until it is the right one, and shows none', async () => {
    const { actions, folder } = await service();
    const { child, type } = atTerminal(folder);
    await type('Which?', '2\n');
    await type(prompt, `${wrong}\r`);
    await type('another sign-in', `\r${right}\r`);
    const { code, out, words } = await child.ended;
    const again =
      'That is not the answer to this sign-in (it belongs to another sign-in). Copy the whole address of the last page.\n';
    expect([code, out.includes('canary'), words, actions.orders, actions.verdicts]).toEqual([
      0,
      false,
      `${question}${elsewhere}${prompt}\n${again}${prompt}\n${prompt}\n`,
      [['chatgpt', true]],
      ['refused', 'taken'],
    ]);
  });

  test('a method by browser that was named is pasted without a question', async () => {
    const { actions, folder } = await service();
    const { child, type } = atTerminal(folder, [...login, '--method', 'chatgpt']);
    await type(prompt, `${right}\r`);
    const { code, words } = await child.ended;
    const told = 'No browser can be opened here, so you paste what another computer comes back to.\n';
    expect([code, words, actions.orders]).toEqual([0, `${told}${elsewhere}${prompt}\n`, [['chatgpt', true]]]);
  });

  test('a page with a code is asked for too where ports are taken, until it is the right one', async () => {
    const { actions, folder } = await service();
    const { child, type } = atTerminal(folder, byCodePage, { DISPLAY: ':0' });
    await type(prompt, 'canary_half\r');
    await type('Copy the whole code of the last page', `${rightCode}\r`);
    const { code, out, words } = await child.ended;
    expect([code, words.includes('is taken (1456: node (pid 4711))'), out.includes('canary')]).toEqual([
      0,
      true,
      false,
    ]);
    expect([actions.orders, actions.verdicts]).toEqual([[['code-page', false]], ['refused', 'taken']]);
  });

  test('an answer that reaches the listener ends the question', async () => {
    const { actions, folder } = await service();
    const { child } = atTerminal(folder, [...login, '--paste']);
    await child.printed(prompt);
    actions.answer();
    const { code, words } = await child.ended;
    expect([code, words, actions.verdicts]).toEqual([0, `${elsewhere}${prompt}\n`, []]);
  });

  test.each([
    ['at the question which way', login, 'Which?', []],
    ['at the question for the address', [...login, '--paste'], prompt, [[undefined, true]]],
  ])('Ctrl-C %s cancels', async (_when, words, shown, orders) => {
    const { actions, folder } = await service();
    const { child, type } = atTerminal(folder, words);
    await type(shown, '\u0003');
    const ended = await child.ended;
    expect([ended.code, ended.words.includes('was cancelled'), actions.orders]).toEqual([6, true, orders]);
  });
});
