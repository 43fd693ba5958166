// Who switches when: what is proved before, who waits for whom, and what a switch that fails says.
import { describe, expect, test } from 'vitest';
import type { Switching } from '../../../main/compose-switching.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { accountId } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { claudeId, noonMs, openaiEntry, openaiId, quotaWindow, sampleOf } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { codexPath, registered, unifiedPath } from '../../fakes/flows.ts';
import { MemorySwitchJournal } from '../../fakes/switch-journal.ts';
import { switchingAtWork, type SwitchingAtWork } from '../../fakes/switching.ts';
import { settle } from '../../fakes/time.ts';
import { openaiIdToken } from '../../fakes/tokens.ts';
import {
  ada,
  fine,
  grace,
  key,
  minute,
  picture,
  refreshTokenIn,
  two,
  usedUp,
} from '../../fakes/two-accounts.ts';

const hour = 60 * minute;

describe('before a switch', () => {
  test('the account is proved that comes into use, and nobody else', async () => {
    const work = switchingAtWork({ entries: [ada, grace, registered] });
    for (const { account } of [ada, grace, registered]) work.answers.set(account.id, fine);
    await work.switching.switchTo({ prefer: openaiId });
    await work.switching.switchTo({ prefer: openaiId });
    await work.switching.switchTo({ prefer: claudeId, account: grace.account.id });
    expect(work.asked).toEqual([ada.account.id, grace.account.id, registered.account.id]);
  });

  test('an answer of half an hour ago is proof where the provider may not be asked again so soon', async () => {
    const work = await two();
    work.read(grace, fine);
    await work.time.advance(hour / 2);
    work.answers.set(grace.account.id, new Failure('provider/rate-limited'));
    await work.switching.switchTo({ account: grace.account.id });
    expect(refreshTokenIn(work)).toBe('canary_refresh_grace');
  });
});

describe('where the provider may not be asked again so soon', () => {
  /** The budget is spent: whoever asks hears nothing. */
  async function unasked(obtainedAt: number): Promise<SwitchingAtWork> {
    const work = await two({
      entries: [ada, openaiEntry(grace.account, { ...grace.credential, obtainedAt }), key],
    });
    work.answers.set(grace.account.id, 'nothing new');
    return work;
  }

  test('keys that were issued a moment ago are proof', async () => {
    const work = await unasked(noonMs);
    await work.switching.switchTo({ account: grace.account.id });
    expect([refreshTokenIn(work), work.asked.at(-1)]).toEqual(['canary_refresh_grace', grace.account.id]);
  });

  test('an answer of more than an hour ago is not, and the error says why', async () => {
    const work = await unasked(noonMs - hour);
    work.read(grace, fine);
    await work.time.advance(hour + 1);
    const { code, subject, detail } = await failureOf(work.switching.switchTo({ account: grace.account.id }));
    expect([code, subject, detail]).toEqual([
      'selection/unproved',
      'grace@example.test',
      'OpenAI may not be asked again so soon',
    ]);
  });
});

