// The verb about updates of Gatehouse itself.
import { updateMessages } from '../messages-updates.ts';
import type { UpdateOptions } from '../verbs/update.ts';
import type { VerbTools } from './tools.ts';

/** A verb of the root, beside `auth`. */
export function addUpdateVerb({ verb, run }: VerbTools): void {
  verb('update', updateMessages)
    .option('--check', updateMessages.check)
    .action(
      run(async (options: UpdateOptions, parts) =>
        (await import('../verbs/update.ts')).update(options, parts),
      ),
    );
}
