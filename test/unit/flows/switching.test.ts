// A switch over all shared files: wholly, or not at all; undone byte for byte; finished or taken back after a crash.
import { describe, expect, test } from 'vitest';
import { isOAuthAccount } from '../../../main/domain/account.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { accountId } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { claudeId, noonMs, openaiEntry, openaiId } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { codexPath, unifiedPath } from '../../fakes/flows.ts';
import { MemoryPreferences } from '../../fakes/preferences.ts';
import { MemorySwitchJournal } from '../../fakes/switch-journal.ts';
import { switchingAtWork, type SwitchingAtWork } from '../../fakes/switching.ts';
import { settle } from '../../fakes/time.ts';
import { accessTokenUntil, openaiIdToken } from '../../fakes/tokens.ts';
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

describe('a switch', () => {
  test('to another account proves it, writes every file, and says what can be undone', async () => {
    const work = await two();
    await work.switching.switchTo({ account: grace.account.id });
    expect({
      asked: work.asked,
      token: refreshTokenIn(work),
      mine: work.disk.json(codexPath)?.['mine'],
      touched: work.disk.touched,
      holder: work.store.state().holders.get('codex-auth'),
      active: work.preferences.settings().activeAccounts,
      switching: work.store.state().switching,
      said: work.journal.said.slice(-2),
    }).toEqual({
      asked: [ada.account.id, grace.account.id],
      token: 'canary_refresh_grace',
      mine: 1,
      touched: [`written ${codexPath}`, `written ${unifiedPath}`],
      holder: grace.account.id,
      active: { [openaiId]: grace.account.id },
      switching: { undo: { title: 'OpenAI: grace@example.test', at: noonMs } },
      said: ['begun', 'done'],
    });
  });

  test('shows its steps, each by its name', async () => {
    const work = await two();
    const steps = work.events.length;
    await work.switching.switchTo({ account: grace.account.id });
    expect(
      work.events.slice(steps).flatMap((event) => (event.type === 'switch.moved' ? [event.running] : [])),
    ).toEqual(
      ['checking', 'writing', 'verifying'].map((step) => ({ step, to: 'OpenAI: grace@example.test' })),
    );
  });

  test('to a provider prefers it, whatever strategy ruled before', async () => {
    const work = await two({ settings: { strategy: 'soonest-reset' } });
    await work.switching.switchTo({ prefer: openaiId });
    const { strategy, preferredProvider } = work.preferences.settings();
    expect([strategy, preferredProvider, work.disk.json(unifiedPath)?.['preferred_provider']]).toEqual([
      'user-preference',
      openaiId,
      openaiId,
    ]);
  });

  test('that changes nothing leaves what can be undone', async () => {
    const work = await two();
    await work.switching.switchTo({ account: grace.account.id });
    const before = work.journal.said.length;
    await work.switching.switchTo({ account: grace.account.id });
    expect([work.journal.said.length, work.store.state().switching.undo?.title]).toEqual([
      before,
      'OpenAI: grace@example.test',
    ]);
  });

  test('to the account in use puts its keys where somebody else has signed in', async () => {
    const work = await two();
    const foreign = openaiEntry({}, { idToken: openaiIdToken('user-9', 'acc-9') });
    work.disk.place(codexPath, {
      tokens: { refresh_token: 'canary_foreign', id_token: foreign.credential.idToken?.reveal() ?? '' },
    });
    await work.switching.switchTo({ account: ada.account.id });
    expect(refreshTokenIn(work)).toBe(ada.credential.refreshToken.reveal());
  });

  test('waits for the one before it', async () => {
    const work = await two();
    await Promise.all([
      work.switching.switchTo({ account: grace.account.id }),
      work.switching.switchTo({ account: ada.account.id }),
    ]);
    expect([refreshTokenIn(work), work.preferences.settings().activeAccounts]).toEqual([
      ada.credential.refreshToken.reveal(),
      { [openaiId]: ada.account.id },
    ]);
  });

  test('counts up for the account that leaves, so that late answers about it are dropped', async () => {
    const work = await two();
    const before = [ada, grace].map(({ account }) => work.book.generation(account.id));
    await work.switching.switchTo({ account: grace.account.id });
    expect([ada, grace].map(({ account }) => work.book.generation(account.id))).toEqual([
      (before[0] ?? 0) + 1,
      before[1],
    ]);
  });

  test('while another app of this machine switches is refused', async () => {
    const work = await two();
    work.lock.taken.add('a switch');
    expect((await failureOf(work.switching.switchTo({ account: grace.account.id }))).code).toBe(
      'selection/busy',
    );
  });

  test.each([
    [
      'by a switch',
      async ({ switching }: SwitchingAtWork) => switching.switchTo({ account: grace.account.id }),
    ],
    [
      'by a claim',
      async ({ shared, store }: SwitchingAtWork) => {
        const settings = { ...store.state().settings, activeAccounts: { [openaiId]: grace.account.id } };
        store.dispatch({ type: 'settings.changed', settings });
        await shared.claim(openaiId);
      },
    ],
  ])('never takes the only place of keys that their program has renewed, %s', async (_name, act) => {
    const work = await two();
    work.vault.readOnly = new Failure('storage/read-only', { subject: 'vault.json' });
    const tokens = work.disk.json(codexPath)?.['tokens'];
    const renewed = {
      ...(tokens as object),
      refresh_token: 'canary_refresh_2',
      access_token: accessTokenUntil(noonMs + 600 * minute, 'canary_2').reveal(),
    };
    work.disk.place(codexPath, { ...work.disk.json(codexPath), tokens: renewed });
    await act(work).catch(() => undefined);
    await work.book.reload(ada.account.id);
    const { switching, problems } = work.store.state();
    expect([
      (switching.failure ?? problems.get('codex-auth'))?.code,
      refreshTokenIn(work),
      work.book
        .all()
        .filter(isOAuthAccount)
        .map(({ credential }) => credential.refreshToken.reveal()),
    ]).toEqual(['storage/read-only', 'canary_refresh_2', ['canary_refresh_2', 'canary_refresh_grace']]);
  });

  test('to an account that is not there is refused', async () => {
    const work = await two();
    const id = accountId('openai:nobody');
    expect(await failureOf(work.switching.switchTo({ account: id }))).toEqual({
      code: 'selection/unknown-account',
      subject: id,
    });
  });
});

