// Who switches when: what is proved before, who waits for whom, and what a switch that fails says.
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { claudeId, noonMs, openaiEntry, openaiId, quotaWindow, sampleOf } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { codexPath, registered, unifiedPath } from '../../fakes/flows.ts';
import { switchingAtWork, type SwitchingAtWork } from '../../fakes/switching.ts';
import { settle } from '../../fakes/time.ts';
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
    const { code } = await failureOf(work.switching.switchTo({ account: grace.account.id }));
    expect([code, picture(work)]).toEqual(['selection/busy', before]);
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
