// Figures of a session count for the account that its folder had throughout, and only when they are new.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountId } from '../../../main/domain/ids.ts';
import { statusLineSnapshot } from '../../../main/domain/status-line-snapshot.ts';
import {
  judgeSnapshot,
  type FolderLogin,
  type FolderTrust,
  type Verdict,
} from '../../../main/domain/status-line-trust.ts';
import { noonMs } from '../../fakes/accounts.ts';
import { saidToStatusLine, snapshotText, type SaidToStatusLine } from '../../fakes/status-line.ts';

const hourMs = 3_600_000;
const jun = {
  kind: 'account',
  account: accountId('claude:cli/jun/org'),
  obtainedAt: noonMs - hourMs,
} as const;
const ivo = {
  kind: 'account',
  account: accountId('claude:cli/ivo/org'),
  obtainedAt: noonMs - hourMs,
} as const;

interface Step extends SaidToStatusLine {
  /** Seconds after noon. */
  readonly at: number;
  /** Jun, unless it is said otherwise. */
  readonly login?: FolderLogin;
}

/** What is said of each, one after the other. */
function verdicts(...steps: readonly Step[]): readonly Verdict[] {
  let trust: FolderTrust | undefined;
  return steps.map((step) => {
    const snapshot = statusLineSnapshot(snapshotText('/home/ada/.claude', saidToStatusLine(step)));
    if (snapshot === undefined) throw new Error('no snapshot');
    const { login } = { login: jun, ...step };
    const judged = judgeSnapshot(trust, snapshot, login, noonMs + step.at * 1000);
    trust = judged.trust;
    return judged.verdict;
  });
}

describe('a session that began under the login', () => {
  test('counts with each answer, also where the figures are as they were, and not in between', () => {
    expect(
      verdicts(
        { at: 1, lasted: 300 },
        { at: 5, lasted: 4300, answers: 43, usedPercent: 23 },
        { at: 90, lasted: 89_300, answers: 43, usedPercent: 23 },
        { at: 95, lasted: 94_300, answers: 99, usedPercent: 23 },
        { at: 99, lasted: 98_300, answers: 150, usedPercent: 24 },
      ),
    ).toEqual(['no-figures', 'counts', 'nothing-new', 'counts', 'counts']);
  });

  test('does not count when it is seen first after it ran for long: nobody knows how old its figures are', () => {
    expect(
      verdicts(
        { at: 61, lasted: 60_001, answers: 43, usedPercent: 23 },
        { at: 65, lasted: 64_001, answers: 50, usedPercent: 24 },
      ),
    ).toEqual(['nothing-new', 'counts']);
  });

  test('counts at once when it has just begun and been answered', () => {
    expect(
      verdicts(
        { at: 1, lasted: 300, answers: 43, usedPercent: 23 },
        { at: 2, session: 'cleared', lasted: 100, answers: 0, usedPercent: 23 },
      ),
    ).toEqual(['counts', 'nothing-new']);
  });

  test('counts by its figures where the program does not say how long answers took', () => {
    const answers = undefined;
    expect(
      verdicts(
        { at: 1, lasted: 300, answers },
        { at: 5, lasted: 4300, answers, usedPercent: 23 },
        { at: 9, lasted: 8300, answers, usedPercent: 23 },
        { at: 12, lasted: 11_300, answers, usedPercent: 24 },
      ),
    ).toEqual(['no-figures', 'counts', 'nothing-new', 'counts']);
  });
});

describe('a session that began before the login', () => {
  test('never counts', () => {
    const lasted = 2 * hourMs;
    expect(
      verdicts(
        { at: 1, lasted, answers: 10, usedPercent: 91 },
        { at: 2, lasted: lasted + 1000, answers: 20, usedPercent: 23 },
      ),
    ).toEqual(['older-than-login', 'older-than-login']);
  });

  test('does not count either where it does not say when it began', () => {
    expect(
      verdicts({ at: 1, lasted: undefined }, { at: 2, lasted: undefined, answers: 20, usedPercent: 23 }),
    ).toEqual(['older-than-login', 'older-than-login']);
  });

  test('is known as one once it has said so, however short it says it is later', () => {
    expect(
      verdicts({ at: 1, lasted: 2 * hourMs }, { at: 2, lasted: 1000, answers: 20, usedPercent: 23 }),
    ).toEqual(['older-than-login', 'older-than-login']);
  });
});