describe('nothing changes', () => {
  async function refused(work: SwitchingAtWork, act: () => Promise<unknown>) {
    const before = picture(work);
    const failure = await failureOf(act());
    expect(picture(work)).toEqual(before);
    expect(work.store.state().switching.failure).toEqual(failure);
    return failure;
  }

  test.each([codexPath, unifiedPath])('when %s cannot be written, and the error names it', async (path) => {
    const work = await two();
    work.disk.broken.set(path, new Failure('storage/write-failed', { subject: path }));
    const failure = await refused(work, () => work.switching.switchTo({ account: grace.account.id }));
    expect([failure, work.store.state().switching.undo?.title]).toEqual([
      { code: 'storage/write-failed', subject: path },
      'OpenAI: ada@example.test',
    ]);
  });

  test('when a file is not understood', async () => {
    const work = await two();
    work.disk.place(codexPath, '{ half');
    const failure = await refused(work, () => work.switching.switchTo({ account: grace.account.id }));
    expect(failure).toEqual({ code: 'storage/unreadable', subject: codexPath });
  });

  test('when the preferences cannot be written after the files', async () => {
    const work = await two();
    const full = { code: 'storage/write-failed', subject: 'preferences.json', detail: 'ENOSPC' } as const;
    work.preferences.failWith = new Failure(full.code, full);
    const failure = await refused(work, () => work.switching.switchTo({ account: grace.account.id }));
    expect(failure).toEqual(full);
  });

  test('when the switch cannot be noted before it begins', async () => {
    const work = await two();
    work.journal.failWith = new Failure('storage/write-failed', { subject: 'switch.json' });
    const failure = await refused(work, () => work.switching.switchTo({ account: grace.account.id }));
    expect(failure).toEqual({ code: 'storage/write-failed', subject: 'switch.json' });
  });

  test('when what was written is not there afterwards', async () => {
    const work = await two();
    const put = work.disk.put.bind(work.disk);
    work.disk.put = async (target, planned) => {
      const outcome = await put(target, planned);
      if (target.path === unifiedPath && planned.before !== undefined && work.disk.touched.length < 3)
        work.disk.texts.set(unifiedPath, '{"somebody":"else"}');
      return outcome;
    };
    const failure = await failureOf(work.switching.switchTo({ account: grace.account.id }));
    // What somebody else has written in the middle of it stays theirs.
    expect([failure.code, work.preferences.settings().activeAccounts]).toEqual([
      'selection/unfinished',
      { [openaiId]: ada.account.id },
    ]);
  });

  test.each<[string, Error, string]>([
    ['refuses the keys', new Failure('credential/rejected'), 'credential/rejected'],
    ['limits requests', new Failure('provider/rate-limited', { retryAt: 5 }), 'selection/unproved'],
    ['is down', new Failure('provider/unavailable'), 'selection/unproved'],
    ['cannot be reached', new Failure('network/offline'), 'selection/unproved'],
    ['answers something else', new Failure('provider/unexpected-answer'), 'selection/unproved'],
  ])('when the provider %s, and the error names the account', async (_what, thrown, code) => {
    const work = await two();
    // Keys that were issued a moment ago would be proof enough for some of these.
    await work.time.advance(61 * minute);
    work.answers.set(grace.account.id, thrown);
    const failure = await refused(work, () => work.switching.switchTo({ account: grace.account.id }));
    expect([failure.code, failure.subject]).toEqual([code, 'grace@example.test']);
  });

  test('when the provider says nothing for ten seconds', async () => {
    const work = await two();
    work.answers.set(grace.account.id, 'silence');
    const failed = failureOf(work.switching.switchTo({ account: grace.account.id }));
    await settle();
    await work.time.advance(10_000);
    expect([(await failed).code, refreshTokenIn(work)]).toEqual([
      'selection/unproved',
      ada.credential.refreshToken.reveal(),
    ]);
  });
});

