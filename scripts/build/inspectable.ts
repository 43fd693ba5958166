// A copy of the package for Playwright. It differs from the shipped one only in its inspect fuse.
import { constants, copyFileSync, linkSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expectFuses, flip, inspectableFuses } from '../runtime/fuses.ts';
import { programIn } from './layout.ts';

export async function makeInspectable(source: string, target: string): Promise<void> {
  const program = programIn(source);
  linkTree(source, target, program);
  const fuses = inspectableFuses(process.platform);
  await flip(programIn(target), fuses);
  await expectFuses(programIn(target), fuses);
}

/** Links every file and copies the one that will be changed in place, where there is one. */
export function linkTree(source: string, target: string, copied?: string): void {
  mkdirSync(target, { recursive: true });
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    const from = path.join(source, entry.name);
    const to = path.join(target, entry.name);
    if (entry.isDirectory()) linkTree(from, to, copied);
    else if (from === copied) copyFileSync(from, to, constants.COPYFILE_FICLONE);
    else linkSync(from, to);
  }
}
