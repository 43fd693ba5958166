// The request log tells how long the provider was at work, in the machine's own time.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeClient } from '../world/sandbox/client.ts';
import { machineNowMs } from '../world/sandbox/clock.ts';
import { startSandbox } from '../world/sandbox/start.ts';

test('a request is at work from its head to its answer, the delay of a fault included, whatever the clock of the scenario says', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  await using running = await startSandbox(folder);
  const ask = await makeClient(running.addresses);
  const path = '/.well-known/openid-configuration';
  running.sandbox.apply({ clock: { offsetMs: 3_600_000 }, faults: [{ path, delayMs: 150, times: 1 }] });
  const beforeMs = machineNowMs();
  for (let count = 0; count < 2; count += 1)
    expect((await ask(`https://auth.openai.com${path}`)).status).toBe(200);
  const afterMs = machineNowMs();
  const [slow, quick] = running.sandbox.log
    .since(0)
    .map(({ startedMs, endedMs }) => ({ startedMs, endedMs }));
  if (slow === undefined || quick === undefined) throw new Error('two requests were made');
  const inOrder = [beforeMs, slow.startedMs, slow.endedMs, quick.startedMs, quick.endedMs, afterMs];
  expect(inOrder).toEqual(inOrder.toSorted((one, other) => one - other));
  // A timer of Node may fire up to a millisecond early.
  expect(slow.endedMs - slow.startedMs).toBeGreaterThanOrEqual(149);
  expect(quick.endedMs - quick.startedMs).toBeLessThan(150);
  await rm(folder, { recursive: true });
});
