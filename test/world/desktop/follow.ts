// Waits for something in a file that others add lines of JSON to, by watching the file.
import { existsSync, readFileSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Wait } from './bus.ts';
import { withDeadline } from './bus.ts';

/** Every whole line; one that is still being written is left for the next look. */
export function jsonLines(file: string): unknown[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}

export async function untilFile<Found>(
  what: string,
  file: string,
  look: () => Found | undefined,
  { deadlineMs = 9_000 }: Wait = {},
): Promise<Found> {
  const watcher = watch(dirname(file));
  try {
    const found = new Promise<Found>((done, fail) => {
      const lookNow = (): void => {
        try {
          const answer = look();
          if (answer !== undefined) done(answer);
        } catch (error) {
          fail(error instanceof Error ? error : new Error(String(error)));
        }
      };
      watcher.on('change', (_, name) => {
        if (name === basename(file)) lookNow();
      });
      lookNow();
    });
    return await withDeadline(
      what,
      deadlineMs,
      found,
      () => new Error(`${basename(file)} holds ${String(jsonLines(file).length)} lines`),
    );
  } finally {
    watcher.close();
  }
}
