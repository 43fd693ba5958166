// What an agent's environment is to be: names to set and names to take out, so that no stale variable wins (design §10).
import type { Secret } from './secret.ts';

export interface EnvironmentChange {
  /** Values are checked by `checkedEnvironment` (`environment-rules.ts`) before they leave. */
  readonly set: ReadonlyMap<string, string | Secret>;
  /** Taken out of what the command inherits; disjoint from `set`. */
  readonly unset: readonly string[];
  /** Words that go before the command's own, for a program that is told that way where to ask for a key. No secret. */
  readonly words: readonly string[];
  /** What could still make the program another's, as sentences for the person. */
  readonly notes?: readonly string[];
}
