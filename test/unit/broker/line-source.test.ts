// Lines from work that reports as it goes: in order, as they come, bounded, and how it ended as the last one.
import { expect, test } from 'vitest';
import { linesOf } from '../../../main/broker/line-source.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { failureOf } from '../../fakes/failures.ts';
import { settle } from '../../fakes/time.ts';

test('lines come in order, with how it ended as the last one', async () => {
  const end = Promise.withResolvers<string>();
  const lines = linesOf<string>((say) => {
    say('one');
    setImmediate(() => {
      say('two');
      say('three');
      end.resolve('done');
    });
    return end.promise;
  });
  const heardOf: string[] = [];
  for await (const line of lines) heardOf.push(line);
  expect(heardOf).toEqual(['one', 'two', 'three', 'done']);
});

test('lines are not kept without end for somebody who does not read', async () => {
  const lines = linesOf<number>(async (say) => {
    for (let line = 0; line < 1_000; line += 1) say(line);
    return 1_000;
  });
  await settle();
  const heardOf: number[] = [];
  for await (const line of lines) heardOf.push(line);
  expect([heardOf.length, heardOf[0], heardOf.at(-1)]).toEqual([65, 936, 1_000]);
});

test('a failure is told behind the lines before it, and they do not fail when nobody listens', async () => {
  const fail = (): AsyncIterable<string> =>
    linesOf<string>(async (say) => {
      say('one');
      throw new Failure('sign-in/denied');
    });
  fail();
  await settle();
  const heardOf: string[] = [];
  const failure = await failureOf(
    (async () => {
      for await (const line of fail()) heardOf.push(line);
    })(),
  );
  expect([heardOf, failure]).toEqual([['one'], { code: 'sign-in/denied' }]);
});

test('each line is heard while the work goes on, whether the reader waited for it or not', async () => {
  let say = (_line: string): void => undefined;
  const end = Promise.withResolvers<string>();
  const lines = linesOf<string>((tell) => {
    say = tell;
    return end.promise;
  })[Symbol.asyncIterator]();
  const waited = lines.next();
  await settle();
  say('one');
  const first = await waited;
  say('two');
  const second = await lines.next();
  const last = lines.next();
  await settle();
  end.resolve('done');
  expect([first.value, second.value, await last, (await lines.next()).done]).toEqual([
    'one',
    'two',
    { value: 'done', done: false },
    true,
  ]);
});
