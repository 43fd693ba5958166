// The guards of a switch, each by what would go wrong without it: whom it waits for, what it leaves alone, what it names.
import { describe, expect, test } from 'vitest';
import { consumers } from '../../../main/consumers/list.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { accountId, consumerId } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import type { PlannedWrite } from '../../../main/ports.ts';
import { claudeEntry, claudeId, openaiEntry, openaiId } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { authConfigPath, codexPath, registered, unifiedPath } from '../../fakes/flows.ts';
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

const bob = openaiEntry(
  { id: accountId('openai:user-3.acc-3'), label: 'bob@example.test', workspaceId: 'acc-3' },
  { idToken: openaiIdToken('user-3', 'acc-3'), refreshToken: new Secret('canary_refresh_bob') },
);
const foreign = { tokens: { refresh_token: 'canary_foreign' } };
const adaToken = ada.credential.refreshToken.reveal();
const graceToken = grace.credential.refreshToken.reveal();

/** Work that ends when the test says so. */
function held(): { readonly work: () => Promise<void>; readonly end: () => void } {
  let end = (): void => undefined;
  const done = new Promise<void>((resolve) => (end = resolve));
  return { work: () => done, end };
}

const fileIds = consumers.flatMap(({ files }) => files.map(({ id }) => id));

/** No file is switched on, so that a switch is settings alone. */
function fileless(): Promise<SwitchingAtWork> {
  return two({ settings: { sharedFiles: Object.fromEntries(fileIds.map((id) => [id, false])) } });
}

describe('a switch waits', () => {
  test.each([
    ['leaves', ada],
    ['comes', grace],
  ])(
    'for what is under way for the account that %s, and takes what that has brought',
    async (_which, { account }) => {
      const work = await two();
      const { work: renewing, end } = held();
      void work.book.inTurn(account.id, renewing);
      const switched = work.switching.switchTo({ account: grace.account.id });
      await settle();
      const meanwhile = refreshTokenIn(work);
      await work.book.keep(
        openaiEntry(grace.account, { ...grace.credential, refreshToken: new Secret('canary_2') }),
      );
      end();
      await switched;
      expect([meanwhile, refreshTokenIn(work)]).toEqual([adaToken, 'canary_2']);
    },
  );

  test('for what else of ours is written', async () => {
    const work = await two();
    const { work: writing, end } = held();
    void work.shared.alone(writing);
    const switched = work.switching.switchTo({ account: grace.account.id });
    await settle();
    const meanwhile = refreshTokenIn(work);
    end();
    await switched;
    expect([meanwhile, refreshTokenIn(work)]).toEqual([adaToken, graceToken]);
  });

  test('for nobody whose account it does not concern', async () => {
    const work = await two({ entries: [ada, grace, bob, key] });
    void work.book.inTurn(bob.account.id, held().work);
    await work.switching.switchTo({ account: grace.account.id });
    expect(refreshTokenIn(work)).toBe(graceToken);
  });

  test('for nobody who has signed in since it began to wait, but gives up', async () => {
    const work = await two({ entries: [ada, grace, bob, key] });
    const { work: renewing, end } = held();
    void work.book.inTurn(grace.account.id, renewing);
    const failed = failureOf(work.switching.switchTo({ account: grace.account.id }));
    await settle();
    work.store.dispatch({ type: 'account.signed-in', account: registered.account });
    const activeAccounts = {
      ...work.preferences.settings().activeAccounts,
      [claudeId]: registered.account.id,
    };
    work.preferences.change({ activeAccounts });
    work.store.dispatch({ type: 'settings.changed', settings: work.preferences.settings() });
    end();
    expect([await failed, refreshTokenIn(work)]).toEqual([
      { code: 'selection/busy', subject: 'Gatehouse' },
      adaToken,
    ]);
  });
});

