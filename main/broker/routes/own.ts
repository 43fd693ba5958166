// What an agent may touch: its own lease and what is under its own id. Others' are for who oversees.
import { mayDo } from '../../domain/actor.ts';
import { Failure } from '../../domain/failure.ts';
import { isAgentId, isLeaseId, type AgentId, type LeaseId } from '../../domain/lease.ts';
import type { CallContext } from '../call-context.ts';

/** @throws Failure `broker/no-such-lease`; `broker/not-permitted` for an agent and any lease but its own, known or not */
export function permittedLease(text: string, { actor, lease }: CallContext): LeaseId {
  if (!mayDo(actor, 'oversee') && text !== lease) throw new Failure('broker/not-permitted');
  if (!isLeaseId(text)) throw new Failure('broker/no-such-lease');
  return text;
}

/** @throws Failure `broker/no-such-lease`; `broker/not-permitted` for an agent and any other one */
export function permittedAgent(text: string, { actor, grant }: CallContext): AgentId {
  if (!mayDo(actor, 'oversee') && text !== grant) throw new Failure('broker/not-permitted');
  if (!isAgentId(text)) throw new Failure('broker/no-such-lease');
  return text;
}
