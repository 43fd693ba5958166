// How a verb of `auth` is made. What a verb does is loaded when it is asked for: `auth status` never waits.
import type { Command } from 'commander';
import type { CliParts, JsonOption } from '../verbs/parts.ts';

export interface VerbTools {
  /** A verb of `auth` with its help and --json. */
  readonly verb: (name: string, words: { readonly about: string; readonly example: string }) => Command;
  readonly run: <Options extends JsonOption>(
    act: (options: Options, parts: CliParts) => Promise<number>,
  ) => (options: Options) => Promise<void>;
}
