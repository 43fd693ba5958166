// Accounts of every kind as agents are started with, and the orders for them.
import { codex } from '../../main/consumers/codex/index.ts';
import type {
  AgentEnvironment,
  ConsumerDescription,
  EnvironmentOrder,
} from '../../main/consumers/description.ts';
import type { Account, SignedInAccount } from '../../main/domain/account.ts';
import type { EnvironmentChange } from '../../main/domain/environment-change.ts';
import { accountId, consumerId, type ProviderId } from '../../main/domain/ids.ts';
import { isAgentId, type AgentId } from '../../main/domain/lease.ts';
import { claudeEntry, claudeId, noonMs, openaiEntry, openaiId } from './accounts.ts';

export function environmentOf({ environment, label }: ConsumerDescription): AgentEnvironment {
  if (environment === undefined) throw new Error(`${label} has no environment`);
  return environment;
}

export function agentOf(text: string): AgentId {
  if (!isAgentId(text)) throw new Error('no id of an agent');
  return text;
}

export const folders = {
  claude: '/data/logins/claude-code/1',
  openai: '/data/logins/codex/1',
};

export function delegated(
  provider: ProviderId,
  place: 'private' | 'usual' = 'private',
  account: Partial<Account> = {},
): SignedInAccount {
  const isClaude = provider === claudeId;
  return {
    account: {
      id: accountId(`${provider}:cli/ada@example.test/one`),
      provider,
      label: 'ada@example.test',
      kind: 'delegated',
      ...account,
    },
    credential: {
      kind: 'delegated',
      origin: 'owner-sign-in',
      destinations: [],
      owner: consumerId(isClaude ? 'claude-code' : 'codex'),
      folder: isClaude ? folders.claude : folders.openai,
      place,
      obtainedAt: noonMs,
    },
  };
}

export const claudeKey = claudeEntry();
export const openaiKey = claudeEntry({ id: accountId('openai:key-1'), provider: openaiId });
export const openaiLogin = openaiEntry();
/** An account of a registered client. */
export const claudeLogin = (scopes?: readonly string[]): SignedInAccount =>
  openaiEntry(
    { id: accountId('claude:user-1'), provider: claudeId, plan: 'max' },
    {
      destinations: [consumerId('code'), consumerId('claude-code')],
      ...(scopes !== undefined && { scopes }),
    },
  );

export const keyCommand = ["/opt/Gate house/it's", 'token', '--account', 'claude:key-1'] as const;

export function orderFor(
  { credential }: SignedInAccount,
  more: Partial<EnvironmentOrder> = {},
): EnvironmentOrder {
  const login =
    credential.kind === 'delegated'
      ? {
          folder: credential.folder,
          place: credential.place,
          variable: credential.owner === codex.id ? 'CODEX_HOME' : 'CLAUDE_SECURESTORAGE_CONFIG_DIR',
        }
      : undefined;
  return { agent: agentOf('agent-1'), project: 'lamp', ...(login !== undefined && { login }), ...more };
}

export const open = (change: EnvironmentChange): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...change.set].map(([name, value]) => [name, typeof value === 'string' ? value : value.reveal()]),
  );

export function told(
  consumer: ConsumerDescription,
  entry: SignedInAccount,
  more: Partial<EnvironmentOrder> = {},
): EnvironmentChange {
  return environmentOf(consumer).change(entry, orderFor(entry, more));
}

export const key = 'canary_key_wxyz';
export const host = { CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: '1' };
export const general = {
  CLAUDE_AGENT_ID: 'agent-1',
  CLAUDE_PROJECT_CONTEXT: 'lamp',
  DISABLE_AUTO_UPDATE: '1',
  DISABLE_AUTOUPDATER: '1',
};
