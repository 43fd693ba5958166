// What the local service can have done with the files of other programs.
import { Failure } from '../../domain/failure.ts';
import type { RestoredFile } from '../../domain/restored-file.ts';
import type { FileHistory } from '../../ports.ts';
import type { FilePreview, SharedFileView, View } from '../../../preload/view.ts';
import type { FilesAnswer } from '../protocol/files.ts';
import type { FileActions } from '../routes/files.ts';
import { problemOf, requireUnlocked, type ViewAtHand } from './shown.ts';

export interface FileParts {
  /**
   * @param file all of them when undefined
   * @param force also where that puts back a sign-in that may be spent
   */
  readonly restoreFiles: (file: string | undefined, force: boolean) => Promise<readonly RestoredFile[]>;
  readonly previewFile: (file: string) => Promise<FilePreview>;
  readonly history: Pick<FileHistory, 'versions'>;
  readonly changeSettings: (changes: { readonly sharedFiles: Record<string, boolean> }) => Promise<void>;
}

function fileIn(view: View, id: string): SharedFileView {
  const found = view.settings.files.find((file) => file.id === id);
  if (found === undefined)
    throw new Failure('broker/bad-request', { detail: `there is no shared file ${id}` });
  return found;
}

export function fileActions(parts: FileParts, { view, loadedView }: ViewAtHand): FileActions {
  const files = (): FilesAnswer => ({ schema: 1, files: [...view().settings.files] });
  return {
    async list() {
      await loadedView();
      return files();
    },
    async choose(file, on) {
      const known = await loadedView();
      fileIn(known, file);
      if (on) requireUnlocked(known);
      await parts.changeSettings({ sharedFiles: { [file]: on } });
      return files();
    },
    async preview(file) {
      fileIn(await loadedView(), file);
      return { schema: 1, file, ...(await parts.previewFile(file)) };
    },
    async history(only) {
      const known = await loadedView();
      const wanted = only === undefined ? known.settings.files : [fileIn(known, only)];
      const found = wanted.map(async ({ id, reader, path }) => ({
        id,
        reader,
        path,
        versions: (await parts.history.versions(path)).map(({ at, by, text }) =>
          only === undefined ? { at, by } : { at, by, text: text ?? null },
        ),
      }));
      return { schema: 1, files: await Promise.all(found) };
    },
    async restore(only, force) {
      const known = await loadedView();
      requireUnlocked(known);
      if (only !== undefined) fileIn(known, only);
      const restored = await parts.restoreFiles(only, force);
      return {
        schema: 1,
        files: restored.map(({ failure, ...file }) => ({ ...file, problem: problemOf(failure) })),
      };
    },
  };
}
