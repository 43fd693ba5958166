// How an agent of OpenCode is told whose key to use (protocols §3): by a text that is read in place of its file.
import { Secret } from '../../domain/secret.ts';
import { changeOf } from '../agent-variables.ts';
import type { AgentEnvironment } from '../description.ts';
import { entries } from './auth-file.ts';

const content = 'OPENCODE_AUTH_CONTENT';

const variables = [
  content,
  // Used where that text has no entry, or as the host of one.
  ...entries.flatMap((entry) => entry.variables),
  'ANTHROPIC_AUTH_TOKEN',
  'ANTHROPIC_BASE_URL',
  'OPENAI_BASE_URL',
  'OPENAI_ORGANIZATION',
  'OPENAI_PROJECT',
];

export const environment: AgentEnvironment = {
  variables,
  providers: entries.map(({ provider }) => provider),
  // A sign-in there would be renewed by it, and end everywhere else.
  accepts: ({ credential }) => credential.kind === 'api-key',
  change({ account, credential }) {
    const found = entries.find(({ provider }) => provider === account.provider);
    if (found === undefined || credential.kind !== 'api-key') return changeOf(variables, []);
    const text = JSON.stringify({ [found.entry]: { type: 'api', key: credential.key.reveal() } });
    return changeOf(variables, [[content, new Secret(text)]]);
  },
  handsOver: ({ credential }) => credential.kind === 'api-key',
};
