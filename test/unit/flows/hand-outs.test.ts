// Whether a secret goes out: by the person's rule, or by their answer to the question.
import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../../main/domain/audit-entry.ts';
import { Failure, type FailureCode } from '../../../main/domain/failure.ts';
import type { HandOutRule, HandOutVerdict } from '../../../main/domain/hand-out.ts';
import { accountId, consumerId } from '../../../main/domain/ids.ts';
import type { HandOutOrder } from '../../../main/flows/hand-outs.ts';
import type { HandOutAnswer } from '../../../main/ports.ts';
import { claudeEntry, noonMs } from '../../fakes/accounts.ts';
import { MemoryAuditLog } from '../../fakes/audit-log.ts';
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
} from '../../fakes/hand-outs.ts';
import { settle } from '../../fakes/time.ts';

describe('by a rule', () => {
  test.each<[HandOutRule['verdict'], 'out' | FailureCode]>([
    ['always', 'out'],
    ['never', 'broker/hand-out-denied'],
  ])('%s: nobody is asked', async (verdict, outcome) => {
    const at = work([ruleOf(verdict)]);
    expect([await at.allow(), at.shown.length]).toEqual([outcome, 0]);
  });

  test.each<[string, Partial<HandOutRule>]>([
    ['program', { program: '/usr/bin/codex' }],
    ['consumer', { consumer: consumerId('code') }],
    ['account', { account: accountId('claude:key-2') }],
  ])('one for another %s does not count', async (_name, changes) => {
    const at = work([ruleOf('always', changes)]);
    const going = at.allow();
    await say(at, 'denied');
    expect([await going, at.shown.length]).toEqual(['broker/hand-out-denied', 1]);
  });

  test('the person is told at the first time of each program, and not again', async () => {
    const other = { path: '/usr/bin/codex' };
    const at = work([ruleOf('always'), ruleOf('always', { program: other.path })]);
    await Promise.all([at.allow(), at.allow(), at.allow(orderOf({ program: other }))]);
    await at.allow();
    expect(at.told).toEqual([program.path, other.path]);
  });

  test('a program that got it in an earlier run of the app is no news', async () => {
    const audit = new MemoryAuditLog();
    const of = { at: noonMs, actor: 'agent', consumer, account: account.id } as const;
    audit.append({ ...of, action: 'hand-out', program: program.path });
    audit.append({ ...of, action: 'hand-out-denied', program: '/usr/bin/codex' });
    const at = work([ruleOf('always'), ruleOf('always', { program: '/usr/bin/codex' })], audit);
    await at.allow();
    await at.allow(orderOf({ program: { path: '/usr/bin/codex' } }));
    expect(at.told).toEqual(['/usr/bin/codex']);
  });

  test('an audit that cannot be read keeps nobody from it, and the person is told once', async () => {
    const audit = new MemoryAuditLog();
    audit.failWith = new Failure('storage/unreadable');
    const at = work([ruleOf('always')], audit);
    expect([await at.allow(), await at.allow(), at.told.length, at.log.warnings.length]).toEqual([
      'out',
      'out',
      1,
      1,
    ]);
  });

  test('a lock that comes while it is looked who got something before is in time', async () => {
    const at = work([ruleOf('always')]);
    const reading = Promise.withResolvers<readonly AuditEntry[]>();
    at.audit.read = () => reading.promise;
    const going = at.allow();
    await settle();
    at.handOuts.lock('person');
    at.handOuts.unlock('person');
    reading.resolve([]);
    expect([await going, at.told]).toEqual(['broker/locked', []]);
  });
});

