// What would be written to a file, as what goes and what comes.
import { messages } from './messages.ts';
import { diffLines } from './text-diff.ts';

interface Preview {
  readonly path: string;
  /** Null: there is no file. */
  readonly before: string | null;
  /** Null: nothing would be written; `reason` says why. */
  readonly after: string | null;
  readonly reason: string | null;
}

/** The path, and below it the difference, or why there is none. */
export function previewText({ path, before, after, reason }: Preview): string {
  const changes = after === null ? [] : diffLines(before ?? '', after);
  return [path, ...(changes.length > 0 ? changes : [reason ?? messages.preview.unchanged])].join('\n');
}
