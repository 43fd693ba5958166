// The autostart file and the link of the command line on a real disk: written, renewed, taken away, and only where they are ours.
import { mkdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createAutostartFile } from '../../main/adapters/node/autostart-file.ts';
import { createCommandLink } from '../../main/adapters/node/command-link.ts';
import { failureOf } from '../fakes/failures.ts';
import { modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const command = ['/opt/gate house/gatehouse-app', '--hidden'];

async function autostartIn(environment: Readonly<Record<string, string>> = {}) {
  const home = await temporaryFolder();
  return { home, autostart: createAutostartFile({ home, environment, command }) };
}

test('the entry is written, twice is once, and taken away', async () => {
  const { home, autostart } = await autostartIn({ XDG_CONFIG_HOME: 'relative' });
  const path = join(home, '.config/autostart/gatehouse.desktop');
  await autostart.set(true);
  await autostart.set(true);
  const [text, mode] = [await readFile(path, 'utf8'), await modeOf(path)];
  await autostart.set(false);
  await autostart.set(false);
  expect([text.split('\n').find((line) => line.startsWith('Exec=')), mode, await codeOf(stat(path))]).toEqual(
    ['Exec="/opt/gate house/gatehouse-app" "--hidden"', '644', 'ENOENT'],
  );
});

test('it lies where the desktop looks', async () => {
  const config = await temporaryFolder();
  const { autostart } = await autostartIn({ XDG_CONFIG_HOME: config });
  await autostart.set(true);
  expect((await stat(join(config, 'autostart/gatehouse.desktop'))).isFile()).toBe(true);
});

test('a file of the person is never replaced and never taken away', async () => {
  const { home, autostart } = await autostartIn();
  const path = join(home, '.config/autostart/gatehouse.desktop');
  await mkdir(join(home, '.config/autostart'), { recursive: true });
  const own = '[Desktop Entry]\nExec=my-own\n';
  await writeFile(path, own);
  const codes = [(await failureOf(autostart.set(true))).code, (await failureOf(autostart.renew())).code];
  await autostart.set(false);
  expect([codes, await readFile(path, 'utf8')]).toEqual([['storage/not-ours', 'storage/not-ours'], own]);
});

test('at a start the place of the program is brought up to date; what the desktop has switched off stays off', async () => {
  const { home, autostart } = await autostartIn();
  const path = join(home, '.config/autostart/gatehouse.desktop');
  const absent = await autostart.renew();
  await createAutostartFile({ home, environment: {}, command: ['/old/place'] }).set(true);
  const renewed = [await autostart.renew(), (await readFile(path, 'utf8')).includes('/opt/gate house')];
  const off = (await readFile(path, 'utf8')).replace('enabled=true', 'enabled=false');
  await writeFile(path, off);
  expect([absent, renewed, await autostart.renew(), await readFile(path, 'utf8')]).toEqual([
    false,
    [true, true],
    false,
    off,
  ]);
});

async function linkIn(image?: string) {
  const [home, program] = [await temporaryFolder(), await temporaryFolder()];
  const launcher = join(program, 'gatehouse');
  await writeFile(launcher, '#!/bin/sh\n', { mode: 0o755 });
  const executable = join(program, 'gatehouse-app');
  const path = join(home, '.local/bin/gatehouse');
  const made = createCommandLink({ home, executable, platform: 'linux', image });
  return { path, launcher, commandLink: made };
}

test('the link leads to the launcher, twice is once, and is taken away', async () => {
  const { path, launcher, commandLink: link } = await linkIn();
  const before = await link.state();
  const byHand = `mkdir -p ~/.local/bin && ln -s '${launcher}' ~/.local/bin/gatehouse`;
  const absent = { command: byHand, link: { path, kind: 'absent' } };
  await link.make();
  await link.make();
  const [target, made] = [await readlink(path), await link.state()];
  await link.remove();
  await link.remove();
  expect([before, target, made?.link?.kind, await codeOf(stat(path))]).toEqual([
    absent,
    launcher,
    'ours',
    'ENOENT',
  ]);
});

test('what is not ours stays, a file and a link alike; a link to an app that is gone is replaced', async () => {
  const { path, launcher, commandLink: link } = await linkIn();
  await mkdir(join(path, '..'), { recursive: true });
  await symlink('/gone/gatehouse', path);
  await link.make();
  const target = await readlink(path);
  await link.remove();
  await writeFile(path, 'mine');
  const refused = (await failureOf(link.make())).code;
  await link.remove();
  expect([target, refused, (await link.state())?.link?.kind, await readFile(path, 'utf8')]).toEqual([
    launcher,
    'storage/not-ours',
    'taken',
    'mine',
  ]);
});

test('where there is no launcher, or one that moves, there is nothing to link', async () => {
  const { commandLink: link } = await linkIn('/home/ada/Gatehouse.AppImage');
  const home = await temporaryFolder();
  const none = createCommandLink({
    home,
    executable: join(home, 'app'),
    platform: 'linux',
    image: undefined,
  });
  expect([await link.state(), await none.state()]).toEqual([undefined, undefined]);
});

/** The system's word for why it fails. */
async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (thrown: unknown) => (thrown instanceof Error && 'code' in thrown ? thrown.code : thrown),
  );
}
