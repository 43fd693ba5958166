// System packages: installed by apt as root, named with the exact command for anybody else.
// @ts-check
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { runQuietly } from './child.mjs';
import { root, writeWhole } from './places.mjs';
import { say, SetupFailure, step } from './steps.mjs';

const dpkgStatus = '/var/lib/dpkg/status';
const stampFile = path.join(root, '.cache', 'system-packages.json');

/** What Electron itself links against. Debian 13 renamed some (64-bit time): either name will do. */
const electronLibraries = [
  'unzip',
  'libgtk-3-0t64|libgtk-3-0',
  'libnotify4',
  'libnss3',
  'libgbm1',
  'libasound2t64|libasound2',
  'fonts-dejavu-core',
];

/** What the world adds: a desktop, a key store, a browser and a network of its own. */
const worldPrograms = [
  'xvfb',
  'weston',
  'x11-utils',
  'x11-apps',
  'xauth',
  'xdotool',
  'zsh',
  'fish',
  'imagemagick',
  'dbus',
  'dbus-daemon',
  'dunst',
  'gnome-keyring',
  'libsecret-tools',
  'chromium',
  'libnss3-tools',
  'openssl',
  'iproute2',
  'util-linux',
  'procps',
  'psmisc',
];

/** What the packers of other systems and the checks of their files add. */
const packageTools = ['rpm', 'dpkg', 'appstream', 'desktop-file-utils'];

/** @typedef {'none' | 'electron' | 'packages' | 'world'} SystemLevel */

/** @param {SystemLevel} level */
function wantedAt(level) {
  if (level === 'none') return [];
  if (level === 'electron') return electronLibraries;
  return [...electronLibraries, ...(level === 'packages' ? packageTools : worldPrograms)];
}

/**
 * Makes sure that the system packages of a level are there.
 * @param {SystemLevel} level
 */
export async function ensureSystemPackages(level) {
  if (level === 'none') return;
  if (!existsSync(dpkgStatus)) {
    explainOtherSystem(level);
    return;
  }
  // What the others need includes what Electron needs.
  const known = readStamp();
  const enough = level === 'electron' ? ['electron', 'packages', 'world'] : [level];
  if (enough.some((each) => known === `${each} ${dpkgState()}`)) return;
  const missing = missingPackages(wantedAt(level));
  if (missing.length > 0) {
    if (process.getuid?.() !== 0) refuse(missing);
    await step(`system packages: ${names(missing).join(' ')}`, () => install(missing));
    const left = missingPackages(wantedAt(level));
    if (left.length > 0) throw new SetupFailure(`apt-get did not install ${names(left).join(' ')}`);
  }
  writeWhole(stampFile, JSON.stringify({ state: `${level} ${dpkgState()}` }));
}

/** dpkg rewrites this file with every change, so an unchanged one means unchanged packages. */
function dpkgState() {
  const { mtimeMs, size } = statSync(dpkgStatus);
  return `${String(mtimeMs)} ${String(size)}`;
}

function readStamp() {
  try {
    return /** @type {{ state: string }} */ (JSON.parse(readFileSync(stampFile, 'utf8'))).state;
  } catch {
    return undefined;
  }
}

/**
 * @param {readonly string[]} wanted entries of one name or of alternatives
 * @returns {string[]}
 */
function missingPackages(wanted) {
  /** @type {Set<string>} */
  const installed = new Set();
  for (const entry of readFileSync(dpkgStatus, 'utf8').split('\n\n')) {
    const name = /^Package: (.*)$/m.exec(entry)?.[1];
    if (name !== undefined && /^Status: .* installed$/m.test(entry)) installed.add(name);
  }
  return wanted.filter((entry) => !entry.split('|').some((name) => installed.has(name)));
}

/**
 * The one name of each entry that this release of the distribution has.
 * @param {readonly string[]} entries
 */
function names(entries) {
  return entries.map((entry) => {
    const alternatives = entry.split('|');
    return (
      alternatives.find((name) => alternatives.length === 1 || isAvailable(name)) ??
      alternatives.at(-1) ??
      entry
    );
  });
}

/** @param {string} name */
function isAvailable(name) {
  try {
    const policy = execFileSync('apt-cache', ['policy', name], { encoding: 'utf8', stdio: 'pipe' });
    return /^\s*Candidate: (?!\(none\))/m.test(policy);
  } catch {
    return false;
  }
}

/** @param {readonly string[]} missing */
async function install(missing) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, finishes: true };
  // An installation that was cut off earlier is finished first; without this apt refuses to do anything.
  await runQuietly('dpkg', ['--configure', '-a'], options);
  const update = ['-q', '-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=300', 'update'];
  await runQuietly('apt-get', update, options).catch(() => runQuietly('apt-get', update, options));
  await runQuietly(
    'apt-get',
    [
      '-q',
      '-y',
      '-o',
      'DPkg::Lock::Timeout=300',
      '-o',
      'Acquire::Retries=3',
      'install',
      '--no-install-recommends',
      ...names(missing),
    ],
    options,
  );
}

/**
 * @param {readonly string[]} missing
 * @returns {never}
 */
function refuse(missing) {
  throw new SetupFailure(
    [
      'These system packages are missing, and only root can install them:',
      '',
      `  sudo apt-get update && sudo apt-get install --no-install-recommends ${names(missing).join(' ')}`,
      '',
      'Run that once, then the same command again.',
    ].join('\n'),
    { exitCode: 2 },
  );
}

/** @param {SystemLevel} level */
function explainOtherSystem(level) {
  if (level === 'electron' && process.platform !== 'linux') return;
  const system =
    process.platform === 'linux' ? 'This Linux is not Debian or a relative of it' : 'This is not Linux';
  say(`  · ${system}: system packages are not set up by this script.`);
  if (process.platform === 'linux') {
    say(
      `  · Install what your system calls: ${wantedAt(level)
        .map((entry) => entry.split('|').at(-1))
        .join(' ')}`,
    );
  } else if (level === 'world') {
    say(
      '  · The world (end-to-end tests, demo, benchmark) needs Linux; unit, rules, integration and window tests run here.',
    );
  }
}
