// What whoever listens is told of, as it happens; who reads too slowly loses the oldest.
import { expect, test } from 'vitest';
import { createServiceEvents } from '../../../../main/broker/actions/events.ts';
import type { ServiceEvent } from '../../../../main/broker/protocol/oversight.ts';
import type { NumberedEvent } from '../../../../main/broker/route.ts';
import { Failure } from '../../../../main/domain/failure.ts';
import { createStore } from '../../../../main/state/store.ts';
import { initialState } from '../../../../main/state/state.ts';
import { claudeId, noonMs, quotaWindow, sampleOf } from '../../../fakes/accounts.ts';
import { ada, courseMoved } from '../../../fakes/agents.ts';
import { callContext } from '../../../fakes/broker-calls.ts';
import { exampleLeaseOf } from '../../../fakes/lease-records.ts';
import { settle } from '../../../fakes/time.ts';

function eventsAtWork() {
  const store = createStore(initialState);
  const asked = { clock: 0, serving: 0 };
  const events = createServiceEvents({
    store,
    nowMs() {
      asked.clock += 1;
      return noonMs;
    },
    serving() {
      asked.serving += 1;
      return { provider: 'claude', account: ada.account.id, reason: 'In use: Claude.' };
    },
  });
  return { store, events, asked };
}

type AtWork = ReturnType<typeof eventsAtWork>;

/** Listens until it is told to stop; what it has read by then. */
function listen({ events }: AtWork) {
  const gone = new AbortController();
  const read: NumberedEvent<ServiceEvent>[] = [];
  const over = (async () => {
    const call = callContext({ signal: gone.signal });
    for await (const each of await events.follow(call)) read.push(each);
  })();
  return {
    read,
    async stop() {
      gone.abort();
      await over;
      return read;
    },
  };
}

const lock = (locked: boolean) => ({ type: 'lock.changed', locked }) as const;

test('everything that others care about is told in a few words, and nothing else', async () => {
  const work = eventsAtWork();
  const listener = listen(work);
  await settle();
  const failure = new Failure('storage/write-failed', { subject: '/home/ada/.codex/auth.json' }).toValue();
  const { store, events } = work;
  store.dispatch({ type: 'account.signed-in', account: ada.account });
  store.dispatch({ type: 'quota.read', sample: sampleOf(ada, [quotaWindow()]) });
  store.dispatch(courseMoved({}));
  store.dispatch(lock(true));
  store.dispatch({ type: 'problem.found', about: 'codex-auth', failure });
  store.dispatch({ type: 'problem.gone', about: 'codex-auth' });
  events.lease({ type: 'granted', lease: exampleLeaseOf(1) });
  events.lease({ type: 'ended', lease: exampleLeaseOf(1), how: 'expired' });
  await settle();
  const { id: lease, agent, account } = exampleLeaseOf(1);
  const told = { lease, agent: agent.id, account, at: noonMs };
  const what: unknown = expect.stringContaining('auth.json');
  expect(await listener.stop()).toEqual([
    { id: 1, event: { type: 'accounts', at: noonMs } },
    { id: 2, event: { type: 'quota', account: ada.account.id, provider: claudeId, at: noonMs } },
    {
      id: 3,
      event: {
        type: 'switch',
        provider: 'claude',
        account: ada.account.id,
        reason: 'In use: Claude.',
        at: noonMs,
      },
    },
    { id: 4, event: { type: 'locked', locked: true, at: noonMs } },
    { id: 5, event: { type: 'problem', code: 'storage/write-failed', what, at: noonMs } },
    { id: 6, event: { type: 'lease', what: 'granted', how: null, ...told } },
    { id: 7, event: { type: 'lease', what: 'ended', how: 'expired', ...told } },
  ]);
});

test('where nobody listens nothing is made', async () => {
  const work = eventsAtWork();
  const listener = listen(work);
  await settle();
  await listener.stop();
  work.store.dispatch(courseMoved({}));
  work.events.lease({ type: 'granted', lease: exampleLeaseOf(1) });
  expect(work.asked).toEqual({ clock: 0, serving: 0 });
});

test('who reads too slowly loses the oldest, and the numbers say how many', async () => {
  const work = eventsAtWork();
  const gone = new AbortController();
  const stream = await work.events.follow(callContext({ signal: gone.signal }));
  const slow = stream[Symbol.asyncIterator]();
  const first = slow.next();
  await settle();
  work.store.dispatch(lock(true));
  const ids = [(await first).value];
  for (let number = 0; number < 1_500; number += 1) work.store.dispatch(lock(false));
  const rest: NumberedEvent<ServiceEvent>[] = [];
  for (let number = 0; number < 1_000; number += 1) {
    const next = await slow.next();
    if (next.done !== true) rest.push(next.value);
  }
  gone.abort();
  const last = await slow.next();
  expect([ids, rest.length, rest[0]?.id, rest.at(-1)?.id, last.done]).toEqual([
    [{ id: 1, event: { type: 'locked', locked: true, at: noonMs } }],
    1_000,
    502,
    1_501,
    true,
  ]);
});

test('two who listen hear the same, and one that goes leaves the other', async () => {
  const work = eventsAtWork();
  const [one, other] = [listen(work), listen(work)];
  await settle();
  work.store.dispatch(lock(true));
  await settle();
  const first = await one.stop();
  work.store.dispatch(lock(false));
  await settle();
  const second = await other.stop();
  expect([first.map(({ id }) => id), second.map(({ id }) => id)]).toEqual([[1], [1, 2]]);
});
