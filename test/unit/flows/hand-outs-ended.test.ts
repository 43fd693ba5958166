// What ends a hand-out that waits, what an earlier yes is worth, how rules are kept, and what is written down.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KeysToHandOut } from '../../../main/flows/hand-outs.ts';
import type { AuditEntry } from '../../../main/domain/audit-entry.ts';
import { Failure, type FailureCode } from '../../../main/domain/failure.ts';
import type { HandOutRule, HandOutVerdict } from '../../../main/domain/hand-out.ts';
import type { HandOutAnswer } from '../../../main/ports.ts';
import { claudeEntry, noonMs, openaiEntry } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import {
  account,
  actionsOf,
  consumer,
  orderOf,
  program,
  ruleOf,
  say,
  unknownOrder,
  work,
  type Work,
} from '../../fakes/hand-outs.ts';
import { settle } from '../../fakes/time.ts';

/** Brings the keys when it is told to. */
function slowKeys() {
  const { promise, resolve } = Promise.withResolvers<KeysToHandOut>();
  return {
    bring: () => promise,
    come: () => {
      resolve(claudeEntry());
    },
  };
}

describe('while the keys are brought', () => {
  test.each<[string, (at: Work) => void]>([
    [
      'it is locked',
      ({ handOuts }) => {
        handOuts.lock('person');
      },
    ],
    [
      'it is locked and opened again',
      ({ handOuts }) => {
        handOuts.lock('person');
        handOuts.unlock('person');
      },
    ],
  ])('%s: nothing goes out', async (_name, happens) => {
    const at = work([ruleOf('always')]);
    const { bring, come } = slowKeys();
    const going = at.allow(orderOf(), undefined, bring);
    await settle();
    happens(at);
    come();
    expect([await going, at.told, actionsOf(at).at(-1)]).toEqual(['broker/locked', [], 'hand-out-denied']);
  });

  test('the caller goes away: nothing goes out', async () => {
    const at = work([ruleOf('always')]);
    const { bring, come } = slowKeys();
    const gone = new AbortController();
    const going = at.allow(orderOf(), gone.signal, bring);
    await settle();
    gone.abort(new Failure('broker/cancelled'));
    come();
    expect([await going, at.told, actionsOf(at)]).toEqual(['broker/cancelled', [], ['hand-out-denied']]);
  });

  test('they cannot be had: the audit says why, and nobody is told that they went', async () => {
    const at = work([ruleOf('always')]);
    const outcome = await at.allow(orderOf(), undefined, () =>
      Promise.reject(new Failure('credential/rejected')),
    );
    expect([outcome, at.told, at.audit.entries.map(({ action, failure }) => [action, failure])]).toEqual([
      'credential/rejected',
      [],
      [['hand-out-denied', 'credential/rejected']],
    ]);
  });

  test('nobody brings any before the person has said yes', async () => {
    const at = work();
    let asked = 0;
    const going = at.allow(orderOf(), undefined, async () => {
      asked += 1;
      return claudeEntry();
    });
    await settle();
    const before = asked;
    await say(at, 'denied');
    expect([await going, before, asked]).toEqual(['broker/hand-out-denied', 0, 0]);
  });
});

