// The command line in a process of its own, against the real service: what it prints, and how it ends.
import { expect, test } from 'vitest';
import { Failure } from '../../main/domain/failure.ts';
import { emptyStatus, exampleStatus, signedInLine, waitingSignIn } from '../fakes/broker.ts';
import { runChild, startChild, type Ended } from '../fakes/child.ts';
import { parsed } from '../fakes/parsed.ts';
import { runningService } from '../fakes/running-service.ts';

async function gatehouse(folder: string, words: readonly string[], input?: string): Promise<Ended> {
  return runChild('cli', {
    arguments: words,
    environment: { TEST_FOLDER: folder },
    ...(input !== undefined && { input }),
  });
}

test('status prints words or JSON, and its exit code says whether anyone is signed in', async () => {
  const { actions, folder } = await runningService();
  const [words, json] = await Promise.all([
    gatehouse(folder, ['auth', 'status']),
    gatehouse(folder, ['auth', 'status', '--json']),
  ]);
  actions.status = async () => emptyStatus;
  const empty = await gatehouse(folder, ['auth', 'status', '--json']);
  expect([words, { ...json, out: parsed(json.out) }, [empty.code, parsed(empty.out)]]).toEqual([
    {
      code: 0,
      signal: null,
      out: 'In use: OpenAI.\nClaude: not signed in\nOpenAI (preferred): ada@example.test, Plus\n  kept here (a key store)\n  5-hour     42% used\n',
      err: '',
      words: '',
    },
    { code: 0, signal: null, out: exampleStatus, err: '', words: '' },
    [3, emptyStatus],
  ]);
});

test('login tells the steps on standard error and the account on standard output', async () => {
  const { actions, folder } = await runningService();
  actions.signingIn = async ({ report }) => {
    report({ type: 'step', step: 'open-it-yourself', url: 'https://auth.example.test/x' });
    report({ type: 'step', step: 'saving' });
    return signedInLine;
  };
  const [words, json] = await Promise.all([
    gatehouse(folder, ['auth', 'login', '--provider', 'openai']),
    gatehouse(folder, ['auth', 'login', '--provider', 'openai', '--json']),
  ]);
  const steps =
    'The browser could not be opened. Open this address on this machine:\n  https://auth.example.test/x\nSaving…\n';
  expect([words, { ...json, out: parsed(json.out) }]).toEqual([
    {
      code: 0,
      signal: null,
      out: 'Signed in to OpenAI as ada@example.test (Plus).\n',
      err: '',
      words: steps,
    },
    {
      code: 0,
      signal: null,
      out: {
        schema: 1,
        ok: true,
        provider: 'openai',
        account: signedInLine.type === 'signed-in' ? signedInLine.account : null,
      },
      err: '',
      words: steps,
    },
  ]);
});

test('login hands a key from standard input on and never prints it', async () => {
  const { actions, folder } = await runningService();
  const ended = await gatehouse(
    folder,
    ['auth', 'login', '--provider', 'claude', '--key-stdin'],
    '  canary_key \nsecond line\n',
  );
  expect([ended.code, actions.asked, JSON.stringify(ended).includes('canary')]).toEqual([
    0,
    ['sign in to claude by any way with canary_key'],
    false,
  ]);
});

test('a login that fails says so in one object and exits as documented', async () => {
  const { actions, folder } = await runningService();
  const table = {
    denied: 'sign-in/denied',
    missing: 'credential/missing',
    limited: 'provider/rate-limited',
    broken: 'internal',
  } as const;
  actions.signingIn = ({ provider }) =>
    Promise.reject(
      new Failure(Object.entries(table).find(([name]) => name === provider)?.[1] ?? 'storage/conflict', {
        subject: 'OpenAI',
      }),
    );
  const ended = await Promise.all(
    Object.keys(table).map((provider) =>
      gatehouse(folder, ['auth', 'login', '--provider', provider, '--json']),
    ),
  );
  expect(ended.map(({ code, out }): unknown => [code, parsed(out)])).toMatchObject([
    [6, { schema: 1, ok: false, error: { code: 'sign-in/denied' } }],
    [3, { schema: 1, ok: false, error: { code: 'credential/missing' } }],
    [4, { schema: 1, ok: false, error: { code: 'provider/rate-limited' } }],
    [1, { schema: 1, ok: false, error: { code: 'internal' } }],
  ]);
});

test('SIGINT and SIGTERM cancel a waiting login in the app and end with 6', async () => {
  const ended = await Promise.all(
    (['SIGINT', 'SIGTERM'] as const).map(async (signal) => {
      const { actions, folder } = await runningService();
      const waiting = waitingSignIn();
      actions.signingIn = waiting.run;
      const child = startChild('cli', {
        arguments: ['auth', 'login', '--provider', 'openai'],
        environment: { TEST_FOLDER: folder },
      });
      await Promise.all([waiting.started, child.printed('Waiting for you')]);
      child.process.kill(signal);
      await waiting.cancelled;
      return child.ended;
    }),
  );
  expect(ended.map(({ code, out, words }) => [code, out, words.includes('was cancelled')])).toEqual([
    [6, '', true],
    [6, '', true],
  ]);
});

test('open and quit do it', async () => {
  const { actions, folder } = await runningService();
  const ended = [
    await gatehouse(folder, ['open', '--json']),
    await gatehouse(folder, ['open', '--page', 'history']),
    await gatehouse(folder, ['quit']),
  ];
  expect([ended.map(({ code, out }) => [code, out]), actions.asked]).toEqual([
    [
      [0, '{"schema":1,"ok":true}\n'],
      [0, ''],
      [0, ''],
    ],
    ['open', 'open history', 'quit'],
  ]);
});
