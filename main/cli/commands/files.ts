// `auth files`, `auth preview` and `auth history`.
import { Option } from 'commander';
import { messages } from '../messages.ts';
import type { FileOptions, FilesOptions, HistoryOptions } from '../verbs/files.ts';
import type { VerbTools } from './tools.ts';

export function addFileVerbs({ verb, run }: VerbTools): void {
  verb('files', messages.files)
    .addOption(new Option('--on <id>', messages.files.on).conflicts('off'))
    .option('--off <id>', messages.files.off)
    .action(
      run(async (options: FilesOptions, parts) =>
        (await import('../verbs/files.ts')).sharedFiles(options, parts),
      ),
    );
  verb('preview', messages.preview)
    .requiredOption('--file <id>', messages.preview.file)
    .action(
      run(async (options: FileOptions, parts) => (await import('../verbs/files.ts')).preview(options, parts)),
    );
  verb('history', messages.history)
    .option('--file <id>', messages.history.file)
    .action(
      run(async (options: HistoryOptions, parts) =>
        (await import('../verbs/files.ts')).history(options, parts),
      ),
    );
}
