// The secrets of agents over a person's rules that answer as a test wants, with an account of each kind.
import { consumers } from '../../main/consumers/list.ts';
import type { SignedInAccount } from '../../main/domain/account.ts';
import type { EnvironmentChange } from '../../main/domain/environment-change.ts';
import { Failure } from '../../main/domain/failure.ts';
import type { JudgedProgram } from '../../main/domain/hand-out.ts';
import { accountId, consumerId, providerId } from '../../main/domain/ids.ts';
import { isAgentId, isLeaseId, type Lease, type LeaseAgent } from '../../main/domain/lease.ts';
import { Secret } from '../../main/domain/secret.ts';
import {
  createAgentSecrets,
  type AgentSecrets,
  type Asking,
  type EnvironmentWish,
} from '../../main/flows/agent-secrets.ts';
import type { HandOutOrder } from '../../main/flows/hand-outs.ts';
import { loginHomeOf } from '../../main/flows/login-homes.ts';
import { findProvider } from '../../main/providers/list.ts';
import { packageProvider } from '../../main/providers/package-provider.ts';
import { initialState } from '../../main/state/state.ts';
import { createStore, type Store } from '../../main/state/store.ts';
import { claudeEntry, claudeId, noonMs, openaiEntry, openaiId } from './accounts.ts';
import { callerOf } from './callers.ts';
import { githubPackage, packageOf } from './provider-packages.ts';

const [agentName, leaseName] = ['agent-1', 'A'.repeat(22)];
if (!isAgentId(agentName) || !isLeaseId(leaseName)) throw new Error('no ids');
export const agentId = agentName;
const leaseId = leaseName;

export const claudeKey = claudeEntry();
export const openaiKey = claudeEntry({ id: accountId('openai:key-1'), provider: openaiId });
export const geminiKey = claudeEntry({ id: accountId('gemini:key-1'), provider: providerId('gemini') });
const companyGithub = packageProvider(packageOf(githubPackage));
export const companyToken = claudeEntry(
  { id: accountId('acme-github:acme.ghe.com/user-1'), provider: companyGithub.id },
  { issuer: 'https://acme.ghe.com/login/oauth' },
);
export const openaiLogin = openaiEntry();
export const claudeLogin = openaiEntry(
  { id: accountId('claude:user-1'), provider: claudeId },
  { destinations: [consumerId('code'), consumerId('claude-code')] },
);
export const delegated: SignedInAccount = {
  account: { ...claudeLogin.account, id: accountId('claude:cli/1'), kind: 'delegated' },
  credential: {
    kind: 'delegated',
    origin: 'owner-sign-in',
    destinations: [],
    owner: consumerId('claude-code'),
    folder: '/data/logins/1',
    place: 'private',
    obtainedAt: noonMs,
  },
};

export interface AgentSecretsAtWork {
  readonly secrets: AgentSecrets;
  readonly store: Store;
  /** What was asked of the person's rules, in short. */
  readonly asked: readonly unknown[];
  readonly orders: readonly HandOutOrder[];
  /** Whose folders were completed with what is the person's. */
  readonly shared: readonly string[];
  /** Set to have it refused. */
  refusal: Failure | undefined;
  /** Whether its lease has not ended. */
  isRunning: boolean;
  /** What happens while the keys are renewed, and what the account has become by that. */
  meanwhile: () => SignedInAccount | undefined;
  environment(
    entry: SignedInAccount,
    of?: Partial<LeaseAgent>,
    wish?: Partial<EnvironmentWish>,
    asking?: Partial<Asking>,
  ): Promise<EnvironmentChange>;
}

export const asking: Asking = {
  actor: 'agent',
  grant: agentId,
  caller: callerOf({ pid: 4711 }),
  signal: new AbortController().signal,
};

function leaseOf({ account }: SignedInAccount, of: Partial<LeaseAgent>): Lease {
  return {
    id: leaseId,
    agent: { id: agentId, label: 'claude', ...of },
    account: account.id,
    provider: account.provider,
    holder: { kind: 'heartbeat' },
    priority: 'normal',
    amount: { unit: 'percent', value: 5 },
    used: 0,
    basis: 'asked',
    grantedAt: noonMs,
    expiresAt: noonMs + 1,
  };
}

/** Not our command line. */
export const strangerPid = 999;

/**
 * @param variables those that the app itself was started with
 * @param files by their path
 */
export function agentSecretsAtWork(
  variables: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): AgentSecretsAtWork {
  const entries = [claudeKey, openaiKey, geminiKey, companyToken, openaiLogin, claudeLogin, delegated];
  const store = createStore({ ...initialState, accounts: entries.map(({ account }) => account) });
  const places = { home: '/home/ada', data: '/home/ada/data', environment: variables };
  const [asked, orders, shared]: [unknown[], HandOutOrder[], string[]] = [[], [], []];
  const judge = async (): Promise<JudgedProgram> => ({ path: '/usr/bin/judged' });
  const secrets = createAgentSecrets({
    consumers,
    find: (id) => (id === companyGithub.id ? companyGithub : findProvider(id)),
    book: { get: (id) => entries.find(({ account }) => account.id === id) },
    fresh: {
      async get(id) {
        const entry = entries.find(({ account }) => account.id === id);
        if (entry === undefined) throw new Failure('credential/missing');
        const instead = at.meanwhile();
        if (instead !== undefined) return instead;
        const { account, credential } = entry;
        if (credential.kind !== 'oauth') return entry;
        return {
          account,
          credential: { ...credential, accessToken: new Secret('canary_renewed'), expiresAt: noonMs + 5 },
        };
      },
    },
    store,
    handOuts: {
      async handOut(order, _signal, bring) {
        orders.push(order);
        asked.push([order.program?.path, order.consumer, order.account.id, order.isAllowed === true]);
        if (at.refusal !== undefined) throw at.refusal;
        return bring();
      },
    },
    judge,
    isOurs: async (caller) => caller?.line[0]?.pid !== strangerPid,
    isRunning: () => at.isRunning,
    shareFolder: async ({ account }) => {
      shared.push(account.id);
    },
    homeOf: (account) => loginHomeOf(account, { consumers, store, places }),
    finder: { places, platform: 'linux', read: async (path) => files[path] },
  });
  const at: AgentSecretsAtWork = {
    secrets,
    store,
    asked,
    orders,
    shared,
    refusal: undefined,
    isRunning: true,
    meanwhile: () => undefined,
    environment: (entry, of = {}, wish = {}, changes = {}) =>
      secrets.environment(
        leaseOf(entry, of),
        { project: 'lamp', own: {}, program: '/usr/bin/claude', ...wish },
        { ...asking, ...changes },
      ),
  };
  return at;
}
