// Sets the key `ours` of a JSON file to 2, or takes it away, in a process of its own; prints what came of it as JSON.
// Arguments: the path, the folder of the backups, and `set` or `remove`.
import { createCredentialFiles } from '../../../main/adapters/node/credential-files.ts';
import { toFailure } from '../../../main/domain/failure.ts';

const [path = '', backups = '', what = ''] = process.argv.slice(2);
const changes = { ours: what === 'set' ? 2 : undefined };
try {
  process.stdout.write(JSON.stringify(await createCredentialFiles(backups).editJson(path, () => changes)));
} catch (thrown) {
  process.stdout.write(JSON.stringify(toFailure(thrown).toValue()));
}