test('unchecked, a switch asks nobody', async () => {
  const work = await two();
  work.answers.set(grace.account.id, new Failure('network/offline'));
  await work.switching.switchTo({ account: grace.account.id, unchecked: true });
  expect([refreshTokenIn(work), work.asked]).toEqual(['canary_refresh_grace', [ada.account.id]]);
});

test('an account that was read a moment ago is not asked about again', async () => {
  const work = await two();
  work.read(grace, fine);
  work.asked.length = 0;
  await work.switching.switchTo({ account: grace.account.id });
  expect([refreshTokenIn(work), work.asked]).toEqual(['canary_refresh_grace', []]);
});

describe('undo', () => {
  test('puts every byte back, and undone itself brings the switch back', async () => {
    const work = await two();
    const before = picture(work);
    await work.switching.switchTo({ account: grace.account.id });
    const switched = picture(work);
    const title = await work.switching.undo();
    const undone = picture(work);
    await work.switching.undo();
    expect([title, undone, picture(work)]).toEqual(['OpenAI: grace@example.test', before, switched]);
  });

  test('gives back a sign-in of somebody else that had to make room', async () => {
    const work = await two();
    const foreign = '{"tokens":{"refresh_token":"canary_foreign"},  "mine":2}';
    work.disk.place(codexPath, foreign);
    await work.switching.switchTo({ account: grace.account.id });
    await work.switching.undo();
    expect([work.disk.texts.get(codexPath), work.store.state().holders.get('codex-auth')]).toEqual([
      foreign,
      undefined,
    ]);
  });

  test('brings keys that were renewed since, not the spent ones', async () => {
    const work = await two();
    await work.switching.switchTo({ account: grace.account.id });
    const renewed = openaiEntry(ada.account, {
      idToken: openaiIdToken(),
      accessToken: accessTokenUntil(noonMs + 60 * minute, 'canary_access_2'),
      refreshToken: new Secret('canary_refresh_2'),
      obtainedAt: noonMs + minute,
    });
    await work.book.keep(renewed);
    await work.switching.undo();
    expect([refreshTokenIn(work), work.disk.json(codexPath)?.['mine']]).toEqual(['canary_refresh_2', 1]);
  });

  test('undoes also when the account in use has renewed its keys in the file', async () => {
    const work = await two();
    await work.switching.switchTo({ account: grace.account.id });
    await work.book.keep(
      openaiEntry(grace.account, {
        idToken: openaiIdToken('user-2', 'acc-2'),
        refreshToken: new Secret('canary_3'),
      }),
    );
    await work.shared.follow();
    await work.switching.undo();
    expect(refreshTokenIn(work)).toBe(ada.credential.refreshToken.reveal());
  });

  test('does nothing where somebody else has signed in since', async () => {
    const work = await two();
    await work.switching.switchTo({ account: grace.account.id });
    work.disk.place(codexPath, { tokens: { refresh_token: 'canary_foreign' } });
    const before = picture(work);
    expect([await failureOf(work.switching.undo()), picture(work)]).toEqual([
      { code: 'selection/changed-since', subject: codexPath },
      before,
    ]);
  });

  test('does nothing where a file cannot be written, and can be tried again', async () => {
    const work = await two();
    const before = picture(work);
    await work.switching.switchTo({ account: grace.account.id });
    work.disk.broken.set(codexPath, new Failure('storage/write-failed', { subject: codexPath }));
    const failure = await failureOf(work.switching.undo());
    work.disk.broken.clear();
    await work.switching.undo();
    expect([failure.code, picture(work)]).toEqual(['storage/write-failed', before]);
  });

  test('has nothing to do before the first switch, and after somebody has signed in', async () => {
    const work = switchingAtWork({ entries: [ada] });
    const first = await failureOf(work.switching.undo());
    await work.switching.switchTo({ account: ada.account.id, unchecked: true });
    await work.switching.signedOut(grace.account.id);
    expect([first, await failureOf(work.switching.undo()), work.store.state().switching.undo]).toEqual([
      { code: 'selection/nothing-to-undo', subject: 'Gatehouse' },
      { code: 'selection/nothing-to-undo', subject: 'Gatehouse' },
      undefined,
    ]);
  });

  test('of an account that has left is refused', async () => {
    const work = await two();
    await work.switching.switchTo({ account: grace.account.id });
    await work.book.forget(ada.account.id);
    expect((await failureOf(work.switching.undo())).code).toBe('credential/missing');
  });
});