describe('a switch', () => {
  test('settles what is chosen in one write', async () => {
    const work = await two();
    const settled: unknown[] = [];
    const write = work.preferences.settle.bind(work.preferences);
    work.preferences.settle = (switched) => {
      settled.push(switched.settings.activeAccounts);
      write(switched);
    };
    await work.switching.switchTo({ account: grace.account.id });
    expect(settled).toEqual([{ [openaiId]: grace.account.id }]);
  });

  test('takes the complaint about a file away that it has written', async () => {
    const work = await two();
    work.disk.broken.set(codexPath, new Failure('storage/write-failed', { subject: codexPath }));
    await work.book.keep(
      openaiEntry(ada.account, { ...ada.credential, refreshToken: new Secret('canary_refresh_ada_2') }),
    );
    await work.shared.follow();
    const complained = work.store.state().problems.has('codex-auth');
    work.disk.broken.clear();
    await work.switching.switchTo({ account: grace.account.id });
    const said = [complained, work.store.state().problems.has('codex-auth')];
    work.disk.touched.length = 0;
    await work.time.advance(hour);
    expect([said, work.disk.touched]).toEqual([[true, false], []]);
  });

  test('says what has failed, also where its note cannot be taken back', async () => {
    const work = await two();
    work.disk.broken.set(unifiedPath, new Failure('storage/write-failed', { subject: unifiedPath }));
    const save = work.journal.save.bind(work.journal);
    work.journal.save = (record) => {
      if (record.state === 'done') return Promise.reject(new Failure('storage/write-failed'));
      return save(record);
    };
    const failure = await failureOf(work.switching.switchTo({ account: grace.account.id }));
    expect([failure, refreshTokenIn(work)]).toEqual([
      { code: 'storage/write-failed', subject: unifiedPath },
      ada.credential.refreshToken.reveal(),
    ]);
  });

  test('that meets a lock of another program does not say that another switch is under way', async () => {
    const work = await two();
    work.disk.broken.set(codexPath, new Failure('storage/lock-held', { subject: `${codexPath}.lock` }));
    expect((await failureOf(work.switching.switchTo({ account: grace.account.id }))).code).toBe(
      'storage/lock-held',
    );
  });

  test('counts whoever listens: one who throws takes nothing back', async () => {
    const work = await two();
    work.store.subscribe((_state, event) => {
      if (event.type === 'course.moved') throw new Error('a listener');
    });
    await work.switching.switchTo({ account: grace.account.id }).catch(() => undefined);
    expect([refreshTokenIn(work), work.preferences.settings().activeAccounts]).toEqual([
      'canary_refresh_grace',
      { [openaiId]: grace.account.id },
    ]);
  });

  test('leaves what it complains of until something has taken its place', async () => {
    const work = await two();
    work.answers.set(grace.account.id, new Failure('credential/rejected'));
    const failure = await failureOf(work.switching.switchTo({ account: grace.account.id }));
    await work.switching.recover();
    expect(work.store.state().switching.failure).toEqual(failure);
  });

  test.each<[string, (switching: Switching) => Promise<void>]>([
    ['signed in', (switching) => switching.signedIn(grace.account.id, async () => undefined)],
    ['signed out', (switching) => switching.signedOut(grace.account.id)],
  ])('does not complain any more once somebody has %s', async (_what, happen) => {
    const work = await two();
    work.answers.set(grace.account.id, new Failure('credential/rejected'));
    const { code } = await failureOf(work.switching.switchTo({ account: grace.account.id }));
    await happen(work.switching);
    expect([code, work.store.state().switching.failure]).toEqual(['credential/rejected', undefined]);
  });

  test('that stands half done is complained of also when somebody has signed out', async () => {
    const work = await two();
    await work.switching.switchTo({ account: grace.account.id });
    const done = work.journal.record;
    if (done === undefined) throw new Error('nothing noted');
    const later = switchingAtWork({
      entries: [ada, grace, key],
      disk: work.disk,
      journal: new MemorySwitchJournal({ ...done, state: 'begun' }),
      preferences: work.preferences,
    });
    later.journal.unreadable = new Failure('storage/key-store-locked', { subject: 'gnome_libsecret' });
    await later.switching.recover();
    const before = later.store.state().switching.failure;
    await later.switching.signedOut(key.account.id);
    expect([before?.code, later.store.state().switching.failure]).toEqual([
      'storage/key-store-locked',
      before,
    ]);
  });

  test('writes nothing over one that another app has begun meanwhile', async () => {
    const work = await two();
    const { record } = work.journal;
    if (record === undefined) throw new Error('nothing noted');
    let looks = 0;
    const load = work.journal.load.bind(work.journal);
    work.journal.load = async () => {
      looks += 1;
      return looks === 1 ? load() : { ...record, state: 'begun' };
    };
    const before = picture(work);
    const failure = await failureOf(work.switching.switchTo({ account: grace.account.id }));
    expect([failure, picture(work)]).toEqual([{ code: 'selection/busy', subject: 'Gatehouse' }, before]);
  });
});

