// Makes a folder for a login, prints it, and stays until it is killed. Arguments: the root, the owner; `retired` where a login
// has been kept in it, which another one has replaced.
import { createLoginFolders } from '../../../main/adapters/node/login-folders.ts';

const [root = '', owner = '', state] = process.argv.slice(2);
const folders = createLoginFolders(root);
const folder = await folders.make(owner);
if (state === 'retired') {
  await folders.keep(folder);
  await folders.retire(folder, `${folder}-after`);
}
process.stdout.write(`${folder}\n`);
setInterval(() => undefined, 60_000);
