// Saves accounts of its own in a vault, in a process of its own, over and over. Arguments: the vault, the folder of the
// locks, the first part of the accounts' names, and how many times; 0 means until it is killed.
import { createOwnerLock } from '../../../main/adapters/node/owner-lock.ts';
import { createVault } from '../../../main/adapters/node/vault.ts';
import { accountId } from '../../../main/domain/ids.ts';
import { openaiEntry } from '../accounts.ts';
import { ToySecretBox } from '../secret-box.ts';

const [path = '', locks = '', name = '', times = '0'] = process.argv.slice(2);
const vault = createVault({ path, box: new ToySecretBox(), lock: createOwnerLock(locks) });
process.stdout.write('ready');
for (let turn = 0; times === '0' || turn < Number(times); turn += 1)
  await vault.save(openaiEntry({ id: accountId(`openai:${name}-${String(turn)}`) }));
