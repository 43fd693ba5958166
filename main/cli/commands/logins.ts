// `auth import` and `auth migrate`.
import { messages } from '../messages.ts';
import type { ImportOptions } from '../verbs/import.ts';
import type { VerbTools } from './tools.ts';

export function addLoginVerbs({ verb, run }: VerbTools): void {
  verb('import', messages.import)
    .option('--dry-run', messages.import.dryRun)
    .option('--only <ids...>', messages.import.only)
    .option('--yes', messages.import.yes)
    .action(
      run(async (options: ImportOptions, parts) =>
        (await import('../verbs/import.ts')).importLogins(options, parts),
      ),
    );
  verb('migrate', messages.migrate)
    .option('--dry-run', messages.migrate.dryRun)
    .option('--only <ids...>', messages.migrate.only)
    .option('--yes', messages.migrate.yes)
    .action(
      run(async (options: ImportOptions, parts) =>
        (await import('../verbs/import.ts')).migrateSetup(options, parts),
      ),
    );
}
