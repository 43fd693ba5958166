// What the local service says of feature flags, and that it waits for the person's yes.
import { expect, test } from 'vitest';
import { flagActions } from '../../../../main/broker/actions/flags.ts';
import { Failure } from '../../../../main/domain/failure.ts';
import { flags as table, type FlagsNow } from '../../../../main/domain/flags.ts';
import { initialState } from '../../../../main/state/state.ts';
import { makeView } from '../../../../main/state/view.ts';
import { failureOf } from '../../../fakes/failures.ts';

const [, flag] = table;
const { signal } = new AbortController();

function actionsFor(now: FlagsNow, refusal?: Failure) {
  const asked: unknown[] = [];
  const view = () => makeView(initialState, { providers: [], files: [], owners: [], version: '1', now: 7 });
  const change = async (...order: unknown[]): Promise<void> => {
    asked.push(order);
    if (refusal !== undefined) throw refusal;
  };
  const flags = { list: async () => now, set: change, reset: change };
  return { asked, actions: flagActions({ flags }, { loadedView: async () => view() }) };
}

test('each is listed with all of its facts, and so is what counts for nothing', async () => {
  const inert = [{ kind: 'forged' }, { kind: 'unknown', flag: 'gone', variant: 'blue' }] as const;
  const { actions } = actionsFor({ known: [{ flag, variant: 'off', why: 'chosen' }], inert });
  expect(await actions.list()).toEqual({
    schema: 1,
    flags: [
      {
        id: 'company-logins',
        variant: 'off',
        why: 'chosen',
        default: 'on',
        variants: ['on', 'off'],
        owner: flag.owner,
        introduced: flag.introduced,
        expires: flag.expires,
        about: flag.about.en,
      },
    ],
    inert: [
      { flag: null, variant: null },
      { flag: 'gone', variant: 'blue' },
    ],
  });
});

test('a change waits for the person as long as whoever asked does, and a no is handed on', async () => {
  const good = actionsFor({ known: [], inert: [] });
  const bad = actionsFor({ known: [], inert: [] }, new Failure('flag/refused', { subject: 'early-view' }));
  await good.actions.set('early-view', 'off', signal);
  await good.actions.reset('early-view', signal);
  expect([
    good.asked,
    (await failureOf(() => bad.actions.set('early-view', 'off', signal))).code,
    (await failureOf(() => bad.actions.reset('early-view', signal))).code,
  ]).toEqual([
    [
      ['early-view', 'off', signal],
      ['early-view', signal],
    ],
    'flag/refused',
    'flag/refused',
  ]);
});