describe('the policy', () => {
  async function atWork(): Promise<SwitchingAtWork> {
    const work = await two({ settings: { strategy: 'prefer-openai' } });
    work.read(ada, fine);
    work.read(grace, fine);
    work.switching.start();
    await work.time.advance(15 * minute);
    return work;
  }

  test('stays where the account that was to stand in turns out to be used up itself', async () => {
    const work = await atWork();
    work.answers.set(grace.account.id, usedUp);
    work.read(ada, usedUp);
    await work.time.advance(10_000);
    expect([work.asked.at(-1), refreshTokenIn(work), work.store.state().course.standIns]).toEqual([
      grace.account.id,
      ada.credential.refreshToken.reveal(),
      {},
    ]);
  });

  test('passes over an account that cannot be proved, and asks it again later', async () => {
    const eve = openaiEntry(
      { id: accountId('openai:user-4.acc-4'), label: 'eve@example.test', workspaceId: 'acc-4' },
      { idToken: openaiIdToken('user-4', 'acc-4'), refreshToken: new Secret('canary_refresh_eve') },
    );
    const work = await two({ entries: [ada, grace, eve], settings: { strategy: 'prefer-openai' } });
    for (const entry of [ada, grace, eve]) work.read(entry, fine);
    work.switching.start();
    await work.time.advance(15 * minute);
    work.answers.set(eve.account.id, fine);
    work.answers.set(grace.account.id, new Failure('provider/unavailable'));
    work.read(ada, usedUp);
    await work.time.advance(2_000);
    expect([refreshTokenIn(work), work.store.state().switching.failure]).toEqual([
      'canary_refresh_eve',
      undefined,
    ]);
  });

  test('that finds nobody says so until somebody can be proved, however long the provider wants to be left alone', async () => {
    const work = await atWork();
    work.answers.set(grace.account.id, new Failure('provider/unavailable', { retryAt: noonMs + 6 * hour }));
    work.read(ada, usedUp);
    await work.time.advance(30_000);
    const said = work.store.state().switching.failure?.code;
    work.answers.set(grace.account.id, fine);
    await work.time.advance(10 * minute);
    expect([said, refreshTokenIn(work), work.store.state().switching.failure]).toEqual([
      'selection/unproved',
      'canary_refresh_grace',
      undefined,
    ]);
  });

  test('does not wait for its own retry once a person has switched', async () => {
    const work = await atWork();
    work.disk.broken.set(codexPath, new Failure('storage/write-failed', { subject: codexPath }));
    work.read(ada, usedUp);
    await work.time.advance(1_000);
    work.disk.broken.clear();
    await work.switching.switchTo({ prefer: openaiId });
    work.read(ada, fine);
    await work.switching.switchTo({ account: grace.account.id });
    work.read(grace, usedUp);
    await work.time.advance(1_000);
    expect(refreshTokenIn(work)).toBe(ada.credential.refreshToken.reveal());
  });

  test('says what it cannot carry out also when somebody has signed out, for it is tried again', async () => {
    const work = await atWork();
    work.disk.broken.set(codexPath, new Failure('storage/write-failed', { subject: codexPath }));
    work.read(ada, usedUp);
    await work.time.advance(1_000);
    await work.switching.signedOut(key.account.id);
    await work.time.advance(1_000);
    expect(work.store.state().switching.failure?.code).toBe('storage/write-failed');
  });

  test('leaves the complaint of a person’s own switch alone', async () => {
    const work = await atWork();
    work.disk.broken.set(codexPath, new Failure('storage/write-failed', { subject: codexPath }));
    work.read(ada, usedUp);
    await work.time.advance(1_000);
    work.answers.set(grace.account.id, new Failure('credential/rejected'));
    const failure = await failureOf(work.switching.switchTo({ account: grace.account.id }));
    work.read(ada, fine);
    await work.time.advance(10_000);
    expect(work.store.state().switching.failure).toEqual(failure);
  });

  test('does not forget a choice by hand while the key store is locked', async () => {
    const work = await atWork();
    work.read(ada, usedUp);
    await work.time.advance(1_000);
    await work.switching.switchTo({ account: ada.account.id });
    for (const { account } of [ada, grace])
      work.store.dispatch({
        type: 'account.unusable',
        account: account.id,
        failure: { code: 'storage/key-store-locked', subject: account.label },
      });
    await work.time.advance(minute);
    for (const { account } of [ada, grace])
      work.store.dispatch({ type: 'account.usable', account: account.id });
    work.read(ada, usedUp);
    await work.time.advance(minute);
    expect(refreshTokenIn(work)).toBe(ada.credential.refreshToken.reveal());
  });

  test('lets a person go first while it still asks', async () => {
    const work = await atWork();
    work.answers.set(grace.account.id, 'silence');
    work.read(ada, usedUp);
    await work.time.advance(100);
    const at = work.time.nowMs();
    await work.switching.switchTo({ account: ada.account.id });
    const waitedMs = work.time.nowMs() - at;
    await work.time.advance(minute);
    expect([waitedMs, refreshTokenIn(work), work.store.state().course.standIns]).toEqual([
      0,
      ada.credential.refreshToken.reveal(),
      {},
    ]);
  });

  test('lets a person go first also before it asks', async () => {
    const work = await atWork();
    const load = work.journal.load.bind(work.journal);
    let go = (): void => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    work.journal.load = async () => {
      await held;
      return load();
    };
    work.answers.set(grace.account.id, 'silence');
    work.read(ada, usedUp);
    await work.time.advance(100);
    const at = work.time.nowMs();
    const switched = work.switching.switchTo({ account: ada.account.id });
    go();
    await switched;
    expect([work.time.nowMs() - at, work.store.state().course.standIns]).toEqual([0, {}]);
  });

  test('does not ask a locked key store again and again, and goes on when the accounts have been read again', async () => {
    const work = await atWork();
    let looks = 0;
    const load = work.journal.load.bind(work.journal);
    work.journal.load = async () => {
      looks += 1;
      throw new Failure('storage/key-store-locked', { subject: 'gnome_libsecret' });
    };
    work.read(ada, usedUp);
    await work.time.advance(hour);
    const locked = looks;
    work.journal.load = load;
    const { accounts } = work.store.state();
    work.store.dispatch({ type: 'accounts.loaded', accounts });
    work.read(ada, [quotaWindow({ usedPercent: 100, resetsAt: work.time.nowMs() + hour })]);
    await work.time.advance(1_000);
    expect([locked, refreshTokenIn(work)]).toEqual([1, 'canary_refresh_grace']);
  });

  test('remembers nothing while a person’s switch is under way, and all of it afterwards', async () => {
    const bob = openaiEntry({ id: accountId('openai:user-3.acc-3'), label: 'bob@example.test' });
    const work = await two({ entries: [ada, grace, bob, key], settings: { strategy: 'prefer-openai' } });
    for (const entry of [ada, grace, bob]) work.read(entry, fine);
    work.switching.start();
    await work.time.advance(15 * minute);
    let end = (): void => undefined;
    void work.shared.alone(() => new Promise<void>((resolve) => (end = resolve)));
    const switched = work.switching.switchTo({ account: grace.account.id });
    await settle();
    work.read(bob, usedUp);
    await work.time.advance(minute);
    const meanwhile = Object.keys(work.store.state().course.spent);
    end();
    await switched;
    await work.time.advance(minute);
    expect([meanwhile, Object.keys(work.store.state().course.spent)]).toEqual([[], [bob.account.id]]);
  });

  test('looks again when a sign-in is over that it had to wait for', async () => {
    const work = await atWork();
    let finish = (): void => undefined;
    const signedIn = work.switching.signedIn(
      ada.account.id,
      () => new Promise<void>((resolve) => (finish = resolve)),
    );
    await settle();
    work.read(ada, usedUp);
    await work.time.advance(1_000);
    const meanwhile = refreshTokenIn(work);
    finish();
    await signedIn;
    await settle();
    await work.time.advance(1_000);
    expect([meanwhile, refreshTokenIn(work)]).toEqual([
      ada.credential.refreshToken.reveal(),
      'canary_refresh_grace',
    ]);
  });

  test('begins nothing more when the app ends, and leaves no timer', async () => {
    const work = await atWork();
    work.answers.set(grace.account.id, 'silence');
    work.read(ada, usedUp);
    await work.time.advance(100);
    await work.switching.stop();
    await work.time.advance(hour);
    expect([refreshTokenIn(work), work.store.state().switching.failure, work.time.pendingMs]).toEqual([
      ada.credential.refreshToken.reveal(),
      undefined,
      [],
    ]);
  });
});

