// The way back from a switch, undone or cut off: no spent key comes back, and nothing that was done since is lost.
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { accountId, consumerId, type ProviderId } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import type { SwitchRecord } from '../../../main/ports.ts';
import {
  claudeEntry,
  claudeId,
  noonMs,
  openaiEntry,
  openaiId,
  quotaWindow,
  type KeyEntry,
} from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { codexPath, registered, unifiedPath } from '../../fakes/flows.ts';
import { MemorySwitchJournal } from '../../fakes/switch-journal.ts';
import { switchingAtWork, type SwitchingAtWork } from '../../fakes/switching.ts';
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

const openCodePath = '/home/ada/.local/share/opencode/auth.json';

/** The keys of an account after its program has renewed them in Codex's file, beside a line of the program's own. */
function renewInFile({ disk }: SwitchingAtWork, refreshToken: string): void {
  const present = disk.json(codexPath);
  const tokens = { ...(present?.['tokens'] as object), refresh_token: refreshToken };
  disk.place(codexPath, {
    ...present,
    tokens,
    last_refresh: '2026-11-24T13:00:00Z',
    agent_identity: 'canary_new',
  });
}

const renewedAda = openaiEntry(ada.account, {
  idToken: openaiIdToken(),
  refreshToken: new Secret('canary_refresh_ada_2'),
  obtainedAt: noonMs + minute,
});

describe('an undo', () => {
  test('never takes the only place of keys that their program has renewed', async () => {
    const work = await two();
    await work.switching.switchTo({ account: grace.account.id });
    work.vault.readOnly = new Failure('storage/read-only', { subject: 'vault.json' });
    renewInFile(work, 'canary_refresh_grace_2');
    const failure = await failureOf(work.switching.undo());
    expect([failure, refreshTokenIn(work)]).toEqual([
      { code: 'storage/read-only', subject: 'vault.json' },
      'canary_refresh_grace_2',
    ]);
  });

  test('brings the newest refresh token also where the renewal has left the access token as it was', async () => {
    const work = await two();
    await work.switching.switchTo({ account: grace.account.id });
    const { accessToken, idToken } = ada.credential;
    await work.book.keep(
      openaiEntry(ada.account, {
        accessToken,
        ...(idToken !== undefined && { idToken }),
        refreshToken: new Secret('canary_refresh_ada_2'),
        obtainedAt: noonMs + minute,
      }),
    );
    await work.switching.undo();
    expect(refreshTokenIn(work)).toBe('canary_refresh_ada_2');
  });

  test('keeps what the program has written beside its keys since', async () => {
    const work = await two();
    await work.switching.switchTo({ account: grace.account.id });
    renewInFile(work, 'canary_refresh_grace_2');
    await work.switching.undo();
    const { tokens: _tokens, last_refresh: _at, ...rest } = work.disk.json(codexPath) ?? {};
    expect([refreshTokenIn(work), rest]).toEqual([
      ada.credential.refreshToken.reveal(),
      { auth_mode: 'chatgpt', OPENAI_API_KEY: null, mine: 1, agent_identity: 'canary_new' },
    ]);
  });

  test('gives back a foreign sign-in, and keeps what was written beside ours since', async () => {
    const work = await two();
    work.disk.place(codexPath, { tokens: { refresh_token: 'canary_foreign' }, mine: 2 });
    await work.switching.switchTo({ account: grace.account.id });
    renewInFile(work, 'canary_refresh_grace_2');
    await work.switching.undo();
    expect([work.disk.json(codexPath), work.store.state().holders.get('codex-auth')]).toEqual([
      { tokens: { refresh_token: 'canary_foreign' }, mine: 2, agent_identity: 'canary_new' },
      undefined,
    ]);
  });

  test('also of a provider that was not preferred by anybody leaves that to nobody', async () => {
    const work = await two();
    await work.switching.switchTo({ prefer: claudeId });
    await work.switching.undo();
    expect(work.preferences.settings().preferredProvider).toBeUndefined();
  });

  test('leaves what was chosen otherwise since', async () => {
    const work = await two();
    await work.switching.switchTo({ account: grace.account.id });
    work.preferences.change({ strategy: 'soonest-reset' });
    work.store.dispatch({ type: 'settings.changed', settings: work.preferences.settings() });
    await work.switching.undo();
    const { strategy, activeAccounts } = work.preferences.settings();
    expect([strategy, activeAccounts]).toEqual(['soonest-reset', { [openaiId]: ada.account.id }]);
  });

  test('takes along a file that was switched on since', async () => {
    const own = claudeEntry(undefined, { destinations: [consumerId('opencode')] });
    const other = claudeEntry(
      { id: accountId('claude:key-2') },
      { destinations: [consumerId('opencode')], key: new Secret('canary_key_2') },
    );
    const work = switchingAtWork({ entries: [own, other], present: { [openCodePath]: { mine: 1 } } });
    await work.switching.switchTo({ account: other.account.id });
    work.preferences.change({ sharedFiles: { 'opencode-anthropic': true } });
    work.store.dispatch({ type: 'settings.changed', settings: work.preferences.settings() });
    await work.shared.chosen('opencode-anthropic');
    const since = work.disk.json(openCodePath);
    await work.switching.undo();
    expect([since, work.disk.json(openCodePath)]).toEqual([
      { mine: 1, anthropic: { type: 'api', key: 'canary_key_2' } },
      { mine: 1, anthropic: { type: 'api', key: own.credential.key.reveal() } },
    ]);
  });

  test('undoes the switch that was shown, and none that was made meanwhile', async () => {
    const work = await two();
    await work.time.advance(minute);
    const switched = work.switching.switchTo({ account: grace.account.id });
    const undone = failureOf(work.switching.undo());
    await switched;
    expect([await undone, refreshTokenIn(work)]).toEqual([
      { code: 'selection/nothing-to-undo', subject: 'Gatehouse' },
      'canary_refresh_grace',
    ]);
  });
});

