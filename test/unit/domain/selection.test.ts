// The base rule of design §9, branch for branch, and its reasons in words.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { providerId, type ProviderId } from '../../../main/domain/ids.ts';
import type { Selection } from '../../../main/domain/selection-facts.ts';
import { selectionWords } from '../../../main/domain/selection-words.ts';
import { preferredBy, select, type Candidate } from '../../../main/domain/selection.ts';
import { isStrategy, type Strategy } from '../../../main/domain/settings.ts';
import { claudeId, openaiId } from '../../fakes/accounts.ts';

const labels: Readonly<Record<string, string>> = { claude: 'Claude', openai: 'OpenAI' };
const labelOf = (provider: ProviderId): string => labels[provider] ?? provider;

/** Signed in, paid, half used; falls back as the defaults say. */
function candidate(provider: ProviderId, changes: Partial<Candidate> = {}): Candidate {
  const mayFallBack = provider === claudeId;
  return { provider, signedIn: true, subscribed: true, usedPercent: 50, mayFallBack, ...changes };
}

function choose(
  preferred: ProviderId,
  claude: Partial<Candidate>,
  openai: Partial<Candidate>,
  reservePercent = 5,
): Selection {
  const candidates = [candidate(claudeId, claude), candidate(openaiId, openai)];
  return select({ candidates, preferred, reservePercent });
}

/** Who serves, by which letters, and the sentence. */
function told(selection: Selection): readonly [string, string, string] {
  const who = selection.kind === 'chosen' ? selection.provider : 'nobody';
  return [who, selection.path.join(''), selectionWords(selection, labelOf)];
}

const out = { signedIn: false, subscribed: false, usedPercent: null };
const free = { subscribed: false };
const spent = { usedPercent: 96 };
const unknown = { usedPercent: null };
const stays = { mayFallBack: false };
const falls = { mayFallBack: true };

describe('Claude preferred', () => {
  test.each<[string, Partial<Candidate>, Partial<Candidate>, readonly [string, string, string]]>([
    ['signed in, paid, quota left: E', {}, {}, ['claude', 'ABCDE', 'In use: Claude.']],
    ['quota unknown counts as above: E', unknown, {}, ['claude', 'ABCDE', 'In use: Claude (quota unknown).']],
    ['an API key has no meters: E', unknown, out, ['claude', 'ABCDE', 'In use: Claude (quota unknown).']],
    [
      'exactly the reserve left is not used up: E',
      { usedPercent: 95 },
      {},
      ['claude', 'ABCDE', 'In use: Claude.'],
    ],
    ['fallback off does not matter to who can serve: E', stays, {}, ['claude', 'ABCDE', 'In use: Claude.']],
    [
      'not signed in: C, G, I',
      out,
      {},
      ['openai', 'ABCGI', 'In use: OpenAI, because Claude is not signed in.'],
    ],
    [
      'not signed in goes to G without asking whether it may fall back',
      { ...out, ...stays },
      {},
      ['openai', 'ABCGI', 'In use: OpenAI, because Claude is not signed in.'],
    ],
    [
      'not signed in, nor is OpenAI: H',
      out,
      out,
      ['nobody', 'ABCGH', 'Nothing can be used: Claude is not signed in. Sign in to go on.'],
    ],
    [
      'no paid plan: F, G, I',
      free,
      {},
      ['openai', 'ABCDFGI', 'In use: OpenAI, because Claude has no paid plan.'],
    ],
    [
      'no paid plan and OpenAI signed out: H',
      free,
      out,
      [
        'nobody',
        'ABCDFGH',
        'Nothing can be used: Claude has no paid plan. Sign in with another account to go on.',
      ],
    ],
    [
      'no paid plan and fallback off: H',
      { ...free, ...stays },
      {},
      [
        'nobody',
        'ABCDFH',
        'Nothing can be used: Claude has no paid plan, and falling back from it is off. Allow that in the settings to go on.',
      ],
    ],
    [
      'quota below the reserve: F, G, I',
      spent,
      {},
      ['openai', 'ABCDFGI', 'In use: OpenAI, because Claude is used up.'],
    ],
    [
      'a hair below the reserve is below it',
      { usedPercent: 95.01 },
      {},
      ['openai', 'ABCDFGI', 'In use: OpenAI, because Claude is used up.'],
    ],
    [
      'quota below and fallback off: H',
      { ...spent, ...stays },
      {},
      [
        'nobody',
        'ABCDFH',
        'Nothing can be used: Claude is used up, and falling back from it is off. Allow that in the settings to go on.',
      ],
    ],
    [
      'quota below, fallback off, and nobody to fall back to: H without blaming the setting',
      { ...spent, ...stays },
      out,
      [
        'nobody',
        'ABCDFH',
        'Nothing can be used: Claude is used up. Wait for its reset, or sign in with another account.',
      ],
    ],
    [
      'G asks only whether OpenAI is signed in: a spent one serves',
      spent,
      { usedPercent: 100 },
      ['openai', 'ABCDFGI', 'In use: OpenAI, because Claude is used up.'],
    ],
    [
      'decided to be used up, whatever the figure says: F, G, I',
      { usedPercent: 10, standing: 'spent' },
      {},
      ['openai', 'ABCDFGI', 'In use: OpenAI, because Claude is used up.'],
    ],
    [
      'decided to be used, whatever the figure says: E',
      { usedPercent: 100, standing: 'open' },
      {},
      ['claude', 'ABCDE', 'In use: Claude.'],
    ],
    [
      'the stand-in with unknown quota says so',
      spent,
      unknown,
      ['openai', 'ABCDFGI', 'In use: OpenAI (quota unknown), because Claude is used up.'],
    ],
  ])('%s', (_name, claude, openai, expected) => {
    expect(told(choose(claudeId, claude, openai))).toEqual(expected);
  });
});