test('after each sign-in the new account is in use, and the policy has nothing to switch', async () => {
  const work = switchingAtWork();
  work.switching.start();
  for (const entry of [ada, grace]) {
    await work.book.keep(entry);
    work.store.dispatch({ type: 'account.signed-in', account: entry.account });
    await work.time.advance(minute);
    await work.switching.signedIn(entry.account.id, () => work.shared.claim(openaiId));
    await work.time.advance(minute);
    work.read(entry, fine);
    await work.time.advance(minute);
  }
  const { standIns, byHand, accepted } = work.store.state().course;
  expect([
    work.events.filter(({ type }) => type === 'switch.moved'),
    refreshTokenIn(work),
    { standIns, byHand, accepted },
  ]).toEqual([[], 'canary_refresh_grace', { standIns: {}, byHand: undefined, accepted: [] }]);
});

test('a sign-in that turns out to be used up is left for what can be used', async () => {
  const work = switchingAtWork({ entries: [ada], settings: { strategy: 'prefer-claude' } });
  work.read(ada, fine);
  work.answers.set(ada.account.id, fine);
  work.switching.start();
  await work.time.advance(minute);
  await work.book.keep(registered);
  work.store.dispatch({ type: 'account.signed-in', account: registered.account });
  await work.switching.signedIn(registered.account.id, () => work.shared.claim(claudeId));
  await work.time.advance(minute);
  const before = work.store.state().course.serving;
  work.read(registered, usedUp);
  await work.time.advance(minute);
  expect([before, work.store.state().course.serving]).toEqual([claudeId, openaiId]);
});

