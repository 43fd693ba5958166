// Every Code and its relatives: `~/.codex/claude_auth.json` (peers §2). A refresh token is never written there.
import { consumerId } from '../domain/ids.ts';
import type { ConsumerDescription } from './description.ts';

const id = consumerId('code');

export const code: ConsumerDescription = {
  id,
  label: 'Every Code',
  file: {
    path: ({ home }) => `${home}/.codex/claude_auth.json`,
    content({ account, credential }) {
      if (
        account.provider !== 'claude' ||
        credential.kind !== 'api-key' ||
        !credential.destinations.includes(id)
      )
        return undefined;
      return {
        ANTHROPIC_API_KEY: credential.key.reveal(),
        oauth_tokens: undefined,
        preferred_mode: 'ApiKey',
        last_refresh: new Date(credential.obtainedAt).toISOString(),
      };
    },
  },
};
