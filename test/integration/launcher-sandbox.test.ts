// What the launcher does about Chromium's sandbox where AppArmor keeps user namespaces back, and of an app that dies.
import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { sandboxFix } from '../../main/cli/sandbox-fix.ts';
import { putProgram } from '../fakes/shells.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const isLinux = process.platform === 'linux';
const usual = { PATH: '/usr/bin:/bin', HOME: '/home/ada' };

const showsWords = `#!/bin/sh\nprintf '%s\\n' "$@"\n`;

/** As the kernel and the administrator have it: in a namespace of its own, so only for what is started there. */
const inSystem = `
  mount --bind "$SYSTEM/kernel" /proc/sys/kernel && mount -t tmpfs none /etc && mkdir /etc/apparmor.d &&
  cp "$SYSTEM"/profiles/* /etc/apparmor.d/ && exec "$@"`;

async function launcherBeside(app: string, name = ''): Promise<string> {
  const folder = join(await temporaryFolder(), name);
  await mkdir(folder, { recursive: true });
  const launcher = join(folder, 'gatehouse');
  await copyFile('main/cli/launcher/gatehouse', launcher);
  await putProgram(join(folder, 'gatehouse-app'), app);
  return launcher;
}

interface System {
  readonly profiles: Readonly<Record<string, string>>;
  readonly words: readonly string[];
}

/** Whether the app was started without its sandbox, by somebody who is not root. */
async function isWithout(launcher: string, { profiles, words }: System): Promise<boolean> {
  const system = await temporaryFolder();
  await mkdir(join(system, 'kernel'));
  await writeFile(join(system, 'kernel/apparmor_restrict_unprivileged_userns'), '1\n');
  await mkdir(join(system, 'profiles'));
  for (const [name, text] of Object.entries({ other: '', ...profiles }))
    await writeFile(join(system, 'profiles', name), text);
  const namespace = [
    '--user',
    '--map-user=1000',
    '--map-group=1000',
    '--keep-caps',
    '--mount',
    'sh',
    '-c',
    inSystem,
    'sh',
  ];
  const { status, stdout, stderr } = spawnSync('unshare', [...namespace, launcher, ...words], {
    env: { ...usual, SYSTEM: system },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`not started: ${stderr}`);
  return stdout.split('\n').includes('--no-sandbox');
}

test.runIf(isLinux)(
  'where AppArmor keeps namespaces back, serve has its sandbox by our own profile alone; commands never try',
  async () => {
    const launcher = await launcherBeside(showsWords);
    const app = join(dirname(launcher), 'gatehouse-app');
    const profile = `profile "gatehouse-app" "${app}" flags=(unconfined) {\n  userns,\n}\n`;
    const serve = ['serve'];
    const starts: readonly System[] = [
      { profiles: {}, words: serve },
      { profiles: { 'gatehouse-app': profile }, words: serve },
      { profiles: { other: `# ${app} is not meant here\n${profile}` }, words: serve },
      { profiles: { 'gatehouse-app': profile.replace(app, `${app}-2`) }, words: serve },
      { profiles: { 'gatehouse-app': profile }, words: ['auth', 'status'] },
      { profiles: { 'gatehouse-unpacked': profile }, words: serve },
    ];
    const found: boolean[] = [];
    for (const start of starts) found.push(await isWithout(launcher, start));
    expect(found).toEqual([true, false, true, true, true, false]);
  },
);

test.runIf(isLinux)(
  'a profile is found by the path that the kernel sees, through linked folders and whatever they are called',
  async () => {
    const launcher = await launcherBeside(showsWords, String.raw`a [new] {one} * ? ^ "b" \c`);
    const linked = join(await temporaryFolder(), 'linked');
    await symlink(dirname(launcher), linked);
    const app = join(await realpath(dirname(launcher)), 'gatehouse-app');
    // As the commands write it that are printed where there is none.
    const facts = {
      read: (path: string) => (path.startsWith('/proc') ? '1' : undefined),
      isSetuid: () => false,
    };
    const [, command = ''] = sandboxFix(app, undefined, facts)?.split('\n') ?? [];
    const profile = spawnSync('sh', ['-c', command.split(' | ')[0] ?? ''], { encoding: 'utf8' }).stdout;
    const start = { profiles: { 'gatehouse-unpacked': profile }, words: ['serve'] };
    expect([
      await isWithout(join(linked, 'gatehouse'), start),
      await isWithout(launcher, start),
      await isWithout(join(linked, 'gatehouse'), { ...start, profiles: {} }),
    ]).toEqual([false, false, true]);
  },
);

test.each([
  ['kill -TRAP $$', 133, 'gatehouse: the app was ended by signal 5 before the command could start'],
  ['kill -KILL $$', 137, 'gatehouse: the app was ended by signal 9 before the command could start'],
  ['exit 130', 130, ''],
  ['exit 5', 5, ''],
])('of an app that ends by %s, run ends with %i and says %j', async (end, code, words) => {
  const launcher = await launcherBeside(`#!/bin/sh\n${end}\n`);
  const { status, stderr } = spawnSync('/bin/sh', [launcher, 'run', 'x'], { env: usual, encoding: 'utf8' });
  // Some shells name the signal first.
  expect([status, stderr.trim().split('\n').at(-1)]).toEqual([code, words]);
});