describe('after a crash', () => {
  /** As the disk stands when the app is killed right before the nth write, the note included. */
  async function killedAt(nth: number): Promise<{ after: SwitchingAtWork; before: SwitchingAtWork }> {
    const before = await two();
    const journal = before.journal;
    const earlier = { texts: new Map(before.disk.texts), settings: before.preferences.settings() };
    let steps = 0;
    const step = (): void => {
      steps += 1;
      if (steps >= nth) throw new Error('killed');
    };
    const put = before.disk.put.bind(before.disk);
    before.disk.put = async (target, planned) => {
      step();
      return put(target, planned);
    };
    const save = journal.save.bind(journal);
    journal.save = async (record) => {
      step();
      return save(record);
    };
    journal.clear = async () => {
      throw new Error('killed');
    };
    const settleAt = before.preferences.settle.bind(before.preferences);
    before.preferences.settle = (switched) => {
      step();
      settleAt(switched);
    };
    await before.switching.switchTo({ account: grace.account.id }).catch(() => undefined);
    before.preferences.settle = settleAt;
    const after = switchingAtWork({
      entries: [ada, grace, key],
      disk: Object.assign(before.disk, { put }),
      journal: new MemorySwitchJournal(journal.record),
      preferences: before.preferences,
    });
    await after.switching.recover();
    await after.shared.start();
    expect(earlier.settings.activeAccounts).toEqual({ [openaiId]: ada.account.id });
    return { after, before };
  }

  test.each([1, 2, 3, 4, 5, 6])(
    'at its step %i the next start finds wholly the old or wholly the new one',
    async (nth) => {
      const { after } = await killedAt(nth);
      const active = after.preferences.settings().activeAccounts[openaiId];
      const isNew = active === grace.account.id;
      expect({
        token: refreshTokenIn(after),
        unified: JSON.stringify(after.disk.json(unifiedPath)).includes('grace@example.test'),
        holder: after.store.state().holders.get('codex-auth'),
        record: after.journal.record?.state,
      }).toEqual({
        token: (isNew ? grace : ada).credential.refreshToken.reveal(),
        unified: isNew,
        holder: active,
        record: isNew || nth === 1 ? 'done' : undefined,
      });
    },
  );

  test('what its program has taken up and renewed already is finished, not taken back', async () => {
    const work = await two();
    await work.switching.switchTo({ account: grace.account.id });
    const done = work.journal.record;
    if (done === undefined) throw new Error('nothing noted');
    const unified = done.files.find(({ path }) => path === unifiedPath);
    work.disk.place(unifiedPath, new TextDecoder().decode(unified?.before));
    const tokens = { ...(work.disk.json(codexPath)?.['tokens'] as object), refresh_token: 'canary_rotated' };
    work.disk.place(codexPath, {
      ...work.disk.json(codexPath),
      tokens,
      last_refresh: '2026-11-24T13:00:00Z',
    });
    const after = switchingAtWork({
      entries: [ada, grace, key],
      disk: work.disk,
      journal: new MemorySwitchJournal({ ...done, state: 'begun' }),
      preferences: new MemoryPreferences({ activeAccounts: { [openaiId]: ada.account.id } }),
    });
    await after.switching.recover();
    expect([
      after.preferences.settings().activeAccounts,
      refreshTokenIn(after),
      JSON.stringify(after.disk.json(unifiedPath)).includes('grace@example.test'),
    ]).toEqual([{ [openaiId]: grace.account.id }, 'canary_rotated', true]);
  });

  test('a note that cannot be opened now keeps everything from being switched until it can', async () => {
    const work = await two();
    work.journal.unreadable = new Failure('storage/key-store-locked', { subject: 'gnome_libsecret' });
    await work.switching.recover();
    const failure = await failureOf(work.switching.switchTo({ account: grace.account.id }));
    work.journal.unreadable = undefined;
    await work.switching.switchTo({ account: grace.account.id });
    expect([failure.code, refreshTokenIn(work)]).toEqual([
      'storage/key-store-locked',
      'canary_refresh_grace',
    ]);
  });

  test('a note that is damaged is put aside, and what the files say counts', async () => {
    const work = await two();
    work.journal.unreadable = new Failure('storage/unreadable', { subject: 'switch.json' });
    await work.switching.recover();
    expect([work.store.state().switching, work.log.warnings.length > 0]).toEqual([{}, true]);
  });
});

