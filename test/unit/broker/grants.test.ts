// Whose grant a request carries, and how long a grant is good for.
import { expect, test } from 'vitest';
import { isAgentId, isLeaseId, type AgentId, type LeaseId } from '../../../main/domain/lease.ts';
import { toFailure } from '../../../main/domain/failure.ts';
import { exampleLeaseId } from '../../fakes/broker-leases.ts';
import { machineGrant, testGrants } from '../../fakes/broker-routes.ts';

function agent(text: string): AgentId {
  if (!isAgentId(text)) throw new Error('no agent id');
  return text;
}

function lease(text = exampleLeaseId): LeaseId {
  if (!isLeaseId(text)) throw new Error('no lease id');
  return text;
}

function open() {
  const grants = testGrants();
  const holder = (token: string): unknown => {
    try {
      return grants.holderOf(`Bearer ${token}`).grant;
    } catch (thrown) {
      return toFailure(thrown).code;
    }
  };
  return { grants, holder };
}

test('the grant of this machine is that of the command line', () => {
  expect(testGrants().holderOf(`Bearer ${machineGrant}`)).toEqual({
    actor: 'cli',
    grant: 'machine',
    lease: undefined,
  });
});

test('a grant of a run says whose it is, and of which lease', () => {
  const { grants } = open();
  const token = grants.issue(agent('claude-1'), lease());
  expect(grants.holderOf(`Bearer ${token.reveal()}`)).toEqual({
    actor: 'agent',
    grant: 'claude-1',
    lease: lease(),
  });
});

test('no other header is a grant', () => {
  const { grants, holder } = open();
  const token = grants.issue(agent('claude-1'), lease()).reveal();
  const headers = [undefined, '', token, `bearer ${token}`, `Bearer  ${token}`, `Basic  ${token}`, 'Bearer '];
  const refused = headers.map((header) => {
    try {
      return grants.holderOf(header).grant;
    } catch (thrown) {
      return toFailure(thrown).code;
    }
  });
  expect([refused, holder('x'), holder(`${token}x`)]).toEqual([
    headers.map(() => 'broker/not-granted'),
    'broker/not-granted',
    'broker/not-granted',
  ]);
});

test('a run that ends is told so by each of its grants', () => {
  const { grants, holder } = open();
  const [one, two] = [agent('claude-1'), agent('codex-2')];
  const before = grants.issue(one, lease()).reveal();
  const first = grants.issue(one, lease()).reveal();
  const second = grants.issue(two, lease()).reveal();
  grants.revoke(one);
  grants.revoke(one);
  expect([before, first, second, machineGrant].map(holder)).toEqual([
    'broker/lease-ended',
    'broker/lease-ended',
    'codex-2',
    'machine',
  ]);
});

test('all runs can lose theirs at once; the machine keeps its own', () => {
  const { grants, holder } = open();
  const runs = ['claude-1', 'codex-2'].map((each) => grants.issue(agent(each), lease()).reveal());
  grants.revokeAll();
  const anew = grants.issue(agent('claude-1'), lease()).reveal();
  expect([...runs, machineGrant, anew].map(holder)).toEqual([
    'broker/lease-ended',
    'broker/lease-ended',
    'machine',
    'claude-1',
  ]);
});

test('the grants that a run got before hold as well, up to eight of them', () => {
  const { grants, holder } = open();
  const all = Array.from({ length: 9 }, () => grants.issue(agent('claude-1'), lease()).reveal());
  expect(all.map(holder)).toEqual(['broker/not-granted', ...Array.from({ length: 8 }, () => 'claude-1')]);
});

test('ten thousand grants that have ended are told so; one before them is as good as none, and never good again', () => {
  const { grants, holder } = open();
  const ended = Array.from({ length: 10_001 }, (_, run) => {
    const token = grants.issue(agent(`claude-${run}`), lease()).reveal();
    grants.revoke(agent(`claude-${run}`));
    return token;
  });
  expect(ended.map(holder)).toEqual([
    'broker/not-granted',
    ...Array.from({ length: 10_000 }, () => 'broker/lease-ended'),
  ]);
});
