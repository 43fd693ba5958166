// The verbs about feature flags.
import { Argument } from 'commander';
import { flagsMessages } from '../messages-flags.ts';
import type { ResetFlagOptions, SetFlagOptions } from '../verbs/flags.ts';
import type { JsonOption } from '../verbs/parts.ts';
import type { VerbTools } from './tools.ts';

/** Verbs of the root, beside `auth`. */
export function addFlagVerbs({ group, run }: VerbTools): void {
  const verb = group('flags', flagsMessages);
  const words = flagsMessages.verbs;
  verb('list', words.list, { isDefault: true }).action(
    run(async (options: JsonOption, parts) => (await import('../verbs/flags.ts')).flags(options, parts)),
  );
  const setting = run(async (options: SetFlagOptions, parts) =>
    (await import('../verbs/flags.ts')).setFlag(options, parts),
  );
  verb('set', words.set)
    .addArgument(new Argument('<id>', words.set.id))
    .addArgument(new Argument('<variant>', words.set.variant))
    .action(async (id: string, variant: string, options: JsonOption) => {
      await setting({ ...options, id, variant });
    });
  const resetting = run(async (options: ResetFlagOptions, parts) =>
    (await import('../verbs/flags.ts')).resetFlag(options, parts),
  );
  verb('reset', words.reset)
    .addArgument(new Argument('<id>', words.reset.id))
    .action(async (id: string, options: JsonOption) => {
      await resetting({ ...options, id });
    });
}
