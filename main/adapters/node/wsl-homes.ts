// The Linux distributions of a Windows machine and the homes in them, as Windows reaches them. Untried: there was no
// Windows to try it on.
import { execFile } from 'node:child_process';

/** What `wsl.exe` prints when it is run with these words; rejects when it fails or takes too long. */
export type RunWsl = (words: readonly string[]) => Promise<Uint8Array>;

const limitMs = 5000;

const runWsl: RunWsl = (words) =>
  new Promise((resolve, reject) => {
    execFile(
      'wsl.exe',
      [...words],
      { encoding: 'buffer', timeout: limitMs, windowsHide: true },
      (error, output) => {
        if (error === null) resolve(output);
        else reject(new Error('wsl.exe failed', { cause: error }));
      },
    );
  });

/** Windows' own programs print UTF-16, newer versions of this one UTF-8 where they are told to. */
function decoded(bytes: Uint8Array): string {
  return new TextDecoder(bytes.includes(0) ? 'utf-16le' : 'utf-8').decode(bytes);
}

/** Names go into paths and ids, so they are held to what a distribution may be called. */
const namePattern = /^[\w.-]{1,64}$/;
/** Those that Docker keeps for itself have no people in them. */
const notForPeople = 'docker-desktop';

/**
 * The home in each distribution that runs: to ask one that does not would start it. None on other systems, and none
 * where there is no such feature.
 */
export async function findWslHomes(
  run: RunWsl = runWsl,
  platform: NodeJS.Platform = process.platform,
): Promise<readonly { readonly distribution: string; readonly home: string }[]> {
  if (platform !== 'win32') return [];
  const list = decoded(await run(['--list', '--running', '--quiet']).catch(() => new Uint8Array()));
  const names = list
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((name) => namePattern.test(name) && !name.startsWith(notForPeople));
  const found = names.map(async (distribution) => {
    const words = ['--distribution', distribution, '--exec', 'sh', '-c', 'printf %s "$HOME"'];
    const home = decoded(await run(words).catch(() => new Uint8Array()));
    if (!/^\/[\w./-]+$/.test(home)) return [];
    return [{ distribution, home: `\\\\wsl.localhost\\${distribution}${home.replaceAll('/', '\\')}` }];
  });
  return (await Promise.all(found)).flat();
}