describe('locked', () => {
  test.each<[string, readonly HandOutRule[]]>([
    ['without a rule', []],
    ['with one', [ruleOf('always')]],
  ])('nothing goes out %s, and nobody is asked', async (_name, rules) => {
    const at = work(rules);
    at.handOuts.lock('person');
    expect([await at.allow(), at.shown.length, at.told]).toEqual(['broker/locked', 0, []]);
  });

  test('the question goes away, and a yes after it counts for nothing, not even for later', async () => {
    const at = work();
    const going = at.allow();
    await settle();
    at.handOuts.lock('cli');
    const isGone = at.shown[0]?.isGone();
    at.handOuts.unlock('person');
    at.shown[0]?.answer('always');
    expect([isGone, await going, at.rules.rules]).toEqual([true, 'broker/locked', []]);
  });

  test('unlocked it goes on as before', async () => {
    const at = work([ruleOf('always')]);
    at.handOuts.lock('person');
    at.handOuts.unlock('person');
    expect([await at.allow(), at.store.state().locked]).toEqual(['out', false]);
  });

  test('a lock while the rules are read is in time', async () => {
    const at = work([ruleOf('always')]);
    const going = at.allow();
    at.handOuts.lock('policy');
    expect(await going).toBe('broker/locked');
  });

  test('each lock and unlock that changes something is written down, with who it was', () => {
    const at = work();
    at.handOuts.unlock('person');
    at.handOuts.lock('cli');
    at.handOuts.lock('policy');
    at.handOuts.unlock('person');
    expect(at.audit.entries).toEqual([
      { at: noonMs, actor: 'cli', action: 'lock' },
      { at: noonMs, actor: 'person', action: 'unlock' },
    ]);
  });
});

describe('whoever has gone', () => {
  const cancelled = new Failure('broker/cancelled');

  test('leaves the question to the others, and hears no answer', async () => {
    const at = work();
    const gone = new AbortController();
    const left = at.allow(orderOf(), gone.signal);
    const stays = at.allow();
    await settle();
    gone.abort(cancelled);
    expect([await left, at.shown[0]?.isGone()]).toEqual(['broker/cancelled', false]);
    at.shown[0]?.answer('once');
    expect(await stays).toBe('out');
  });

  test('as the last one takes the question along; who comes then asks anew', async () => {
    const at = work();
    const controllers = [new AbortController(), new AbortController()];
    const left = controllers.map(({ signal }) => at.allow(orderOf(), signal));
    await settle();
    for (const each of controllers) each.abort(cancelled);
    const anew = at.allow();
    await settle();
    at.shown[0]?.answer('always');
    at.shown[1]?.answer('denied');
    expect([
      await Promise.all(left),
      at.shown[0]?.isGone(),
      await anew,
      at.shown.length,
      at.rules.rules,
    ]).toEqual([['broker/cancelled', 'broker/cancelled'], true, 'broker/hand-out-denied', 2, []]);
  });

  test('before it is asked is not asked for', async () => {
    const at = work();
    const gone = new AbortController();
    const left = at.allow(orderOf(), gone.signal);
    gone.abort(cancelled);
    expect([await left, at.shown.length]).toEqual(['broker/cancelled', 0]);
  });
});

describe('a run that was allowed already', () => {
  test('is not asked about again, and every time is written down', async () => {
    const at = work();
    expect([await at.allow(orderOf({ isAllowed: true })), at.shown.length, actionsOf(at)]).toEqual([
      'out',
      0,
      ['hand-out'],
    ]);
  });

  test('is told of to the person when another program of it gets something for the first time', async () => {
    const at = work();
    const first = at.allow(orderOf());
    await settle();
    at.shown[0]?.answer('once');
    await first;
    await at.allow(orderOf({ isAllowed: true, program: { path: '/usr/bin/other' } }));
    await at.allow(orderOf({ isAllowed: true, program: { path: '/usr/bin/other' } }));
    expect(at.told).toEqual(['/usr/bin/other']);
  });

  test.each<[string, (at: Work) => void, FailureCode]>([
    ['a rule that was made since', (at) => (at.rules.rules = [ruleOf('never')]), 'broker/hand-out-denied'],
    [
      'the lock',
      ({ handOuts }) => {
        handOuts.lock('person');
      },
      'broker/locked',
    ],
  ])('gets nothing against %s', async (_name, change, code) => {
    const at = work();
    change(at);
    expect(await at.allow(orderOf({ isAllowed: true }))).toBe(code);
  });
});

