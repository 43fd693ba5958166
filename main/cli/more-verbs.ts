// The verbs about what is on this computer. What each does is loaded when it is asked for: `auth status` never waits.
import { Argument, Option, type Command } from 'commander';
import { messages } from './messages.ts';
import { exit } from './output.ts';
import type { BackupOptions, RestoreOptions } from './verbs/backup.ts';
import type { FileOptions, FilesOptions, HistoryOptions } from './verbs/files.ts';
import type { ImportOptions } from './verbs/import.ts';
import type { KeyStoreOptions, PassphraseOptions } from './verbs/key-store.ts';
import type { CliParts, JsonOption } from './verbs/parts.ts';

export interface VerbTools {
  /** A verb of `auth` with its help and --json. */
  readonly verb: (name: string, words: { readonly about: string; readonly example: string }) => Command;
  readonly run: <Options extends JsonOption>(
    act: (options: Options, parts: CliParts) => Promise<number>,
  ) => (options: Options) => Promise<void>;
}

function bringingAlong({ verb, run }: VerbTools): void {
  verb('import', messages.import)
    .option('--dry-run', messages.import.dryRun)
    .option('--only <ids...>', messages.import.only)
    .option('--yes', messages.import.yes)
    .action(
      run(async (options: ImportOptions, parts) =>
        (await import('./verbs/import.ts')).importLogins(options, parts),
      ),
    );
  verb('migrate', messages.migrate)
    .option('--dry-run', messages.migrate.dryRun)
    .option('--only <ids...>', messages.migrate.only)
    .option('--yes', messages.migrate.yes)
    .action(
      run(async (options: ImportOptions, parts) =>
        (await import('./verbs/import.ts')).migrateSetup(options, parts),
      ),
    );
}

function backups({ verb, run }: VerbTools): void {
  const { backup, restore } = messages;
  verb('backup', backup)
    .requiredOption('--out <file>', backup.out)
    .option('--provider <name>', backup.provider)
    .option('--account <name>', backup.account)
    .option('--passphrase-stdin', backup.passphraseStdin)
    .option('--force', backup.force)
    .action(
      run(async (options: BackupOptions, parts) =>
        (await import('./verbs/backup.ts')).backup(options, parts),
      ),
    );
  const restoring = run(async (options: RestoreOptions, parts) =>
    (await import('./verbs/backup.ts')).restore(options, parts),
  );
  verb('restore', restore)
    .addArgument(new Argument('[path]', restore.path))
    // Not one option with several values: it would swallow the path behind it.
    .option('--account <name>', restore.account, (name, before: readonly string[] | undefined) => [
      ...(before ?? []),
      name,
    ])
    .option('--passphrase-stdin', restore.passphraseStdin)
    .option('--force', restore.force)
    .option('--settings', restore.settings)
    .option('--files', restore.files)
    .option('--file <id>', restore.file)
    .action(async (path: string | undefined, options: RestoreOptions, command: Command) => {
      const wrong = wrongRestore(path, options);
      if (wrong !== undefined) command.error(wrong, { exitCode: exit.usage });
      await restoring({ ...options, ...(path !== undefined && { path }) });
    });
}

function wrongRestore(path: string | undefined, options: RestoreOptions): string | undefined {
  const { alone, fileAlone, both } = messages.restore;
  if (options.files !== true) {
    if (options.file !== undefined) return fileAlone;
    return path === undefined ? alone : undefined;
  }
  const hasMore = path !== undefined || options.account !== undefined || options.settings === true;
  return hasMore ? both : undefined;
}

function files({ verb, run }: VerbTools): void {
  verb('files', messages.files)
    .addOption(new Option('--on <id>', messages.files.on).conflicts('off'))
    .option('--off <id>', messages.files.off)
    .action(
      run(async (options: FilesOptions, parts) =>
        (await import('./verbs/files.ts')).sharedFiles(options, parts),
      ),
    );
  verb('preview', messages.preview)
    .requiredOption('--file <id>', messages.preview.file)
    .action(
      run(async (options: FileOptions, parts) => (await import('./verbs/files.ts')).preview(options, parts)),
    );
  verb('history', messages.history)
    .option('--file <id>', messages.history.file)
    .action(
      run(async (options: HistoryOptions, parts) =>
        (await import('./verbs/files.ts')).history(options, parts),
      ),
    );
}

function keyStore({ verb, run }: VerbTools): void {
  verb('keystore', messages.keyStore)
    .addOption(new Option('--use <kind>', messages.keyStore.use).choices(['system', 'passphrase', 'memory']))
    .option('--passphrase-stdin', messages.keyStore.passphraseStdin)
    .action(
      run(async (options: KeyStoreOptions, parts) =>
        (await import('./verbs/key-store.ts')).keyStore(options, parts),
      ),
    );
  verb('unlock', messages.unlock)
    .option('--passphrase-stdin', messages.unlock.passphraseStdin)
    .action(
      run(async (options: PassphraseOptions, parts) =>
        (await import('./verbs/key-store.ts')).unlock(options, parts),
      ),
    );
}

export function addMoreVerbs(tools: VerbTools): void {
  bringingAlong(tools);
  backups(tools);
  files(tools);
  keyStore(tools);
}
