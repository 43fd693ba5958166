// Asks for the poller's seat in a process of its own, says whether it has got it, and stays until it is killed. Argument:
// the folder of the locks.
import { createOwnerLock } from '../../../main/adapters/node/owner-lock.ts';
import { systemTimer } from '../../../main/adapters/node/system-time.ts';
import { createPollerSeat } from '../../../main/flows/poller-seat.ts';

const [folder = ''] = process.argv.slice(2);
const quiet = { info: () => undefined, warn: () => undefined };
const seat = createPollerSeat({ lock: createOwnerLock(folder), timer: systemTimer, log: quiet });
process.stdout.write((await seat.isOurs()) ? 'poller' : 'onlooker');
// A pending timer keeps the process alive.
setTimeout(() => undefined, 600_000);