describe('when the app ends', () => {
  test('nobody is asked any more, and what waits for its turn is not begun', async () => {
    const work = await two();
    work.answers.set(grace.account.id, 'silence');
    const asking = failureOf(work.switching.switchTo({ account: grace.account.id }));
    const queued = failureOf(work.switching.switchTo({ account: grace.account.id, unchecked: true }));
    await settle();
    await work.switching.stop();
    const late = failureOf(work.switching.switchTo({ account: grace.account.id, unchecked: true }));
    const codes = (await Promise.all([asking, queued, late])).map(({ code }) => code);
    expect([codes, refreshTokenIn(work), work.time.pendingMs]).toEqual([
      ['broker/cancelled', 'broker/cancelled', 'broker/cancelled'],
      ada.credential.refreshToken.reveal(),
      [],
    ]);
  });

  test('a sign-in that is past the person is still put in use', async () => {
    const work = await two();
    await work.switching.stop();
    await work.switching.signedIn(grace.account.id, () => work.shared.claim(openaiId));
    expect(refreshTokenIn(work)).toBe('canary_refresh_grace');
  });
});

test('a switch that was known after the start counts once', async () => {
  const work = await two();
  await work.time.advance(minute);
  work.running.push({ pid: 4211, name: 'codex', startedAt: noonMs, environment: {} });
  await work.switching.switchTo({ account: grace.account.id });
  await settle();
  for (let times = 0; times < 25; times += 1) await work.switching.recover();
  await work.switching.look();
  expect(work.store.state().staleHolders.map(({ pid, account }) => [pid, account])).toEqual([
    [4211, ada.account.id],
  ]);
});

test('a quota that only the status line tells is no proof', async () => {
  const work = await two();
  const sample = sampleOf(grace, [quotaWindow({ usedPercent: 20 })], noonMs);
  work.store.dispatch({ type: 'quota.read', sample: { ...sample, kind: 'status-line' } });
  await work.switching.switchTo({ account: grace.account.id });
  expect(work.asked.at(-1)).toBe(grace.account.id);
});
