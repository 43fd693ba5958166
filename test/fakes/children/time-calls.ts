// Times calls of programs from a small process, which starts others quickly: a large one takes longer to start anything than
// the calls themselves. Argument: the programs and how often, as JSON. Prints what each call took and said, as JSON.
import { spawnSync } from 'node:child_process';
import type { Call, TimedCall } from '../../full/support/time-calls.ts';

const { count, programs } = JSON.parse(process.argv[2] ?? '{}') as {
  readonly count: number;
  readonly programs: readonly Call[];
};
const timed: TimedCall[][] = programs.map(() => []);
// One after the other, so that a slow moment hits all of them.
for (let call = 0; call < count; call += 1)
  for (const [index, { program, words, environment, folder, input }] of programs.entries()) {
    const startedMs = performance.now();
    const { stdout } = spawnSync(program, words, { env: environment, cwd: folder, input, encoding: 'utf8' });
    timed[index]?.push({ ms: performance.now() - startedMs, said: stdout });
  }
process.stdout.write(JSON.stringify(timed));
