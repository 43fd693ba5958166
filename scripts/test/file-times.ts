// How long each test file took when it last ran here, and what can run side by side so that both ends come at the same time.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { root, writeWhole } from '../bootstrap/places.mjs';

/** Not among the runs, which `npm run bench` tells of. */
const timesFile = path.join(root, 'out', 'file-times.json');

const timesShape = z.record(z.string(), z.number());
type Times = z.output<typeof timesShape>;

function keptTimes(): Times {
  try {
    return timesShape.parse(JSON.parse(readFileSync(timesFile, 'utf8')));
  } catch {
    // Nothing has run here yet.
    return {};
  }
}

/** @param fileMs milliseconds by file; of files that are not there nothing changes */
export function keepFileTimes(fileMs: Times): void {
  writeWhole(timesFile, `${JSON.stringify({ ...keptTimes(), ...fileMs })}\n`);
}

/** For a file that has never run here, by its size: rather too much, so that it does not come last. */
const msPerByte = 3;

/**
 * Deals the test files of a folder out, the longest first, each to the lane that has the least to do so far.
 * @returns for each lane its files, from the root of the checkout; fewer lanes where there are fewer files
 */
export function dealtOut(folder: string, lanes: number): readonly (readonly string[])[] {
  const times = keptTimes();
  const files = readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name}`)
    .map((file) => ({ file, ms: times[file] ?? statSync(path.join(root, file)).size * msPerByte }));
  const dealt = Array.from({ length: lanes }, () => ({ files: [] as string[], ms: 0 }));
  for (const { file, ms } of files.toSorted((one, other) => other.ms - one.ms)) {
    const next = dealt.reduce((least, lane) => (lane.ms < least.ms ? lane : least));
    next.files.push(file);
    next.ms += ms;
  }
  return dealt.map((lane) => lane.files).filter((lane) => lane.length > 0);
}
