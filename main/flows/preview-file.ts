// Shows what would be written to a shared file, and what stands there now, with every secret replaced.
import { describeFailure } from '../domain/failure-words.ts';
import type { Language } from '../domain/language.ts';
import type { JsonObject } from '../domain/json.ts';
import { phrase } from '../domain/phrases.ts';
import type { SharedFiles } from './shared-files.ts';

export interface FilePreview {
  readonly path: string;
  /** Null: there is no file. */
  readonly before: string | null;
  /** Null: nothing would be written; empty: the file would be taken away. */
  readonly after: string | null;
  readonly reason: string | null;
}

/** @throws Failure when the file cannot be understood */
export async function previewFile(
  fileId: string,
  files: Pick<SharedFiles, 'proposal'>,
  redacted: (text: string) => string,
  language?: Language,
): Promise<FilePreview> {
  const { path, before, changes, refusal } = await files.proposal(fileId);
  const shown = (content: JsonObject | undefined): string | null =>
    content === undefined ? null : redacted(JSON.stringify(content, null, 2));
  if (changes === undefined) {
    const reason =
      refusal === undefined
        ? phrase(language, 'No account in use may go there, so nothing would be written.')
        : describeFailure(refusal, language).what;
    return { path, before: shown(before), after: null, reason };
  }
  const kept = Object.entries({ ...before, ...changes }).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  // A file with nothing left in it is taken away.
  const after = kept.length === 0 ? '' : shown(Object.fromEntries(kept));
  return { path, before: shown(before), after, reason: null };
}