describe('an undo of what', () => {
  const other = openaiEntry(
    { id: accountId('openai:user-3.acc-3'), label: 'bob@example.test', workspaceId: 'acc-3' },
    { idToken: openaiIdToken('user-3', 'acc-3'), refreshToken: new Secret('canary_refresh_bob') },
  );
  const entries = [registered, ada, grace, other];

  /** Claude is preferred and used up, so that OpenAI stands in for it. */
  async function standingIn(): Promise<SwitchingAtWork> {
    const work = switchingAtWork({ entries, settings: { strategy: 'prefer-claude' } });
    for (const entry of entries) {
      work.answers.set(entry.account.id, fine);
      work.read(entry, fine);
    }
    work.switching.start();
    await work.time.advance(minute);
    work.read(registered, usedUp);
    await work.time.advance(minute);
    return work;
  }
  async function recovered(work: SwitchingAtWork): Promise<void> {
    await work.time.advance(61 * minute);
    for (const entry of entries) work.read(entry, fine);
    await work.time.advance(10 * minute);
  }
  const serves = ({ store }: SwitchingAtWork) => [store.state().course.serving, store.state().course.phase];

  test('the policy did lasts: it does not return by itself', async () => {
    const work = await standingIn();
    const away = serves(work);
    await recovered(work);
    const back = serves(work);
    await work.switching.undo();
    await work.time.advance(30 * minute);
    const undone = serves(work);
    await work.switching.undo();
    await work.time.advance(30 * minute);
    expect([away, back, undone, serves(work)]).toEqual([
      [openaiId, 'fallback'],
      [claudeId, 'primary'],
      [openaiId, 'fallback'],
      [claudeId, 'primary'],
    ]);
  });

  test('a person did beside a stand-in leaves that to the policy, which returns', async () => {
    const work = await standingIn();
    await work.switching.switchTo({ account: grace.account.id });
    await work.switching.undo();
    await work.time.advance(minute);
    const undone = serves(work);
    await recovered(work);
    expect([undone, serves(work)]).toEqual([
      [openaiId, 'fallback'],
      [claudeId, 'primary'],
    ]);
  });

  test('a person did while another account stood in has that stand in again, until it returns', async () => {
    const work = await standingIn();
    await work.switching.switchTo({ prefer: openaiId });
    work.read(ada, usedUp);
    await work.time.advance(minute);
    const standIn = work.store.state().course.standIns[openaiId];
    await work.switching.switchTo({ account: accountId('openai:user-3.acc-3') });
    await work.switching.undo();
    const undone = work.store.state().course.standIns[openaiId];
    await recovered(work);
    expect([standIn, undone, work.store.state().course.standIns]).toEqual([
      grace.account.id,
      grace.account.id,
      {},
    ]);
  });
});

