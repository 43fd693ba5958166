// What a package does to Chromium's helper when it is installed: by what users may do, whatever root may.
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { putProgram } from '../fakes/shells.ts';
import { modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

/** @param unshare what the kernel says to whom */
async function helperAfter(unshare: string): Promise<string> {
  const folder = await temporaryFolder();
  // Nobody has to get at what is started.
  await chmod(folder, 0o755);
  const helper = join(folder, 'chrome-sandbox');
  await writeFile(helper, '');
  const bin = join(folder, 'bin');
  await mkdir(bin);
  for (const name of ['chmod', 'id', 'setpriv']) await symlink(`/usr/bin/${name}`, join(bin, name));
  await putProgram(join(bin, 'unshare'), `#!/bin/sh\n${unshare}\n`);
  const script = await readFile('assets/linux/after-install.sh', 'utf8');
  const { status, stderr } = spawnSync(
    '/bin/sh',
    ['-c', script.replace('folder=/opt/Gatehouse', `folder='${folder}'`)],
    { env: { PATH: bin }, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`did not end well: ${stderr}`);
  return modeOf(helper);
}

test('the helper is root’s where the kernel gives users no namespaces, and nobody’s in particular where it does', async () => {
  if (process.getuid?.() !== 0) {
    process.stderr.write('NOT CHECKED: only root can try what root does at an installation\n');
    return;
  }
  const forRootOnly = await helperAfter('[ "$(id -u)" -eq 0 ]');
  const forAll = await helperAfter('exit 0');
  expect([forRootOnly, forAll]).toEqual(['4755', '755']);
});
