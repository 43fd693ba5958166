// The verbs about the shells in which a plain call of a program follows the account in use.
import type { Command } from 'commander';
import { shellMessages } from '../messages-shell.ts';
import type { JsonOption } from '../verbs/parts.ts';
import type { ShellOptions } from '../verbs/shell.ts';
import type { VerbTools } from './tools.ts';

/** Verbs of the root, beside `auth`. */
export function addShellVerbs({ group, run }: VerbTools): void {
  const verb = group('shell', shellMessages);
  const ofShell = (name: 'install' | 'uninstall' | 'preview'): Command =>
    verb(name, shellMessages.verbs[name]).option('--shell <name>', shellMessages.shell);
  verb('list', shellMessages.verbs.list, { isDefault: true }).action(
    run(async (options: JsonOption, parts) => (await import('../verbs/shell.ts')).shells(options, parts)),
  );
  ofShell('install').action(
    run(async (options: ShellOptions, parts) =>
      (await import('../verbs/shell.ts')).installShell(options, parts),
    ),
  );
  ofShell('uninstall').action(
    run(async (options: ShellOptions, parts) =>
      (await import('../verbs/shell.ts')).uninstallShell(options, parts),
    ),
  );
  ofShell('preview').action(
    run(async (options: ShellOptions, parts) =>
      (await import('../verbs/shell.ts')).previewShell(options, parts),
    ),
  );
}