describe('rules', () => {
  test('of the person replace each other, and ask takes one away', async () => {
    const at = work([ruleOf('never', { program: '/usr/bin/codex' })]);
    const wish = { program, consumer, account: account.id };
    await at.handOuts.setRule(wish, 'always');
    await at.handOuts.setRule(wish, 'never');
    const between = await at.handOuts.rules();
    await at.handOuts.setRule(wish, 'ask');
    expect([between.map(({ verdict }) => verdict), await at.handOuts.rules()]).toEqual([
      ['never', 'never'],
      [ruleOf('never', { program: '/usr/bin/codex' })],
    ]);
  });

  test('whatever is set at once and in whatever order, none is lost, and each is written down', async () => {
    const verdict = fc.constantFrom<HandOutVerdict>('ask', 'always', 'never');
    const wishes = fc.array(fc.tuple(fc.constantFrom('/a', '/b', '/c'), verdict), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(wishes, async (all) => {
        const at = work();
        await Promise.all(
          all.map(([path, wanted]) =>
            at.handOuts.setRule({ program: { path }, consumer, account: account.id }, wanted),
          ),
        );
        const last = new Map(all);
        expect([
          new Map(at.rules.rules.map((rule) => [rule.program, rule.verdict])),
          at.rules.rules.length,
          at.audit.entries.map(({ program: path, what }) => [path, what]),
        ]).toEqual([
          new Map([...last].filter(([, wanted]) => wanted !== 'ask')),
          [...last.values()].filter((wanted) => wanted !== 'ask').length,
          all,
        ]);
      }),
      { numRuns: 50 },
    );
  });

  test('one that cannot be kept is said, and not written down as if it were', async () => {
    const at = work();
    at.rules.failure = new Failure('storage/write-failed');
    const wish = { program, consumer, account: account.id };
    expect([await failureOf(at.handOuts.setRule(wish, 'always')), at.audit.entries]).toEqual([
      { code: 'storage/write-failed' },
      [],
    ]);
  });
});

describe('the audit', () => {
  const common = {
    at: noonMs,
    actor: 'agent',
    provider: account.provider,
    account: account.id,
    consumer,
    grant: 'agent-1',
    pid: 4711,
    program: program.path,
  } as const;

  test.each<[string, HandOutAnswer, AuditEntry]>([
    ['a yes', 'once', { ...common, action: 'hand-out', what: 'api-key' }],
    ['a no', 'denied', { ...common, action: 'hand-out-denied', failure: 'broker/hand-out-denied' }],
  ])('says who, with which program and by which right: %s', async (_name, answer, entry) => {
    const at = work();
    const going = at.allow();
    await say(at, answer);
    await going;
    expect(at.audit.entries).toEqual([entry]);
  });

  test('says no program where none could be told', async () => {
    const at = work();
    const { pid: _none, ...order } = unknownOrder(orderOf({ actor: 'cli', grant: 'machine' }));
    const going = at.allow(order);
    await say(at, 'once');
    await going;
    const { program: _program, pid: _pid, ...rest } = common;
    expect(at.audit.entries).toEqual([
      { ...rest, actor: 'cli', grant: 'machine', action: 'hand-out', what: 'api-key' },
    ]);
  });

  test('says until when a token works', async () => {
    const at = work([ruleOf('always')]);
    await at.allow(orderOf(), undefined, async () => openaiEntry({}, { expiresAt: noonMs + 5 }));
    const { account: whose, credential } = openaiEntry();
    const { expiresAt: _unknown, ...rest } = credential;
    await at.allow(orderOf(), undefined, async () => ({ account: whose, credential: rest }));
    expect(at.audit.entries).toEqual([
      { ...common, action: 'hand-out', what: 'access-token', until: noonMs + 5 },
      { ...common, action: 'hand-out', what: 'access-token' },
    ]);
  });

  test('says the rule before what it was for', async () => {
    const at = work();
    const going = at.allow();
    await say(at, 'always');
    await going;
    expect(at.audit.entries).toEqual([
      {
        at: noonMs,
        actor: 'person',
        action: 'rule',
        account: account.id,
        consumer,
        program: program.path,
        what: 'always',
      },
      { ...common, action: 'hand-out', what: 'api-key' },
    ]);
  });

  test('says each that came to nothing, with why', async () => {
    const at = work();
    const gone = new AbortController();
    gone.abort(new Failure('broker/cancelled'));
    await at.allow(orderOf(), gone.signal);
    at.handOuts.lock('person');
    await at.allow();
    expect(at.audit.entries.map(({ action, failure }) => [action, failure])).toEqual([
      ['hand-out-denied', 'broker/cancelled'],
      ['lock', undefined],
      ['hand-out-denied', 'broker/locked'],
    ]);
  });
});

