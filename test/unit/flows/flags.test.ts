// Feature flags as the person sets them: nothing changes without a yes, and who lives by a flag hears of it.
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { flags as table, type Flag, type FlagChoice, type FlagsNow } from '../../../main/domain/flags.ts';
import { createFlags } from '../../../main/flows/flags.ts';
import type { FlagMemory } from '../../../main/ports-files.ts';
import { noonMs } from '../../fakes/accounts.ts';
import { failureOf, thrownFailure } from '../../fakes/failures.ts';
import { DecidedPerson } from '../../fakes/hooks.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { settle } from '../../fakes/time.ts';

class MemoryOfFlags implements FlagMemory {
  choices: readonly FlagChoice[] = [];
  locked: Failure | undefined;
  isForged = false;
  point: number | undefined = 50;
  /** For which flags somebody wanted to know where this installation stands. */
  readonly asked: string[] = [];
  /** How much goes on here at once, and at most has. */
  busy = 0;
  mostBusy = 0;

  async load(): ReturnType<FlagMemory['load']> {
    return {
      choices: this.locked !== undefined ? 'locked' : this.isForged ? 'damaged' : this.choices,
      forged: this.isForged ? [{ kind: 'forged' }] : [],
    };
  }

  async loadToChange(): Promise<readonly FlagChoice[]> {
    if (this.locked !== undefined) throw this.locked;
    return this.choices;
  }

  async save(choices: readonly FlagChoice[]): Promise<void> {
    this.busy += 1;
    this.mostBusy = Math.max(this.mostBusy, this.busy);
    await settle();
    this.busy -= 1;
    this.choices = choices;
    this.isForged = false;
  }

  async pointOf(flag: string): Promise<number | undefined> {
    this.asked.push(flag);
    this.busy += 1;
    this.mostBusy = Math.max(this.mostBusy, this.busy);
    await settle();
    this.busy -= 1;
    return this.point;
  }
}

const shared: Flag = { ...table[2], id: 'shared', default: 'off', share: { variant: 'on', percent: 60 } };

function atWork(flags: readonly Flag[] = table) {
  const memory = new MemoryOfFlags();
  const person = new DecidedPerson();
  const seen: FlagsNow[] = [];
  const decisions: (readonly [string, string | undefined, string])[] = [];
  const flow = createFlags({
    table: flags,
    memory,
    ask: person,
    language: () => 'en',
    clock: { nowMs: () => noonMs },
    log: new RecordingLog(),
    seen: (now) => {
      seen.push(now);
    },
    decided: (...decision) => {
      decisions.push(decision);
    },
  });
  const states = async () =>
    (await flow.list()).known.map(({ flag, variant, why }) => `${flag.id} ${variant} ${why}`);
  return { flow, memory, person, seen, decisions, states };
}

const usual = ['provider-packages on default', 'company-logins on default', 'early-view on default'];
const locked = new Failure('storage/key-store-locked');

test('without a choice all stand at their defaults, and nobody asks where this installation stands', async () => {
  const { memory, states } = atWork();
  expect([await states(), memory.asked]).toEqual([usual, []]);
});

test('a yes sets a flag, is kept, noted and told at once', async () => {
  const { flow, memory, person, decisions, seen, states } = atWork();
  await flow.set('company-logins', 'off');
  expect([person.questions.length, memory.choices, decisions, await states(), seen.length]).toEqual([
    1,
    [{ flag: 'company-logins', variant: 'off', chosenAt: noonMs }],
    [['company-logins', 'off', 'person']],
    [usual[0], 'company-logins off chosen', usual[2]],
    2,
  ]);
});

test('what is chosen already is not asked about again, and nothing is told twice', async () => {
  const { flow, person, seen } = atWork();
  await flow.set('company-logins', 'off');
  await flow.set('company-logins', 'off');
  await flow.list();
  expect([person.questions.length, seen.length]).toEqual([1, 2]);
});

test('taking a choice back asks too, and leaves the other choices', async () => {
  const { flow, memory, person, decisions, states } = atWork();
  await flow.set('company-logins', 'off');
  await flow.set('early-view', 'off');
  await flow.reset('company-logins');
  await flow.reset('company-logins');
  expect([person.questions.map(({ title }) => title), memory.choices, decisions[2], await states()]).toEqual([
    [
      'Set the feature flag “company-logins” to “off”?',
      'Set the feature flag “early-view” to “off”?',
      'Take back what you chose for the feature flag “company-logins”?',
    ],
    [{ flag: 'early-view', variant: 'off', chosenAt: noonMs }],
    ['company-logins', undefined, 'person'],
    [usual[0], usual[1], 'early-view off chosen'],
  ]);
});

