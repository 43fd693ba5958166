// Reads a finished package back: what a packer was told and what it made are two things.
import { extractFile, listPackage } from '@electron/asar';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { SetupFailure } from '../bootstrap/steps.mjs';
import { expectFuses, shippedFuses } from '../runtime/fuses.ts';
import { readFacts } from '../runtime/runtime.ts';
import { loadedTooEarly } from './late-chunks.ts';
import { launcherIn, programIn, resourcesIn } from './layout.ts';

const archiveLimitBytes = 3 * 1024 * 1024;

export async function verifyPackage(folder: string): Promise<void> {
  await expectFuses(programIn(folder), shippedFuses(process.platform));
  const problems = [...archiveProblems(folder), ...fileProblems(folder)];
  if (problems.length > 0)
    throw new SetupFailure(`The package is not as it should be:\n  ${problems.join('\n  ')}`);
}

/** It stands in electron-updater, which is for those who want a new version now. */
const updaterMark = 'ERR_UPDATER_';

function chunksIn(archive: string): ReadonlyMap<string, string> {
  const names = listPackage(archive, { isPack: false }).filter((name) => name.endsWith('.cjs'));
  return new Map(
    names.map((name) => [path.basename(name), extractFile(archive, name.slice(1)).toString('utf8')]),
  );
}

function archiveProblems(folder: string): string[] {
  const archive = path.join(resourcesIn(folder), 'app.asar');
  const problems: string[] = [];
  const { size } = statSync(archive);
  if (size > archiveLimitBytes) {
    problems.push(
      `app.asar has ${String(size)} bytes, more than the ${String(archiveLimitBytes)} it may have`,
    );
  }
  const foreign = listPackage(archive, { isPack: false })
    .map((name) => name.replaceAll('\\', '/'))
    .filter(
      (name) =>
        !/^\/(out(\/(main|preload|renderer)(\/.*)?)?|package\.json)$/.test(name) || name.endsWith('.map'),
    );
  problems.push(...loadedTooEarly(chunksIn(archive), updaterMark));
  if (foreign.length > 0)
    problems.push(`app.asar holds what does not belong there: ${foreign.slice(0, 5).join(', ')}`);
  return problems;
}

function fileProblems(folder: string): string[] {
  const problems: string[] = [];
  if (readFacts(path.join(resourcesIn(folder), 'runtime.json')) === undefined) {
    problems.push('resources/runtime.json is missing or not whole');
  }
  if (existsSync(path.join(resourcesIn(folder), 'default_app.asar')))
    problems.push('default_app.asar is still there');
  try {
    accessSync(launcherIn(folder), constants.X_OK);
  } catch {
    problems.push(`the launcher ${path.basename(launcherIn(folder))} is missing or not executable`);
  }
  const setuid = path.join(folder, 'chrome-sandbox');
  if (existsSync(setuid) && (statSync(setuid).mode & 0o6000) !== 0) problems.push('chrome-sandbox is setuid');
  return problems;
}