describe('what can be undone', () => {
  test('is still there after a click on what is in use already', async () => {
    const work = await two();
    work.switching.start();
    await work.time.advance(minute);
    await work.switching.switchTo({ account: grace.account.id });
    await work.time.advance(minute);
    await work.switching.switchTo({ account: grace.account.id });
    await work.time.advance(minute);
    await work.switching.undo();
    expect(refreshTokenIn(work)).toBe(ada.credential.refreshToken.reveal());
  });

  test.each(['user-preference', 'soonest-reset'] as const)(
    'is what was shown, also under %s after the policy has looked',
    async (strategy) => {
      const work = switchingAtWork({ entries: [registered, ada], settings: { strategy } });
      // What is refilled soonest is picked first, where nobody is preferred.
      work.read(ada, [quotaWindow({ usedPercent: 20, resetsAt: noonMs + 30 * minute })]);
      work.read(registered, [quotaWindow({ usedPercent: 20, resetsAt: noonMs + 600 * minute })]);
      if (strategy === 'user-preference') await work.switching.switchTo({ prefer: openaiId });
      work.switching.start();
      await work.time.advance(minute);
      const before = work.store.state().course.serving;
      await work.switching.switchTo({ prefer: claudeId });
      await work.time.advance(minute);
      const switched = work.store.state().course.serving;
      const moves = work.events.length;
      await work.switching.undo();
      await work.time.advance(minute);
      const byPolicy = work.events
        .slice(moves)
        .filter((event) => event.type === 'course.moved' && event.by === 'policy');
      const { serving, switchedAt } = work.store.state().course;
      expect([before, switched, serving, byPolicy.length <= 1, switchedAt]).toEqual([
        openaiId,
        claudeId,
        openaiId,
        true,
        undefined,
      ]);
    },
  );

  test('is forgotten after a sign-in, although that could not be noted at once', async () => {
    const work = await two();
    await work.switching.switchTo({ account: grace.account.id });
    work.lock.taken.add('a switch');
    await work.switching.signedIn(ada.account.id, async () => undefined);
    work.lock.taken.clear();
    await work.switching.recover();
    expect([work.store.state().switching.undo, (await failureOf(work.switching.undo())).code]).toEqual([
      undefined,
      'selection/nothing-to-undo',
    ]);
  });

  test('is forgotten after a sign-out before anybody has looked', async () => {
    const work = await two();
    await work.switching.switchTo({ account: grace.account.id });
    const after = switchingAtWork({
      entries: [ada, grace, key],
      disk: work.disk,
      journal: work.journal,
      preferences: work.preferences,
    });
    await after.switching.signedOut(key.account.id);
    await after.switching.recover();
    expect([after.store.state().switching.undo, work.journal.record]).toEqual([undefined, undefined]);
  });

  test('is forgotten after a sign-in that could not write', async () => {
    const work = await two();
    const signedIn = work.switching.signedIn(ada.account.id, () => Promise.reject(new Error('EROFS')));
    await signedIn.catch(() => undefined);
    expect(work.store.state().switching.undo).toBeUndefined();
  });

  test('is nothing where nothing was shown', async () => {
    const work = await two();
    work.store.dispatch({ type: 'switch.undoable' });
    const failed = failureOf(work.switching.undo());
    expect((await failed).code).toBe('selection/nothing-to-undo');
  });
});

