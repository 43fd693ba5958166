// Takes a few words out of the product's own source as it is loaded, to see that they were needed.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Cut {
  /** Inside `main/`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** What the source no longer says: a guard that cannot be taken out, so that a control would prove nothing. */
export function missingCuts(main: string, cuts: Readonly<Record<string, readonly Cut[]>>): readonly string[] {
  return Object.values(cuts)
    .flat()
    .filter(({ file, from }) => !readFileSync(join(main, file), 'utf8').includes(from))
    .map(({ file, from }) => `${file}: ${from}`);
}

/** For modules that are not loaded yet. @throws when the source no longer has these words */
export function cutSource(cuts: readonly Cut[]): void {
  registerHooks({
    load(url, context, nextLoad) {
      const own = cuts.filter(({ file }) => url.endsWith(`/main/${file}`));
      if (own.length === 0) return nextLoad(url, context);
      let source = readFileSync(fileURLToPath(url), 'utf8');
      for (const { file, from, to } of own) {
        if (!source.includes(from)) throw new Error(`${file} has no such words: ${from}`);
        source = source.replace(from, to);
      }
      return { format: 'module-typescript', source, shortCircuit: true };
    },
  });
}