describe('asked', () => {
  test('the question says who asks for what, and for which account', async () => {
    const at = work();
    const script = { path: '/home/ada/review.py', interpreter: '/usr/bin/python3' };
    const going = at.allow(orderOf({ program: script }));
    await say(at, 'once');
    expect([await going, at.shown.map(({ question }) => question)]).toEqual([
      'out',
      [
        {
          program: script.path,
          interpreter: script.interpreter,
          reader: 'Claude Code',
          account: account.label,
          provider: 'Claude',
          consumer,
          accountId: account.id,
          canKeep: true,
        },
      ],
    ]);
  });

  test.each<[HandOutAnswer, 'out' | FailureCode, HandOutVerdict]>([
    ['once', 'out', 'ask'],
    ['always', 'out', 'always'],
    ['never', 'broker/hand-out-denied', 'never'],
    ['denied', 'broker/hand-out-denied', 'ask'],
    ['nobody', 'broker/hand-out-denied', 'ask'],
  ])('%s: that is what comes of it, and what is kept', async (answer, outcome, kept) => {
    const at = work();
    const going = at.allow();
    await say(at, answer);
    expect([await going, at.rules.rules, at.told]).toEqual([
      outcome,
      kept === 'ask' ? [] : [ruleOf(kept)],
      // Whoever has answered knows.
      [],
    ]);
  });

  test('what was answered for good is not asked again, and is no news either', async () => {
    const at = work();
    const going = at.allow();
    await say(at, 'always');
    expect([await going, await at.allow(), at.shown.length, at.told]).toEqual(['out', 'out', 1, []]);
  });

  test('once is once', async () => {
    const at = work();
    const first = at.allow();
    await say(at, 'once');
    await first;
    const second = at.allow();
    await say(at, 'denied');
    expect([await second, at.shown.length]).toEqual(['broker/hand-out-denied', 2]);
  });

  test('a rule that cannot be kept counts this once', async () => {
    const at = work();
    at.rules.failure = new Failure('storage/write-failed');
    const first = at.allow();
    await say(at, 'always');
    const outcome = await first;
    const second = at.allow();
    await say(at, 'denied');
    expect([outcome, await second, at.rules.rules, at.log.warnings, actionsOf(at)]).toEqual([
      'out',
      'broker/hand-out-denied',
      [],
      ['a hand-out rule was not kept'],
      ['hand-out', 'hand-out-denied'],
    ]);
  });

  test('ten at once are one question, and each gets the answer', async () => {
    const at = work();
    const all = Array.from({ length: 10 }, (_value, index) => at.allow(orderOf({ pid: 4711 + index })));
    await say(at, 'once');
    expect([new Set(await Promise.all(all)), at.shown.length, at.audit.entries.length]).toEqual([
      new Set(['out']),
      1,
      10,
    ]);
  });

  test('other programs, consumers and accounts are questions of their own', async () => {
    const at = work();
    const orders = [
      orderOf(),
      orderOf({ program: { path: '/usr/bin/codex' } }),
      orderOf({ consumer: consumerId('code') }),
      orderOf({ account: { ...account, id: accountId('claude:key-2') } }),
    ];
    const all = orders.map((order) => at.allow(order));
    await settle();
    for (const [index, { answer }] of at.shown.entries()) answer(index % 2 === 0 ? 'once' : 'denied');
    expect(await Promise.all(all)).toEqual([
      'out',
      'broker/hand-out-denied',
      'out',
      'broker/hand-out-denied',
    ]);
  });

  test('after a minute nobody has answered, and a late yes counts for nothing', async () => {
    const at = work();
    const going = failureOf(
      at.handOuts.handOut(orderOf(), new AbortController().signal, async () => claudeEntry()),
    );
    await settle();
    await at.time.advance(59_999);
    const before = at.shown[0]?.isGone();
    await at.time.advance(1);
    at.shown[0]?.answer('always');
    expect([before, at.shown[0]?.isGone(), await going, at.rules.rules, at.time.pendingMs]).toEqual([
      false,
      true,
      {
        code: 'broker/hand-out-denied',
        subject: program.path,
        detail: 'nobody answered the question',
      },
      [],
      [],
    ]);
  });

  test('where nobody can be asked it is a no', async () => {
    const at = work();
    const going = at.allow();
    await settle();
    at.shown[0]?.fail(new Error('no display'));
    expect([await going, at.log.warnings, at.time.pendingMs]).toEqual([
      'broker/hand-out-denied',
      ['not asked'],
      [],
    ]);
  });

  test('rules that cannot be opened are none, so it is asked, and what is answered does not replace them', async () => {
    const at = work([ruleOf('always'), ruleOf('never', { program: '/usr/bin/codex' })]);
    at.rules.locked = new Failure('storage/key-store-locked');
    const going = at.allow();
    await say(at, 'never');
    expect([await going, at.rules.rules.length]).toEqual(['broker/hand-out-denied', 2]);
  });
});

describe('a program of which nothing can be told', () => {
  test('is asked about every time, and nothing is kept', async () => {
    const at = work([ruleOf('always')]);
    for (const answer of ['always', 'denied'] as const) {
      const going = at.allow(unknownOrder());
      await say(at, answer);
      expect(await going).toBe(answer === 'always' ? 'out' : 'broker/hand-out-denied');
    }
    expect([at.shown.map(({ question }) => question), at.rules.rules]).toEqual([
      Array.from({ length: 2 }, () => expect.objectContaining({ canKeep: false }) as unknown),
      [ruleOf('always')],
    ]);
  });

  test.each<[string, Partial<HandOutOrder>, Partial<HandOutOrder>]>([
    ['processes', { pid: 1 }, { pid: 2 }],
    ['grants', { grant: 'agent-1' }, { grant: 'agent-2' }],
  ])('a yes for one of two %s is none for the other', async (_name, one, other) => {
    const at = work();
    const both = [one, other].map((changes) => at.allow(unknownOrder(orderOf(changes))));
    await settle();
    at.shown[0]?.answer('once');
    at.shown[1]?.answer('denied');
    expect([await Promise.all(both), at.shown.length]).toEqual([['out', 'broker/hand-out-denied'], 2]);
  });

  test('neither is it where not even the process can be told', async () => {
    const at = work();
    const { pid: _none, ...order } = unknownOrder();
    const both = [at.allow(order), at.allow(order)];
    await settle();
    at.shown[0]?.answer('once');
    at.shown[1]?.answer('denied');
    expect([await Promise.all(both), at.shown.length]).toEqual([['out', 'broker/hand-out-denied'], 2]);
  });
});
