// What a service that was killed and started again knows of its leases, held against what it had answered before.
import { outstandingSteps, stepsPerPercent, type LeaseList } from './lease-wire.ts';
import type { Traffic } from './lease-traffic.ts';

export const killPhases = [
  'nothing under way',
  'leases being taken',
  'leases being given back',
  'both',
] as const;

export interface FoundLeases {
  readonly phase: (typeof killPhases)[number];
  /** Answered, never given back, and not there any more. */
  readonly lost: number;
  /** Given back, and there again. */
  readonly doubled: number;
  readonly above: boolean;
  /** There, and nobody was told. */
  readonly orphans: number;
  /** More of these than were asked for. */
  readonly invented: number;
}

/** @param leftPercent of the account, by whoever made it */
export function judgeLeases(list: LeaseList, traffic: Traffic, leftPercent: number): FoundLeases {
  const present = new Set(list.leases.map(({ id }) => id));
  const { held, gone, taking, givingBack } = traffic;
  const known = new Set([...held, ...gone, ...givingBack]);
  const orphans = [...present].filter((id) => !known.has(id)).length;
  const copies = list.leases.length - present.size;
  return {
    phase: killPhases[(taking > 0 ? 1 : 0) + (givingBack.size > 0 ? 2 : 0)] ?? 'both',
    lost: [...held].filter((id) => !present.has(id)).length,
    doubled: copies + [...gone].filter((id) => present.has(id)).length,
    above: outstandingSteps(list) > leftPercent * stepsPerPercent,
    orphans,
    invented: Math.max(0, orphans - taking),
  };
}
