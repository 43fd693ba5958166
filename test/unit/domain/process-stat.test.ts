// What Linux says of a process: the fields behind its name, whatever the name is.
import { expect, test } from 'vitest';
import { isZombie, parseProcessStat } from '../../../main/domain/process-stat.ts';

/** As the kernel writes it, with a number for each field behind the state that tells which one it is. */
function statLine(name: string, state: string, threads: number): string {
  const fields = Array.from({ length: 49 }, (_, index) => String(index + 1));
  fields[16] = String(threads);
  return `4711 (${name}) ${state} ${fields.join(' ')}\n`;
}

test.each(['bash', 'tmux: server', 'a) Z 1 (b', ''])('takes the fields of a process called “%s”', (name) => {
  expect(parseProcessStat(statLine(name, 'S', 7))).toEqual({
    state: 'S',
    parent: 1,
    threads: 7,
    startTime: 19,
    stack: '25',
  });
});

test('a process counts as ended once its last thread has', () => {
  const states = ['R', 'S', 'D', 'Z', 'X'] as const;
  const ended = [1, 2].map((threads) => states.filter((state) => isZombie({ state, threads })));
  expect(ended).toEqual([['Z', 'X'], []]);
});
