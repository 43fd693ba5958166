// Every package that is shipped has its licence in the app, with its words.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { gatherLicences } from '../../scripts/build/licences.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import manifest from '../../package.json' with { type: 'json' };

const root = path.join(import.meta.dirname, '..', '..');

async function plant(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder();
  const packages = {
    '': { version: '1.0.0' },
    'node_modules/one': { version: '1.2.3', license: '(MIT OR CC0-1.0)' },
    'node_modules/one/node_modules/@scope/two': { version: '2.0.0', license: 'ISC' },
    'node_modules/tool': { version: '3.0.0', license: 'MIT', dev: true },
  };
  for (const [name, text] of Object.entries({
    ...files,
    'package-lock.json': JSON.stringify({ packages }),
  })) {
    await mkdir(path.join(folder, path.dirname(name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return folder;
}

test('every dependency of the app has a licence with its words', () => {
  const named = gatherLicences(root);
  const missing = Object.keys(manifest.dependencies).filter(
    (name) => !named.some((each) => each.name === name),
  );
  expect([missing, named.filter(({ text, licence }) => text.length < 100 || licence === '')]).toEqual([
    [],
    [],
  ]);
});

test('a package within another is found, a text that we keep is taken, and tools are left out', async () => {
  const folder = await plant({
    'node_modules/one/license': 'Words of one.\n',
    'kept/@scope+two.txt': 'Words of two.',
  });
  expect(gatherLicences(folder, path.join(folder, 'kept'))).toEqual([
    { name: '@scope/two', version: '2.0.0', licence: 'ISC', text: 'Words of two.' },
    { name: 'one', version: '1.2.3', licence: 'MIT OR CC0-1.0', text: 'Words of one.' },
  ]);
});

test('a package without words stops the build, by its name', async () => {
  const folder = await plant({
    'node_modules/one/LICENSE': 'Words of one.',
    'node_modules/one/license.js': '',
  });
  expect(() => gatherLicences(folder, path.join(folder, 'kept'))).toThrow(
    'No licence or no text of it: @scope/two.',
  );
});
