// How a verb is made. What a verb does is loaded when it is asked for: `auth status` never waits.
import type { Command, CommandOptions } from 'commander';
import type { CliParts, JsonOption } from '../verbs/parts.ts';

export interface VerbWords {
  readonly about: string;
  readonly example: string;
  /** Where they are others than those of most verbs. */
  readonly exitCodes?: string;
}

/** A verb with its help and --json. */
export type MakeVerb = (name: string, words: VerbWords, options?: CommandOptions) => Command;

export interface VerbTools {
  readonly verb: MakeVerb;
  /** A word that verbs stand behind, and how one of them is made. */
  readonly group: (name: string, words: VerbWords) => MakeVerb;
  readonly run: <Options extends JsonOption>(
    act: (options: Options, parts: CliParts) => Promise<number>,
  ) => (options: Options) => Promise<void>;
}
