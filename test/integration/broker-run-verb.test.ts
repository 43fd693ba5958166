// `gatehouse run` by the launcher, the command line and the real service: what the command gets, and what becomes of the lease.
import { spawn } from 'node:child_process';
import { realpath, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Failure } from '../../main/domain/failure.ts';
import { agentService, launcherOfSources, type AgentService } from '../fakes/agent-service.ts';
import { exampleAgentId, exampleLease, exampleLeaseId } from '../fakes/broker-leases.ts';
import { runChild } from '../fakes/child.ts';
import { parsed } from '../fakes/parsed.ts';
import { putProgram } from '../fakes/shells.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

/** What a verb says while it takes long; whether it does depends on how busy the computer is. */
const progress = /^.*…\n/gm;

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly words: string;
}

interface Started {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  readonly said: (text: string) => Promise<void>;
}

/** In a process group of its own, as a terminal starts a command. */
async function startRun(
  { folder }: AgentService,
  words: readonly string[],
  { input = '', environment = {} }: { input?: string; environment?: Readonly<Record<string, string>> } = {},
): Promise<Started> {
  const launcher = await launcherOfSources(folder);
  const child = spawn(launcher, ['run', ...words], {
    cwd: folder,
    env: {
      PATH: `${join(folder, 'tools')}:/usr/bin:/bin`,
      LANG: 'C.UTF-8',
      TEST_FOLDER: folder,
      ...environment,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const { pid = 0 } = child;
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let [out, told] = ['', ''];
  let look = (): void => undefined;
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => {
    told += chunk.toString('utf8');
    look();
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code, signal, out, words: told.replace(progress, '') });
    });
  });
  return {
    pid,
    ended,
    said: (text) =>
      new Promise((resolve) => {
        look = () => {
          if (told.includes(text)) resolve();
        };
        look();
      }),
  };
}

async function run(
  service: AgentService,
  words: readonly string[],
  options: Parameters<typeof startRun>[2] = {},
): Promise<Ended & { readonly pid: number }> {
  const { pid, ended } = await startRun(service, words, options);
  return { ...(await ended), pid };
}

const tool = `#!/bin/sh\nprintf "%s|" "$$" "$GATEHOUSE_AGENT" "\${ANTHROPIC_API_KEY-unset}" "$@"\ncat\nexit 7\n`;

test('the command gets the lease’s environment, its own words and its input, and is the process the lease is bound to', async () => {
  const service = await agentService();
  const { folder, actions, wishes } = service;
  await putProgram(join(folder, 'tools', 'my-tool'), tool);
  const { pid, ...ended } = await run(
    service,
    ['--consumer', 'code', '--estimate', '5%', '--task', 'review', '--', 'my-tool', '-p', 'a b', '--json'],
    { input: 'typed\n', environment: { ANTHROPIC_API_KEY: 'canary_stale' } },
  );
  const real = await realpath(folder);
  expect([ended, wishes, actions.asked]).toEqual([
    {
      code: 7,
      signal: null,
      out: `${String(pid)}|${exampleAgentId}|unset|-p|a b|--json|typed\n`,
      words: '',
    },
    [
      {
        label: 'my-tool',
        program: join(real, 'tools', 'my-tool'),
        consumer: 'code',
        folder: real,
        estimate: { unit: 'percent', value: 5 },
        task: 'review',
        priority: 'normal',
        holder: { kind: 'process', pid },
      },
    ],
    ['lease for my-tool', `environment of ${exampleAgentId} for code by ${exampleAgentId}`],
  ]);
});

test('where it works is told by both names where the shell has come there by a link', async () => {
  const service = await agentService();
  const { folder, wishes } = service;
  const link = join(await temporaryFolder(), 'link');
  await symlink(folder, link);
  await run(service, ['true'], { environment: { PWD: link } });
  expect(wishes).toMatchObject([{ folder: await realpath(folder), spelledFolder: link }]);
});

test('another account than the preferred one is told with the reason', async () => {
  const service = await agentService();
  const { actions } = service;
  const reason = 'OpenAI stands in for Claude.';
  actions.leaseAnswers.granted = { ...actions.leaseAnswers.granted, fallenBack: true, reason };
  const { code, words } = await run(service, ['true']);
  expect([code, words]).toEqual([0, `gatehouse: using ${exampleLease.accountLabel} (claude). ${reason}\n`]);
});

