// One change brought over to how things stand now: what else has changed since stays.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialCourse } from '../../../main/domain/course.ts';
import { accountId, providerId } from '../../../main/domain/ids.ts';
import { towards, type SwitchedSettings } from '../../../main/domain/switched-settings.ts';

const claude = providerId('claude');
const openai = providerId('openai');
const ada = accountId('claude:ada');
const bob = accountId('claude:bob');
const cleo = accountId('openai:cleo');

function switched(changes: {
  settings?: Partial<SwitchedSettings['settings']>;
  course?: Partial<SwitchedSettings['course']>;
}): SwitchedSettings {
  return {
    settings: { strategy: 'user-preference', activeAccounts: {}, ...changes.settings },
    course: { ...initialCourse, ...changes.course },
  };
}

const account = fc.constantFrom(ada, bob, cleo);
const anything: fc.Arbitrary<SwitchedSettings> = fc
  .record({
    settings: fc.record(
      {
        strategy: fc.constantFrom('user-preference' as const, 'soonest-reset' as const),
        activeAccounts: fc.dictionary(fc.constantFrom(claude, openai), account),
        preferredProvider: fc.constantFrom(claude, openai),
      },
      { requiredKeys: ['strategy', 'activeAccounts'] },
    ),
    course: fc.record(
      {
        standIns: fc.dictionary(fc.constantFrom(claude, openai), account),
        spent: fc.dictionary(account, fc.array(fc.constantFrom('a', 'b'))),
        accepted: fc.array(account),
        serving: fc.constantFrom(claude, openai),
        byHand: fc.constantFrom(
          { strategy: 'soonest-reset' as const, accounts: { [claude]: ada }, serves: claude },
          { strategy: 'user-preference' as const, accounts: { [openai]: cleo } },
        ),
        switchedAt: fc.nat(),
      },
      { requiredKeys: ['standIns', 'spent', 'accepted'] },
    ),
  })
  .map(switched);

describe('a change of how things stand', () => {
  test('where nothing else has changed leads to what it was to lead to', () => {
    fc.assert(
      fc.property(anything, anything, (from, to) => {
        expect(towards(from, from, to)).toEqual(to);
      }),
    );
  });

  test('that changes nothing changes nothing', () => {
    fc.assert(
      fc.property(anything, anything, (present, same) => {
        expect(towards(present, same, same)).toEqual(present);
      }),
    );
  });

  test('that has been made already changes nothing', () => {
    fc.assert(
      fc.property(anything, anything, (from, to) => {
        expect(towards(to, from, to)).toEqual(to);
      }),
    );
  });

  test('leaves what has been changed otherwise since', () => {
    const from = switched({ settings: { activeAccounts: { [claude]: ada } } });
    const to = switched({
      settings: { activeAccounts: { [claude]: bob }, preferredProvider: claude },
      course: { serving: claude, accepted: [bob] },
    });
    const present = switched({
      settings: { strategy: 'soonest-reset', activeAccounts: { [claude]: ada, [openai]: cleo } },
      course: { standIns: { [openai]: cleo }, spent: { [ada]: ['weekly'] } },
    });
    expect(towards(present, from, to)).toEqual(
      switched({
        settings: {
          strategy: 'soonest-reset',
          activeAccounts: { [claude]: bob, [openai]: cleo },
          preferredProvider: claude,
        },
        course: {
          standIns: { [openai]: cleo },
          spent: { [ada]: ['weekly'] },
          serving: claude,
          accepted: [bob],
        },
      }),
    );
  });

  test('moves each part by itself where another has changed since', () => {
    const byHand = { strategy: 'user-preference' as const, accounts: { [openai]: cleo } };
    const to = {
      phase: 'fallback' as const,
      since: 1,
      standIns: { [openai]: cleo },
      serving: openai,
      spent: { [ada]: ['weekly'] },
      byHand,
      switchedAt: 2,
    };
    const since = { standIns: { [claude]: bob }, spent: { [bob]: ['five-hour'] }, accepted: [bob] };
    expect(towards(switched({ course: since }), switched({}), switched({ course: to })).course).toEqual({
      ...to,
      standIns: { ...to.standIns, ...since.standIns },
      spent: { ...to.spent, ...since.spent },
      accepted: since.accepted,
    });
  });

  test('takes an entry away without leaving its name', () => {
    const from = switched({
      settings: { activeAccounts: { [claude]: ada } },
      course: { standIns: { [claude]: bob }, spent: { [ada]: ['weekly'] } },
    });
    const present = { ...from, course: { ...from.course, accepted: [bob] } };
    const { settings, course } = towards(present, from, switched({}));
    expect([settings.activeAccounts, course.standIns, course.spent].flatMap(Object.keys)).toEqual([]);
  });

  test('takes a choice away that had not been made before', () => {
    const from = switched({ settings: { preferredProvider: openai } });
    expect(towards(from, from, switched({})).settings).toEqual({
      strategy: 'user-preference',
      activeAccounts: {},
    });
  });
});
