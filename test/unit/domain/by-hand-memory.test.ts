// What a choice by hand leaves behind, and what it takes away of the choices before it.
import { describe, expect, test } from 'vitest';
import { afterChoice, initialCourse, nextCourse, type Course } from '../../../main/domain/course.ts';
import type { AccountId, ProviderId } from '../../../main/domain/ids.ts';
import { claudeId, openaiId } from '../../fakes/accounts.ts';
import { ada, bob, cleo, dan, providerFacts, selectionFacts } from '../../fakes/selection.ts';

const out = { signedIn: false };

describe('what is remembered of a choice', () => {
  const byHand = (accounts: Readonly<Record<ProviderId, AccountId>>, serves?: ProviderId) => ({
    strategy: 'user-preference' as const,
    accounts,
    ...(serves !== undefined && { serves }),
  });
  const facts = selectionFacts();

  test('beside what was chosen of another provider, and in the place of what was of its own', () => {
    const course = {
      ...initialCourse,
      serving: openaiId,
      standIns: { [claudeId]: bob, [openaiId]: dan },
      byHand: byHand({ [claudeId]: bob, [openaiId]: dan }),
    };
    expect([
      afterChoice(facts, course, { provider: claudeId, account: ada }),
      afterChoice(
        facts,
        { ...initialCourse, byHand: byHand({ [openaiId]: dan }) },
        { provider: claudeId, account: bob },
      ),
    ]).toEqual([
      { ...initialCourse, standIns: { [openaiId]: dan }, byHand: byHand({ [openaiId]: dan }) },
      {
        ...initialCourse,
        standIns: { [claudeId]: bob },
        byHand: byHand({ [openaiId]: dan, [claudeId]: bob }),
      },
    ]);
  });

  test('is nothing where nothing differs from what is wanted', () => {
    const before = { ...initialCourse, serving: openaiId, byHand: byHand({ [claudeId]: bob }) };
    const { byHand: after, ...course } = afterChoice(facts, before, { provider: claudeId, account: ada });
    expect([after, course]).toEqual([undefined, initialCourse]);
  });

  test('is the wanted account where none is named, and the provider serves only where that is asked for', () => {
    const asked = [
      { provider: openaiId, serves: true },
      { provider: openaiId, account: dan },
    ];
    expect(asked.map((chosen) => afterChoice(facts, initialCourse, chosen))).toEqual([
      { ...initialCourse, serving: openaiId, byHand: byHand({ [openaiId]: cleo }, openaiId) },
      { ...initialCourse, standIns: { [openaiId]: dan }, byHand: byHand({ [openaiId]: dan }) },
    ]);
  });

  test('is nothing of another strategy', () => {
    const before = {
      ...initialCourse,
      byHand: { strategy: 'soonest-reset' as const, accounts: { [openaiId]: dan }, serves: openaiId },
    };
    expect(afterChoice(facts, before, { provider: claudeId, account: bob }).byHand).toEqual(
      byHand({ [claudeId]: bob }),
    );
  });

  test('is nothing under a strategy that picks an account where the provider has none', () => {
    const { wanted: _none, ...without } = providerFacts(claudeId);
    const open = selectionFacts(
      {},
      { strategy: 'soonest-reset', providers: [without, providerFacts(openaiId)] },
    );
    expect(afterChoice(open, initialCourse, { provider: claudeId })).toEqual(initialCourse);
  });

  test('does not lead where it is preferred anyway, as the first that is signed in', () => {
    const { chosen: _nobody, ...given } = selectionFacts({ ada: out });
    const course = { ...initialCourse, byHand: byHand({ [openaiId]: dan }, openaiId) };
    expect(afterChoice(given, course, { provider: openaiId, account: dan }).byHand?.serves).toBeUndefined();
  });

  test('serves no longer once its account has left, though others stay', () => {
    const course = {
      ...initialCourse,
      standIns: { [claudeId]: bob },
      byHand: byHand({ [claudeId]: bob, [openaiId]: cleo }, openaiId),
    };
    expect(nextCourse(selectionFacts({ cleo: out }), course).course.byHand).toEqual(
      byHand({ [claudeId]: bob }),
    );
  });

  test.each<[string, Parameters<typeof selectionFacts>[0], Partial<Course>, readonly AccountId[]]>([
    ['waits for a window that was used up', {}, { spent: { [ada]: ['weekly'] } }, [ada]],
    ['is an API key, which has no quota', { ada: { windows: [], isApiKey: true } }, {}, []],
  ])('of an account that %s knows whether that was accepted', (_what, accounts, before, accepted) => {
    const course = afterChoice(
      selectionFacts(accounts),
      { ...initialCourse, ...before },
      { provider: claudeId, account: ada },
    );
    expect(course.accepted).toEqual(accepted);
  });
});