describe('without quota, a sign-in or a yes', () => {
  test.each<[string, Failure, number]>([
    ['too little', new Failure('quota/exceeded', { subject: 'Claude' }), 4],
    ['too many agents', new Failure('quota/concurrent-limit', { subject: 'Claude' }), 4],
    ['nobody signed in', new Failure('credential/missing', { subject: 'Claude' }), 3],
    ['no account that it can use', new Failure('broker/not-acceptable', { subject: 'codex' }), 2],
  ])('%s: there is no command, and one object says why', async (_name, failure, exitCode) => {
    const service = await agentService();
    service.actions.leases.create = () => Promise.reject(failure);
    const { code, out, words } = await run(service, ['--json', '--', 'echo', 'started']);
    expect([code, parsed(out), words]).toEqual([
      exitCode,
      { schema: 1, ok: false, error: expect.objectContaining({ code: failure.code }) as unknown },
      '',
    ]);
  });

  test('figures of a refusal are words too', async () => {
    const service = await agentService();
    service.actions.leases.create = () =>
      Promise.reject(
        new Failure('quota/exceeded', {
          subject: 'Claude',
          figures: { unit: 'percent', requested: 5, available: 2 },
        }),
      );
    const { code, words } = await run(service, ['--', 'echo', 'started']);
    expect([code, words.split('\n')[0]]).toEqual([
      4,
      'gatehouse: Claude has less left than this needs. (5% asked for, 2% left)',
    ]);
  });

  test.each([
    ['broker/hand-out-denied', 6],
    ['broker/locked', 6],
  ] as const)('%s: the lease goes back', async (failureCode, exitCode) => {
    const service = await agentService();
    const { actions } = service;
    actions.leases.environment = () => Promise.reject(new Failure(failureCode, { subject: 'echo' }));
    const { code, out } = await run(service, ['echo', 'started']);
    expect([code, out, actions.asked]).toEqual([
      exitCode,
      '',
      ['lease for echo', `release ${exampleLeaseId}`],
    ]);
  });

  test.each<[string, readonly string[], Readonly<Record<string, string>>, readonly string[], boolean]>([
    [
      'codex in a terminal with a key that only codex exec reads',
      ['codex'],
      { CODEX_API_KEY: 'x' },
      [],
      false,
    ],
    ['codex exec with it', ['codex', 'exec', 'hi'], { CODEX_API_KEY: 'x' }, [], true],
    [
      'claude with settings of its own before a login',
      ['claude', '--settings', 'x.json'],
      {},
      ['CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST'],
      false,
    ],
    [
      'claude with settings of its own and a key',
      ['claude', '--settings', 'x.json'],
      { ANTHROPIC_API_KEY: 'x', CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: '1' },
      [],
      true,
    ],
  ])('%s: it never starts as somebody else', async (_name, words, set, unset, isStarted) => {
    const service = await agentService();
    const { actions, folder } = service;
    for (const name of ['claude', 'codex'])
      await putProgram(join(folder, 'tools', name), '#!/bin/sh\necho started\n');
    const before = { ...actions.leases };
    actions.leases.environment = async (...given) => ({
      ...(await before.environment(...given)),
      set,
      unset: [...unset],
      words: [],
    });
    const { code, out } = await run(service, ['--', ...words]);
    expect([code, out, actions.asked.includes(`release ${exampleLeaseId}`)]).toEqual(
      isStarted ? [0, 'started\n', false] : [2, '', true],
    );
  });

  test('what could make it somebody else is said before it starts', async () => {
    const service = await agentService();
    const before = { ...service.actions.leases };
    service.actions.leases.environment = async (...given) => ({
      ...(await before.environment(...given)),
      notes: ['The settings of Gemini CLI choose vertex-ai.'],
    });
    const { code, out, words } = await run(service, ['echo', 'started']);
    expect([code, out, words]).toEqual([
      0,
      'started\n',
      expect.stringContaining('The settings of Gemini CLI choose vertex-ai.\n'),
    ]);
  });

  test('what the environment of a broken service would do to a shell is not done', async () => {
    const service = await agentService();
    const before = { ...service.actions.leases };
    service.actions.leases.environment = async (...given) => ({
      ...(await before.environment(...given)),
      set: { 'A=1; echo injected; B': 'x' },
    });
    const { code, out } = await run(service, ['echo', 'started']);
    expect([code, out]).toEqual([5, '']);
  });
});

