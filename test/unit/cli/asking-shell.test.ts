// Which shell asks, whatever it forks for the question.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';

const askingShell = new URL('../../../main/cli/asking-shell.ts', import.meta.url).href;
const print = `import(${JSON.stringify(askingShell)}).then(({askingShell:a})=>console.log(a()))`;

const shells = ['/bin/dash', '/bin/bash', '/bin/zsh'].filter((shell) => existsSync(shell));

test
  .runIf(process.platform === 'linux')
  .each(
    shells.flatMap((shell) =>
      ['"$NODE" -e "$PRINT"', '"$NODE" -e "$PRINT" | cat', '"$NODE" -e "$PRINT" || true'].map(
        (command) => [shell, command] as const,
      ),
    ),
  )('in %s it is the shell itself for `%s` in a substitution', (shell, command) => {
  const script = `asked=$(${command} 2>/dev/null); echo "$asked $$"`;
  const run = spawnSync(shell, ['-c', script], {
    encoding: 'utf8',
    env: { NODE: process.execPath, PRINT: print, PATH: process.env['PATH'] },
  });
  const [asked, own] = run.stdout.trim().split(' ');
  expect([run.status, asked]).toEqual([0, own]);
});

test('some shell is there to try', () => {
  expect(shells.length).toBeGreaterThan(0);
});