describe('a switch leaves alone', () => {
  test('the files of a provider whose account in use stays', async () => {
    const work = await two();
    work.disk.place(codexPath, foreign);
    await work.switching.switchTo({ prefer: claudeId });
    expect(work.disk.json(codexPath)).toEqual(foreign);
  });

  test('what else was chosen while it waited', async () => {
    const work = await two();
    const { work: renewing, end } = held();
    void work.book.inTurn(ada.account.id, renewing);
    const switched = work.switching.switchTo({ account: grace.account.id });
    await settle();
    work.preferences.change({ strategy: 'soonest-reset' });
    work.store.dispatch({ type: 'settings.changed', settings: work.preferences.settings() });
    end();
    await switched;
    const { strategy, activeAccounts } = work.preferences.settings();
    expect([strategy, activeAccounts]).toEqual(['soonest-reset', { [openaiId]: grace.account.id }]);
  });

  test('what somebody else has written since it was planned, and takes the rest back', async () => {
    const work = await two();
    const put = work.disk.put.bind(work.disk);
    work.disk.put = async (target, planned) => {
      if (target.path === unifiedPath) work.disk.texts.set(unifiedPath, '{"somebody":"else"}');
      return put(target, planned);
    };
    const failure = await failureOf(work.switching.switchTo({ account: grace.account.id }));
    expect([failure, refreshTokenIn(work), work.disk.json(unifiedPath), work.journal.record?.state]).toEqual([
      { code: 'storage/conflict', subject: unifiedPath },
      adaToken,
      { somebody: 'else' },
      'done',
    ]);
  });
});

describe('a switch that fails takes back', () => {
  test('also the file that failed after it was written', async () => {
    const work = await two();
    const before = picture(work);
    const put = work.disk.put.bind(work.disk);
    let isFirst = true;
    work.disk.put = async (target, planned) => {
      const outcome = await put(target, planned);
      if (target.path !== unifiedPath || !isFirst) return outcome;
      isFirst = false;
      throw new Failure('storage/write-failed', { subject: unifiedPath });
    };
    await failureOf(work.switching.switchTo({ account: grace.account.id }));
    expect(picture(work)).toEqual(before);
  });

  test('each file with its rights, the last first, whatever becomes of the others', async () => {
    const work = await two();
    const put = work.disk.put.bind(work.disk);
    const back: [string, PlannedWrite['mode']][] = [];
    work.disk.put = async (target, planned) => {
      const isBack = work.disk.touched.length >= 2;
      if (!isBack) {
        const outcome = await put(target, planned);
        // Both are written, and neither is as it should be.
        if (target.path === unifiedPath) work.disk.texts.set(unifiedPath, '{"somebody":"else"}');
        return outcome;
      }
      back.push([target.path, planned.mode]);
      throw new Failure('storage/write-failed', { subject: target.path });
    };
    const failure = await failureOf(work.switching.switchTo({ account: grace.account.id }));
    expect([back, failure]).toEqual([
      [
        [unifiedPath, 0o600],
        [codexPath, 0o600],
      ],
      { code: 'selection/unfinished', subject: unifiedPath },
    ]);
  });

  test('its own note where there was none before', async () => {
    const work = switchingAtWork({ entries: [ada, grace] });
    work.disk.broken.set(unifiedPath, new Failure('storage/write-failed', { subject: unifiedPath }));
    const wish = { account: grace.account.id, unchecked: true };
    await failureOf(work.switching.switchTo(wish));
    expect([work.journal.record, work.store.state().switching.undo]).toEqual([undefined, undefined]);
  });
});

describe('the error of a switch names', () => {
  test.each<[string, Error, string]>([
    ['the file where the failure names nothing', new Error('EIO'), codexPath],
    [
      'what the failure names',
      new Failure('storage/lock-held', { subject: `${codexPath}.lock` }),
      `${codexPath}.lock`,
    ],
  ])('%s', async (_what, thrown, subject) => {
    const work = await two();
    work.disk.broken.set(codexPath, thrown);
    expect((await failureOf(work.switching.switchTo({ account: grace.account.id }))).subject).toBe(subject);
  });

  test('the file that cannot be read again', async () => {
    const work = await two();
    const plan = work.disk.planText.bind(work.disk);
    work.disk.planText = async (target, edit) => {
      if (target.path === unifiedPath) throw new Error('EIO');
      return plan(target, edit);
    };
    expect((await failureOf(work.switching.switchTo({ account: grace.account.id }))).subject).toBe(
      unifiedPath,
    );
  });

  test('what kept the lock of switches from being taken', async () => {
    const work = await two();
    work.lock.hold = () => Promise.reject(new Failure('storage/write-failed', { subject: '/data/locks' }));
    expect(await failureOf(work.switching.switchTo({ account: grace.account.id }))).toEqual({
      code: 'storage/write-failed',
      subject: '/data/locks',
    });
  });
});

