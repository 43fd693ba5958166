// A writer of shared files in memory, and text files that stand there already.
import type { JsonChanges } from '../../main/domain/json.ts';
import type { SharedFileWriter, TextFiles } from '../../main/ports.ts';

export class RecordingWriter implements SharedFileWriter {
  readonly written: { path: string; changes: JsonChanges }[] = [];
  /** Paths that cannot be written at present, with the error each gives. */
  readonly broken = new Map<string, Error>();

  async mergeJson(path: string, changes: JsonChanges): Promise<'written' | 'unchanged'> {
    const error = this.broken.get(path);
    if (error !== undefined) throw error;
    this.written.push({ path, changes });
    return 'written';
  }
}

export function textFilesOf(texts: Readonly<Record<string, string>>): TextFiles {
  return { read: async (path) => texts[path] };
}
