// Sets the key `ours` of a JSON file to 2, or takes it away, in a process of its own; prints what came of it as JSON.
// Arguments: the path, the folder of the copies, and `set`, `remove` or `restore` (which puts the original back).
import { toFailure } from '../../../main/domain/failure.ts';
import { openWriter } from '../credential-files.ts';

const [path = '', backups = '', what = ''] = process.argv.slice(2);
const changes = { ours: what === 'set' ? 2 : undefined };
const files = openWriter(backups);
try {
  const outcome =
    what === 'restore'
      ? await files.restoreOriginal({ path })
      : await files.editJson({ path }, () => changes);
  process.stdout.write(JSON.stringify(outcome));
} catch (thrown) {
  process.stdout.write(JSON.stringify(toFailure(thrown).toValue()));
}