describe('a switch counts', () => {
  test.each([
    ['whose settings alone differ', () => undefined, grace, { [openaiId]: grace.account.id }, []],
    [
      'by which only something is accepted',
      (work: SwitchingAtWork) => {
        work.read(ada, usedUp);
      },
      ada,
      { [openaiId]: ada.account.id },
      [ada.account.id],
    ],
  ] as const)('%s, without any file', async (_what, first, { account }, active, accepted) => {
    const work = await fileless();
    for (const entry of [ada, grace]) work.read(entry, fine);
    await work.switching.switchTo({ account: ada.account.id });
    first(work);
    await work.switching.switchTo({ account: account.id });
    expect([
      work.preferences.settings().activeAccounts,
      work.preferences.course().accepted,
      work.disk.touched,
      // Without a file there is nothing that could be half.
      work.journal.said.filter((each) => each === 'begun'),
    ]).toEqual([active, accepted, [], []]);
  });

  test('that cannot be noted as done, and can be undone after that', async () => {
    const work = await two();
    const save = work.journal.save.bind(work.journal);
    work.journal.save = (record) =>
      record.state === 'done' ? Promise.reject(new Failure('storage/write-failed')) : save(record);
    await work.switching.switchTo({ account: grace.account.id });
    const switched = [refreshTokenIn(work), work.store.state().switching.failure];
    work.journal.save = save;
    await work.switching.undo();
    expect([switched, refreshTokenIn(work)]).toEqual([[graceToken, undefined], adaToken]);
  });

  test('also for a file that says so already: a complaint about it goes', async () => {
    const work = await two();
    const failure = { code: 'storage/write-failed' } as const;
    work.store.dispatch({ type: 'problem.found', about: 'codex-auth', failure });
    await work.switching.switchTo({ prefer: openaiId, account: ada.account.id });
    expect([work.disk.touched, work.store.state().problems.has('codex-auth')]).toEqual([
      [`written ${authConfigPath}`, `written ${unifiedPath}`],
      false,
    ]);
  });

  test('as done by whoever has asked for it', async () => {
    const work = await two();
    for (const entry of [ada, grace]) work.read(entry, fine);
    work.switching.start();
    await work.time.advance(minute);
    const earlier = work.events.length;
    work.read(ada, usedUp);
    await work.time.advance(1_000);
    await work.switching.undo();
    await work.switching.switchTo({ account: grace.account.id });
    const by = work.events
      .slice(earlier)
      .flatMap((event) => (event.type === 'course.moved' ? [event.by] : []));
    expect(by).toEqual(['policy', 'person', 'person']);
  });
});

test('of two providers only the account is asked about that comes into use', async () => {
  const work = await two({ entries: [ada, key, registered], settings: { strategy: 'prefer-openai' } });
  work.answers.set(registered.account.id, fine);
  await work.time.advance(61 * minute);
  work.asked.length = 0;
  await work.switching.switchTo({ account: registered.account.id });
  expect(work.asked).toEqual([registered.account.id]);
});

test('keys of two parts of one file are taken back in the other order', async () => {
  const openCodePath = '/home/ada/.local/share/opencode/auth.json';
  const keyOf = (provider: typeof claudeId, n: number) =>
    claudeEntry(
      { id: accountId(`${provider}:key-${n}`), provider, label: `key ${n}` },
      { destinations: [consumerId('opencode')], key: new Secret(`canary_${provider}_${n}`) },
    );
  const entries = [1, 2].flatMap((n) => [keyOf(claudeId, n), keyOf(openaiId, n)]);
  const present = {
    anthropic: { type: 'api', key: 'canary_claude_1' },
    openai: { type: 'api', key: 'canary_openai_1' },
  };
  const work = switchingAtWork({
    entries,
    present: { [openCodePath]: present },
    settings: { sharedFiles: { 'opencode-anthropic': true, 'opencode-openai': true } },
  });
  for (const entry of entries) work.read(entry, fine);
  await work.shared.start();
  work.switching.start();
  await work.time.advance(1_000);
  work.disk.broken.set(unifiedPath, new Failure('storage/write-failed', { subject: unifiedPath }));
  for (const entry of entries.slice(0, 2)) work.read(entry, usedUp);
  await work.time.advance(1_000);
  expect([work.store.state().switching.failure?.code, work.disk.json(openCodePath)]).toEqual([
    'storage/write-failed',
    present,
  ]);
});

test('an undo after which nobody is preferred says so also in a file that was written since', async () => {
  const work = await two();
  const before = work.disk.json(unifiedPath)?.['preferred_provider'];
  await work.switching.switchTo({ prefer: openaiId });
  const preferred = work.disk.json(unifiedPath)?.['preferred_provider'];
  work.disk.place(unifiedPath, { ...work.disk.json(unifiedPath), mine: 1 });
  await work.switching.undo();
  const { preferred_provider: after, mine } = work.disk.json(unifiedPath) ?? {};
  expect([before, preferred, after, mine]).toEqual([claudeId, openaiId, claudeId, 1]);
});
