// `completion` and the hidden `complete`, which the scripts of the first ask. Neither has --json: shells read what they print.
import { Argument, type Command } from 'commander';
import { completionShells, type CompletionShell } from '../completion-shells.ts';
import { askedKinds, type AskedKind } from '../completion-values.ts';
import { completionMessages } from '../messages-completion.ts';
import type { CliParts, JsonOption } from '../verbs/parts.ts';
import type { VerbTools } from './tools.ts';

interface CompleteOptions extends JsonOption {
  readonly kind: AskedKind;
}

interface CompletionOptions extends JsonOption {
  readonly shell: CompletionShell;
  readonly root: Command;
}

/** Verbs of the root. */
export function addCompletionVerb(root: Command, run: VerbTools['run']): void {
  const words = completionMessages;
  const printing = run(async ({ shell, root: whole }: CompletionOptions) =>
    (await import('../verbs/completion.ts')).completion(shell, whole),
  );
  root
    .command('completion')
    .description(words.about)
    .addArgument(new Argument('<shell>', words.shell).choices(completionShells))
    .addHelpText('after', `\n${words.example}\n\n${words.exitCodes}`)
    .action((shell: CompletionShell) => printing({ shell, root }));
  const asking = run(async ({ kind }: CompleteOptions, parts: CliParts) =>
    (await import('../verbs/completion.ts')).complete(kind, parts),
  );
  root
    .command('complete', { hidden: true })
    .description(words.complete)
    .addArgument(new Argument('<kind>', words.kind).choices(askedKinds))
    .action((kind: AskedKind) => asking({ kind }));
}
