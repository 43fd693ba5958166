// The declared runtime: the official Electron that the installed `electron` package downloads.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runQuietly } from '../bootstrap/child.mjs';
import { cacheFolder, root, writeWhole } from '../bootstrap/places.mjs';
import { say } from '../bootstrap/steps.mjs';
import { declaredElectronVersion, factsOf, readFacts, type Runtime } from './runtime.ts';

const firstByteTimeoutMs = 20_000;
const downloadTimeoutMs = 15 * 60_000;
const rememberUnreachableMs = 24 * 3_600_000;

const packageFolder = path.join(root, 'node_modules', 'electron');
const unreachableStamp = path.join(cacheFolder, 'official-unreachable.json');

/** The official runtime when it is already unpacked; never touches the network. */
export async function installedOfficial(): Promise<Runtime | undefined> {
  const folder = path.join(packageFolder, 'dist');
  try {
    const version = readFileSync(path.join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
    const program = path.join(folder, readFileSync(path.join(packageFolder, 'path.txt'), 'utf8').trim());
    if (version !== declaredElectronVersion() || !existsSync(program)) return undefined;
    // The facts are written after the first start, so that later runs need not start it to know its Node.
    const factsFile = path.join(folder, 'gatehouse-runtime.json');
    const known = readFacts(factsFile);
    if (known !== undefined) return { ...known, folder, program };
    const node = await nodeVersionOf(program);
    const runtime: Runtime = { electron: version, node, source: 'official', folder, program };
    writeWhole(factsFile, JSON.stringify(factsOf(runtime)));
    return runtime;
  } catch {
    return undefined;
  }
}

/** Starts a runtime as plain Node: proves that it runs here and says which Node it carries. */
export async function nodeVersionOf(program: string): Promise<string> {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  return (await runQuietly(program, ['-p', 'process.versions.node'], { env, timeoutMs: 20_000 })).trim();
}

/** True when an attempt within the last day found no way to the download. */
export function isKnownUnreachable(): boolean {
  try {
    const stamp = JSON.parse(readFileSync(unreachableStamp, 'utf8')) as { atMs: number; version: string };
    return stamp.version === declaredElectronVersion() && Date.now() - stamp.atMs < rememberUnreachableMs;
  } catch {
    return false;
  }
}

/** Downloads the official runtime, or says in one line why not. One attempt, no retries. */
export async function downloadOfficial(): Promise<Runtime | undefined> {
  const version = declaredElectronVersion();
  try {
    await expectFirstByte(version);
    const env = { ...process.env, ELECTRON_GET_USE_PROXY: '1' };
    // The same program that `npx install-electron` runs, with its checksums from the locked package.
    await runQuietly(process.execPath, [path.join(packageFolder, 'install.js')], {
      env,
      timeoutMs: downloadTimeoutMs,
    });
  } catch (error) {
    const reason = error instanceof Error ? reasonOf(error) : String(error);
    writeWhole(unreachableStamp, JSON.stringify({ version, atMs: Date.now(), reason }));
    say(
      `  · official Electron ${version} is not reachable (${reason}); asked again in a day or with --official`,
    );
    return undefined;
  }
  return installedOfficial();
}

/** The download itself retries for minutes; whether it can be reached at all is known within seconds. */
async function expectFirstByte(version: string): Promise<void> {
  const mirror = process.env['ELECTRON_MIRROR'] ?? 'https://github.com/electron/electron/releases/download/';
  const url = new URL(`v${version}/SHASUMS256.txt`, mirror);
  const answer = await fetch(url, { signal: AbortSignal.timeout(firstByteTimeoutMs) });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`${url.host} answers ${String(answer.status)}`);
}

function reasonOf(error: Error): string {
  const cause = error.cause instanceof Error ? error.cause : error;
  return cause.message.split('\n')[0] ?? cause.name;
}
