// Status pages are asked only where the person wants it and only when it helps; what they do not say is no problem.
import { expect, test } from 'vitest';
import type { Incident } from '../../../main/domain/incident.ts';
import { defaultSettings } from '../../../main/domain/settings.ts';
import { createFollowIncidents } from '../../../main/flows/follow-incidents.ts';
import { initialState } from '../../../main/state/state.ts';
import { createStore } from '../../../main/state/store.ts';
import { claudeId, noonMs, openaiEntry, openaiId } from '../../fakes/accounts.ts';
import { FakeTime, settle } from '../../fakes/time.ts';

const minute = 60_000;
const page = (host: string) => ({ host, summaryUrl: `https://${host}/summary.json` });
const incident: Incident = {
  text: 'Elevated errors',
  impact: 'minor',
  at: noonMs,
  url: 'https://status.example.com/',
};

function follow(settings: Partial<typeof defaultSettings> = { incidents: true }) {
  const time = new FakeTime();
  const { account } = openaiEntry();
  const store = createStore({
    ...initialState,
    accounts: [account],
    settings: { ...defaultSettings, ...settings },
  });
  const seen = {
    looking: true,
    asked: new Array<string>(),
    answer: async (): Promise<Incident | undefined> => incident,
  };
  const flow = createFollowIncidents({
    store,
    clock: time,
    timer: time,
    log: { info: () => undefined },
    providers: [
      { id: openaiId, statusPage: page('openai') },
      { id: claudeId, statusPage: page('claude') },
    ],
    isLooking: () => seen.looking,
    ask: ({ host }) => {
      seen.asked.push(host);
      return seen.answer();
    },
  });
  const switchTo = (incidents: boolean): void => {
    store.dispatch({ type: 'settings.changed', settings: { ...defaultSettings, incidents } });
    flow.look();
  };
  return { time, store, account, seen, flow, switchTo };
}

test('while it is switched off, nobody is asked', async () => {
  const { time, seen, flow } = follow({});
  flow.look();
  await time.advance(60 * minute);
  expect([seen.asked, time.pendingMs]).toEqual([[], []]);
});

test('while somebody looks, each page is asked at most every five minutes', async () => {
  const { time, store, seen, flow } = follow();
  flow.look();
  flow.look();
  await time.advance(4 * minute);
  flow.look();
  await settle();
  expect(seen.asked).toEqual(['openai', 'claude']);
  expect([...store.state().incidents]).toEqual([
    [openaiId, incident],
    [claudeId, incident],
  ]);
  await time.advance(minute);
  expect(seen.asked).toEqual(['openai', 'claude', 'openai', 'claude']);
});

test('when nobody looks, only the provider is asked whose account fails', async () => {
  const { store, account, seen, flow } = follow();
  seen.looking = false;
  flow.look();
  expect(seen.asked).toEqual([]);
  store.dispatch({ type: 'quota.failed', account: account.id, failure: { code: 'provider/rate-limited' } });
  flow.look();
  await settle();
  expect(seen.asked).toEqual(['openai']);
});

test('a page that does not answer is no problem, and what it said before counts for half an hour', async () => {
  const { time, store, seen, flow } = follow();
  flow.look();
  await settle();
  seen.answer = () => Promise.reject(new Error('nobody there'));
  await time.advance(25 * minute);
  const before = store.state().incidents.size;
  await time.advance(5 * minute);
  expect([before, store.state().incidents.size, store.state().problems.size]).toEqual([2, 0, 0]);
});

test('what was said to be wrong is asked for until it is over, also when nobody looks any more', async () => {
  const { time, store, seen, flow } = follow();
  flow.look();
  await settle();
  seen.looking = false;
  await time.advance(5 * minute);
  seen.answer = () => Promise.resolve(undefined);
  await time.advance(60 * minute);
  expect([store.state().incidents.size, seen.asked.length]).toEqual([0, 6]);
});

test('switched off, nothing of it is left, and an answer that comes late is not taken', async () => {
  const { time, store, seen, flow, switchTo } = follow();
  flow.look();
  await settle();
  let late = (_incident: Incident): void => undefined;
  seen.answer = () =>
    new Promise((resolve) => {
      late = resolve;
    });
  await time.advance(5 * minute);
  switchTo(false);
  late({ ...incident, text: 'Later' });
  await settle();
  expect([store.state().incidents.size, time.pendingMs]).toEqual([0, []]);
});

test('after its stop it asks nobody', async () => {
  const { time, seen, flow } = follow();
  flow.look();
  flow.stop();
  await time.advance(60 * minute);
  flow.look();
  expect(seen.asked).toEqual(['openai', 'claude']);
});
