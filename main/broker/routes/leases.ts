// The routes for leases and for what is made of one: agents, their environments, their tokens.
import * as z from 'zod/mini';
import type { AgentId, LeaseId } from '../../domain/lease.ts';
import type { CallContext } from '../call-context.ts';
import { idParametersShape, providerParametersShape } from '../protocol/parameters.ts';
import {
  agentsShape,
  environmentRequestShape,
  environmentShape,
  estimateRequestShape,
  estimateShape,
  grantedLeaseShape,
  holdLineShape,
  leaseBatchRequestShape,
  leaseBatchShape,
  leaseLineShape,
  leaseRequestShape,
  leasesShape,
  leaseUsageRequestShape,
  oneLeaseShape,
  releasedShape,
  releaseRequestShape,
  tokenRequestShape,
  tokenShape,
  type AgentsAnswer,
  type EnvironmentAnswer,
  type EstimateAnswer,
  type GrantedLease,
  type LeaseLine,
  type LeaseRequest,
  type LeasesAnswer,
} from '../protocol/leases.ts';
import { defineRoute, type GrantedRoute, type Stream } from '../route.ts';
import { permittedAgent, permittedLease } from './own.ts';

export type LeaseBatchRequest = z.output<typeof leaseBatchRequestShape>;
export type LeaseBatchAnswer = z.output<typeof leaseBatchShape>;
export type OneLeaseAnswer = z.output<typeof oneLeaseShape>;
export type ReleasedAnswer = z.output<typeof releasedShape>;
export type HoldLine = z.output<typeof holdLineShape>;
export type EnvironmentRequest = z.output<typeof environmentRequestShape>;
export type TokenRequest = z.output<typeof tokenRequestShape>;
export type TokenAnswer = z.output<typeof tokenShape>;
export type EstimateRequest = z.output<typeof estimateRequestShape>;

const optionalReleaseShape = z.optional(releaseRequestShape);

/** Ids of leases and agents are checked already: an agent gets here with its own ones only. */
export interface LeaseActions {
  /** How many leases are given out now. */
  running(): number;
  list(call: CallContext): Promise<LeasesAnswer>;
  /** @throws Failure `quota/…`, `selection/…`, `broker/locked`, `broker/unknown-caller` */
  create(request: LeaseRequest, call: CallContext): Promise<GrantedLease>;
  /** Ends with a line that is not `queued`. When the call is aborted, nothing may stay behind. */
  createWaiting(request: LeaseRequest, call: CallContext): Stream<LeaseLine>;
  createBatch(batch: LeaseBatchRequest, call: CallContext): Promise<LeaseBatchAnswer>;
  /** @throws Failure `broker/no-such-lease`, `broker/lease-ended` */
  heartbeat(lease: LeaseId, call: CallContext): Promise<OneLeaseAnswer>;
  /** @param used in all, in the unit of the lease */
  reportUsage(lease: LeaseId, used: number, call: CallContext): Promise<OneLeaseAnswer>;
  /** When the call is aborted the stream has closed. Reject, rather than yield, for a lease that there is not. */
  hold(lease: LeaseId, call: CallContext): Stream<HoldLine>;
  release(lease: LeaseId, used: number | undefined, call: CallContext): Promise<ReleasedAnswer>;
  agents(call: CallContext): Promise<AgentsAnswer>;
  /** Ends its lease and its grant. */
  endAgent(agent: AgentId, call: CallContext): Promise<ReleasedAnswer>;
  /** Goes by the hand-out rules. @throws Failure `broker/hand-out-denied`, `broker/locked`, `broker/not-acceptable` */
  environment(agent: AgentId, request: EnvironmentRequest, call: CallContext): Promise<EnvironmentAnswer>;
  /** An agent gets that of its own account only. Goes by the hand-out rules. */
  token(provider: string, request: TokenRequest, call: CallContext): Promise<TokenAnswer>;
  estimate(request: EstimateRequest, call: CallContext): Promise<EstimateAnswer>;
}

