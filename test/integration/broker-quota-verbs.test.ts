// `guard`, `statusline` and `hooks` in processes of their own, against the real service.
import { describe, expect, test } from 'vitest';
import type { QuotaAnswer } from '../../main/broker/protocol.ts';
import { Failure } from '../../main/domain/failure.ts';
import { exampleAccount, exampleQuota, exampleWindow } from '../fakes/broker.ts';
import { exampleEvent, exampleHook, exampleStatusLine } from '../fakes/broker-answers.ts';
import { runChild, startChild, type Ended } from '../fakes/child.ts';
import { parsed } from '../fakes/parsed.ts';
import { runningService } from '../fakes/running-service.ts';

/** What a verb says while it takes long; whether it does depends on how busy the computer is. */
const progress = /^.*…\n/gm;

/** Runs several command lines side by side; what is JSON on standard output is read. */
async function gatehouse(
  folder: string,
  ...lines: readonly string[]
): Promise<readonly (readonly [number | null, unknown, string])[]> {
  const ended = await Promise.all(
    lines.map((words) =>
      runChild('cli', { arguments: words.split(' '), environment: { TEST_FOLDER: folder } }),
    ),
  );
  return ended.map(({ code, out, words }: Ended) => [
    code,
    out.startsWith('{') ? parsed(out) : out,
    words.replace(progress, ''),
  ]);
}

/** The quota of the one account of the examples. */
const quotaOf = (changes: Partial<typeof exampleAccount>): QuotaAnswer => ({
  ...exampleQuota,
  accounts: [{ provider: 'openai', ...exampleAccount, ...changes }],
});

const failed = (code: string, detail?: string): unknown =>
  expect.objectContaining({
    ok: false,
    error: expect.objectContaining({ code, ...(detail !== undefined && { detail }) }) as unknown,
  });

test('guard ends with 0 and one line when enough is left, else with 4 and what is left', async () => {
  const { actions, folder } = await runningService();
  const window = { ...exampleWindow, readAt: Date.now() };
  actions.quotaNow = async () => quotaOf({ windows: [window] });
  const runs = await gatehouse(
    folder,
    'guard --min 20%',
    'guard --min 58 --provider openai --now --json',
    'guard --min 58.1%',
    'guard --min 99 --window 5-HOUR --json',
  );
  const words = '58% left of 5-hour of ada@example.test at OpenAI, read just now, from a test\n';
  const object = {
    schema: 1,
    ok: true,
    provider: 'openai',
    account: { id: exampleAccount.id, label: exampleAccount.label },
    minPercent: 58,
    window,
  };
  const what =
    'Less of the quota of ada@example.test at OpenAI is left than was asked for. (58% of 5-hour, 58.1% asked for)';
  expect([runs, [...actions.asked].sort()]).toEqual([
    [
      [0, words, ''],
      [0, object, ''],
      [4, '', `gatehouse: ${what}\n  Wait for the reset, or switch with: gatehouse auth switch\n`],
      [4, failed('quota/too-little-left', '58% of 5-hour, 99% asked for'), ''],
    ],
    ['quota', 'quota', 'quota', 'quota now'],
  ]);
});

