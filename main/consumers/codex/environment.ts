// How an agent of Codex is told whose account to use (protocols §1.7): by a command that prints the key, by a key, or by the
// folder of its own login.
import type { SignedInAccount } from '../../domain/account.ts';
import type { Secret } from '../../domain/secret.ts';
import {
  changeOf,
  codexLoginVariable,
  codexVariables,
  isForCodex,
  loginOf,
  openaiProvider,
} from '../agent-variables.ts';
import type { AgentEnvironment, EnvironmentOrder } from '../description.ts';

/** A person may be asked first, and has a minute; Codex itself would give up after 5 s. */
const keyTimeoutMs = 70_000;

/** A basic string of TOML: JSON allows one character in it that TOML does not. */
function toml(text: string): string {
  return JSON.stringify(text).replaceAll('\u007F', String.raw`\u007f`);
}

/**
 * Its own provider for OpenAI cannot be given a command, so there is another one with the same address. By its name Codex
 * knows what can be asked of it.
 */
function keyWords([command, ...words]: readonly [string, ...string[]]): readonly string[] {
  const auth = `{command=${toml(command)},args=[${words.map(toml).join(',')}],timeout_ms=${keyTimeoutMs}}`;
  const provider = `{name="OpenAI",base_url="https://api.openai.com/v1",wire_api="responses",auth=${auth}}`;
  return ['-c', 'model_provider="gatehouse"', '-c', `model_providers.gatehouse=${provider}`];
}

function givenTo(
  { credential }: SignedInAccount,
  order: EnvironmentOrder,
): readonly (readonly [string, string | Secret])[] {
  switch (credential.kind) {
    case 'api-key':
      // Read by `codex exec` alone: in a terminal, Codex would go by the login in its folder.
      return order.keyCommand === undefined ? [['CODEX_API_KEY', credential.key]] : [];
    case 'oauth':
      // It stands in the shared file, which is its only home.
      return order.login === undefined ? [] : [[codexLoginVariable, order.login.folder]];
    case 'delegated':
      return [[codexLoginVariable, loginOf(order).folder]];
  }
}

export const environment: AgentEnvironment = {
  variables: codexVariables,
  providers: [openaiProvider],
  accepts: ({ credential }) => isForCodex(credential),
  change(entry, order) {
    const hasCommand = entry.credential.kind === 'api-key' && order.keyCommand !== undefined;
    return changeOf(codexVariables, givenTo(entry, order), {
      words: hasCommand ? keyWords(order.keyCommand) : [],
    });
  },
  // Our own sign-in is read from the shared file, where it stands already.
  handsOver: ({ credential }) => credential.kind === 'api-key',
};