function creatingRoutes(leases: LeaseActions): readonly GrantedRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/leases',
      about: 'Reserves quota for one agent; with `wait` the answer is a stream of lines until there is some.',
      intent: 'start-agent',
      body: leaseRequestShape,
      answer: grantedLeaseShape,
      handle: ({ body, call }) => leases.create(body, call),
      lines: {
        line: leaseLineShape,
        wanted: ({ wait = false }) => wait,
        follow: ({ body, call }) => leases.createWaiting(body, call),
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/leases/batch',
      about: 'Reserves quota for several agents: for all or none of them, or for as many as there is for.',
      intent: 'start-agent',
      body: leaseBatchRequestShape,
      answer: leaseBatchShape,
      handle: ({ body, call }) => leases.createBatch(body, call),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/estimates',
      about: 'Whether such work fits in what is left.',
      intent: 'read',
      body: estimateRequestShape,
      answer: estimateShape,
      handle: ({ body, call }) => leases.estimate(body, call),
    }),
  ];
}

function runningRoutes(leases: LeaseActions): readonly GrantedRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/leases',
      about: 'The leases that are given out, who waits for one, and what is left.',
      intent: 'read',
      answer: leasesShape,
      handle: ({ call }) => leases.list(call),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/leases/{id}/heartbeat',
      about: 'Says that the agent still works, where nothing else does.',
      intent: 'own-agent',
      parameters: idParametersShape,
      answer: oneLeaseShape,
      handle: ({ parameters, call }) => leases.heartbeat(permittedLease(parameters.id, call), call),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/leases/{id}/usage',
      about: 'Reports how much of the lease is used.',
      intent: 'own-agent',
      parameters: idParametersShape,
      body: leaseUsageRequestShape,
      answer: oneLeaseShape,
      handle: ({ parameters, body, call }) =>
        leases.reportUsage(permittedLease(parameters.id, call), body.used, call),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/leases/{id}/hold',
      about: 'Holds the lease for as long as the stream is open.',
      intent: 'own-agent',
      kind: 'lines',
      parameters: idParametersShape,
      answer: holdLineShape,
      handle: ({ parameters, call }) => leases.hold(permittedLease(parameters.id, call), call),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/leases/{id}',
      about: 'Ends the lease and gives back what is not used of it.',
      intent: 'own-agent',
      parameters: idParametersShape,
      body: optionalReleaseShape,
      answer: releasedShape,
      handle: ({ parameters, body, call }) =>
        leases.release(permittedLease(parameters.id, call), body?.used, call),
    }),
  ];
}

function agentRoutes(leases: LeaseActions): readonly GrantedRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/agents',
      about: 'The agents that run, each with its account.',
      intent: 'read',
      answer: agentsShape,
      handle: ({ call }) => leases.agents(call),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/agents/{id}',
      about: 'Ends the lease and the grant of an agent; its process goes on.',
      intent: 'own-agent',
      parameters: idParametersShape,
      answer: releasedShape,
      handle: ({ parameters, call }) => leases.endAgent(permittedAgent(parameters.id, call), call),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/agents/{id}/environment',
      about: 'The variables that an agent needs, and those it must not have. May ask the person first.',
      intent: 'own-agent',
      slow: true,
      parameters: idParametersShape,
      body: environmentRequestShape,
      answer: environmentShape,
      handle: ({ parameters, body, call }) =>
        leases.environment(permittedAgent(parameters.id, call), body, call),
    }),
    defineRoute({
      method: 'POST',
      path: '/auth/{provider}/token',
      about: 'A key or an access token of an account, never a refresh token. May ask the person first.',
      intent: 'own-agent',
      slow: true,
      parameters: providerParametersShape,
      body: tokenRequestShape,
      answer: tokenShape,
      handle: ({ parameters, body, call }) => leases.token(parameters.provider, body, call),
    }),
  ];
}

export function leaseRoutes(leases: LeaseActions): readonly GrantedRoute[] {
  return [...creatingRoutes(leases), ...runningRoutes(leases), ...agentRoutes(leases)];
}
