// What a command says itself of what `run` would say to it by words of ours: of two such words only one counts. And whether
// without ours it would still be of the account that it was started for.
import type { EnvironmentAnswer } from '../broker/protocol/leases.ts';
import { runWords } from './verbs/run-words.ts';

/** Its name, without folders, and its words. */
export interface OwnCommand {
  readonly name: string;
  readonly words: readonly string[];
}

/** What stands behind `--` is no option. */
function optionsOf(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--');
  return end === -1 ? words : words.slice(0, end);
}

const isCodex = (name: string): boolean => /^codex(?:\.exe|\.cmd)?$/i.test(name);
const isClaudeCode = (name: string): boolean => /^claude(?:\.exe|\.cmd)?$/i.test(name);

const settingsOption = /^--settings(?:=|$)/;
const profileOption = /^(?:-p|--profile(?:=|$)|--oss$)/;
const configOption = /^(?:-c|--config)$/;
const joinedProvider = /^(?:-c=?|--config=)model_provider/;

function choosesProvider(words: readonly string[]): boolean {
  return words.some(
    (word, index) =>
      profileOption.test(word) ||
      joinedProvider.test(word) ||
      (configOption.test(word) && words[index + 1]?.startsWith('model_provider') === true),
  );
}

const hasSettings = (words: readonly string[]): boolean =>
  optionsOf(words).some((word) => settingsOption.test(word));

/** Then none of ours are wanted: either they or the command's own would count for nothing. */
export function saysItself({ name, words }: OwnCommand): boolean {
  return isCodex(name) ? choosesProvider(optionsOf(words)) : isClaudeCode(name) && hasSettings(words);
}

/** Options of Codex that the next word belongs to. */
const withValue =
  /^(?:-[cmpsCai]|--(?:config|model|profile|sandbox|cd|ask-for-approval|image|enable|disable|add-dir|local-provider))$/;
/** These read the key of the variable, or ask no model. */
const withoutLogin = /^(?:exec|e|review|help|completion|features|login|logout)$/;
const asksForHelp = /^(?:-h|--help|-V|--version)$/;

function subcommandOf(words: readonly string[]): string | undefined {
  return words.find((word, index) => !word.startsWith('-') && !withValue.test(words[index - 1] ?? ''));
}

/** In a terminal Codex goes by the login in its folder, whatever stands in the variable. */
function isLeftToItsLogin(words: readonly string[], { set, words: ours }: EnvironmentAnswer): boolean {
  if (set['CODEX_API_KEY'] === undefined || ours.length > 0) return false;
  const options = optionsOf(words);
  return !options.some((word) => asksForHelp.test(word)) && !withoutLogin.test(subcommandOf(options) ?? '');
}

/**
 * A helper or a key that settings name goes before a login. This variable keeps them out; it comes with every key and token,
 * and with it no login would be used.
 */
function isLeftToSettings({ unset, words: ours }: EnvironmentAnswer): boolean {
  return ours.length === 0 && unset.includes('CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST');
}

/** Why the command could be of another account than it was started for, as a sentence; undefined when it could not. */
export function wrongAccountBy(
  { name, words }: OwnCommand,
  environment: EnvironmentAnswer,
): string | undefined {
  if (isCodex(name)) return isLeftToItsLogin(words, environment) ? runWords.ownLogin : undefined;
  if (!isClaudeCode(name) || !hasSettings(words)) return undefined;
  return isLeftToSettings(environment) ? runWords.ownSettings : undefined;
}
