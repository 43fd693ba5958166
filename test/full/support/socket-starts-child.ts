// Starts and ends the local service, each time as its channel says: a number is the umask to start under, `close` ends it.
// Arguments: the folder, and `guarded` or `open`.
import { z } from 'zod';
import { takeOut } from './broker-guards.ts';

const [folder = '', mode] = process.argv.slice(2);
if (mode === 'open') takeOut('private');

// Loaded only now, for the guard may have to go first.
const { newGrants, startService } = await import('../../../main/broker/service.ts');
const { writePrivateText } = await import('../../../main/adapters/node/private-text.ts');
const { systemTimer } = await import('../../../main/adapters/node/system-time.ts');
const { actionsOver } = await import('../../fakes/broker-actions.ts');
const { pathsIn } = await import('../../fakes/paths.ts');

const orderShape = z.union([z.number(), z.literal('close')]);
const { socketFolders, serviceFile, grantFile } = pathsIn(folder);
let running: Awaited<ReturnType<typeof startService>> | undefined;

async function carryOut(order: z.output<typeof orderShape>): Promise<void> {
  if (order === 'close') {
    await running?.stop();
    return;
  }
  process.umask(order);
  running = await startService({
    actions: actionsOver(),
    grants: newGrants(),
    callers: { of: async () => undefined },
    timer: systemTimer,
    version: '1.2.3',
    socketFolders,
    serviceFile,
    grantFile,
    writePrivate: writePrivateText,
  });
}

process.on('message', (message) => {
  void carryOut(orderShape.parse(message)).then(() => process.send?.('done'));
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
