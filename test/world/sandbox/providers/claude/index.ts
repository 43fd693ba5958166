// Claude: subscriptions and Console API keys.
import { registeredClaudeClient } from '../../deviations.ts';
import type { Provider } from '../../provider.ts';
import { claudeAccount } from './account.ts';
import { apiHost, olderSignInHost, platformHost, signInHost } from './facts.ts';
import { claudeInference } from './inference.ts';
import { claudePeople } from './people.ts';
import { claudePages } from './pages.ts';
import { claudeTokens } from './tokens.ts';

export const claude: Provider = {
  id: 'claude',
  hosts: [platformHost, signInHost, olderSignInHost, apiHost],
  defaultPersona: 'claude-max20-lea',
  registeredClient: registeredClaudeClient,
  apiKeyPrefix: 'sk-ant-api03-canary_',
  accessLifeSeconds: 8 * 3600,
  seeds: claudePeople,
  endpoints: (lent) => [
    ...claudePages(lent),
    ...claudeTokens(lent),
    ...claudeAccount(lent),
    ...claudeInference(lent),
  ],
};