describe('when an account is signed out', () => {
  const signedOut = { type: 'account.signed-out', account: account.id } as const;
  const other = openaiEntry().account.id;

  test('every yes that was kept for it ends with it; a no stays, and so does what is about another', async () => {
    const left = [ruleOf('never', { program: '/usr/bin/never' }), ruleOf('always', { account: other })];
    const at = work([ruleOf('always'), ...left]);
    at.store.dispatch(signedOut);
    await settle();
    const allowed = at.allow();
    await say(at, 'denied');
    expect([at.rules.rules, at.audit.entries[0], await allowed]).toEqual([
      left,
      {
        at: noonMs,
        actor: 'person',
        action: 'rule',
        account: account.id,
        consumer,
        program: program.path,
        what: 'ask',
      },
      'broker/hand-out-denied',
    ]);
  });

  test('a question about it goes, and a late yes to it is not kept; another question stays', async () => {
    const at = work();
    const going = [at.allow(), at.allow(orderOf({ account: openaiEntry().account }))];
    await settle();
    at.store.dispatch(signedOut);
    for (const { answer } of at.shown) answer('always');
    expect([await Promise.all(going), at.rules.rules.map((rule) => rule.account)]).toEqual([
      ['broker/hand-out-denied', 'out'],
      [other],
    ]);
  });

  /** Somebody signs out while the list of rules does not open. */
  async function owing() {
    const at = work([ruleOf('always')]);
    at.rules.locked = new Failure('storage/key-store-locked');
    at.store.dispatch(signedOut);
    await settle();
    return at;
  }

  test('rules that do not open stay as they are, and the log says so', async () => {
    const at = await owing();
    expect([at.rules.rules, at.log.warnings]).toEqual([
      [ruleOf('always')],
      ['rules of a signed-out account were not taken back'],
    ]);
  });

  test('what could not be taken back counts no more, and goes once the key store opens', async () => {
    const at = await owing();
    at.store.dispatch({ type: 'account.signed-in', account });
    at.rules.locked = undefined;
    const allowed = at.allow();
    await say(at, 'denied');
    const before = [await allowed, await at.handOuts.rules(), at.rules.rules.length];
    at.store.dispatch({ type: 'key-store.seen', keyStore: { passphrase: 'open', backend: 'toy' } });
    await settle();
    expect([before, at.rules.rules, at.audit.entries.at(-1)?.action]).toEqual([
      ['broker/hand-out-denied', [], 1],
      [],
      'rule',
    ]);
  });

  test('what could not be taken back goes with the next answer, which counts', async () => {
    const at = await owing();
    at.store.dispatch({ type: 'account.signed-in', account });
    at.rules.locked = undefined;
    const first = at.allow();
    await say(at, 'always');
    const answers = [await first, await at.allow()];
    at.store.dispatch({ type: 'key-store.seen', keyStore: { passphrase: 'open', backend: 'toy' } });
    await settle();
    expect([answers, at.rules.rules.map(({ verdict }) => verdict)]).toEqual([['out', 'out'], ['always']]);
  });

  test('the app does not end before it is done', async () => {
    const at = work([ruleOf('always')]);
    at.store.dispatch(signedOut);
    await at.handOuts.stop();
    expect(at.rules.rules).toEqual([]);
  });

  test('a key store that is still closed is not tried', async () => {
    const at = await owing();
    const failure = { code: 'storage/key-store-locked' } as const;
    at.store.dispatch({ type: 'key-store.seen', keyStore: { passphrase: 'locked', failure } });
    await settle();
    expect([at.rules.rules, at.log.warnings.length]).toEqual([[ruleOf('always')], 1]);
  });
});