test('choices for what this version does not know are kept by a change', async () => {
  const { flow, memory } = atWork();
  const newer = { flag: 'of-a-newer-version', variant: 'blue', chosenAt: 1 };
  memory.choices = [newer];
  await flow.set('early-view', 'off');
  const { inert } = await flow.list();
  expect([memory.choices[0], inert]).toEqual([
    newer,
    [{ kind: 'unknown', flag: 'of-a-newer-version', variant: 'blue' }],
  ]);
});

describe('nothing changes', () => {
  test('after a no', async () => {
    const { flow, memory, person, decisions } = atWork();
    person.answer = false;
    expect([
      await failureOf(flow.set('early-view', 'off')),
      memory.choices,
      decisions,
      person.questions.length,
    ]).toEqual([{ code: 'flag/refused', subject: 'early-view' }, [], [], 1]);
  });

  test('when whoever asked has gone before the yes', async () => {
    const { flow, memory, person } = atWork();
    const gone = new AbortController();
    person.meanwhile = () => {
      gone.abort(new Failure('broker/cancelled'));
    };
    expect([
      (await thrownFailure(flow.set('early-view', 'off', gone.signal))).code,
      (await thrownFailure(flow.reset('early-view', gone.signal)).catch(() => undefined))?.code,
      memory.choices,
    ]).toEqual(['broker/cancelled', undefined, []]);
  });

  test.each([
    [
      'no-such-flag',
      'on',
      'there is no feature flag "no-such-flag"; there are provider-packages, company-logins, early-view',
    ],
    ['early-view', 'blue', '"blue" is no variant of early-view; there are on, off'],
  ])('for %s %s, which there is not, and nobody is asked', async (id, variant, detail) => {
    const { flow, person } = atWork();
    expect([await failureOf(flow.set(id, variant)), person.questions]).toEqual([
      { code: 'broker/bad-request', detail },
      [],
    ]);
  });

  test('while the choices cannot be opened: nobody is asked what cannot be kept, and the careful variants count', async () => {
    const { flow, memory, person, states } = atWork();
    memory.locked = locked;
    expect([
      (await thrownFailure(flow.set('early-view', 'off'))).code,
      (await thrownFailure(flow.reset('early-view'))).code,
      person.questions,
      await states(),
    ]).toEqual([
      'storage/key-store-locked',
      'storage/key-store-locked',
      [],
      ['provider-packages off locked', 'company-logins off locked', 'early-view on locked'],
    ]);
  });
});

test('choices that cannot be opened any more switch nothing on, nor does the one that takes their place', async () => {
  const { flow, memory, states } = atWork();
  memory.isForged = true;
  const { inert } = await flow.list();
  const before = await states();
  const refused = await failureOf(flow.requireOn('company-logins'));
  await flow.set('early-view', 'off');
  expect([inert, before, refused, await states(), (await flow.list()).inert]).toEqual([
    [{ kind: 'forged' }],
    ['provider-packages off damaged', 'company-logins off damaged', 'early-view on damaged'],
    { code: 'flag/off', subject: 'company-logins', detail: 'what you chose cannot be opened any more' },
    ['provider-packages off chosen', 'company-logins off chosen', 'early-view off chosen'],
    [],
  ]);
});

test('what a choice leads to is found out while nothing else happens to the choices', async () => {
  const { flow, memory } = atWork([shared, { ...shared, id: 'other' }]);
  memory.choices = [{ flag: 'shared', variant: 'off', chosenAt: 1 }];
  await Promise.all([flow.reset('shared'), flow.set('other', 'on'), flow.list(), flow.reset('shared')]);
  expect(memory.mostBusy).toBe(1);
});

test('whoever needs a flag is refused while it is off, and told why', async () => {
  const { flow, memory } = atWork();
  await flow.requireOn('company-logins');
  await flow.set('company-logins', 'off');
  const chosen = await failureOf(flow.requireOn('company-logins'));
  memory.locked = locked;
  expect([chosen, await failureOf(flow.requireOn('company-logins'))]).toEqual([
    { code: 'flag/off', subject: 'company-logins' },
    { code: 'flag/off', subject: 'company-logins', detail: 'what you chose cannot be opened now' },
  ]);
});

test('a share decides where nobody chose, by where this installation stands', async () => {
  const { flow, memory, states } = atWork([shared]);
  const within = await states();
  memory.point = 60;
  const without = await states();
  memory.point = undefined;
  const unknown = await states();
  await flow.set('shared', 'off');
  memory.point = 0;
  expect([within, without, unknown, await states(), new Set(memory.asked)]).toEqual([
    ['shared on share'],
    ['shared off default'],
    ['shared off default'],
    ['shared off chosen'],
    new Set(['shared']),
  ]);
});
