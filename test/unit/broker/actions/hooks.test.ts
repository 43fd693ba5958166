// What the local service has done with programs that are run for events.
import { expect, test } from 'vitest';
import { hookEventShape, hooksShape } from '../../../../main/broker/protocol/hooks.ts';
import { Failure } from '../../../../main/domain/failure.ts';
import { actionsOver } from '../../../fakes/broker-actions.ts';
import { exampleEvent } from '../../../fakes/broker-answers.ts';
import { failureOf } from '../../../fakes/failures.ts';

const program = '/home/ada/bin/tell';
const { signal } = new AbortController();

test('hooks are listed, added with the signal of who asks, removed, and have an example', async () => {
  const asked: unknown[] = [];
  const { hooks } = actionsOver(
    {
      hooks: {
        list: async () => {
          asked.push(['list']);
        },
        add: async (event, path, given) => {
          asked.push(['add', event, path, given === signal]);
        },
        remove: async (event, path) => {
          asked.push(['remove', event, path]);
        },
        exampleEvent: (event) => ({ ...exampleEvent, event }),
      },
    },
    [{ type: 'hooks.seen', hooks: [{ event: 'quota_low', program, state: 'ready' }] }],
  );
  const listed = { schema: 1, hooks: [{ event: 'quota_low', program, state: 'ready', problem: null }] };
  expect([
    hooksShape.parse(await hooks.list()),
    hooksShape.parse(await hooks.add('quota_low', program, signal)),
    hooksShape.parse(await hooks.remove('switched', program)),
    hookEventShape.parse(await hooks.example('quota_reset')),
    asked,
  ]).toEqual([
    listed,
    listed,
    listed,
    { ...exampleEvent, event: 'quota_reset' },
    [['list'], ['add', 'quota_low', program, true], ['remove', 'switched', program]],
  ]);
});

test('a program that the person does not approve is not added', async () => {
  const refused = new Failure('hook/refused', { subject: program });
  const { hooks } = actionsOver({
    hooks: {
      list: async () => undefined,
      add: () => Promise.reject(refused),
      remove: async () => undefined,
      exampleEvent: () => exampleEvent,
    },
  });
  expect(await failureOf(hooks.add('quota_low', program, signal))).toEqual(refused.toValue());
});