describe('statusline', () => {
  const { path, own } = exampleStatusLine;

  test('lists what there is, as words and as JSON, without the word list too', async () => {
    const { actions, folder } = await runningService();
    const on = { ...exampleStatusLine, heardAt: Date.now() };
    actions.answers.statusLines = { schema: 1, statusLines: [on] };
    const listed = await gatehouse(folder, 'statusline', 'statusline list', 'statusline --json');
    actions.answers.statusLines = { schema: 1, statusLines: [{ ...on, kind: 'replaced', own: null }] };
    const replaced = await gatehouse(folder, 'statusline');
    actions.answers.statusLines = { schema: 1, statusLines: [] };
    const none = await gatehouse(folder, 'statusline');
    const words = [
      `claude-code: tells the quota, ${path} (Claude Code)`,
      '    heard just now',
      `    your own line goes on being shown: ${String(own)}\n`,
    ].join('\n');
    expect([...listed, ...replaced, ...none]).toEqual([
      [0, words, ''],
      [0, words, ''],
      [0, { schema: 1, ok: true, statusLines: [on] }, ''],
      [0, `claude-code: off: another status line was put in its place, ${path} (Claude Code)\n`, ''],
      [0, 'No program here has a status line that could tell the quota.\n', ''],
    ]);
  });

  test('installs and uninstalls, says which file it changed and that the own line stays', async () => {
    const { actions, folder } = await runningService();
    const off = { ...exampleStatusLine, kind: 'off' } as const;
    actions.answers.statusLines = { schema: 1, statusLines: [off] };
    const [installed] = await gatehouse(folder, 'statusline install');
    const [installedAgain] = await gatehouse(folder, 'statusline install');
    const [removed] = await gatehouse(folder, 'statusline uninstall --consumer claude-code');
    const [removedAgain, json] = await gatehouse(
      folder,
      'statusline uninstall',
      'statusline uninstall --json',
    );
    expect([installed, installedAgain, removed, removedAgain, json]).toEqual([
      [
        0,
        [
          'Claude Code now tells the quota by its status line.',
          `Changed: ${path}`,
          `Your own line goes on being shown: ${String(own)}`,
          'To put back what stood there: gatehouse statusline uninstall\n',
        ].join('\n'),
        '',
      ],
      [0, 'Claude Code tells the quota already; nothing was changed.\n', ''],
      [
        0,
        [
          'Claude Code no longer tells the quota by its status line.',
          `Changed: ${path}`,
          `Your own line stands there again: ${String(own)}\n`,
        ].join('\n'),
        '',
      ],
      [0, 'Our line does not stand in Claude Code; nothing was changed.\n', ''],
      [0, { schema: 1, ok: true, statusLine: off }, ''],
    ]);
  });

  test('takes a line of ours out that was made in another home, and says so', async () => {
    const { actions, folder } = await runningService();
    const moved = { ...exampleStatusLine, kind: 'off', own: 'moved' } as const;
    const words = (...more: readonly string[]) =>
      ['Claude Code no longer tells the quota by its status line.', `Changed: ${path}`, ...more, ''].join(
        '\n',
      );
    const runs: unknown[] = [];
    for (const left of [own, null]) {
      actions.answers.statusLines = { schema: 1, statusLines: [moved] };
      actions.statusLines.set = async () => ({ schema: 1, statusLines: [{ ...moved, own: left }] });
      runs.push(...(await gatehouse(folder, 'statusline uninstall')));
    }
    expect(runs).toEqual([
      [0, words(`Your own line stands there again: ${String(own)}`), ''],
      [0, words(), ''],
    ]);
  });

  test('that could not be written says so and ends with 6', async () => {
    const { actions, folder } = await runningService();
    const problem = { code: 'storage/conflict', what: 'It changed.', next: 'Try again.' };
    actions.answers.statusLines = {
      schema: 1,
      statusLines: [{ ...exampleStatusLine, kind: 'off', problem }],
    };
    expect(await gatehouse(folder, 'statusline install')).toEqual([
      [6, `claude-code: off, ${path} (Claude Code)\n    ! It changed. Try again.\n`, ''],
    ]);
  });

  test('previews what would be changed', async () => {
    const { actions, folder } = await runningService();
    const runs = await gatehouse(folder, 'statusline preview', 'statusline preview --json');
    expect(runs).toEqual([
      [0, [path, '  {', '-   "statusLine": 1', '+   "statusLine": 2', '  }\n'].join('\n'), ''],
      [0, { ok: true, ...actions.answers.statusLinePreview }, ''],
    ]);
  });

  test('asks which one where there are several, and names them for one that is not there', async () => {
    const { actions, folder } = await runningService();
    const other = { ...exampleStatusLine, consumer: 'other' };
    actions.answers.statusLines = { schema: 1, statusLines: [exampleStatusLine, other] };
    const runs = await gatehouse(
      folder,
      'statusline install --json',
      'statusline preview --consumer x --json',
      'statusline install --consumer other --json',
    );
    expect([runs.map(([code, out]) => [code, out]), actions.asked]).toEqual([
      [
        [2, failed('broker/bad-request', 'say which with --consumer: claude-code, other')],
        [2, failed('broker/bad-request', 'x has no status line; there is: claude-code, other')],
        [0, { schema: 1, ok: true, statusLine: other }],
      ],
      ['status line of other on'],
    ]);
  });
});

