// The local service in a process of its own, as the app joins it: real socket, leases, audit, callers and process watch, and
// one account with a given quota. No Electron, no provider, no window. Argument: `BrokerOptions` as JSON.
import { setTimeout as sleep } from 'node:timers/promises';
import { takeOut } from './broker-guards.ts';
import { brokerOptionsShape, brokerOrderShape, type BrokerReply } from './broker-talk.ts';

const options = brokerOptionsShape.parse(JSON.parse(process.argv[2] ?? '{}'));
if (options.umask !== undefined) process.umask(options.umask);
if (options.without !== undefined) takeOut(options.without);

const say = (reply: BrokerReply): void => {
  process.send?.(reply);
};

// Loaded only now, for a guard may have to go first.
const { startBroker } = await import('./broker-parts.ts');
const { path, grant, stop } = await startBroker(options);

process.on('message', (message) => {
  switch (brokerOrderShape.parse(message)) {
    case 'memory':
      void heap().then((heapBytes) => {
        say({ said: 'memory', heapBytes, handles: process.getActiveResourcesInfo().length });
      });
      return;
    case 'stop':
      void stop().then(() => {
        say({ said: 'stopped' });
        process.disconnect();
      });
  }
});
// Whoever started it has gone.
process.once('disconnect', () => process.exit());
say({ said: 'listening', path, grant });

/** After what can be collected is collected. */
async function heap(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    await sleep(50);
  }
  return process.memoryUsage().heapUsed;
}
