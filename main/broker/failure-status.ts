// Which HTTP status a failure has; the code in the answer says more.
import type { FailureCode } from '../domain/failure.ts';

const statuses: Partial<Record<FailureCode, number>> = {
  'broker/bad-request': 400,
  'broker/not-granted': 401,
  'broker/not-permitted': 403,
  'broker/unknown-caller': 403,
  'broker/hand-out-denied': 403,
  'broker/not-confirmed': 403,
  'broker/no-such-lease': 404,
  'broker/no-such-program': 404,
  'broker/not-acceptable': 409,
  'broker/no-window': 409,
  'broker/lease-ended': 410,
  'broker/locked': 423,
  'broker/busy': 429,
  'quota/exceeded': 429,
  'quota/concurrent-limit': 429,
  'quota/daily-limit': 429,
  'quota/not-found': 404,
  'quota/subscription-ended': 409,
  'selection/unknown-provider': 404,
  'selection/unknown-account': 404,
  'selection/several-accounts': 400,
  'selection/no-valid-auth': 409,
  'selection/nothing-to-undo': 404,
  'selection/busy': 409,
  'selection/changed-since': 409,
};

export function statusOf(code: FailureCode): number {
  return statuses[code] ?? 500;
}
