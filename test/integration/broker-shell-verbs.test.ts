// `gatehouse shell` in processes of its own, against the real service.
import { describe, expect, test } from 'vitest';
import { exampleShell } from '../fakes/broker-shells.ts';
import { runChild } from '../fakes/child.ts';
import { parsed } from '../fakes/parsed.ts';
import { runningService } from '../fakes/running-service.ts';

/** What a verb says while it takes long; whether it does depends on how busy the computer is. */
const progress = /^.*…\n/gm;

async function gatehouse(
  folder: string,
  line: string,
  environment: Readonly<Record<string, string>> = { SHELL: '/usr/bin/bash' },
): Promise<readonly [number | null, unknown, string]> {
  const { code, out, words } = await runChild('cli', {
    arguments: line.split(' '),
    environment: { TEST_FOLDER: folder, HOME: '/home/ada', ...environment },
  });
  return [code, out.startsWith('{') ? parsed(out) : out, words.replace(progress, '')];
}

const fish = {
  ...exampleShell,
  shell: 'fish',
  label: 'fish',
  path: "/home/ada/my files/it's.fish",
  kind: 'changed',
} as const;

test('shell lists what there is, as words and as JSON, without the word list too', async () => {
  const { actions, folder } = await runningService();
  const on = { ...exampleShell, kind: 'on', untried: true } as const;
  actions.shellAnswers.shells = { schema: 1, shells: [on, fish] };
  const words = [
    'bash: a plain codex or claude uses the account in use, /home/ada/.bashrc',
    '    nobody has tried this yet on a system like yours',
    `fish: somebody has changed the line of Gatehouse, ${fish.path}\n`,
  ].join('\n');
  const lines = ['shell', 'shell list', 'shell --json'];
  expect(await Promise.all(lines.map((line) => gatehouse(folder, line)))).toEqual([
    [0, words, ''],
    [0, words, ''],
    [0, { schema: 1, ok: true, shells: [on, fish] }, ''],
  ]);
});

test('shell install sets the shell of the terminal up, once, and says how to have it here and how to take it away', async () => {
  const { actions, folder } = await runningService();
  actions.shellAnswers.shells = { schema: 1, shells: [exampleShell, fish] };
  const runs = [
    await gatehouse(folder, 'shell install'),
    await gatehouse(folder, 'shell install'),
    await gatehouse(folder, 'shell install --shell fish'),
    await gatehouse(folder, 'shell uninstall'),
    await gatehouse(folder, 'shell uninstall --json'),
    await gatehouse(folder, 'shell uninstall --shell fish'),
  ];
  const installed = (label: string, path: string, typed: string) =>
    [
      `In ${label}, a plain codex or claude now uses the account in use, in every terminal that you open from now on.`,
      `Changed: ${path}`,
      `To have it in this terminal too: source ${typed}`,
      `To take it away: gatehouse shell uninstall --shell ${label}\n`,
    ].join('\n');
  expect([runs, actions.asked.filter((each) => / (on|off)$/.test(each))]).toEqual([
    [
      [0, installed('bash', exampleShell.path, '~/.bashrc'), ''],
      [0, 'bash is set up already; nothing was changed.\n', ''],
      [0, installed('fish', fish.path, String.raw`~/'my files/it'\''s.fish'`), ''],
      [
        0,
        [
          'In bash, what Gatehouse had put there is gone.',
          `Changed: ${exampleShell.path}`,
          'In a terminal that is open, if a program is not found: hash -r',
          'fish is still set up. To take it away: gatehouse shell uninstall --shell fish\n',
        ].join('\n'),
        '',
      ],
      [0, { schema: 1, ok: true, shell: exampleShell }, ''],
      [0, `In fish, what Gatehouse had put there is gone.\nChanged: ${fish.path}\n`, ''],
    ],
    ['bash on', 'bash on', 'fish on', 'bash off', 'bash off', 'fish off'],
  ]);
});

test('shell uninstall names the shells that are still set up, also where there was nothing to take away', async () => {
  const { actions, folder } = await runningService();
  const others = ['zsh', 'fish'].map(
    (shell) => ({ ...exampleShell, shell, label: shell, kind: 'on' }) as const,
  );
  actions.shellAnswers.shells = { schema: 1, shells: [exampleShell, ...others] };
  expect(await gatehouse(folder, 'shell uninstall')).toEqual([
    0,
    [
      'Nothing of Gatehouse stands in the file of bash; nothing was changed.',
      'zsh is still set up. To take it away: gatehouse shell uninstall --shell zsh',
      'fish is still set up. To take it away: gatehouse shell uninstall --shell fish\n',
    ].join('\n'),
    '',
  ]);
});

describe('the shell that is meant', () => {
  test('is the one of the terminal, or the only one, or has to be said', async () => {
    const { actions, folder } = await runningService();
    const unknown = { SHELL: '/bin/tcsh' };
    const [only] = [await gatehouse(folder, 'shell preview', unknown)];
    actions.shellAnswers.shells = { schema: 1, shells: [exampleShell, fish] };
    const which = await gatehouse(folder, 'shell preview --json', unknown);
    const none = await gatehouse(folder, 'shell preview --shell tcsh --json');
    const failed = (code: string, detail: string): unknown =>
      expect.objectContaining({ ok: false, error: expect.objectContaining({ code, detail }) as unknown });
    expect([only, which, none, actions.asked]).toEqual([
      [0, '/home/ada/.bashrc\n+ # >>>\n+ . path.sh\n+ # <<<\n', ''],
      [2, failed('broker/bad-request', 'say which with --shell: bash, fish'), ''],
      [6, failed('shell/unsuitable', 'there is: bash, fish'), ''],
      ['preview bash'],
    ]);
  });
});
