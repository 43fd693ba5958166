// Two secrets are equal when they hold the same. What they hold is private, so a comparison alone would take any for any.
import { expect } from 'vitest';
import { Secret } from '../../main/domain/secret.ts';

expect.addEqualityTesters([
  (left: unknown, right: unknown): boolean | undefined =>
    left instanceof Secret && right instanceof Secret ? left.reveal() === right.reveal() : undefined,
]);
