// The accounts of a made-up person, the files of other programs in their home, and switches that touch all of them.
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { consumers } from '../../../main/consumers/list.ts';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { accountId, consumerId, type AccountId, type ProviderId } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { claudeEntry, claudeId, noonMs, openaiEntry, openaiId } from '../../fakes/accounts.ts';
import { accessTokenUntil, openaiIdToken } from '../../fakes/tokens.ts';

const destinations = consumers.map(({ id }) => id);
const laterMs = Date.UTC(2100, 0, 1);

function signIn(person: string): SignedInAccount {
  return openaiEntry(
    {
      id: accountId(`openai:${person}.acc-${person}`),
      label: `${person}@example.test`,
      workspaceId: `acc-${person}`,
    },
    {
      destinations,
      idToken: openaiIdToken(person, `acc-${person}`, `canary_id_${person}`),
      accessToken: accessTokenUntil(laterMs, `canary_access_${person}`),
      refreshToken: new Secret(`canary_refresh_${person}`),
      expiresAt: laterMs,
    },
  );
}

function registered(person: string): SignedInAccount {
  return openaiEntry(
    {
      id: accountId(`claude:${person}`),
      provider: claudeId,
      label: `${person}@example.test`,
      plan: 'max',
      planDetail: '20x',
    },
    {
      destinations,
      accessToken: new Secret(`canary_access_claude_${person}`),
      refreshToken: new Secret(`canary_refresh_claude_${person}`),
      expiresAt: laterMs,
      scopes: ['user:inference'],
    },
  );
}

/** It begins as the provider's own keys do, or nobody would ask the provider about it. */
function key(provider: ProviderId, name: string): SignedInAccount {
  const start = provider === claudeId ? 'sk-ant-' : 'sk-';
  return claudeEntry(
    { id: accountId(`${provider}:key-${name}`), provider, label: `API key …${name}` },
    { destinations, key: new Secret(`${start}canary_key_${provider}_${name}`) },
  );
}

function ownLogin(provider: ProviderId, owner: string): SignedInAccount {
  const id = accountId(`${provider}:own`);
  return {
    account: { id, provider, label: 'own@example.test', plan: 'max', kind: 'delegated' },
    credential: {
      kind: 'delegated',
      origin: 'owner-sign-in',
      destinations: [],
      owner: consumerId(owner),
      folder: `/home/ada/logins/${owner}`,
      place: 'private',
      obtainedAt: noonMs,
    },
  };
}

export const entries: readonly SignedInAccount[] = [
  registered('ada'),
  registered('bob'),
  key(claudeId, 'ada'),
  key(claudeId, 'bob'),
  ownLogin(claudeId, 'claude-code'),
  signIn('ada'),
  signIn('bob'),
  key(openaiId, 'ada'),
  key(openaiId, 'bob'),
  ownLogin(openaiId, 'codex'),
];

/** From one account of a provider, while the other provider is preferred, to another one that is preferred then. */
export interface Switch {
  readonly name: string;
  readonly provider: ProviderId;
  readonly other: ProviderId;
  readonly from: AccountId;
  readonly to: AccountId;
  /** The account of the other provider, which stays in use. */
  readonly beside: AccountId;
}

const claudeSwitch = (name: string, from: string, to: string): Switch => ({
  name,
  provider: claudeId,
  other: openaiId,
  from: accountId(`claude:${from}`),
  to: accountId(`claude:${to}`),
  beside: accountId('openai:key-ada'),
});
const openaiSwitch = (name: string, from: string, to: string): Switch => ({
  name,
  provider: openaiId,
  other: claudeId,
  from: accountId(`openai:${from}`),
  to: accountId(`openai:${to}`),
  beside: accountId('claude:ada'),
});

/** Together they change every file that there is. */
export const switches: readonly Switch[] = [
  openaiSwitch('between two sign-ins', 'ada.acc-ada', 'bob.acc-bob'),
  openaiSwitch('between two keys', 'key-ada', 'key-bob'),
  openaiSwitch('from a login of Codex to a key', 'own', 'key-bob'),
  claudeSwitch('between two sign-ins of a registered client', 'ada', 'bob'),
  claudeSwitch('between two keys of Claude', 'key-ada', 'key-bob'),
  claudeSwitch('from a login of Claude Code to a registered client', 'own', 'bob'),
];

/** By their place in the home: what other programs have put there, laid out as nobody here would. */
const foreign: Readonly<Record<string, string>> = {
  '.codex/auth.json': '{\r\n\t"theirs": 1.50,\r\n\t"more": [ 1 ]\r\n}\r\n',
  '.codex/auth_config.json': '\ufeff{"theirs":true,"oauth_settings":{"kept":1.0}}',
  '.claude/.credentials.json': '{ "mcpOAuth": { "a": 1.0 } }',
  '.local/share/opencode/auth.json': '{"other":{"type":"api","key":"canary_other"}}\n',
};

export async function furnish(home: string, data: string): Promise<void> {
  for (const [place, text] of Object.entries(foreign)) {
    const path = join(home, place);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, text, { mode: 0o600 });
  }
  for (const folder of [join(home, '.code'), join(data, 'shell')])
    await mkdir(folder, { recursive: true, mode: 0o700 });
}

/** Rights that an undo has to bring back. */
export async function loosen(paths: readonly string[]): Promise<void> {
  for (const path of paths) await chmod(path, 0o640).catch(() => undefined);
}