describe('the policy', () => {
  async function atWork(): Promise<SwitchingAtWork> {
    const work = await two({ settings: { strategy: 'prefer-openai', otherAccounts: { [claudeId]: true } } });
    work.read(ada, fine);
    work.read(grace, fine);
    work.switching.start();
    await work.time.advance(1_000);
    return work;
  }
  const serving = ({ disk, store }: SwitchingAtWork) => ({
    token: disk.json(codexPath)?.['tokens'],
    standIns: store.state().course.standIns,
    phase: store.state().course.phase,
  });

  test('puts another account in the place of one that is used up, in every file, and brings it back', async () => {
    const work = await atWork();
    const before = serving(work);
    work.read(ada, usedUp);
    await work.time.advance(1_000);
    const away = [refreshTokenIn(work), serving(work).standIns, serving(work).phase];
    await work.time.advance(61 * minute);
    work.read(ada, fine);
    await work.time.advance(10 * minute);
    expect([away, serving(work), work.preferences.settings().activeAccounts]).toEqual([
      ['canary_refresh_grace', { [openaiId]: grace.account.id }, 'fallback'],
      before,
      { [openaiId]: ada.account.id },
    ]);
  });

  const foreign = { auth_mode: 'chatgpt', tokens: { id_token: openaiIdToken('user-9', 'acc-9').reveal() } };

  test('leaves a file alone in which somebody else has signed in, and says so', async () => {
    const work = await atWork();
    work.disk.place(codexPath, foreign);
    work.read(ada, usedUp);
    await work.time.advance(1_000);
    await work.shared.follow();
    const { course, problems } = work.store.state();
    expect([course.standIns, work.disk.json(codexPath), problems.get('codex-auth')?.code]).toEqual([
      { [openaiId]: grace.account.id },
      foreign,
      'storage/managed-elsewhere',
    ]);
  });

  test('that has left a file alone does not write over it when it is undone either', async () => {
    const work = await atWork();
    work.disk.place(codexPath, foreign);
    work.read(ada, usedUp);
    await work.time.advance(1_000);
    await work.switching.undo();
    expect([work.store.state().course.standIns, work.disk.json(codexPath)]).toEqual([{}, foreign]);
  });

  test('moves nothing for one refusal to answer', async () => {
    const work = await atWork();
    const before = picture(work);
    const failure = { code: 'provider/rate-limited' } as const;
    for (let times = 0; times < 5; times += 1)
      work.store.dispatch({ type: 'quota.failed', account: ada.account.id, failure });
    await work.time.advance(minute);
    expect(picture(work)).toEqual(before);
  });

  test('leaves what the person puts back by hand, although it is used up', async () => {
    const work = await atWork();
    work.read(ada, usedUp);
    await work.time.advance(1_000);
    await work.switching.undo();
    await work.time.advance(30 * minute);
    expect([refreshTokenIn(work), serving(work).standIns]).toEqual([
      ada.credential.refreshToken.reveal(),
      {},
    ]);
  });

  test('that cannot write says why, tries again later and not at once, and stops saying so', async () => {
    const work = await atWork();
    work.disk.broken.set(codexPath, new Failure('storage/write-failed', { subject: codexPath }));
    work.read(ada, usedUp);
    await work.time.advance(1_000);
    const failed = [work.store.state().switching.failure?.code, refreshTokenIn(work)];
    work.disk.broken.clear();
    await work.time.advance(50_000);
    const soon = refreshTokenIn(work);
    await work.time.advance(15_000);
    expect([failed, soon, refreshTokenIn(work), work.store.state().switching.failure]).toEqual([
      ['storage/write-failed', ada.credential.refreshToken.reveal()],
      ada.credential.refreshToken.reveal(),
      'canary_refresh_grace',
      undefined,
    ]);
  });

  test('does not stand in the way of somebody who chooses by hand while it asks', async () => {
    const work = await atWork();
    work.answers.set(grace.account.id, 'silence');
    await work.time.advance(15 * minute);
    work.read(ada, usedUp);
    await work.time.advance(200);
    void work.switching.signedIn(ada.account.id, async () => undefined);
    await work.time.advance(minute);
    expect([refreshTokenIn(work), serving(work).standIns]).toEqual([
      ada.credential.refreshToken.reveal(),
      {},
    ]);
  });

  test('is remembered across a restart', async () => {
    const work = await atWork();
    work.read(ada, usedUp);
    await work.time.advance(1_000);
    const after = switchingAtWork({
      entries: [ada, grace, key],
      disk: work.disk,
      journal: work.journal,
      preferences: work.preferences,
    });
    await after.switching.recover();
    after.switching.start();
    await after.time.advance(minute);
    expect([refreshTokenIn(after), after.store.state().course.standIns]).toEqual([
      'canary_refresh_grace',
      { [openaiId]: grace.account.id },
    ]);
  });
});