describe('a login that changes', () => {
  test('takes a session that it was seen with first out for good, also when it comes back', () => {
    expect(
      verdicts(
        { at: 1, lasted: 300 },
        { at: 5, lasted: 4300, answers: 43, usedPercent: 91, login: ivo },
        { at: 9, lasted: 8300, answers: 60, usedPercent: 92, login: ivo },
        { at: 15, lasted: 14_300, answers: 99, usedPercent: 23 },
      ),
    ).toEqual(['no-figures', 'saw-another-login', 'saw-another-login', 'saw-another-login']);
  });

  test('takes out the sessions too that were not seen before it, but ran', () => {
    expect(
      verdicts(
        { at: 1, session: 'seen', lasted: 300 },
        { at: 60, session: 'newer', lasted: 300, login: ivo },
        { at: 90, session: 'quiet', lasted: 80_000, answers: 10, usedPercent: 91, login: ivo },
        { at: 95, session: 'quiet', lasted: 85_000, answers: 20, usedPercent: 23, login: ivo },
      ),
    ).toEqual(['no-figures', 'older-than-login', 'older-than-login', 'older-than-login']);
  });

  test('lets a session count that begins after it', () => {
    expect(
      verdicts(
        { at: 1, session: 'seen', lasted: 300 },
        { at: 60, session: 'newer', lasted: 300, login: ivo },
        { at: 70, session: 'newest', lasted: 300, login: ivo },
        { at: 75, session: 'newest', lasted: 5300, answers: 20, usedPercent: 91, login: ivo },
      ),
    ).toEqual(['no-figures', 'older-than-login', 'no-figures', 'counts']);
  });

  test('is dated by its own time where that is after the last look', () => {
    const signedIn: FolderLogin = { ...ivo, obtainedAt: noonMs + 50_000 };
    expect(
      verdicts(
        { at: 1, session: 'seen', lasted: 300 },
        { at: 60, session: 'newer', lasted: 5000, login: signedIn },
        { at: 70, session: 'newer', lasted: 15_000, answers: 20, usedPercent: 91, login: signedIn },
      ),
    ).toEqual(['no-figures', 'no-figures', 'counts']);
  });

  test('into nobody we know makes nothing count', () => {
    expect(
      verdicts(
        { at: 1, lasted: 300 },
        { at: 5, lasted: 4300, answers: 43, usedPercent: 91, login: { kind: 'stranger' } },
        { at: 9, lasted: 8300, answers: 60, usedPercent: 23 },
      ),
    ).toEqual(['no-figures', 'unknown-login', 'saw-another-login']);
  });

  test('is none while nobody can say whose it is: what is said then is not believed, and neither is it later', () => {
    const login = { kind: 'unknown' } as const;
    expect(
      verdicts(
        { at: 1, lasted: 300, login },
        { at: 5, lasted: 4300, answers: 43, usedPercent: 23 },
        { at: 9, lasted: 8300, answers: 60, usedPercent: 24, login },
        { at: 15, lasted: 14_300, answers: 60, usedPercent: 24 },
        { at: 19, lasted: 18_300, answers: 70, usedPercent: 25 },
      ),
    ).toEqual(['unknown-login', 'counts', 'unknown-login', 'nothing-new', 'counts']);
  });

  // Seen with the real program: after `/clear` the new session shows the old one's figures until its first answer.
  test('does not hand the figures of the old one to a session that is cleared under the new one', () => {
    expect(
      verdicts(
        { at: 1, session: 'first', lasted: 300 },
        { at: 5, session: 'first', lasted: 4300, answers: 43, usedPercent: 91 },
        { at: 60, session: 'other', lasted: 300, login: ivo },
        { at: 70, session: 'cleared', lasted: 300, answers: 0, usedPercent: 91, login: ivo },
        { at: 75, session: 'cleared', lasted: 5300, answers: 73, usedPercent: 23, login: ivo },
      ),
    ).toEqual(['no-figures', 'counts', 'older-than-login', 'nothing-new', 'counts']);
  });
});

test('whatever happens, what counts is of an account that the folder had since before the session began', () => {
  // Sessions begin, are answered with the figures of whoever is signed in, and are seen or not.
  const people = [jun, ivo];
  const happening = fc.record({
    what: fc.constantFrom('begin', 'answer', 'sign-in', 'clear'),
    whose: fc.nat(1),
    session: fc.nat(2),
    isSeen: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
      let trust: FolderTrust | undefined;
      let signedIn = 0;
      const sessions = new Map<number, { id: string; beganAt: number; answers: number; figures?: number }>();
      happenings.forEach(({ what, whose, session, isSeen }, index) => {
        const now = noonMs + index * 1000;
        if (what === 'sign-in') signedIn = whose;
        const running = sessions.get(session);
        if (what === 'begin' || running === undefined)
          sessions.set(session, { id: `${String(session)} ${String(index)}`, beganAt: now, answers: 0 });
        else if (what === 'clear')
          sessions.set(session, {
            ...running,
            id: `${running.id} ${String(index)}`,
            beganAt: now,
            answers: 0,
          });
        else if (what === 'answer')
          sessions.set(session, { ...running, answers: running.answers + 10, figures: signedIn });
        const shown = sessions.get(session);
        // An answer is always shown at once.
        if (shown === undefined || (!isSeen && what !== 'answer')) return;
        const snapshot = statusLineSnapshot(
          snapshotText(
            '/folder',
            saidToStatusLine({
              session: shown.id,
              lasted: now - shown.beganAt,
              answers: shown.answers,
              ...(shown.figures !== undefined && { usedPercent: shown.figures }),
            }),
          ),
        );
        if (snapshot === undefined) throw new Error('no snapshot');
        const judged = judgeSnapshot(trust, snapshot, people[signedIn] ?? jun, now);
        trust = judged.trust;
        if (judged.verdict === 'counts') expect(shown.figures).toBe(signedIn);
      });
    }),
    { numRuns: 500 },
  );
});

test('remembers no more than the last hundred sessions of a folder', () => {
  let trust: FolderTrust | undefined;
  for (let count = 0; count < 150; count += 1) {
    const snapshot = { folder: '/folder', session: String(count), lastedMs: 0 };
    trust = judgeSnapshot(trust, snapshot, jun, noonMs + count).trust;
  }
  expect([trust?.sessions.size, [...(trust?.sessions.keys() ?? [])][0]]).toEqual([100, '50']);
});
