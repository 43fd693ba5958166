// What the local service can have done with leases and agents, written down; and the answers it gives.
import type {
  AgentsAnswer,
  EstimateAnswer,
  GrantedLease,
  LeaseLine,
} from '../../main/broker/protocol/leases.ts';
import type { CallContext } from '../../main/broker/call-context.ts';
import type { HoldLine, LeaseActions, TokenAnswer } from '../../main/broker/routes/leases.ts';

/** 128 bits as text, like every id of a lease. */
export const exampleLeaseId = 'AAAAAAAAAAAAAAAAAAAAAA';
export const exampleAgentId = 'claude-1';

export const exampleLease: GrantedLease['lease'] = {
  id: exampleLeaseId,
  agent: exampleAgentId,
  label: 'claude',
  consumer: 'claude-code',
  task: null,
  provider: 'claude',
  account: 'claude:key-1',
  accountLabel: 'sk-ant-…wxyz',
  pid: 4711,
  holder: 'process',
  priority: 'normal',
  amount: { unit: 'percent', value: 5 },
  used: 0,
  basis: 'asked',
  grantedAt: 5,
  expiresAt: 3_600_005,
};

export class LeaseAnswers {
  granted: GrantedLease = {
    schema: 1,
    lease: exampleLease,
    reason: 'In use: Claude.',
    fallenBack: false,
    grant: 'made-up-grant-of-the-run',
  };
  /** What comes of a lease that is waited for. */
  waiting: (call: CallContext) => AsyncIterable<LeaseLine> = () => this.#queuedThenGranted();
  /** What comes while a lease is held. */
  holding: (call: CallContext) => AsyncIterable<HoldLine> = async function* () {
    yield { type: 'held' };
    yield { type: 'ended', how: 'released' };
  };
  agents: AgentsAnswer = {
    schema: 1,
    agents: [
      {
        id: exampleAgentId,
        label: 'claude',
        consumer: 'claude-code',
        provider: 'claude',
        account: exampleLease.account,
        accountLabel: exampleLease.accountLabel,
        pid: 4711,
        lease: exampleLeaseId,
        since: 5,
      },
    ],
  };
  token: (call: CallContext) => Promise<TokenAnswer> = async () => ({
    schema: 1,
    provider: 'claude',
    account: exampleLease.account,
    kind: 'api-key',
    token: 'made-up-token',
    expiresAt: null,
  });
  estimate: EstimateAnswer = {
    schema: 1,
    verdict: 'fits',
    account: exampleLease.account,
    accountLabel: exampleLease.accountLabel,
    provider: 'claude',
    needs: { unit: 'percent', usual: 3, cautious: 5 },
    seen: 4,
    basis: 'learnt',
    available: 58,
    resetsAt: null,
    reason: 'Such work takes 3 to 5 percent; 58 are left.',
  };

  async *#queuedThenGranted(): AsyncGenerator<LeaseLine> {
    yield { type: 'queued', position: 1, etaAt: null, reason: 'Two agents run already.' };
    yield { type: 'granted', ...this.granted };
  }
}

const byWhom = ({ actor, grant }: CallContext): string => (actor === 'cli' ? '' : ` by ${grant}`);

export function recordingLeases(asked: string[], answers: LeaseAnswers): LeaseActions {
  const released = (id: string) => ({
    schema: 1 as const,
    id,
    givenBack: { unit: 'percent' as const, value: 5 },
  });
  return {
    running: () => 1,
    list: async () => ({ schema: 1, leases: [exampleLease], queue: [], accounts: [] }),
    create: async ({ label }) => {
      asked.push(`lease for ${label}`);
      return answers.granted;
    },
    createWaiting: ({ label }, call) => {
      asked.push(`wait for a lease for ${label}`);
      return answers.waiting(call);
    },
    createBatch: async ({ mode, leases }) => {
      asked.push(`leases for ${mode} of ${leases.map(({ label }) => label).join(', ')}`);
      return { schema: 1, leases: leases.map(() => ({ type: 'granted', ...answers.granted })) };
    },
    heartbeat: async (id, call) => {
      asked.push(`heartbeat of ${id}${byWhom(call)}`);
      return { schema: 1, lease: exampleLease };
    },
    reportUsage: async (id, used, call) => {
      asked.push(`${used} used of ${id}${byWhom(call)}`);
      return { schema: 1, lease: { ...exampleLease, used } };
    },
    hold: (id, call) => {
      asked.push(`hold ${id}${byWhom(call)}`);
      return answers.holding(call);
    },
    release: async (id, used, call) => {
      asked.push(`release ${id}${used === undefined ? '' : ` with ${used} used`}${byWhom(call)}`);
      return released(id);
    },
    agents: async () => answers.agents,
    endAgent: async (id, call) => {
      asked.push(`end ${id}${byWhom(call)}`);
      return released(exampleLeaseId);
    },
    environment: async (id, { consumer = 'its own' }, call) => {
      asked.push(`environment of ${id} for ${consumer}${byWhom(call)}`);
      return {
        schema: 1,
        agent: id,
        provider: 'claude',
        account: exampleLease.account,
        set: { GATEHOUSE_AGENT: id },
        unset: ['ANTHROPIC_API_KEY'],
        words: [],
      };
    },
    token: async (provider, { account = 'any' }, call) => {
      asked.push(`token of ${provider} ${account}${byWhom(call)}`);
      return answers.token(call);
    },
    estimate: async ({ task = 'anything' }) => {
      asked.push(`estimate ${task}`);
      return answers.estimate;
    },
  };
}