describe('OpenAI preferred', () => {
  test.each<[string, Partial<Candidate>, Partial<Candidate>, readonly [string, string, string]]>([
    ['signed in: G, I', {}, {}, ['openai', 'ABGI', 'In use: OpenAI.']],
    ['signed in, spent, fallback off: I', {}, spent, ['openai', 'ABGI', 'In use: OpenAI.']],
    ['signed in, free, fallback off: I', {}, free, ['openai', 'ABGI', 'In use: OpenAI.']],
    ['signed in, quota unknown: I', {}, unknown, ['openai', 'ABGI', 'In use: OpenAI (quota unknown).']],
    [
      'not signed in, fallback off: H, and the setting is named',
      {},
      out,
      [
        'nobody',
        'ABGH',
        'Nothing can be used: OpenAI is not signed in, and falling back from it is off. Allow that in the settings to go on.',
      ],
    ],
    [
      'nobody signed in: H',
      out,
      out,
      ['nobody', 'ABGH', 'Nothing can be used: OpenAI is not signed in. Sign in to go on.'],
    ],
    [
      'not signed in, fallback on: C, D, E',
      {},
      { ...out, ...falls },
      ['claude', 'ABGFCDE', 'In use: Claude, because OpenAI is not signed in.'],
    ],
    [
      'spent, fallback on: E',
      {},
      { ...spent, ...falls },
      ['claude', 'ABGFCDE', 'In use: Claude, because OpenAI is used up.'],
    ],
    [
      'no paid plan, fallback on: E',
      {},
      { ...free, ...falls },
      ['claude', 'ABGFCDE', 'In use: Claude, because OpenAI has no paid plan.'],
    ],
    [
      'spent, fallback on, Claude spent too: back to I',
      spent,
      { ...spent, ...falls },
      ['openai', 'ABGFCI', 'In use: OpenAI.'],
    ],
    [
      'spent, fallback on, Claude signed out: back to I',
      out,
      { ...spent, ...falls },
      ['openai', 'ABGFCI', 'In use: OpenAI.'],
    ],
    [
      'not signed in, fallback on, Claude without a plan: H',
      free,
      { ...out, ...falls },
      ['nobody', 'ABGFCH', 'Nothing can be used: OpenAI is not signed in. Sign in to go on.'],
    ],
    ['fallback on but not needed: I', {}, falls, ['openai', 'ABGI', 'In use: OpenAI.']],
  ])('%s', (_name, claude, openai, expected) => {
    expect(told(choose(openaiId, claude, openai))).toEqual(expected);
  });
});

describe('the whole answer', () => {
  test('names who stands in for whom, and why', () => {
    expect([choose(claudeId, spent, {}), choose(claudeId, { ...spent, ...stays }, {})]).toEqual([
      {
        kind: 'chosen',
        provider: openaiId,
        quotaKnown: true,
        insteadOf: { provider: claudeId, because: 'used-up' },
        path: ['A', 'B', 'C', 'D', 'F', 'G', 'I'],
      },
      {
        kind: 'none',
        preferred: claudeId,
        because: 'used-up',
        fallbackOff: true,
        path: ['A', 'B', 'C', 'D', 'F', 'H'],
      },
    ]);
  });

  test.each([
    [0, 99.9, 'claude'],
    [0, 100, 'openai'],
    [0, 130, 'openai'],
    [50, 50, 'claude'],
    [50, 51, 'openai'],
  ])('with a reserve of %s %%, Claude at %s %% used: %s serves', (reservePercent, usedPercent, who) => {
    expect(told(choose(claudeId, { usedPercent }, {}, reservePercent))[0]).toBe(who);
  });

  test('a preference that is not among the candidates is a mistake of the caller', () => {
    expect(() => choose(providerId('nobody'), {}, {})).toThrow(RangeError);
  });
});