describe('two parts of one file', () => {
  const to = [consumerId('opencode')];
  const keyOf = (provider: ProviderId, n: number): KeyEntry =>
    claudeEntry(
      { id: accountId(`${provider}:key-${n}`), provider, label: `key ${n}` },
      { destinations: to, key: new Secret(`canary_${provider}_${n}`) },
    );
  const [claudeOne, openaiOne] = [keyOf(claudeId, 1), keyOf(openaiId, 1)];
  const entries = [claudeOne, keyOf(claudeId, 2), openaiOne, keyOf(openaiId, 2)];
  const file = (n: number) => ({
    mine: 1,
    anthropic: { type: 'api', key: `canary_claude_${n}` },
    openai: { type: 'api', key: `canary_openai_${n}` },
  });

  /** Both keys are used up at once, so that both move in one switch. */
  async function moved(): Promise<SwitchingAtWork> {
    const work = switchingAtWork({
      entries,
      present: { [openCodePath]: file(1) },
      settings: { sharedFiles: { 'opencode-anthropic': true, 'opencode-openai': true } },
    });
    for (const entry of entries) work.read(entry, fine);
    await work.shared.start();
    work.switching.start();
    await work.time.advance(1_000);
    work.read(claudeOne, usedUp);
    work.read(openaiOne, usedUp);
    await work.time.advance(1_000);
    return work;
  }

  test('move together, and back together byte for byte', async () => {
    const work = await moved();
    const away = work.disk.json(openCodePath);
    await work.switching.undo();
    expect([away, work.disk.json(openCodePath), work.store.state().switching.failure]).toEqual([
      file(2),
      file(1),
      undefined,
    ]);
  });

  test.each([
    ['the first', { ...file(1), anthropic: file(2).anthropic }],
    ['neither', file(1)],
  ])('of which a crash left %s written are both taken back', async (_which, present) => {
    const work = await moved();
    const done = work.journal.record;
    if (done === undefined) throw new Error('nothing noted');
    work.disk.place(openCodePath, present);
    const after = switchingAtWork({
      entries,
      disk: work.disk,
      journal: new MemorySwitchJournal({ ...done, state: 'begun' }),
      preferences: work.preferences,
    });
    await after.switching.recover();
    expect([work.disk.json(openCodePath), after.store.state().course.standIns]).toEqual([file(1), {}]);
  });
});

