// While the service starts again and again, another user of the machine tries to connect all the time, also where the umask
// keeps nothing back: there is no moment at which that works.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { asStranger, isRoot } from '../../fakes/child.ts';
import type { Figure, Outcome } from '../figure.ts';
import { childEnvironment } from '../support/environment.ts';
import { makeFolder } from '../support/folder.ts';
import { startListener } from '../support/socket-starts.ts';

const controlStarts = 5;
/** Long enough for a few tries. */
const openMs = 4;

const root = 'other-uid needs root, to become somebody else: it is not measured here';

/** Another user at the door. */
async function startKnocking(path: string) {
  const [program = '', ...words] = asStranger;
  const child = spawn(
    program,
    [...words, process.execPath, join(import.meta.dirname, '../support/knock.ts'), path],
    {
      // It may write nowhere.
      env: { ...childEnvironment, NODE_COMPILE_CACHE: undefined },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return {
    async stop(): Promise<{ readonly tries: number; readonly connections: number }> {
      child.stdin.write('stop\n');
      const { value } = await lines.next();
      const [tries = Number.NaN, connections = Number.NaN] = String(value).split(' ').map(Number);
      if (child.exitCode === null) await once(child, 'exit');
      return { tries, connections };
    },
  };
}

async function starts(count: number, say: (line: string) => void, isGuarded: boolean): Promise<Outcome> {
  if (!isRoot) throw new Error(root);
  await using folder = await makeFolder();
  // What stands above keeps nobody out, so that the folder of the socket has to.
  await chmod(folder.path, 0o755);
  const data = join(folder.path, 'data');
  const path = join(data, 'run', 'broker.sock');
  await using listener = await startListener(data, isGuarded);
  const knocking = await startKnocking(path);
  for (let start = 1; start <= count; start += 1) {
    // Every other time the umask keeps nothing back; mostly the folder is made anew.
    await listener.listen(start % 2 === 0 ? 0o000 : 0o022);
    await sleep(openMs);
    await listener.close();
    if (start % 3 !== 0) await rm(join(data, 'run'), { recursive: true, force: true });
    if (start % 100 === 0) say(`${start} of ${count} starts`);
  }
  const { tries, connections } = await knocking.stop();
  return {
    met: connections === 0 && tries > count,
    goal: `0 connections of another user in ${count} starts, half of them with umask 000`,
    actual: `${connections} in ${tries} tries`,
    counts: { starts: count, tries, connections },
  };
}

export const figure: Figure = {
  id: 'other-uid',
  about:
    'another user of the machine never gets a connection, not even while the service starts, whatever the umask',
  place: 'node',
  size: { unit: 'starts', quick: 20, full: 1_000 },
  measure: (size, _seed, say) => starts(size, say, true),
  control: (_seed, say) => starts(controlStarts, say, false),
};
