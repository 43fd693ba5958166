// Makes a folder for a login, prints it, and stays until it is killed. Arguments: the root, the owner.
import { createLoginFolders } from '../../../main/adapters/node/login-folders.ts';

const [root = '', owner = ''] = process.argv.slice(2);
process.stdout.write(`${await createLoginFolders(root).make(owner)}\n`);
setInterval(() => undefined, 60_000);
