// What `gatehouse serve` takes from its surroundings, and what it leaves for a tray app that is started later.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { takeHandedPassphrase } from '../../main/adapters/node/handed-passphrase.ts';
import { pidWithoutWindow } from '../../main/adapters/node/other-service.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

async function handed(text: string): Promise<string | undefined> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'gatehouse-passphrase'), text);
  return (await takeHandedPassphrase({ CREDENTIALS_DIRECTORY: folder }))?.reveal();
}

test('the passphrase of a service manager is taken as it is, without the line end of an editor', async () => {
  expect([
    await handed('canary_handed_over'),
    await handed('canary_handed_over\n'),
    await handed(' canary handed\tover \r\n'),
    await handed('canary_two\n\n'),
  ]).toEqual(['canary_handed_over', 'canary_handed_over', ' canary handed\tover ', 'canary_two\n']);
});

test('where none was handed over, or none that could be one, there is none', async () => {
  const empty = await temporaryFolder();
  expect([
    await takeHandedPassphrase({}),
    await takeHandedPassphrase({ CREDENTIALS_DIRECTORY: '' }),
    await takeHandedPassphrase({ CREDENTIALS_DIRECTORY: empty }),
    await handed('\n'),
    await handed('c'.repeat(1025)),
  ]).toEqual([undefined, undefined, undefined, undefined, undefined]);
});

test('what is started later does not hear where it lies', async () => {
  const environment = { CREDENTIALS_DIRECTORY: await temporaryFolder(), HOME: '/home/ada' };
  await takeHandedPassphrase(environment);
  expect(environment).toEqual({ HOME: '/home/ada' });
});

test('only a service without a window says so in its discovery file', async () => {
  const file = join(await temporaryFolder(), 'service.json');
  const told = async (text: string): Promise<number | undefined> => {
    await writeFile(file, text);
    return pidWithoutWindow(file);
  };
  expect([
    await pidWithoutWindow(file),
    await told('{"path":"/run/x","version":"1.2.3","protocol":5,"pid":7,"window":false}'),
    await told('{"path":"/run/x","version":"1.2.3","protocol":5,"pid":7}'),
    await told('{"pid":7,"window":true}'),
    await told('{"pid":"7","window":false}'),
    await told('{"pid":7,"win'),
  ]).toEqual([undefined, 7, undefined, undefined, undefined, undefined]);
});
