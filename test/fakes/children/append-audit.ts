// Appends made-up entries to an audit until it is killed, a few in each turn of the event loop; the number of each hundredth on
// descriptor 3 once it is in the file. Arguments: the folder, the sealed head, the first number.
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAuditLog } from '../../../main/adapters/node/audit-log.ts';
import { auditEntry } from '../audit-entries.ts';
import { keyStoresOf, ToySecretBox } from '../secret-box.ts';

const [folder = '', headPath = '', first = '0'] = process.argv.slice(2);
const log = createAuditLog({
  folder,
  headPath,
  ...keyStoresOf(new ToySecretBox()),
  log: { warn: () => undefined },
  gatherMs: 1,
  settleMs: 20,
  largestBytes: 30_000,
});
for (let number = Number(first); ; number += 10) {
  for (let each = 0; each < 10; each += 1) log.append(auditEntry(number + each));
  if (number % 100 === 0) {
    // Whatever waits is written before it is read.
    await log.read({ limit: 1 });
    writeSync(3, `${number} `);
  }
  await sleep(1);
}
