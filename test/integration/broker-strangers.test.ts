// Other users of the machine at the local service: the folder, the socket and the grant keep each of them out.
import { chmod, chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asStranger, isRoot, runChild } from '../fakes/child.ts';
import { pathsIn } from '../fakes/paths.ts';
import { runningService, serviceParts, started } from '../fakes/running-service.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

if (!isRoot) console.warn('NOT CHECKED: another user at the socket. That needs root.');

describe.skipIf(!isRoot)('another user of the machine', () => {
  async function asked(path: string, grant = ''): Promise<string> {
    return (await runChild('connect', { arguments: [path, grant], through: asStranger })).out;
  }

  test('has made the folder, however private it is: it is passed over for the next', async () => {
    const folder = await temporaryFolder();
    const theirs = join(folder, 'theirs');
    await mkdir(theirs, { mode: 0o700 });
    await chown(theirs, 65_534, 65_534);
    const service = await started(
      serviceParts(pathsIn(folder), { socketFolders: [theirs, join(folder, 'run')] }),
    );
    expect(service.path).toBe(join(folder, 'run', 'broker.sock'));
  });

  test('cannot connect: the folder alone keeps them out, and so does the socket alone', async () => {
    const { folder, service } = await runningService();
    await chmod(folder, 0o755);
    const both = await asked(service.path);
    await chmod(service.path, 0o666);
    const folderOnly = await asked(service.path);
    await chmod(join(folder, 'run'), 0o755);
    await chmod(service.path, 0o600);
    const socketOnly = await asked(service.path);
    expect([both, folderOnly, socketOnly]).toEqual(['EACCES', 'EACCES', 'EACCES']);
  });

  test('gets nothing without the grant even when folder and socket are open, and cannot read the grant', async () => {
    const { folder, service, actions } = await runningService();
    await chmod(folder, 0o755);
    await chmod(join(folder, 'run'), 0o755);
    await chmod(service.path, 0o666);
    const unreadable = await runChild('cli', {
      arguments: ['auth', 'status'],
      environment: { TEST_FOLDER: folder },
      through: asStranger,
    });
    expect([
      await asked(service.path),
      await asked(service.path, 'guess'),
      unreadable.code,
      actions.asked,
    ]).toEqual(['401', '401', 5, []]);
  });
});
