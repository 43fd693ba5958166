// Installs the pinned clients into the cache, once per lock file, and prints the folder that holds their bin/.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const manifests = ['package.json', 'package-lock.json'];
const platform = `${process.platform}-${process.arch}`;

// The native programs themselves: the packages' own launchers need install scripts, which are not run.
const programs: Readonly<Record<string, string>> = {
  codex: `@openai/codex-${platform}/vendor/*/bin/codex`,
  claude: `@anthropic-ai/claude-code-${platform}/claude`,
  opencode: `opencode-${platform}/bin/opencode`,
  copilot: `@github/copilot-${platform}/copilot`,
  // Of JavaScript alone, for the Node that is there.
  gemini: '@google/gemini-cli/bundle/gemini.js',
};

function cacheFolder(): string {
  const hash = createHash('sha256');
  for (const name of manifests) hash.update(readFileSync(join(import.meta.dirname, name)));
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(cache, 'gatehouse-dev', `clients-${hash.digest('hex').slice(0, 12)}`);
}

function installInto(folder: string): void {
  for (const name of manifests) copyFileSync(join(import.meta.dirname, name), join(folder, name));
  // Not `ci`: it insists on OpenCode's packages for every platform, which not every registry has. The lock file's
  // versions and hashes hold here too.
  const words = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // Its output goes to stderr: stdout carries the folder and nothing else.
  execFileSync('npm', words, { cwd: folder, stdio: ['ignore', process.stderr, 'inherit'] });
  mkdirSync(join(folder, 'bin'));
  for (const [name, pattern] of Object.entries(programs)) {
    const [found] = globSync(join('node_modules', pattern), { cwd: folder });
    if (found === undefined) throw new Error(`there is no ${name} for ${platform}`);
    symlinkSync(join('..', found), join(folder, 'bin', name));
  }
}

/** Whole or not at all: two runs at once each make their own, and the first to finish stays. */
function install(target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  const temporary = mkdtempSync(`${target}.`);
  try {
    installInto(temporary);
    // Readable for the world's own user, who is not the one that installs.
    chmodSync(temporary, 0o755);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}

const target = cacheFolder();
if (!existsSync(target)) {
  console.error('clients: installing codex, claude, opencode, copilot and gemini (about 1 GB), once');
  install(target);
}
console.log(target);
