// What work for somebody hears of it when they go away.
import { expect, test } from 'vitest';
import { Failure, toFailure } from '../../../main/domain/failure.ts';
import { machineGrant, openRoutes } from '../../fakes/broker-routes.ts';
import { settle } from '../../fakes/time.ts';

/** A request that waits for the person, and what its work hears. */
function asking(caller: AbortSignal) {
  const { actions, routes } = openRoutes();
  const heard: string[] = [];
  actions.leaseAnswers.token = ({ signal }) =>
    new Promise((_resolve, reject) => {
      const leave = (): void => {
        heard.push(toFailure(signal.reason).code);
        reject(new Failure('broker/cancelled'));
      };
      heard.push(signal.aborted ? 'nobody waits' : 'somebody waits');
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave);
    });
  const headers = { authorization: `Bearer ${machineGrant}`, 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: '{}', signal: caller };
  return { heard, answer: routes.request('/auth/claude/token', init) };
}

test('the work is told that its caller has gone, and why', async () => {
  const caller = new AbortController();
  const { heard, answer } = asking(caller.signal);
  await settle();
  const before = [...heard];
  caller.abort();
  await answer;
  expect([before, heard]).toEqual([['somebody waits'], ['somebody waits', 'broker/cancelled']]);
});

test('the work of a caller who had gone before it began knows at once', async () => {
  const { heard, answer } = asking(AbortSignal.abort());
  await answer;
  expect(heard).toEqual(['nobody waits', 'broker/cancelled']);
});
