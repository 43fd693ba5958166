// How many requests are under way at once. What is held open for long has a limit of its own, so that it is in nobody's way.
import { Failure } from '../domain/failure.ts';

const limits = { request: 64, stream: 512 } as const;

export interface Crowd {
  /** Call `leave` once it is over. @throws Failure `broker/busy` */
  enter(kind: keyof typeof limits): void;
  leave(kind: keyof typeof limits): void;
  readonly inside: Readonly<Record<keyof typeof limits, number>>;
}

export function createCrowd(): Crowd {
  const inside = { request: 0, stream: 0 };
  return {
    enter(kind) {
      if (inside[kind] >= limits[kind]) throw new Failure('broker/busy');
      inside[kind] += 1;
    },
    leave(kind) {
      inside[kind] -= 1;
    },
    inside,
  };
}
