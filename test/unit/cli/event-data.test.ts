// Server-sent events, read line by line.
import { expect, test } from 'vitest';
import { eventData } from '../../../main/cli/event-data.ts';

async function* each(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

async function dataOf(...lines: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const data of eventData(each(lines))) found.push(data);
  return found;
}

test('each event says what its data lines say; types, ids and comments say nothing', async () => {
  expect(
    await dataOf(
      '',
      'event: quota',
      'id: 1',
      'data: {"a":1}',
      '',
      ': still here',
      '',
      'data:b',
      'data:  c',
      '',
    ),
  ).toEqual(['{"a":1}', 'b\n c']);
});

test('an event that is cut off counts for nothing', async () => {
  expect(await dataOf('data: whole', '', 'data: cut')).toEqual(['whole']);
});
