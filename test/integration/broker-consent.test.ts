// `auth login --client-id` in a process of its own: who is asked for consent, who is refused, and what the app is told.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exampleProviders, signedInLine } from '../fakes/broker.ts';
import { runChild, startChild, type Ended } from '../fakes/child.ts';
import { parsed } from '../fakes/parsed.ts';
import { runningService } from '../fakes/running-service.ts';

const isLinux = process.platform === 'linux';
if (!isLinux) console.warn('NOT CHECKED: the question of consent. That needs script(1) of util-linux.');

const login = ['auth', 'login', '--provider', 'claude'];
const withClient = [...login, '--client-id', 'my-client'];

async function gatehouse(folder: string, words: readonly string[]): Promise<Ended> {
  return runChild('cli', { arguments: words, environment: { TEST_FOLDER: folder } });
}

describe('without a terminal', () => {
  test('a client id with --agree is handed on, with the method that was named', async () => {
    const { actions, folder } = await runningService();
    const ended = [
      await gatehouse(folder, [...withClient, '--agree']),
      await gatehouse(folder, [...withClient, '--agree', '--method', 'own-client']),
    ];
    expect([ended.map(({ code }) => code), actions.asked]).toEqual([
      [0, 0],
      [
        'sign in to claude by any way as client my-client',
        'sign in to claude by own-client as client my-client',
      ],
    ]);
  });

  test('a client id that nobody agreed to is refused, and the app is not asked', async () => {
    const { actions, folder } = await runningService();
    const ended = await gatehouse(folder, [...withClient, '--json']);
    expect([ended.code, parsed(ended.out), actions.asked]).toMatchObject([
      6,
      { schema: 1, ok: false, error: { code: 'sign-in/consent-needed', subject: 'Claude' } },
      [],
    ]);
  });

  test('a client id that was agreed to before needs no second yes', async () => {
    const { actions, folder } = await runningService();
    actions.providers = async () => ({
      ...exampleProviders,
      providers: exampleProviders.providers.map((provider) => ({
        ...provider,
        methods: provider.methods.map((method) => ({ ...method, agreedClientId: 'my-client' })),
      })),
    });
    const ended = await gatehouse(folder, withClient);
    expect([ended.code, actions.asked]).toEqual([0, ['sign in to claude by own-client as client my-client']]);
  });

  test('a client id where none is taken, or no such method or provider, is a usage error', async () => {
    const { actions, folder } = await runningService();
    const ended = await Promise.all([
      gatehouse(folder, [...withClient, '--method', 'api-key']),
      gatehouse(folder, [...withClient, '--method', 'telepathy']),
      gatehouse(folder, ['auth', 'login', '--provider', 'openai', '--client-id', 'x']),
      gatehouse(folder, ['auth', 'login', '--provider', 'nobody', '--client-id', 'x']),
    ]);
    const says = [
      '(it takes no client id)',
      '(there is no method telepathy; there are api-key, own-client)',
      '(it takes no client id)',
      'no provider called nobody',
    ];
    expect([
      ended.map(({ code, words }, row) => [code, words.includes(says[row] ?? '?')]),
      actions.asked,
    ]).toEqual([says.map(() => [2, true]), []]);
  });
});

describe.skipIf(!isLinux)('at a terminal', () => {
  /** Types the keys once the question is there. script(1) makes the terminal and reads the keys from a pipe. */
  async function answered(folder: string, keys: string, words = withClient): Promise<Ended> {
    const pipe = '"$TEST_FOLDER/keys"';
    const child = startChild('cli', {
      arguments: words,
      // With a display, so that the way to sign in is no question.
      environment: { TEST_FOLDER: folder, SHELL: '/bin/sh', DISPLAY: ':0' },
      through: ['sh', '-c', `mkfifo ${pipe} && exec script -qec "exec $*" /dev/null <>${pipe}`, 'sh'],
    });
    await child.printed('Agree? [y/N]');
    await writeFile(join(folder, 'keys'), keys);
    return child.ended;
  }

  const question = [
    'To sign in to Claude with the client id my-client, agree to this:',
    '  I have registered this client and may use it here.',
    'Agree? [y/N] ',
  ].join('\n');

  test.each(['y\n', ' YES \n'])('the terms are shown and %j signs in', async (keys) => {
    const { actions, folder } = await runningService();
    const { code, words } = await answered(folder, keys);
    expect([code, words, actions.asked]).toEqual([
      0,
      `${question}Getting ready…\n`,
      ['sign in to claude by own-client as client my-client'],
    ]);
  });

  test.each([
    ['no', 'n\n', ''],
    ['nothing', '\n', ''],
    ['something else', 'yesterday\n', ''],
    ['the end of input', '\u0004', '\n'],
    ['Ctrl-C', '\u0003', '\n'],
  ])('%s cancels, and the app is not asked', async (_name, keys, lineEnd) => {
    const { actions, folder } = await runningService();
    const { code, words } = await answered(folder, keys);
    expect([code, words, actions.asked]).toEqual([
      6,
      `${question}${lineEnd}gatehouse: Sign-in to Claude was cancelled.\n  Start it again whenever you like.\n`,
      [],
    ]);
  });

  test('the terms are asked when the app wants a yes to others than those agreed to', async () => {
    const { actions, folder } = await runningService();
    actions.signingIn = async ({ method }) =>
      method === undefined ? { type: 'failed', failure: { code: 'sign-in/consent-needed' } } : signedInLine;
    const { code, words } = await answered(folder, 'y\n', [...withClient, '--agree']);
    expect([code, words, actions.asked]).toEqual([
      0,
      question,
      [
        'sign in to claude by any way as client my-client',
        'sign in to claude by own-client as client my-client',
      ],
    ]);
  });
});
