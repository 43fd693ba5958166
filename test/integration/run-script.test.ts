// The script that the launcher's shell runs at the end of `gatehouse run`, in real shells: every byte gets there.
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { environmentLines, runScript } from '../../main/cli/run-script.ts';
import { toFailure } from '../../main/domain/failure.ts';
import { posixShells } from '../fakes/sh.ts';
import { anyText } from '../fakes/any-text.ts';

/** Prints its own words and both values, each with an end that none of them can hold. */
const tell = ['-c', `printf '%s\\0' "$@" "\${FIRST_VALUE-unset}" "\${SECOND_VALUE-unset}"`, 'tell'];
/** No text of a process holds a NUL. */
const text = anyText().map((any) => any.replaceAll('\0', ''));
const tricky = fc.constantFrom(
  "'",
  '"',
  '$HOME',
  '`id`',
  '\\',
  "'\\''",
  '\n',
  '*',
  '-n',
  '',
  ' ',
  '!',
  '~',
  '#',
);
const hardText = fc.oneof(
  text,
  tricky,
  fc.array(tricky).map((parts) => parts.join('')),
);

/** What a shell that runs the script ends up as, told by the command itself. */
function told(shell: readonly [string, ...string[]], script: string, launcherWords: readonly string[]) {
  const [program, ...words] = shell;
  const run = spawnSync(program, [...words, '-c', 'eval "$SCRIPT"', 'gatehouse', ...launcherWords], {
    env: { SCRIPT: script, SECOND_VALUE: 'stale', HOME: '/home/ada', PATH: '/usr/bin:/bin' },
    encoding: 'utf8',
  });
  return { code: run.status, out: run.stdout.split('\0').slice(0, -1), errors: run.stderr };
}

describe.each(posixShells.map((shell) => [shell] as const))('in %j', (shell) => {
  test('words, values and arguments are as they were, whatever they hold', () => {
    fc.assert(
      fc.property(
        fc.array(hardText, { maxLength: 4 }),
        fc.array(hardText, { maxLength: 4 }),
        hardText,
        (words, own, value) => {
          const script = runScript(
            { set: { FIRST_VALUE: value }, unset: ['SECOND_VALUE'] },
            { path: '/bin/sh', words: [...tell, ...words], ownCount: own.length },
          );
          expect(told(shell, script, ['run', '--wait', '--', 'command', ...own])).toEqual({
            code: 0,
            out: [...words, ...own, value, 'unset'],
            errors: '',
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a command without words of its own gets none', () => {
    const script = runScript({ set: {}, unset: [] }, { path: '/bin/sh', words: tell, ownCount: 0 });
    expect(told(shell, script, ['run', 'command'])).toEqual({ code: 0, out: ['unset', 'stale'], errors: '' });
  });
});

test('a variable whose name is none is refused, for a shell would make a command of it', () => {
  const wrong = ['', '1A', 'A B', 'A;id', 'A=B', '$(id)', 'A\nid', 'Ä'];
  const codes = wrong.flatMap((name) =>
    [
      { set: { [name]: 'x' }, unset: [] },
      { set: {}, unset: [name] },
    ].map((change) => {
      try {
        return environmentLines(change).join('\n');
      } catch (thrown) {
        return toFailure(thrown).code;
      }
    }),
  );
  expect([...new Set(codes)]).toEqual(['broker/version-mismatch']);
});
