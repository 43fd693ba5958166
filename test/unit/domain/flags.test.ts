// Which variant of a feature flag counts, and why; what is kept and counts for nothing.
import { expect, test } from 'vitest';
import { flagQuestion } from '../../../main/domain/flag-question.ts';
import {
  flagNow,
  inertChoices,
  isExpired,
  variantOf,
  type Flag,
  type FlagChoice,
  type FlagChoices,
} from '../../../main/domain/flags.ts';

const flag: Flag = {
  id: 'quick-start',
  about: { en: 'Starts quickly.', de: 'Startet schnell.' },
  owner: 'desktop',
  introduced: '2026-01-01',
  expires: '2026-07-01',
  variants: ['old', 'new', 'newest'],
  default: 'old',
  careful: 'old',
};
const shared: Flag = { ...flag, share: { variant: 'new', percent: 25 } };
const before = Date.parse('2026-06-30T23:59:59Z');
const after = Date.parse('2026-07-01T00:00:00Z');
const chose = (variant: string, id = flag.id): readonly FlagChoice[] => [{ flag: id, variant, chosenAt: 1 }];

test.each<[string, Flag, FlagChoices, number | undefined, number, string, string]>([
  ['nobody chose', flag, [], undefined, before, 'old', 'default'],
  ['the person chose', flag, chose('newest'), undefined, before, 'newest', 'chosen'],
  ['the person chose the default', shared, chose('old'), 0, before, 'old', 'chosen'],
  ['the person chose, long before it expired', shared, chose('newest'), 0, after, 'newest', 'chosen'],
  ['another flag was chosen', flag, chose('newest', 'other'), undefined, before, 'old', 'default'],
  ['what was chosen is no variant any more', flag, chose('oldest'), undefined, before, 'old', 'default'],
  ['the installation is within the share', shared, [], 24.9, before, 'new', 'share'],
  ['it is the first without', shared, [], 25, before, 'old', 'default'],
  ['nobody knows where it stands', shared, [], undefined, before, 'old', 'default'],
  ['it has expired', shared, [], 0, after, 'old', 'expired'],
  ['the choice cannot be opened', { ...shared, careful: 'newest' }, 'locked', 0, before, 'newest', 'locked'],
  ['it can never be opened', { ...shared, careful: 'newest' }, 'damaged', 0, before, 'newest', 'damaged'],
])('%s', (_name, described, choices, point, now, variant, why) => {
  expect(variantOf(described, choices, point, now)).toEqual({ variant, why });
});

test('of two choices for one flag the later one counts', () => {
  const choices = [...chose('new'), ...chose('newest')];
  expect(variantOf(flag, choices, undefined, before).variant).toBe('newest');
});

test('a flag expires with the beginning of its day', () => {
  expect([before, after].map((now) => isExpired(flag, now))).toEqual([false, true]);
});

test('a choice for what is not known here counts for nothing and is said', () => {
  const choices = [...chose('newest'), ...chose('oldest'), ...chose('on', 'gone')];
  expect([
    inertChoices([flag], choices),
    inertChoices([flag], 'locked'),
    inertChoices([flag], 'damaged'),
  ]).toEqual([
    [
      { kind: 'unknown', flag: 'quick-start', variant: 'oldest' },
      { kind: 'unknown', flag: 'gone', variant: 'on' },
    ],
    [],
    [],
  ]);
});

test('before anything is looked at a flag stands at its default', () => {
  const off = flagNow({ known: [] }, 'early-view');
  const known = off && [{ ...off, variant: 'off', why: 'chosen' } as const];
  expect([off?.variant, off?.why, flagNow({ known: known ?? [] }, 'early-view')?.variant]).toEqual([
    'on',
    'default',
    'off',
  ]);
});

test('the question names the flag, what it is, and what would count from then on', () => {
  const variants = { now: 'old', then: 'newest' };
  expect([
    flagQuestion(flag, 'newest', variants, 'en'),
    flagQuestion(flag, undefined, { now: 'newest', then: 'old' }, 'de'),
  ]).toEqual([
    {
      title: 'Set the feature flag “quick-start” to “newest”?',
      detail:
        'Starts quickly.\n\nNow: old\nThen: newest\n\nAllow it only if you have just asked for this yourself.',
      confirm: 'Change it',
    },
    {
      title: 'Deine Wahl für den Funktionsschalter „quick-start“ zurücknehmen?',
      detail:
        'Startet schnell.\n\nJetzt: newest\nDanach: old\n\nErlaube es nur, wenn du gerade selbst danach gefragt hast.',
      confirm: 'Ändern',
    },
  ]);
});
