// How an agent of Claude Code is told whose account to use (protocols §2.4): by a command that prints the key, by a token,
// or by the folder of its own login. What a settings file of the person or of the project says instead does not win.
import type { SignedInAccount } from '../../domain/account.ts';
import { consumerId } from '../../domain/ids.ts';
import type { Secret } from '../../domain/secret.ts';
import {
  changeOf,
  claudeFolderVariable,
  claudeHostVariable,
  claudeProvider,
  claudeVariables,
  isForClaudeCode,
  loginOf,
} from '../agent-variables.ts';
import { commandLine } from '../command-line.ts';
import type { AgentEnvironment, EnvironmentOrder } from '../description.ts';

const id = consumerId('claude-code');

interface Told {
  readonly given: readonly (readonly [string, string | Secret])[];
  /** The line of the helper; none blanks what the person has. */
  readonly helper: string;
}

function toldOf({ credential }: SignedInAccount, order: EnvironmentOrder): Told {
  switch (credential.kind) {
    case 'api-key': {
      const helper = order.keyCommand === undefined ? undefined : commandLine(order.keyCommand);
      if (helper !== undefined) return { given: [], helper };
      return {
        given: [
          ['ANTHROPIC_API_KEY', credential.key],
          [claudeHostVariable, '1'],
        ],
        helper: '',
      };
    }
    case 'oauth':
      return {
        given: [
          ['CLAUDE_CODE_OAUTH_TOKEN', credential.accessToken],
          [claudeHostVariable, '1'],
        ],
        helper: '',
      };
    case 'delegated': {
      const { variable, folder, place } = loginOf(order);
      // To name the usual folder would have it look for its notes elsewhere.
      return { given: place === 'private' ? [[variable, folder]] : [], helper: '' };
    }
  }
}

/**
 * Settings of the command line go before those of person and project, in which a helper and an environment of their own may
 * stand. Tokens are handed on by variables alone; there {@link claudeHostVariable} keeps the settings out.
 */
function settingsWords({ given, helper }: Told): readonly string[] {
  const named = new Set(given.map(([name]) => name));
  const blanked = claudeVariables.filter((name) => !named.has(name)).map((name) => [name, '']);
  const repeated = given.filter(([, value]) => typeof value === 'string');
  const env: unknown = Object.fromEntries([...blanked, ...repeated]);
  return ['--settings', JSON.stringify({ apiKeyHelper: helper, env })];
}

export const environment: AgentEnvironment = {
  variables: [...claudeVariables, claudeFolderVariable],
  providers: [claudeProvider],
  accepts: ({ credential }) => isForClaudeCode(credential, id),
  change(entry, order) {
    const told = toldOf(entry, order);
    // A folder of settings is the person's choice, except where the login is looked for in it.
    const isUsual = entry.credential.kind === 'delegated' && told.given.length === 0;
    return changeOf(environment.variables, told.given, {
      kept: isUsual ? [] : [claudeFolderVariable],
      // Without a launcher there may be no program to say words to, but a script.
      words: order.keyCommand === undefined ? [] : settingsWords(told),
    });
  },
  handsOver: ({ credential }) => credential.kind !== 'delegated',
};