describe('a switch that was cut off', () => {
  /** How a start finds it. */
  async function cutOff(left: (work: SwitchingAtWork, done: SwitchRecord) => void): Promise<SwitchingAtWork> {
    const work = await two();
    await work.switching.switchTo({ account: grace.account.id });
    const done = work.journal.record;
    if (done === undefined) throw new Error('nothing noted');
    left(work, done);
    return switchingAtWork({
      entries: [ada, grace, key],
      disk: work.disk,
      journal: new MemorySwitchJournal({ ...done, state: 'begun' }),
      preferences: work.preferences,
    });
  }
  function putBack(path: string) {
    return ({ disk }: SwitchingAtWork, { files }: SwitchRecord): void => {
      disk.place(path, new TextDecoder().decode(files.find((file) => file.path === path)?.before));
    };
  }

  test('before any write is taken back, although the program has renewed the keys of before', async () => {
    const work = await two({ settings: { strategy: 'prefer-openai' } });
    for (const entry of [ada, grace]) work.read(entry, fine);
    work.switching.start();
    await work.time.advance(minute);
    work.read(ada, usedUp);
    await work.time.advance(minute);
    const done = work.journal.record;
    if (done?.by !== 'policy') throw new Error('no switch of the policy noted');
    for (const { path, before } of done.files) work.disk.place(path, new TextDecoder().decode(before));
    renewInFile(work, 'canary_refresh_ada_2');
    const after = switchingAtWork({
      entries: [ada, grace, key],
      disk: work.disk,
      journal: new MemorySwitchJournal({ ...done, state: 'begun' }),
      preferences: work.preferences,
    });
    await after.switching.recover();
    expect([refreshTokenIn(after), after.store.state().course.standIns, after.journal.record]).toEqual([
      'canary_refresh_ada_2',
      {},
      undefined,
    ]);
  });

  test('with everything written is taken back where the program has put the account of before there again', async () => {
    const after = await cutOff((work, record) => {
      putBack(codexPath)(work, record);
      renewInFile(work, 'canary_refresh_ada_2');
    });
    await after.switching.recover();
    expect([refreshTokenIn(after), after.preferences.settings().activeAccounts]).toEqual([
      'canary_refresh_ada_2',
      { [openaiId]: ada.account.id },
    ]);
  });

  test('is taken back with the keys of now, not with those that were spent since', async () => {
    const after = await cutOff(putBack(unifiedPath));
    await after.book.keep(renewedAda);
    await after.switching.recover();
    expect([refreshTokenIn(after), after.disk.json(codexPath)?.['mine']]).toEqual([
      'canary_refresh_ada_2',
      1,
    ]);
  });

  test('takes nothing back that was chosen since for another reason', async () => {
    const after = await cutOff(putBack(unifiedPath));
    after.preferences.change({ strategy: 'soonest-reset' });
    after.store.dispatch({ type: 'settings.changed', settings: after.preferences.settings() });
    await after.switching.recover();
    const { strategy, activeAccounts } = after.preferences.settings();
    expect([strategy, activeAccounts]).toEqual(['soonest-reset', { [openaiId]: ada.account.id }]);
  });

  test('is not forgotten because somebody signs in meanwhile', async () => {
    const after = await cutOff(putBack(unifiedPath));
    after.store.dispatch({ type: 'switch.undoable', undo: { title: 'an earlier one', at: 1 } });
    await after.switching.signedOut(key.account.id);
    expect(after.journal.record?.state).toBe('begun');
  });

  test('is tried again by itself, later and later, until it is taken back', async () => {
    const after = await cutOff(putBack(unifiedPath));
    after.disk.broken.set(codexPath, new Failure('storage/write-failed', { subject: codexPath }));
    await after.switching.recover();
    const failed = after.store.state().switching.failure?.code;
    await after.time.advance(15_000);
    const waiting = after.time.pendingMs;
    after.disk.broken.clear();
    await after.time.advance(30_000);
    expect([failed, waiting, refreshTokenIn(after), after.store.state().switching.failure]).toEqual([
      'selection/unfinished',
      [30_000],
      ada.credential.refreshToken.reveal(),
      undefined,
    ]);
  });

  test('whose note the key store does not open is not tried by itself, which would ask the person again and again', async () => {
    const work = await two();
    work.journal.unreadable = new Failure('storage/key-store-locked', { subject: 'gnome_libsecret' });
    await work.switching.recover();
    expect([work.store.state().switching.failure?.code, work.time.pendingMs]).toEqual([
      'storage/key-store-locked',
      [],
    ]);
  });

  test('keeps nobody from putting the other files back', async () => {
    const work = await two();
    const before = picture(work);
    const put = work.disk.put.bind(work.disk);
    // The second file cannot be written, and the first not be put back.
    work.disk.put = async (target, planned) => {
      if (target.path === unifiedPath) throw new Failure('storage/write-failed', { subject: unifiedPath });
      const outcome = await put(target, planned);
      work.disk.broken.set(codexPath, new Failure('storage/write-failed', { subject: codexPath }));
      return outcome;
    };
    const failure = await failureOf(work.switching.switchTo({ account: grace.account.id }));
    const half = work.journal.record?.state;
    work.disk.put = put;
    work.disk.broken.clear();
    await work.time.advance(15_000);
    expect([failure.code, half, picture(work)]).toEqual(['selection/unfinished', 'begun', before]);
  });
});
