// `auth backup` and `auth restore`.
import { Argument, type Command } from 'commander';
import { messages } from '../messages.ts';
import { exit } from '../output.ts';
import type { BackupOptions, RestoreOptions } from '../verbs/backup.ts';
import type { VerbTools } from './tools.ts';

function wrongRestore(path: string | undefined, options: RestoreOptions): string | undefined {
  const { alone, fileAlone, both } = messages.restore;
  if (options.files !== true) {
    if (options.file !== undefined) return fileAlone;
    return path === undefined ? alone : undefined;
  }
  const hasMore = path !== undefined || options.account !== undefined || options.settings === true;
  return hasMore ? both : undefined;
}

export function addBackupVerbs({ verb, run }: VerbTools): void {
  const { backup, restore } = messages;
  verb('backup', backup)
    .requiredOption('--out <file>', backup.out)
    .option('--provider <name>', backup.provider)
    .option('--account <name>', backup.account)
    .option('--passphrase-stdin', backup.passphraseStdin)
    .option('--force', backup.force)
    .action(
      run(async (options: BackupOptions, parts) =>
        (await import('../verbs/backup.ts')).backup(options, parts),
      ),
    );
  const restoring = run(async (options: RestoreOptions, parts) =>
    (await import('../verbs/backup.ts')).restore(options, parts),
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
