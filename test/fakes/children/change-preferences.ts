// Changes the preferences of a folder, which it opens first, and prints as JSON what came of it and whether notifications
// are on afterwards. Argument: the folder.
import { openPreferences } from '../../../main/adapters/electron/preferences.ts';
import { toFailure } from '../../../main/domain/failure.ts';

const [folder = ''] = process.argv.slice(2);
// A file-size limit is to make the write fail, not to kill the process.
process.on('SIGXFSZ', () => undefined);

const preferences = await openPreferences(folder);
let said: unknown = 'written';
try {
  preferences.change({ notify: false });
} catch (thrown) {
  said = toFailure(thrown).toValue();
}
process.stdout.write(JSON.stringify([said, preferences.settings().notify]));
