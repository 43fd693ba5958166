// `serve`: the local service without tray and window.
import { serveMessages as words } from '../messages-serve.ts';
import type { ServeOrder } from '../verbs/parts.ts';
import type { VerbTools } from './tools.ts';

/** A verb of the root. */
export function addServeVerb({ verb, run }: VerbTools): void {
  verb('serve', words)
    .option('--quiet', words.quiet)
    .action(
      run(async (options: ServeOrder, parts) => (await import('../verbs/serve.ts')).serve(options, parts)),
    );
}
