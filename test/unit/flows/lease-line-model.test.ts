// Leases and the line for them, whatever happens in whatever order: a model of many steps.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure, toFailure } from '../../../main/domain/failure.ts';
import type { AccountId } from '../../../main/domain/ids.ts';
import { leasePriorities, type LeasePriority } from '../../../main/domain/lease.ts';
import type { GivenLease } from '../../../main/flows/lease-desk.ts';
import { claudeId } from '../../fakes/accounts.ts';
import {
  ada,
  bob,
  cleo,
  courseMoved,
  dan,
  leasesAtWork,
  orderFor,
  percent,
  type LeasesAtWork,
} from '../../fakes/agents.ts';
import { settle } from '../../fakes/time.ts';

const untold = (): void => undefined;

interface Asked {
  readonly number: number;
  readonly account: AccountId | undefined;
  readonly priority: LeasePriority;
  readonly gone: AbortController;
  given?: GivenLease;
  isOver: boolean;
}

const accounts = [ada, bob, cleo, dan];

const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constant('ask' as const),
        of: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
        value: fc.integer({ min: 1, max: 60 }),
        priority: fc.constantFrom(...leasePriorities),
        isPatient: fc.boolean(),
      }),
    },
    { weight: 3, arbitrary: fc.record({ type: fc.constant('end' as const), which: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('leave' as const), which: fc.nat() }) },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant('read' as const),
        of: fc.integer({ min: 0, max: 3 }),
        used: fc.integer({ min: 0, max: 100 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 400 }) }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('fail' as const), isFailing: fc.boolean() }) },
    {
      weight: 1,
      arbitrary: fc.record({ type: fc.constant('switch' as const), to: fc.constantFrom(ada, bob) }),
    },
  ),
  { maxLength: 40 },
);

/** What every account has given out is never above what is left of it, reading for reading as it was then. */
function overGiven({ book, capacityOf }: LeasesAtWork, fell: ReadonlySet<AccountId>): readonly string[] {
  return accounts.flatMap(({ account }) => {
    const { leftPercent } = capacityOf(account);
    const { percent: outstanding } = book.outstanding(account.id);
    const isOver = leftPercent !== null && !fell.has(account.id) && outstanding > leftPercent + 1e-6;
    return isOver ? [`${account.label}: ${outstanding} of ${leftPercent}`] : [];
  });
}

test('whatever is asked for, ended, left and read: never too much is out, nobody overtakes, all of it comes back', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const work = leasesAtWork({ settings: { agentsAtOnce: 3 } });
      const asked: Asked[] = [];
      const problems: string[] = [];
      /** Less is left there by a later reading than was given out before it. */
      const fell = new Set<AccountId>();

      function granted(one: Asked, given: GivenLease): void {
        one.given = given;
        one.isOver = true;
        const { account } = given.lease;
        const overtaken = asked.find(
          (other) =>
            !other.isOver &&
            other.account === account &&
            other.number < one.number &&
            leasePriorities.indexOf(other.priority) <= leasePriorities.indexOf(one.priority),
        );
        if (overtaken !== undefined)
          problems.push(`${one.number} overtook ${overtaken.number} at ${account}`);
      }

      for (const step of all) {
        const running = asked.filter(({ given }) => given !== undefined && work.book.get(given.lease.id));
        switch (step.type) {
          case 'ask': {
            const account = step.of === undefined ? undefined : accounts[step.of]?.account.id;
            const { priority } = step;
            const one: Asked = {
              number: asked.length,
              account,
              priority,
              gone: new AbortController(),
              isOver: false,
            };
            const order = orderFor(account === undefined ? {} : { account }, {
              estimate: percent(step.value),
              priority,
            });
            asked.push(one);
            const given = step.isPatient
              ? work.line.wait(order, untold, one.gone.signal)
              : work.line.take(order, one.gone.signal);
            given.then(
              (lease) => {
                granted(one, lease);
              },
              () => {
                one.isOver = true;
              },
            );
            break;
          }
          case 'end': {
            const { given } = running[step.which % Math.max(1, running.length)] ?? {};
            if (given !== undefined) await work.desk.end(given.lease.id, 'released').catch(toFailure);
            break;
          }
          case 'leave':
            asked[step.which % Math.max(1, asked.length)]?.gone.abort(new Failure('broker/cancelled'));
            break;
          case 'read': {
            const entry = accounts[step.of] ?? ada;
            const { percent: outstanding } = work.book.outstanding(entry.account.id);
            await work.time.advance(1);
            work.read(entry, step.used);
            // Not what was read: a fall without a reset is not believed at once.
            const { leftPercent } = work.capacityOf(entry.account);
            if (leftPercent !== null && outstanding > leftPercent) fell.add(entry.account.id);
            else fell.delete(entry.account.id);
            break;
          }
          case 'pass':
            await work.time.advance(step.ms);
            break;
          case 'fail':
            work.log.failWith = step.isFailing ? new Failure('storage/write-failed') : undefined;
            break;
          case 'switch':
            work.store.dispatch(courseMoved({ standIns: { [claudeId]: step.to.account.id } }));
        }
        await settle();
        problems.push(...overGiven(work, fell));
      }
      work.log.failWith = undefined;
      // Everybody who still waits gets one, or goes.
      for (let rounds = 0; rounds < 3; rounds += 1) {
        for (const { id } of work.book.all()) await work.desk.end(id, 'released');
        await work.time.advance(10_000);
      }
      for (const { gone } of asked) gone.abort(new Failure('broker/cancelled'));
      await settle();
      for (const { id } of work.book.all()) await work.desk.end(id, 'released');
      await settle();
      const left = accounts.map(({ account }) => work.book.outstanding(account.id));
      const free = { percent: 0, tokens: 0, running: 0 };
      expect([problems, work.line.waiting(), left, work.time.pendingMs]).toEqual([
        [],
        [],
        [free, free, free, free],
        [],
      ]);
    }),
    { numRuns: 60 },
  );
}, 60_000);
