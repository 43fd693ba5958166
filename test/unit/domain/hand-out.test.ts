// What the person's rules come to for a program that wants a secret.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verdictFor, type HandOutRule, type HandOutWish } from '../../../main/domain/hand-out.ts';
import { accountId, consumerId } from '../../../main/domain/ids.ts';
import { noonMs } from '../../fakes/accounts.ts';

const consumer = consumerId('claude-code');
const account = accountId('claude:key-1');
const wish: HandOutWish = { program: { path: '/usr/bin/claude' }, consumer, account };

function ruleOf(changes: Partial<HandOutRule> = {}): HandOutRule {
  return { program: '/usr/bin/claude', consumer, account, verdict: 'always', decidedAt: noonMs, ...changes };
}

test.each(['always', 'never'] as const)('a rule that fits counts: %s', (verdict) => {
  expect(verdictFor([ruleOf({ program: '/usr/bin/codex' }), ruleOf({ verdict })], wish)).toBe(verdict);
});

describe('asked', () => {
  test.each<[string, readonly HandOutRule[], HandOutWish]>([
    ['without a rule', [], wish],
    ['for another program', [ruleOf({ program: '/usr/bin/codex' })], wish],
    ['for a program whose path only begins like that', [ruleOf({ program: '/usr/bin/claude2' })], wish],
    ['for another kind of program', [ruleOf({ consumer: consumerId('code') })], wish],
    ['for another account', [ruleOf({ account: accountId('claude:key-2') })], wish],
    ['where nobody can be told', [ruleOf(), ruleOf({ program: '' })], { ...wish, program: undefined }],
  ])('%s', (_name, rules, wanted) => {
    expect(verdictFor(rules, wanted)).toBe('ask');
  });

  test('whatever the rules: only one for exactly this program, consumer and account says anything else', () => {
    const rule = fc.record({
      program: fc.constantFrom('/a', '/b', '/a/b'),
      consumer: fc.constantFrom(consumer, consumerId('code')),
      account: fc.constantFrom(account, accountId('claude:key-2')),
      verdict: fc.constantFrom('always' as const, 'never' as const),
      decidedAt: fc.constant(noonMs),
    });
    fc.assert(
      fc.property(fc.array(rule), rule, (rules, { program: path, ...wanted }) => {
        const fitting = rules.filter(
          (each) =>
            each.program === path && each.consumer === wanted.consumer && each.account === wanted.account,
        );
        expect(verdictFor(rules, { program: { path }, ...wanted })).toBe(fitting[0]?.verdict ?? 'ask');
      }),
    );
  });
});

test('a script is judged by its path, whatever runs it', () => {
  const script = { path: '/home/ada/review.py', interpreter: '/usr/bin/python3' };
  expect([
    verdictFor([ruleOf({ program: script.path })], { ...wish, program: script }),
    verdictFor([ruleOf({ program: script.interpreter })], { ...wish, program: script }),
  ]).toEqual(['always', 'ask']);
});
