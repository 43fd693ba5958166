// The verbs about files with settings.
import { Argument } from 'commander';
import { settingsMessages } from '../messages-settings.ts';
import type { ExportSettingsOptions, ImportSettingsOptions } from '../verbs/settings.ts';
import type { JsonOption } from '../verbs/parts.ts';
import type { VerbTools } from './tools.ts';

/** Verbs of the root, beside `auth`. */
export function addSettingsVerbs({ group, run }: VerbTools): void {
  const verb = group('settings', settingsMessages);
  const { export: exportWords, import: importWords, undo } = settingsMessages.verbs;
  const exporting = run(async (options: ExportSettingsOptions, parts) =>
    (await import('../verbs/settings.ts')).exportSettings(options, parts),
  );
  verb('export', exportWords)
    .addArgument(new Argument('[file]', exportWords.file))
    .option('--force', exportWords.force)
    .action(async (file: string | undefined, options: ExportSettingsOptions) => {
      await exporting({ ...options, ...(file !== undefined && { file }) });
    });
  const importing = run(async (options: ImportSettingsOptions, parts) =>
    (await import('../verbs/settings.ts')).importSettings(options, parts),
  );
  verb('import', importWords)
    .addArgument(new Argument('<file>', importWords.file))
    .option('--dry-run', importWords.dryRun)
    .option('--yes', importWords.yes)
    .action(async (file: string, options: Omit<ImportSettingsOptions, 'file'>) => {
      await importing({ ...options, file });
    });
  verb('undo', undo).action(
    run(async (options: JsonOption, parts) =>
      (await import('../verbs/settings.ts')).undoSettings(options, parts),
    ),
  );
}
