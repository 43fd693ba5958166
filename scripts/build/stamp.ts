// The record of a finished build. It is removed before the work and written last, so an interrupted build is not trusted.
import { readFileSync, rmSync } from 'node:fs';
import { writeWhole } from '../bootstrap/places.mjs';

export type Stamp = Readonly<Record<string, string>>;

function readStamp(file: string): Stamp {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Stamp;
  } catch {
    return {};
  }
}

export function isCurrent(file: string, wanted: Stamp): boolean {
  const stamp = readStamp(file);
  return Object.entries(wanted).every(([name, value]) => stamp[name] === value);
}

export function removeStamp(file: string): void {
  rmSync(file, { force: true });
}

export function writeStamp(file: string, stamp: Stamp): void {
  writeWhole(file, JSON.stringify(stamp));
}