describe('a command that cannot be run', () => {
  test('is told as shells tell it, before anything is asked for', async () => {
    const service = await agentService();
    const [missing, folder, itself] = [
      await run(service, ['no-such-tool']),
      await run(service, ['--', '/usr']),
      await run(service, ['--', './bin/gatehouse', 'auth', 'status']),
    ];
    expect([
      [missing, folder, itself].map(({ code, words }) => [code, words.split('\n')[0]]),
      service.actions.asked,
    ]).toEqual([
      [
        [127, 'gatehouse: Gatehouse finds no program no-such-tool here.'],
        [126, 'gatehouse: Gatehouse finds no program /usr here. (it is there, and no program)'],
        [2, 'gatehouse: Gatehouse cannot do what was asked. (gatehouse cannot run itself as an agent)'],
      ],
      [],
    ]);
  });

  test('help and wrong words are seen, though the launcher waits for a script', async () => {
    const service = await agentService();
    const [help, none, wrong] = [
      await run(service, ['--help']),
      await run(service, []),
      await run(service, ['--estimate', '5', 'true']),
    ];
    expect([
      [help.code, help.out.includes('gatehouse run -- claude'), help.words],
      [none.code, none.out, none.words],
      [wrong.code, wrong.words.includes('20000t')],
    ]).toEqual([
      [0, true, ''],
      [2, '', "error: missing required argument 'command'\n"],
      [2, true],
    ]);
  });
});

describe('with --wait', () => {
  test('the place in the queue is told when it changes, and then the command starts', async () => {
    const service = await agentService();
    const { actions, wishes } = service;
    const queued = { type: 'queued', etaAt: null, reason: 'Two agents run.' } as const;
    actions.leaseAnswers.waiting = async function* () {
      yield { ...queued, position: 2 };
      yield { ...queued, position: 2 };
      yield { ...queued, position: 1 };
      yield { type: 'granted', ...actions.leaseAnswers.granted };
    };
    const { code, out, words } = await run(service, ['--wait', 'echo', 'started']);
    expect([code, out, words, wishes.map(({ wait }) => wait)]).toEqual([
      0,
      'started\n',
      'Waiting: Two agents run; position 2. Ctrl-C cancels.\nWaiting: Two agents run; position 1. Ctrl-C cancels.\n',
      [true],
    ]);
  });

  test('a refusal ends it', async () => {
    const service = await agentService();
    service.actions.leaseAnswers.waiting = async function* () {
      yield {
        type: 'refused',
        refusal: { code: 'broker/locked', what: '', next: '', action: 'refuse' },
      };
    };
    const { code, words } = await run(service, ['--wait', 'echo', 'started']);
    expect([code, words.split('\n')[0]]).toEqual([
      6,
      'gatehouse: Gatehouse is locked, so no key is given out.',
    ]);
  });

  /** A queue in which nobody gets on; `left` resolves when the one who waits has gone. */
  function endless({ actions }: AgentService): Promise<void> {
    return new Promise((resolve) => {
      actions.leaseAnswers.waiting = async function* ({ signal }) {
        yield { type: 'queued', position: 1, etaAt: null, reason: 'Two agents run.' };
        await new Promise((gone) => {
          signal.addEventListener('abort', gone);
        });
        resolve();
      };
    });
  }

  test('Ctrl-C leaves the queue and ends it as an interrupted command', async () => {
    const service = await agentService();
    const left = endless(service);
    const { pid, said, ended } = await startRun(service, ['--wait', 'echo', 'started']);
    await said('position 1');
    process.kill(-pid, 'SIGINT');
    const [{ code, signal, out }] = await Promise.all([ended, left]);
    expect([code, signal, out]).toEqual([null, 'SIGINT', '']);
  });

  test('killed, the launcher leaves nobody in the queue', async () => {
    const service = await agentService();
    const left = endless(service);
    const { pid, said, ended } = await startRun(service, ['--wait', 'echo', 'started']);
    await said('position 1');
    process.kill(pid, 'SIGKILL');
    await left;
    expect((await ended).out).toBe('');
  });
});

test('without the launcher the command is a child, bound to the process above it', async () => {
  const { folder, wishes } = await agentService();
  const { code, out, words } = await runChild('cli', {
    arguments: ['run', '--', 'sh', '-c', 'echo "$GATEHOUSE_AGENT $1 $PPID"; kill -TERM $$', 'sh', 'a b'],
    environment: { TEST_FOLDER: folder },
  });
  const [wish] = wishes;
  const pid = wish?.holder.kind === 'process' ? wish.holder.pid : 0;
  expect([code, out, words.replace(progress, '')]).toEqual([
    143,
    `${exampleAgentId} a b ${String(pid)}\n`,
    '',
  ]);
});
