// Reported use by time: the sums are those of the plain list, in whatever order reports come and are settled.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPendingUse } from '../../../main/domain/lease-pending.ts';

const moment = fc.nat({ max: 20 });
const step = fc.record({
  settles: fc.boolean(),
  at: moment,
  until: moment,
  steps: fc.integer({ min: 1, max: 9 }),
});

test('is what was reported since a moment, and what is settled comes out once', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (all) => {
      const pending = createPendingUse<number>();
      let plain: { owner: number; at: number; steps: number }[] = [];
      all.forEach(({ settles, at, until, steps }, owner) => {
        if (!settles) {
          pending.add(owner, at, steps);
          plain.push({ owner, at, steps });
          return;
        }
        const isSettled = (each: { at: number }): boolean => each.at < at || each.at > at + until;
        const owners = pending.settle(at, at + until).map((each) => each.owner);
        expect(owners.toSorted()).toEqual(
          plain
            .filter(isSettled)
            .map((each) => each.owner)
            .toSorted(),
        );
        plain = plain.filter((each) => !isSettled(each));
      });
      const moments = Array.from({ length: 42 }, (_empty, at) => at);
      const sorted = plain.toSorted((one, other) => one.at - other.at);
      expect([
        moments.map((at) => pending.since(at)),
        pending.reports().map(({ owner, at, steps }) => ({ owner, at, steps })),
      ]).toEqual([
        moments.map((at) => plain.reduce((sum, each) => sum + (each.at >= at ? each.steps : 0), 0)),
        sorted,
      ]);
    }),
  );
});
