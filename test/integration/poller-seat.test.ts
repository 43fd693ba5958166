// One poller among several processes of ours that share a data folder (reliability QP-02).
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { startChild, type RunningChild } from '../fakes/child.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

interface Seated {
  readonly child: RunningChild;
  readonly isPoller: boolean;
}

async function ask(folder: string): Promise<Seated> {
  const child = startChild('ask-for-seat', { arguments: [folder] });
  const { stdout } = child.process;
  if (stdout === null) throw new Error('it has no output');
  const chunks: readonly unknown[] = await once(stdout, 'data');
  return { child, isPoller: String(chunks[0]) === 'poller' };
}

test('of four processes that start together one polls, and the next one after its death', async () => {
  const folder = await temporaryFolder();
  const four = await Promise.all([ask(folder), ask(folder), ask(folder), ask(folder)]);
  const pollers = four.filter(({ isPoller }) => isPoller);
  const fifth = await ask(folder);
  for (const { child } of pollers) {
    child.process.kill('SIGKILL');
    await child.ended;
  }
  const sixth = await ask(folder);
  expect([pollers.length, fifth.isPoller, sixth.isPoller]).toEqual([1, false, true]);
});
