// The quotas joined as the app joins them: who is asked when a status line alone says that nothing is left, and how often.
import { expect, test } from 'vitest';
import { composeQuotas } from '../../main/compose-quota.ts';
import type { SignedInAccount } from '../../main/domain/account.ts';
import { evidenceOf } from '../../main/domain/exhaustion.ts';
import { accountId, consumerId } from '../../main/domain/ids.ts';
import type { QuotaWindow } from '../../main/domain/quota-window.ts';
import { createAccountBook } from '../../main/flows/account-book.ts';
import { createStore } from '../../main/state/store.ts';
import { noonMs, quotaWindow, sampleOf } from '../fakes/accounts.ts';
import { noHttp } from '../fakes/http.ts';
import { MemoryLock } from '../fakes/lock.ts';
import { RecordingLog } from '../fakes/log.ts';
import { adaAtProgram, exampleProgram, FakeOwners } from '../fakes/owner.ts';
import { exampleProvider } from '../fakes/provider.ts';
import { MemoryQuotaHistory } from '../fakes/quota-history.ts';
import { MemoryNotes } from '../fakes/quota-notes.ts';
import { FakeTime } from '../fakes/time.ts';
import { MemoryVault } from '../fakes/vault.ts';

const minute = 60_000;
const folder = '/home/ada/.example';
const login: SignedInAccount = {
  account: {
    id: accountId(`example:${adaAtProgram.subject}`),
    provider: adaAtProgram.provider,
    label: 'ada@example.test',
    kind: 'delegated',
  },
  credential: {
    kind: 'delegated',
    origin: 'owner-sign-in',
    destinations: [consumerId('codex')],
    owner: exampleProgram,
    folder,
    place: 'private',
    obtainedAt: noonMs,
  },
};
const { id } = login.account;

/** So much of the window of five hours, and of the week. */
const windowsAt = (fiveHour: number, weekly = 60): readonly QuotaWindow[] => [
  quotaWindow({ id: 'five-hour', usedPercent: fiveHour, resetsAt: noonMs + 240 * minute }),
  quotaWindow({ id: 'weekly', usedPercent: weekly, resetsAt: noonMs + 6_000 * minute }),
];

/** An account with a status line, and with a screen that takes three seconds to start. */
async function atWork() {
  const store = createStore();
  const book = createAccountBook(new MemoryVault());
  book.opened(login);
  store.dispatch({ type: 'accounts.loaded', accounts: [login.account] });
  const time = new FakeTime(noonMs);
  const log = new RecordingLog();
  const owners = new FakeOwners();
  owners.usage = { kind: 'screen', polled: false, limits: { spacingMs: 3 * minute, perHour: 20 } };
  let screen: readonly QuotaWindow[] | Error = windowsAt(100);
  owners.says = async () => {
    await new Promise<void>((resolve) => time.after(3_000, resolve));
    if (screen instanceof Error) throw screen;
    return {};
  };
  const provider = exampleProvider([], {
    quotaIn: { screen: async () => ({ source: 'a screen', windows: screen instanceof Error ? [] : screen }) },
  });
  const quotas = composeQuotas({
    store,
    clock: time,
    timer: time,
    log,
    lock: new MemoryLock(),
    find: () => provider,
    toolsFor: () => ({ http: noHttp, clock: time, log }),
    book,
    fresh: {
      get: async () => login,
      replace: async () => login,
    },
    owners,
    notes: new MemoryNotes(),
    quotaHistory: new MemoryQuotaHistory(),
    presence: { attention: () => 'hidden', online: () => true, onChange: () => undefined },
    fingerprint: (text) => text,
    random: () => 0,
  });
  await quotas.follow(id);
  /** Until what was begun just now has come to its end. */
  const ended = async (): Promise<void> => {
    await time.advance(0);
    await time.advance(10_000);
  };
  /** What the screen shows from now on. */
  const shows = (now: readonly QuotaWindow[] | Error): void => {
    screen = now;
  };
  /** A session shows its figures. */
  const line = async (fiveHour: number, weekly?: number): Promise<void> => {
    const sample = sampleOf(login, windowsAt(fiveHour, weekly), time.nowMs());
    store.dispatch({ type: 'quota.read', sample: { ...sample, kind: 'status-line' } });
    await ended();
  };
  /** A person wants to know. */
  const ask = async (): Promise<void> => {
    void quotas.readNow(id);
    await ended();
  };
  const known = () => store.state().readings.get(id)?.quota?.windows ?? [];
  /** How often the screen was read, and what is known against the account. */
  const outcome = () => [
    owners.asked.filter((what) => what === `the quota at ${folder}`).length,
    evidenceOf({ windows: known() }, 5).level,
  ];
  return { store, time, shows, line, ask, known, outcome };
}

test('what a status line alone says is used up counts once the screen has said so too, and is asked no more', async () => {
  const { line, outcome } = await atWork();
  const outcomes: unknown[] = [];
  for (const usedPercent of [97, 100, 100]) {
    await line(usedPercent);
    outcomes.push(outcome());
  }
  expect(outcomes).toEqual([
    [0, 'suspected'],
    [1, 'exhausted'],
    [1, 'exhausted'],
  ]);
});

test('the screen that may not be read yet is read as soon as it may', async () => {
  const { line, ask, shows, time, outcome } = await atWork();
  shows(windowsAt(90));
  await ask();
  shows(windowsAt(100));
  await line(100);
  const early = outcome();
  await time.advance(3 * minute);
  await line(100);
  expect([early, outcome()]).toEqual([
    [1, 'suspected'],
    [2, 'exhausted'],
  ]);
});

test.each([
  ['cannot be read', new Error('no screen')],
  ['says otherwise', windowsAt(60)],
])(
  'a screen that %s is read again ten minutes later, whatever status lines say meanwhile',
  async (_why, first) => {
    const { line, shows, time, outcome } = await atWork();
    const outcomes: unknown[] = [];
    shows(first);
    for (let each = 0; each < 3; each += 1) {
      await line(100);
      outcomes.push(outcome());
      await time.advance(4 * minute);
    }
    shows(windowsAt(100));
    await line(100);
    expect([...outcomes, outcome()]).toEqual([
      [1, 'suspected'],
      [1, 'suspected'],
      [1, 'suspected'],
      [2, 'exhausted'],
    ]);
  },
);

test('a second window is asked about although the first one is known to be used up', async () => {
  const { line, shows, time, known } = await atWork();
  await line(100);
  await time.advance(3 * minute);
  shows(windowsAt(100, 100));
  await line(100, 100);
  expect(known().map(({ kind }) => kind)).toEqual(['screen', 'screen']);
});

test('in safe mode nobody is asked', async () => {
  const { line, store, outcome } = await atWork();
  store.dispatch({ type: 'safe-mode.changed', on: true });
  await line(100);
  expect(outcome()).toEqual([0, 'suspected']);
});
