// Writes what every package brings along about itself into dist/documents: notices, bill of materials, Debian's copyright file.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runQuietly } from '../bootstrap/child.mjs';
import { root, writeWhole } from '../bootstrap/places.mjs';
import type { Runtime } from '../runtime/runtime.ts';
import { gatherLicences } from './licences.ts';
import { copyrightText, thirdPartyNotices } from './notices.ts';
import { billOfMaterials, type LockedTree } from './sbom.ts';

export const documentsFolder = path.join(root, 'dist', 'documents');
export const billName = 'sbom.cdx.json';

/** What decides the bill. */
const deciding = ['package.json', 'package-lock.json', 'scripts/runtime-fallback/package-lock.json'];

/** When what is shipped was last changed by a commit: the next commit that changes nothing of it gives the same bytes. */
function changedAt(): string | undefined {
  const given = process.env['SOURCE_DATE_EPOCH'];
  try {
    const seconds =
      given ??
      execFileSync('git', ['log', '-1', '--format=%ct', '--', ...deciding], {
        cwd: root,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    return seconds.trim() === '' ? undefined : new Date(Number(seconds) * 1000).toISOString();
  } catch {
    // An unpacked archive of the sources has no history.
    return undefined;
  }
}

async function chromiumOf({ program }: Runtime): Promise<string> {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  return (await runQuietly(program, ['-p', 'process.versions.chrome'], { env, timeoutMs: 20_000 })).trim();
}

/** As scripts/build/pack.ts names it. */
export async function shippedVersion({ source }: Pick<Runtime, 'source'>): Promise<string> {
  const { version } = (await import('../../package.json', { with: { type: 'json' } })).default;
  return source === 'official' ? version : `${version}-unofficial`;
}

export async function writeDocuments(runtime: Runtime): Promise<void> {
  const { electron, node, source } = runtime;
  const manifest = (await import('../../package.json', { with: { type: 'json' } })).default;
  const version = await shippedVersion(runtime);
  const shipped = { electron, node, source, chromium: await chromiumOf(runtime) };
  const licences = gatherLicences(root);
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as LockedTree;
  const app = { name: manifest.name, version, licence: manifest.license };
  const bill = billOfMaterials(app, shipped, licences, lock, changedAt());
  const write = (name: string, text: string): void => {
    writeWhole(path.join(documentsFolder, name), text);
  };
  write(billName, `${JSON.stringify(bill, null, 2)}\n`);
  write('THIRD-PARTY-NOTICES', thirdPartyNotices(version, shipped, licences));
  write('copyright', copyrightText(readFileSync(path.join(root, 'LICENSE'), 'utf8')));
}
