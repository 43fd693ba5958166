// Appends made-up leases to a log until it is killed, some of them at the same time. On descriptor 3 the number of each
// that is durable, a line each. Arguments: the log, the first number.
import { writeSync } from 'node:fs';
import { createLeaseLog } from '../../../main/adapters/node/lease-log.ts';
import { grantedRecord } from '../lease-records.ts';

const [path = '', first = '0'] = process.argv.slice(2);
const log = createLeaseLog({ path, log: { warn: () => undefined } });
let next = Number(first);

async function appendOne(): Promise<void> {
  const number = next;
  next += 1;
  await log.append([grantedRecord(number)]);
  writeSync(3, `${number}\n`);
}

async function appendOn(): Promise<void> {
  for (;;) await appendOne();
}

await Promise.all(Array.from({ length: 8 }, appendOn));
