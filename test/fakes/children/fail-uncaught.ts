// A process with the app's log in which two things fail that nobody catches; says at its own end that it got there.
import { setTimeout as sleep } from 'node:timers/promises';
import { composeLog } from '../../../main/compose-log.ts';

const [folder = ''] = process.argv.slice(2);
composeLog(folder);
void Promise.reject(new RangeError('canary_rejected'));
setTimeout(() => {
  throw new TypeError('canary_thrown');
}, 0);
await sleep(100);
process.stdout.write('lives');