describe('programs that run', () => {
  const codex = (pid: number, startedAt: number, environment: Record<string, string> = {}) => ({
    pid,
    name: 'codex',
    startedAt,
    environment,
  });

  test('since before the switch keep the account of then, and are listed', async () => {
    const work = await two();
    await work.time.advance(minute);
    work.running.push(
      codex(4211, noonMs),
      codex(4300, noonMs + 2 * minute),
      codex(4400, noonMs, { CODEX_HOME: '/x' }),
    );
    await work.switching.switchTo({ account: grace.account.id });
    await settle();
    expect(work.store.state().staleHolders).toEqual([
      {
        consumer: 'codex',
        label: 'Codex',
        program: 'codex',
        pid: 4211,
        account: ada.account.id,
      },
    ]);
  });

  test('are forgotten when they have ended, and when their account is in use again', async () => {
    const work = await two();
    await work.time.advance(minute);
    work.running.push(codex(4211, noonMs));
    await work.switching.switchTo({ account: grace.account.id });
    await settle();
    await work.time.advance(minute);
    await work.switching.undo();
    await settle();
    const undone = work.store.state().staleHolders;
    work.running.length = 0;
    await work.switching.look();
    expect([undone, work.store.state().staleHolders]).toEqual([[], []]);
  });
});
