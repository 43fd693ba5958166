// The world's folder on the host: made before anything starts, removed by a process that outlives every other.
import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { homedir, tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import type { WorldUser } from './namespace.ts';
import type { Options } from './options.ts';
import type { Plan } from './plan.ts';

export interface HostFolder {
  path: string;
  /** Copies what the command left in $WORLD_OUT. */
  copyOut(target: string): void;
  /** Waits until the folder is gone. */
  remove(): Promise<void>;
}

/** From here on the folder is either removed or, when it is to be kept, somebody's own business. */
export function makeHostFolder(keep: boolean): HostFolder {
  const path = mkdtempSync(join(tmpdir(), 'gatehouse-world-'));
  const cleaner = keep ? undefined : startCleaner(path);
  return {
    path,
    copyOut(target) {
      const out = join(path, 'tmp/world/out');
      if (existsSync(out)) cpSync(out, target, { recursive: true });
    },
    async remove() {
      if (cleaner === undefined) return;
      cleaner.stdin?.end();
      await once(cleaner, 'exit');
    },
  };
}

/** Makes `tmp`, which the world sees as /tmp, with everything in it that the world is to begin with. */
export function furnish(path: string, plan: Plan, options: Options, user: WorldUser): void {
  const tmp = join(path, 'tmp');
  const world = join(tmp, 'world');
  mkdirSync(join(world, 'plan'), { recursive: true });
  mkdirSync(join(tmp, '.X11-unix'));
  chmodSync(join(tmp, '.X11-unix'), 0o1777);
  chmodSync(tmp, 0o755);
  if (user.drop) chownSync(tmp, user.id, user.group);
  writePlan(join(world, 'plan'), plan, options, user);
  if (plan.display !== undefined) copyScreenKey(join(world, 'plan', 'xauthority'), user);
  if (user.drop) chownSync(world, user.id, user.group);
}

function writePlan(folder: string, plan: Plan, options: Options, user: WorldUser): void {
  const shown = shownFolders(plan, options);
  if (user.drop) for (const path of shown) refuseClosed(path);
  writeFileSync(join(folder, 'plan.json'), JSON.stringify(plan));
  writeFileSync(join(folder, 'show'), lines(shown));
  writeFileSync(join(folder, 'hide'), lines(hiddenFolders(shown, user)));
  writeFileSync(
    join(folder, 'passwd'),
    accounts(
      '/etc/passwd',
      user.id,
      `world:x:${String(user.id)}:${String(user.group)}:World:/tmp/world/home:/bin/bash`,
    ),
  );
  writeFileSync(join(folder, 'group'), accounts('/etc/group', user.group, `world:x:${String(user.group)}:`));
  if (options.scenario !== undefined) copyFileSync(options.scenario, join(folder, 'scenario.json'));
}

/** The cookie that the caller's X server asks for, where it asks for one. */
function copyScreenKey(target: string, user: WorldUser): void {
  const key = process.env['XAUTHORITY'] ?? join(homedir(), '.Xauthority');
  writeFileSync(target, existsSync(key) ? readFileSync(key) : '', { mode: 0o600 });
  if (user.drop) chownSync(target, user.id, user.group);
}

function shownFolders(plan: Plan, options: Options): string[] {
  const wanted = [
    plan.checkout,
    plan.app,
    plan.clients,
    dirname(plan.sandbox),
    dirname(dirname(plan.node)),
    ...(plan.display === undefined ? [] : ['/tmp/.X11-unix']),
    ...options.show,
  ];
  const present = wanted.filter((path): path is string => path !== undefined && existsSync(path));
  return [...new Set(present)].filter((path) => !present.some((other) => path.startsWith(`${other}/`)));
}

/** What bars the way to a folder can be covered up; what the folder itself forbids cannot. */
function refuseClosed(path: string): void {
  if ((statSync(path).mode & 0o005) === 0o005) return;
  throw new Error(
    `${path} is closed to other users, and root's worlds run as one: chmod o+rx it, or start the world as its owner`,
  );
}

/** The home of whoever starts the world, and (for another user) the folders that bar the way to what is shown. */
function hiddenFolders(shown: string[], user: WorldUser): string[] {
  const homes = [homedir(), userInfo().homedir].filter(
    (home) => /^\/(root|home\/.+)$/.test(home) && existsSync(home),
  );
  const barred = user.drop ? shown.map(firstBarredFolder).filter((path) => path !== undefined) : [];
  return [...new Set([...homes, ...barred])].sort();
}

function firstBarredFolder(path: string): string | undefined {
  const above: string[] = [];
  for (let folder = dirname(path); folder !== '/'; folder = dirname(folder)) above.unshift(folder);
  return above.find((folder) => (statSync(folder).mode & 0o001) === 0);
}

function accounts(file: string, id: number, line: string): string {
  const others = readFileSync(file, 'utf8')
    .split('\n')
    .filter((entry) => entry !== '' && entry.split(':')[2] !== String(id));
  return lines([...others, line]);
}

function lines(words: string[]): string {
  return words.map((word) => `${word}\n`).join('');
}

/** In a session of its own, so that Ctrl-C and the end of world.ts (by kill -9 too) leave it time to clean up. */
function startCleaner(path: string): ChildProcess {
  const untilTheWorldIsGone =
    'cat; n=0; until rm -rf -- "$1" 2>&1 || [ $n -ge 200 ]; do n=$((n+1)); sleep 0.05; done';
  return spawn('/bin/sh', ['-c', untilTheWorldIsGone, 'world-cleaner', path], {
    cwd: '/',
    detached: true,
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
}