describe('hooks', () => {
  const { program } = exampleHook;
  const order = `--event quota_low --program ${program}`;

  test('are listed with what keeps them from being run', async () => {
    const { actions, folder } = await runningService();
    const problem = { code: 'hook/changed', what: 'It changed.', next: 'Look.' };
    const changed = { ...exampleHook, event: 'switched', state: 'changed', problem } as const;
    actions.answers.hooks = { schema: 1, hooks: [exampleHook, changed] };
    const listed = await gatehouse(folder, 'hooks', 'hooks list --json');
    actions.answers.hooks = { schema: 1, hooks: [] };
    const none = await gatehouse(folder, 'hooks');
    expect([...listed, ...none]).toEqual([
      [
        0,
        [
          `quota_low: ${program}`,
          `switched: ${program} (changed since you approved it: not run)`,
          '    ! It changed. Look.\n',
        ].join('\n'),
        '',
      ],
      [0, { schema: 1, ok: true, hooks: [exampleHook, changed] }, ''],
      [0, 'No program is run for an event.\n', ''],
    ]);
  });

  test('are added once the person has said yes in the app, and removed', async () => {
    const { actions, folder } = await runningService();
    const question = 'Gatehouse asks you in a dialog before it runs a program. Ctrl-C cancels.\n';
    const added = await gatehouse(folder, `hooks add ${order}`);
    const removed = await gatehouse(folder, `hooks remove ${order} --json`);
    actions.answers.addingHook = () => Promise.reject(new Failure('hook/refused', { subject: program }));
    const refused = await gatehouse(folder, `hooks add ${order} --json`);
    expect([...added, ...removed, ...refused, actions.asked]).toEqual([
      [0, `From now on quota_low runs ${program}\n`, question],
      [0, { schema: 1, ok: true, hooks: [exampleHook] }, ''],
      [6, failed('hook/refused'), question],
      [`run ${program} on quota_low`, `no longer run ${program} on quota_low`, `run ${program} on quota_low`],
    ]);
  });

  test('are gone when the app says so, which knows the program behind a link', async () => {
    const { actions, folder } = await runningService();
    const hooks = [{ ...exampleHook, program: '/opt/real' }];
    actions.hooks.list = async () => ({ schema: 1, hooks });
    actions.hooks.remove = async () => ({ schema: 1, hooks: [] });
    expect(await gatehouse(folder, 'hooks remove --event switched --program /opt/link')).toEqual([
      [0, 'No longer run for switched: /opt/link\n', ''],
    ]);
  });

  test('are asked for by their absolute path, whatever was typed', async () => {
    const { actions, folder } = await runningService();
    const program = `${process.cwd()}/bin/tell`;
    expect([
      await gatehouse(folder, 'hooks remove --event switched --program bin/tell'),
      actions.asked,
    ]).toEqual([
      [[0, `It was not run for switched: ${program}\n`, '']],
      [`no longer run ${program} on switched`],
    ]);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s takes a question back that nobody answers',
    async (signal) => {
      const { actions, folder } = await runningService();
      const { promise: gone, resolve } = Promise.withResolvers<undefined>();
      actions.answers.addingHook = (asked) =>
        new Promise((_resolve, reject) => {
          asked.addEventListener('abort', () => {
            resolve(undefined);
            reject(new Failure('hook/refused'));
          });
        });
      const child = startChild('cli', {
        arguments: ['hooks', 'add', ...order.split(' ')],
        environment: { TEST_FOLDER: folder },
      });
      await child.printed('Gatehouse asks you');
      await expect.poll(() => actions.asked).toEqual([`run ${program} on quota_low`]);
      child.process.kill(signal);
      await gone;
      const { code, out, words } = await child.ended;
      expect([code, out, words.includes('was told to stop')]).toEqual([6, '', true]);
    },
  );

  test('have an example as a program gets it, on one line', async () => {
    const { folder } = await runningService();
    const ended = await runChild('cli', {
      arguments: ['hooks', 'example', '--event', 'quota_reset'],
      environment: { TEST_FOLDER: folder },
    });
    expect([ended.code, ended.out]).toEqual([
      0,
      `${JSON.stringify({ ...exampleEvent, event: 'quota_reset' })}\n`,
    ]);
  });
});
