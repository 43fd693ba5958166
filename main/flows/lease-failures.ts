// Why there is no lease, as a failure with its figures, or why it is one of another account.
import { Failure } from '../domain/failure.ts';
import { describeFailure } from '../domain/failure-words.ts';
import type { LeaseRefusal } from '../domain/lease.ts';
import type { AgentChoice } from './choose-for-agent.ts';

/** @param subject the account as a person calls it */
export function failureOf(refusal: LeaseRefusal, subject: string): Failure {
  switch (refusal.code) {
    case 'quota/exceeded':
    case 'quota/daily-limit': {
      const { requested, available, resetsAt } = refusal;
      return new Failure(refusal.code, {
        subject,
        figures: { unit: requested.unit, requested: requested.value, available },
        ...(resetsAt !== null && { retryAt: resetsAt }),
      });
    }
    case 'quota/concurrent-limit': {
      const { limit, running } = refusal;
      const figures = { unit: 'agents', requested: 1, available: Math.max(0, limit - running) };
      return new Failure(refusal.code, { subject, detail: `${limit} at once`, figures });
    }
    case 'quota/not-found':
      return new Failure(refusal.code, {
        subject,
        figures: { unit: refusal.unit, requested: null, available: null },
      });
  }
}

/** Why none of so many is given: the one that had no room says it itself. */
export function reasonsFor(count: number, place: number, own: Failure): readonly Failure[] {
  const { code, subject, retryAt } = own.toValue();
  const others = new Failure(code, {
    detail: 'not all of them at once',
    ...(subject !== undefined && { subject }),
    ...(retryAt !== undefined && { retryAt }),
  });
  return Array.from({ length: count }, (_empty, index) => (index === place ? own : others));
}

/** In place of an account that has no room, for that reason and no other. */
export function insteadOf(choice: AgentChoice, failure: Failure | undefined): AgentChoice {
  if (failure === undefined) return choice;
  return { ...choice, reason: describeFailure(failure.toValue()).what, fallenBack: true };
}
