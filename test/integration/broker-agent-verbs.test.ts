// The verbs about agents, keys, leases and what watches over them, in processes of their own, against the real service.
import { spawnSync } from 'node:child_process';
import { realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../main/domain/failure.ts';
import { agentService } from '../fakes/agent-service.ts';
import { exampleAgentId, exampleLease, exampleLeaseId } from '../fakes/broker-leases.ts';
import { runChild, startChild, type Ended } from '../fakes/child.ts';
import { parsed } from '../fakes/parsed.ts';
import { putProgram } from '../fakes/shells.ts';

/** What a verb says while it takes long; whether it does depends on how busy the computer is. */
const progress = /^.*…\n/gm;

type Shown = readonly [number | null, unknown, string];

function shown({ code, out, words }: Ended): Shown {
  return [code, out.startsWith('{') ? parsed(out) : out, words.replace(progress, '')];
}

async function gatehouse(
  folder: string,
  words: readonly string[],
  { environment = {}, input }: { environment?: Readonly<Record<string, string>>; input?: string } = {},
): Promise<Shown> {
  const options = { arguments: words, environment: { TEST_FOLDER: folder, ...environment } };
  return shown(await runChild('cli', { ...options, ...(input !== undefined && { input }) }));
}

/** Several command lines side by side. */
function each(folder: string, ...lines: readonly string[]): Promise<readonly Shown[]> {
  return Promise.all(lines.map((line) => gatehouse(folder, line.split(' '))));
}

const failed = (code: string): unknown =>
  expect.objectContaining({ ok: false, error: expect.objectContaining({ code }) as unknown });

describe('env', () => {
  test('prints lines that a shell takes, and is bound to the shell that asks', async () => {
    const { actions, wishes, folder } = await agentService();
    const before = { ...actions.leases };
    actions.leases.environment = async (...given) => ({
      ...(await before.environment(...given)),
      set: { OPENAI_API_KEY: `canary_it's "tricky"` },
    });
    const [code, out] = await gatehouse(folder, ['env', '--consumer', 'code', '--provider', 'claude']);
    const { stdout } = spawnSync(
      '/bin/sh',
      ['-c', `${String(out)}printf '%s|%s' "$OPENAI_API_KEY" "\${ANTHROPIC_API_KEY-unset}"`],
      { env: { ANTHROPIC_API_KEY: 'canary_stale' }, encoding: 'utf8' },
    );
    expect([code, stdout, wishes]).toEqual([
      0,
      `canary_it's "tricky"|unset`,
      [
        {
          label: 'shell',
          folder: process.cwd(),
          consumer: 'code',
          provider: 'claude',
          holder: { kind: 'process', pid: process.pid },
        },
      ],
    ]);
  });

  test('as JSON, and not both at once', async () => {
    const { folder } = await agentService();
    const [json, both] = await each(folder, 'env --json', 'env --json --shell');
    expect([json, both?.[0]]).toEqual([
      [
        0,
        {
          ok: true,
          schema: 1,
          agent: exampleAgentId,
          provider: 'claude',
          account: exampleLease.account,
          set: { GATEHOUSE_AGENT: exampleAgentId },
          unset: ['ANTHROPIC_API_KEY'],
          words: [],
        },
        '',
      ],
      2,
    ]);
  });
});

describe('token', () => {
  test('prints the token and a line end, with the grant of this machine', async () => {
    const { actions, folder } = await agentService();
    const runs = await each(
      folder,
      'token --provider claude',
      'token --provider claude --account ada@example.test --consumer code --json',
      'token',
    );
    expect([runs.map(([code, out]) => [code, out]), [...actions.asked].sort()]).toEqual([
      [
        [0, 'made-up-token\n'],
        [
          0,
          {
            ok: true,
            schema: 1,
            provider: 'claude',
            account: exampleLease.account,
            kind: 'api-key',
            token: 'made-up-token',
            expiresAt: null,
          },
        ],
        [2, ''],
      ],
      ['token of claude ada@example.test', 'token of claude any'],
    ]);
  });

  test('inside an agent asks with the agent’s grant at the agent’s socket, and needs nothing else', async () => {
    const { actions, folder, socketPath, grant } = await agentService();
    await Promise.all(['machine-grant', 'service.json'].map((name) => rm(join(folder, name))));
    const environment = { GATEHOUSE_GRANT: grant, GATEHOUSE_SOCKET: socketPath };
    const [code, out] = await gatehouse(folder, ['token', '--provider', 'claude'], { environment });
    expect([code, out, actions.asked]).toEqual([
      0,
      'made-up-token\n',
      [`token of claude any by ${exampleAgentId}`],
    ]);
  });

  test('inside an agent whose app has been started anew it asks with the grant of the machine', async () => {
    const { actions, folder } = await agentService();
    const [code, out] = await gatehouse(folder, ['token', '--provider', 'claude'], {
      environment: { GATEHOUSE_GRANT: 'canary_ended' },
    });
    expect([code, out, actions.asked]).toEqual([0, 'made-up-token\n', ['token of claude any']]);
  });

  test('without that grant it is refused there, and starts no app', async () => {
    const { actions, folder, socketPath } = await agentService();
    await rm(join(folder, 'machine-grant'));
    const environment = { GATEHOUSE_GRANT: 'canary_ended', GATEHOUSE_SOCKET: socketPath };
    const refused = await gatehouse(folder, ['token', '--provider', 'claude', '--json'], { environment });
    expect([refused, actions.asked]).toEqual([[6, failed('broker/not-granted'), ''], []]);
  });

  test('a grant of the machine that is none either is tried once', async () => {
    const { actions, folder } = await agentService();
    await writeFile(join(folder, 'machine-grant'), 'canary_of_before');
    const refused = await gatehouse(folder, ['token', '--provider', 'claude', '--json'], {
      environment: { GATEHOUSE_GRANT: 'canary_ended' },
    });
    expect([refused, actions.asked]).toEqual([[6, failed('broker/not-granted'), ''], []]);
  });

  test('what the agent may not do is not done with the grant of the machine', async () => {
    const { actions, folder, grant } = await agentService();
    const environment = { GATEHOUSE_GRANT: grant };
    const refused = await gatehouse(folder, ['lock', '--json'], { environment });
    expect([refused, actions.asked]).toEqual([[6, failed('broker/not-permitted'), ''], []]);
  });

  test('an agent starts no agents', async () => {
    const { folder, grant } = await agentService();
    const refused = await gatehouse(folder, ['run', '--json', 'true'], {
      environment: { GATEHOUSE_GRANT: grant },
    });
    expect(refused).toEqual([6, failed('broker/not-permitted'), '']);
  });

  test('nobody who says yes is 6, and nothing is printed', async () => {
    const { actions, folder } = await agentService();
    actions.leaseAnswers.token = () => Promise.reject(new Failure('broker/hand-out-denied'));
    const [code, out] = await gatehouse(folder, ['token', '--provider', 'claude']);
    expect([code, out]).toEqual([6, '']);
  });
});

describe('lease', () => {
  test('list shows what is out', async () => {
    const { folder } = await agentService();
    const [words, json] = await each(folder, 'lease', 'lease list --json');
    expect([words?.[0], String(words?.[1]).split('\n').length, json]).toEqual([
      0,
      3,
      [0, { ok: true, schema: 1, leases: [exampleLease], queue: [], accounts: [] }, ''],
    ]);
  });

  test('create prints the id alone, and is bound to the caller, to another process, or to a heartbeat', async () => {
    const { wishes, folder } = await agentService();
    const runs = [
      await gatehouse(folder, ['lease', 'create', '--label', 'nightly', '--estimate', '20000t']),
      await gatehouse(folder, ['lease', 'create', '--pid', '1', '--priority', 'background', '--wait']),
      await gatehouse(folder, ['lease', 'create', '--heartbeat', '--task', 'review']),
    ];
    const reason = '5% held of sk-ant-…wxyz (claude). In use: Claude.\n';
    const wait = 'Waiting: Two agents run already; position 1. Ctrl-C cancels.\n';
    const here = { folder: process.cwd() };
    expect([runs, wishes]).toEqual([
      [
        [0, `${exampleLeaseId}\n`, reason],
        [0, `${exampleLeaseId}\n`, wait + reason],
        [0, `${exampleLeaseId}\n`, reason],
      ],
      [
        {
          ...here,
          label: 'nightly',
          estimate: { unit: 'tokens', value: 20_000 },
          holder: { kind: 'process', pid: process.pid },
        },
        {
          ...here,
          label: 'lease',
          priority: 'background',
          wait: true,
          holder: { kind: 'process', pid: 1 },
        },
        { ...here, label: 'lease', task: 'review', holder: { kind: 'heartbeat' } },
      ],
    ]);
  });

  test('release, use and heartbeat name the lease, and amounts count in its unit', async () => {
    const { actions, folder } = await agentService();
    const runs = [
      await gatehouse(folder, ['lease', 'use', exampleLeaseId, '2.5']),
      await gatehouse(folder, ['lease', 'use', exampleLeaseId, '3%']),
      await gatehouse(folder, ['lease', 'use', exampleLeaseId, '3t', '--json']),
      await gatehouse(folder, ['lease', 'use', 'BBBBBBBBBBBBBBBBBBBBBB', '3%', '--json']),
      await gatehouse(folder, ['lease', 'release', exampleLeaseId, '--used', '4']),
      await gatehouse(folder, ['lease', 'release', exampleLeaseId]),
    ];
    expect([runs, actions.asked]).toEqual([
      [
        [0, 'Used 2.5% of 5%.\n', ''],
        [0, 'Used 3% of 5%.\n', ''],
        [2, failed('broker/bad-request'), ''],
        [2, failed('broker/no-such-lease'), ''],
        [0, 'Given back: 5%\n', ''],
        [0, 'Given back: 5%\n', ''],
      ],
      [
        `2.5 used of ${exampleLeaseId}`,
        `3 used of ${exampleLeaseId}`,
        `release ${exampleLeaseId} with 4 used`,
        `release ${exampleLeaseId}`,
      ],
    ]);
  });

  test('heartbeat says how long it is kept', async () => {
    const { actions, folder } = await agentService();
    actions.leases.heartbeat = async () => ({
      schema: 1,
      lease: { ...exampleLease, expiresAt: Date.now() + 3_600_000 },
    });
    expect((await gatehouse(folder, ['lease', 'heartbeat', exampleLeaseId])).slice(0, 2)).toEqual([
      0,
      expect.stringMatching(/^It is kept for (?:1 h 0|0 h (?:59|60)) min\.\n$/),
    ]);
  });

  test('heartbeat says that one with a process lives as long as that', async () => {
    const { actions, folder } = await agentService();
    const lease = { ...exampleLease, holder: 'process', pid: 4711, expiresAt: null } as const;
    actions.leases.heartbeat = async () => ({ schema: 1, lease });
    expect((await gatehouse(folder, ['lease', 'heartbeat', exampleLeaseId])).slice(0, 2)).toEqual([
      0,
      'It is kept as long as its process runs (4711).\n',
    ]);
  });

  test('revoke ends one agent or every one, and says which', async () => {
    const { actions, folder } = await agentService();
    const runs = [
      await gatehouse(folder, ['lease', 'revoke', '--agent', 'codex-7']),
      await gatehouse(folder, ['lease', 'revoke', '--all', '--json']),
      await gatehouse(folder, ['lease', 'revoke']),
    ];
    expect([runs.map(([code, out]) => [code, out]), actions.asked]).toEqual([
      [
        [0, 'Ended: codex-7\n'],
        [0, { schema: 1, ok: true, agents: [exampleAgentId] }],
        [2, ''],
      ],
      ['end codex-7', `end ${exampleAgentId}`],
    ]);
  });
});

test.each([
  ['fits', 0, 0],
  ['does-not-fit', 4, 4],
  ['unknown', 0, 4],
] as const)('an estimate that says %s ends with %i, strictly with %i', async (verdict, code, strictCode) => {
  const { actions, folder } = await agentService();
  actions.leaseAnswers.estimate = { ...actions.leaseAnswers.estimate, verdict };
  const [words, strict] = await each(
    folder,
    'estimate --task review',
    'estimate --task review --strict --json',
  );
  expect([words?.[0], strict?.slice(0, 2), actions.asked]).toEqual([
    code,
    [strictCode, { ok: true, ...actions.leaseAnswers.estimate }],
    ['estimate review', 'estimate review'],
  ]);
});

describe('audit', () => {
  test('shows so many entries since then', async () => {
    const { actions, folder } = await agentService();
    const before = Date.now();
    const [usual, since, wrong] = await each(
      folder,
      'audit',
      'audit --limit 3 --since 2h --json',
      'audit --limit 0',
    );
    const [short = '', long = ''] = [...actions.asked].sort((one, other) => one.length - other.length);
    const at = Number(/^audit of 3 since (\d+)$/.exec(long)?.[1]);
    expect([
      usual?.[0],
      since?.slice(0, 2),
      wrong?.[0],
      short,
      Math.abs(at - (before - 7_200_000)) < 120_000,
    ]).toEqual([0, [0, { ok: true, ...actions.oversightAnswers.audit }], 2, 'audit of 50', true]);
  });

  test('--verify ends with 6 when the log is not whole', async () => {
    const { actions, folder } = await agentService();
    const whole = await gatehouse(folder, ['audit', '--verify']);
    actions.oversightAnswers.verdict = {
      schema: 1,
      whole: false,
      entries: null,
      sealedUpTo: null,
      brokenAt: 3,
      why: 'cut-off',
    };
    const [words, json] = await each(folder, 'audit --verify', 'audit --verify --json');
    expect([whole, words, json]).toEqual([
      [0, 'The audit log is whole: 1 entries, 1 of them sealed.\n', ''],
      [6, 'The audit log is not whole: entries at the end are gone (entry 3).\n', ''],
      [6, { ok: true, ...actions.oversightAnswers.verdict }, ''],
    ]);
  });
});

describe('events', () => {
  test('are told one a line, and the app’s end is an end', async () => {
    const { folder } = await agentService();
    const { code, out } = await runChild('cli', {
      arguments: ['events', '--json'],
      environment: { TEST_FOLDER: folder },
    });
    expect([code, out.split('\n').slice(0, 2), parsed(out.split('\n')[2] ?? '')]).toEqual([
      5,
      ['{"schema":1,"type":"accounts","at":5}', '{"schema":1,"type":"locked","locked":true,"at":6}'],
      failed('broker/not-running'),
    ]);
  });

  test('Ctrl-C ends them well, and the app sees it', async () => {
    const { actions, folder } = await agentService();
    const left = new Promise<void>((resolve) => {
      actions.oversightAnswers.events = async function* ({ signal }) {
        yield { id: 1, event: { type: 'accounts', at: 5 } };
        await new Promise((gone) => {
          signal.addEventListener('abort', gone);
        });
        resolve();
      };
    });
    const child = startChild('cli', { arguments: ['events'], environment: { TEST_FOLDER: folder } });
    await child.printed('accounts have changed');
    child.process.kill('SIGINT');
    const [{ code, words }] = await Promise.all([child.ended, left]);
    expect([code, words]).toEqual([0, '']);
  });
});

describe('allow', () => {
  test('names the program as it is judged, with the verdict and what stands for a yes', async () => {
    const { actions, folder } = await agentService();
    const tool = join(await realpath(folder), 'tools', 'my-tool');
    await putProgram(tool, '#!/bin/sh\n');
    const environment = { PATH: `${join(folder, 'tools')}:${process.env['PATH'] ?? ''}` };
    const who = ['--consumer', 'code', '--provider', 'openai'];
    const runs = [
      await gatehouse(folder, ['allow', 'my-tool', ...who], { environment }),
      await gatehouse(folder, ['allow', 'set', tool, ...who, '--never', '--account', 'ada'], {}),
      await gatehouse(folder, ['allow', tool, ...who, '--ask', '--json']),
      await gatehouse(folder, ['allow', tool, ...who, '--passphrase-stdin'], { input: 'canary_phrase\n' }),
      await gatehouse(folder, ['allow', 'no-such-tool', ...who]),
    ];
    const question = 'Gatehouse asks you in a dialog before it keeps this. Ctrl-C cancels.\n';
    expect([runs.map((run, row) => (row === 4 ? run.slice(0, 2) : run)), actions.asked]).toEqual([
      [
        [0, `From now on given the keys without asking: ${tool} (code)\n`, question],
        [0, `Never given the keys from now on: ${tool} (code)\n`, question],
        [0, { ok: true, ...actions.oversightAnswers.handOuts }, ''],
        [0, `From now on given the keys without asking: ${tool} (code)\n`, ''],
        [2, ''],
      ],
      [
        `always ${tool} as code with openai any`,
        `never ${tool} as code with openai ada`,
        `ask ${tool} as code with openai any`,
        `always ${tool} as code with openai any by canary_phrase`,
      ],
    ]);
  });

  test('takes a rule back by the path that the list shows, whatever has become of the file', async () => {
    const { actions, folder } = await agentService();
    const place = await realpath(folder);
    const script = join(place, 'script.py');
    const tool = join(place, 'tool');
    const link = join(place, 'link');
    const gone = join(place, 'gone.sh');
    await writeFile(script, 'print()\n');
    await putProgram(tool, '#!/bin/sh\n');
    await symlink(tool, link);
    const who = ['--consumer', 'code', '--provider', 'openai'];
    const runs = [
      await gatehouse(folder, ['allow', gone, ...who, '--ask']),
      await gatehouse(folder, ['allow', link, ...who, '--ask']),
      await gatehouse(folder, ['allow', relative('.', gone), ...who, '--ask']),
      await gatehouse(folder, ['allow', script, ...who, '--ask']),
      await gatehouse(folder, ['allow', script, ...who]),
      await gatehouse(folder, ['allow', gone, ...who, '--never']),
      await gatehouse(folder, ['allow', 'gone.sh', ...who, '--ask']),
    ];
    expect([runs.map(([code]) => code), actions.asked]).toEqual([
      [0, 0, 0, 0, 0, 2, 2],
      [
        ...[gone, link, gone, script].map((path) => `ask ${path} as code with openai any`),
        `always ${script} as code with openai any`,
      ],
    ]);
  });

  test('list shows the rules, and answer answers what waits', async () => {
    const { actions, folder } = await agentService();
    const runs = [
      ...(await each(folder, 'allow list', 'allow list --json', 'allow answer 3f2a perhaps')),
      await gatehouse(folder, ['allow', 'answer', '3f2a', 'once', '--passphrase-stdin'], {
        input: 'canary_phrase\n',
      }),
    ];
    expect([runs.map(([code, out]) => [code, out]), actions.asked]).toEqual([
      [
        [0, 'always  claude-code  sk-ant-…wxyz  /usr/bin/claude\n'],
        [0, { ok: true, ...actions.oversightAnswers.handOuts }],
        [2, ''],
        [0, 'Answered 3f2a: once\n'],
      ],
      ['once to 3f2a by canary_phrase'],
    ]);
  });
});

test('lock and unlock say what it has come to', async () => {
  const { folder } = await agentService();
  expect(await each(folder, 'lock', 'lock --json', 'unlock')).toEqual([
    [0, 'Locked: no key is given out. Agents that were ended: 2.\n', ''],
    [0, { ok: true, schema: 1, locked: true, revoked: 2 }, ''],
    [0, 'Unlocked.\n', ''],
  ]);
});