describe('whatever the circumstances', () => {
  const ids = ['claude', 'openai', 'third'].map(providerId);
  const circumstances = fc.record({
    signedIn: fc.boolean(),
    subscribed: fc.boolean(),
    usedPercent: fc.option(fc.double({ min: 0, max: 150, noNaN: true }), { nil: null }),
    mayFallBack: fc.boolean(),
  });
  const input = fc
    .tuple(
      fc.array(circumstances, { minLength: 1, maxLength: 3 }),
      fc.nat(2),
      fc.integer({ min: 0, max: 50 }),
    )
    .map(([all, index, reservePercent]) => {
      const candidates = all.map((each, place): Candidate => ({
        provider: ids[place] ?? claudeId,
        ...each,
      }));
      return { candidates, preferred: ids[index % all.length] ?? claudeId, reservePercent };
    });

  test('a provider that is not signed in is never chosen', () => {
    fc.assert(
      fc.property(input, (given) => {
        const selection = select(given);
        const chosen = given.candidates.find(
          ({ provider }) => selection.kind === 'chosen' && provider === selection.provider,
        );
        expect(chosen?.signedIn ?? true).toBe(true);
      }),
    );
  });

  test('with everything usable the preferred one is chosen, in its own name', () => {
    fc.assert(
      fc.property(input, (given) => {
        const usable = { signedIn: true, subscribed: true, usedPercent: 40 };
        const candidates = given.candidates.map((each) => ({ ...each, ...usable }));
        const selection = select({ ...given, candidates });
        expect([selection.kind === 'chosen' && selection.provider, 'insteadOf' in selection]).toEqual([
          given.preferred,
          false,
        ]);
      }),
    );
  });

  test('there is always an answer, a path from A to its end, and a sentence', () => {
    fc.assert(
      fc.property(input, (given) => {
        const selection = select(given);
        const [, path, sentence] = told(selection);
        expect(path).toMatch(selection.kind === 'none' ? /^AB[CDFG]+H$/ : /^AB[CDFG]+[EI]$/);
        expect(sentence).toMatch(/^[A-Za-z].*\.$/);
      }),
    );
  });

  test('who is chosen in another place is said to stand in, and only then', () => {
    fc.assert(
      fc.property(input, (given) => {
        const selection = select(given);
        fc.pre(selection.kind === 'chosen');
        expect(selection.insteadOf?.provider).toBe(
          selection.provider === given.preferred ? undefined : given.preferred,
        );
      }),
    );
  });

  test('nobody stands in for a used-up provider that may not fall back, unless it is the last', () => {
    fc.assert(
      fc.property(input, (given) => {
        const selection = select(given);
        const preferred = given.candidates.find(({ provider }) => provider === given.preferred);
        fc.pre(preferred?.mayFallBack === false && preferred.signedIn);
        expect('insteadOf' in selection).toBe(false);
      }),
    );
  });
});

describe('the preferred provider', () => {
  const both = [
    { provider: claudeId, signedIn: false },
    { provider: openaiId, signedIn: true },
  ];

  test.each<[string, Strategy, ProviderId | undefined, ProviderId | undefined]>([
    ['the last choice of the person', 'user-preference', claudeId, claudeId],
    ['without a choice the first that is signed in', 'user-preference', undefined, openaiId],
    [
      'with a choice that is gone the first that is signed in',
      'user-preference',
      providerId('gone'),
      openaiId,
    ],
    ['always Claude', 'prefer-claude', openaiId, claudeId],
    ['always OpenAI', 'prefer-openai', claudeId, openaiId],
    ['a strategy for a provider that is gone: the last choice', 'prefer-gone', claudeId, claudeId],
    ['a strategy for a provider that is gone, and no choice', 'prefer-gone', undefined, openaiId],
  ])('%s', (_name, strategy, chosen, expected) => {
    expect(preferredBy(strategy, chosen, both)).toBe(expected);
  });

  test('with nobody signed in it is the first of the list, and with no list there is none', () => {
    const nobody = both.map(({ provider }) => ({ provider, signedIn: false }));
    expect([
      preferredBy('user-preference', undefined, nobody),
      preferredBy('user-preference', undefined, []),
    ]).toEqual([claudeId, undefined]);
  });

  test('strategies are recognised by their names', () => {
    const names = [
      'user-preference',
      'prefer-claude',
      'prefer-',
      'prefer-Claude',
      'prefer-x'.padEnd(40, 'x'),
      '',
    ];
    expect([...names, 'cost-optimized', 'soonest-reset'].filter(isStrategy)).toEqual([
      'user-preference',
      'prefer-claude',
      'cost-optimized',
      'soonest-reset',
    ]);
  });
});
