// The guards of the way back and of the desk, each by what would go wrong without it.
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { claudeId, noonMs, openaiEntry, openaiId } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { codexPath, registered, unifiedPath } from '../../fakes/flows.ts';
import { MemorySwitchJournal } from '../../fakes/switch-journal.ts';
import { switchingAtWork, type SwitchingAtWork } from '../../fakes/switching.ts';
import { settle } from '../../fakes/time.ts';
import { ada, fine, grace, key, minute, refreshTokenIn, two, usedUp } from '../../fakes/two-accounts.ts';

const adaToken = ada.credential.refreshToken.reveal();
const graceToken = grace.credential.refreshToken.reveal();
/** Of somebody who is not signed in here. */
const foreign = '{"tokens":{"refresh_token":"canary_foreign"},  "mine":2}';

async function switched(): Promise<SwitchingAtWork> {
  const work = await two();
  await work.switching.switchTo({ account: grace.account.id });
  return work;
}

/** The next start after a crash that left the last file unwritten. */
async function cutOff(entries = [ada, grace, key]): Promise<SwitchingAtWork> {
  const work = await switched();
  const done = work.journal.record;
  if (done === undefined) throw new Error('nothing noted');
  const unified = done.files.find(({ path }) => path === unifiedPath);
  work.disk.place(unifiedPath, new TextDecoder().decode(unified?.before));
  return switchingAtWork({
    entries,
    disk: work.disk,
    journal: new MemorySwitchJournal({ ...done, state: 'begun' }),
    preferences: work.preferences,
  });
}

describe('an undo', () => {
  test('takes over what the program has renewed in the file, though nobody has noticed that yet', async () => {
    const work = await switched();
    const present = work.disk.json(codexPath);
    const tokens = { ...(present?.['tokens'] as object), refresh_token: 'canary_grace_2' };
    work.disk.texts.set(
      codexPath,
      JSON.stringify({ ...present, tokens, last_refresh: '2026-11-24T13:00:00Z' }),
    );
    await work.switching.undo();
    const kept = work.book.get(grace.account.id)?.credential;
    expect([refreshTokenIn(work), kept?.kind === 'oauth' && kept.refreshToken.reveal()]).toEqual([
      adaToken,
      'canary_grace_2',
    ]);
  });

  test('writes a file again that has gone since', async () => {
    const work = await two();
    const before = work.disk.texts.get(codexPath);
    await work.switching.switchTo({ account: grace.account.id });
    work.disk.place(codexPath, undefined);
    await work.switching.undo();
    expect(work.disk.texts.get(codexPath)).toBe(before);
  });

  test('goes well where a foreign sign-in stands there again as before', async () => {
    const work = await two();
    work.disk.place(codexPath, foreign);
    await work.switching.switchTo({ account: grace.account.id });
    work.disk.place(codexPath, foreign);
    await work.switching.undo();
    expect([work.disk.texts.get(codexPath), work.preferences.settings().activeAccounts]).toEqual([
      foreign,
      { [openaiId]: ada.account.id },
    ]);
  });

  test('that is undone itself brings the keys of now, not the spent ones', async () => {
    const work = await switched();
    await work.switching.undo();
    await work.book.keep(
      openaiEntry(grace.account, {
        ...grace.credential,
        accessToken: new Secret('canary_access_2'),
        refreshToken: new Secret('canary_grace_2'),
      }),
    );
    await work.switching.undo();
    expect(refreshTokenIn(work)).toBe('canary_grace_2');
  });

  test('leaves what was chosen otherwise while it waited', async () => {
    const work = await switched();
    let end = (): void => undefined;
    void work.book.inTurn(ada.account.id, () => new Promise<void>((resolve) => (end = resolve)));
    const undone = work.switching.undo();
    await settle();
    work.preferences.change({ strategy: 'soonest-reset' });
    work.store.dispatch({ type: 'settings.changed', settings: work.preferences.settings() });
    end();
    await undone;
    expect([work.preferences.settings().strategy, refreshTokenIn(work)]).toEqual(['soonest-reset', adaToken]);
  });

  test('is not taken for another program’s writing', async () => {
    const work = await switched();
    const earlier = work.events.length;
    await work.switching.undo();
    await settle();
    expect(work.events.slice(earlier).filter(({ type }) => type === 'file.changed-elsewhere')).toEqual([]);
  });

  test('after which something else stands there has failed', async () => {
    const work = await switched();
    const put = work.disk.put.bind(work.disk);
    work.disk.put = async (target, planned) => {
      const outcome = await put(target, planned);
      if (target.path === codexPath) work.disk.texts.set(codexPath, foreign);
      return outcome;
    };
    const failure = await failureOf(work.switching.undo());
    expect([failure, work.preferences.settings().activeAccounts]).toEqual([
      { code: 'selection/unfinished', subject: codexPath },
      { [openaiId]: grace.account.id },
    ]);
  });

  test('of a person’s switch leaves the account in use that was used up meanwhile', async () => {
    const work = await two({ settings: { strategy: 'prefer-openai' } });
    for (const entry of [ada, grace]) work.read(entry, fine);
    work.switching.start();
    await work.time.advance(1_000);
    await work.switching.switchTo({ account: grace.account.id });
    work.read(ada, usedUp);
    await work.time.advance(1_000);
    await work.switching.undo();
    await work.time.advance(30 * minute);
    expect([refreshTokenIn(work), work.store.state().course.standIns]).toEqual([adaToken, {}]);
  });

  test('of the policy’s return to an account lasts', async () => {
    const work = await two({ settings: { strategy: 'prefer-openai', otherAccounts: { [claudeId]: true } } });
    for (const entry of [ada, grace]) work.read(entry, fine);
    work.switching.start();
    await work.time.advance(1_000);
    work.read(ada, usedUp);
    await work.time.advance(61 * minute);
    for (const entry of [ada, grace]) work.read(entry, fine);
    await work.time.advance(10 * minute);
    const returned = refreshTokenIn(work);
    await work.switching.undo();
    await work.time.advance(30 * minute);
    expect([returned, refreshTokenIn(work)]).toEqual([adaToken, graceToken]);
  });
});

describe('a switch that was cut off', () => {
  test.each<[string, (after: SwitchingAtWork, work: () => Promise<void>) => Promise<void>]>([
    ['for keys that are being renewed', ({ book }, work) => book.inTurn(ada.account.id, work)],
    ['for what else of ours is written', ({ shared }, work) => shared.alone(work)],
  ])('waits %s', async (_what, hold) => {
    const after = await cutOff();
    let end = (): void => undefined;
    void hold(after, () => new Promise((resolve) => (end = resolve)));
    const recovered = after.switching.recover();
    await settle();
    const meanwhile = refreshTokenIn(after);
    end();
    await recovered;
    expect([meanwhile, refreshTokenIn(after)]).toEqual([graceToken, adaToken]);
  });

  test('is taken back also where the account of then has left', async () => {
    const after = await cutOff([grace, key]);
    await after.switching.recover();
    expect([refreshTokenIn(after), after.store.state().switching, after.journal.record]).toEqual([
      adaToken,
      {},
      undefined,
    ]);
  });

  test('and is taken back gives each file its rights again', async () => {
    const after = await cutOff();
    const put = after.disk.put.bind(after.disk);
    const modes: unknown[] = [];
    after.disk.put = async (target, planned) => {
      modes.push(planned.mode);
      return put(target, planned);
    };
    await after.switching.recover();
    expect(modes).toEqual([0o600]);
  });

  test('right before it was noted as done can be undone', async () => {
    const work = await switched();
    const done = work.journal.record;
    if (done === undefined) throw new Error('nothing noted');
    const after = switchingAtWork({
      entries: [ada, grace, key],
      disk: work.disk,
      journal: new MemorySwitchJournal({ ...done, state: 'begun' }),
      preferences: work.preferences,
    });
    await after.switching.recover();
    expect(after.store.state().switching).toEqual({ undo: { title: done.title, at: done.at } });
  });

  test('is tried again at most every ten minutes, by one timer, and no more when the app ends', async () => {
    const after = await cutOff();
    after.disk.broken.set(codexPath, new Failure('storage/write-failed', { subject: codexPath }));
    await after.switching.recover();
    await failureOf(after.switching.switchTo({ account: ada.account.id }));
    const pauses: unknown[] = [];
    for (let tries = 0; tries < 8; tries += 1) {
      const [next, ...more] = after.time.pendingMs;
      pauses.push([(next ?? 0) / 1_000, ...more]);
      await after.time.advance(next ?? 0);
    }
    await after.switching.stop();
    expect([pauses, after.time.pendingMs]).toEqual([
      [15, 30, 60, 120, 240, 480, 600, 600].map((seconds) => [seconds]),
      [],
    ]);
  });
});

describe('a recovery that failed', () => {
  const failure = new Failure('storage/write-failed', { subject: 'switch.json' });

  test('takes its own word back when it works, and begins with a short pause the next time', async () => {
    const after = await cutOff();
    after.journal.unreadable = failure;
    await after.switching.recover();
    await after.time.advance(15_000);
    const said = [after.store.state().switching.failure?.code, after.time.pendingMs];
    after.journal.unreadable = undefined;
    await after.time.advance(30_000);
    const done = [after.store.state().switching.failure, after.time.pendingMs];
    after.journal.unreadable = failure;
    await after.switching.recover();
    expect([said, done, after.time.pendingMs]).toEqual([
      ['storage/write-failed', [30_000]],
      [undefined, []],
      [15_000],
    ]);
  });

  test('before a switch takes that word back too', async () => {
    const after = await cutOff();
    after.disk.broken.set(codexPath, new Failure('storage/write-failed', { subject: codexPath }));
    const { code } = await failureOf(after.switching.switchTo({ account: ada.account.id }));
    after.disk.broken.clear();
    await after.time.advance(15_000);
    expect([code, after.store.state().switching.failure]).toEqual(['selection/unfinished', undefined]);
  });

  test('is not tried again when the app has ended meanwhile, and none begins after that', async () => {
    const after = await cutOff();
    let end = (): void => undefined;
    void after.shared.alone(() => new Promise<void>((resolve) => (end = resolve)));
    after.disk.broken.set(codexPath, new Failure('storage/write-failed', { subject: codexPath }));
    const recovered = after.switching.recover();
    await settle();
    const stopped = after.switching.stop();
    end();
    await Promise.all([recovered, stopped]);
    after.disk.broken.clear();
    await after.switching.recover();
    expect([after.time.pendingMs, after.journal.record?.state]).toEqual([[], 'begun']);
  });
});

describe('a sign-in or sign-out', () => {
  test('takes away what can be undone while it holds the lock of switches', async () => {
    const work = await switched();
    work.lock.held.length = 0;
    await work.switching.signedOut(key.account.id);
    expect([work.lock.held, work.journal.record]).toEqual([['a switch'], undefined]);
  });

  test('of the chosen account leaves the choice with the one that takes its place, should the other come back', async () => {
    const work = await two();
    await work.switching.switchTo({ account: grace.account.id });
    work.store.dispatch({ type: 'account.signed-out', account: grace.account.id });
    await work.switching.signedOut(grace.account.id);
    const one = work.preferences.settings().activeAccounts;
    work.store.dispatch({ type: 'account.signed-out', account: ada.account.id });
    await work.switching.signedOut(ada.account.id);
    expect([one, work.preferences.settings().activeAccounts]).toEqual([{ [openaiId]: ada.account.id }, {}]);
  });

  test('holds although the settings cannot be written', async () => {
    const work = await two();
    await work.switching.switchTo({ account: grace.account.id });
    work.preferences.failWith = new Failure('storage/write-failed', { subject: 'preferences.json' });
    await work.switching.signedOut(grace.account.id);
    expect(work.log.warnings).toEqual(['choice not let go']);
  });

  test('takes away that of before, and none that follows', async () => {
    const work = await two();
    await work.switching.signedOut(key.account.id);
    await work.switching.switchTo({ account: grace.account.id });
    await work.switching.undo();
    expect(refreshTokenIn(work)).toBe(adaToken);
  });
});

test('a program that runs since before the last switch is known after a restart', async () => {
  const work = await two();
  await work.time.advance(minute);
  await work.switching.switchTo({ account: grace.account.id });
  const after = switchingAtWork({
    entries: [ada, grace, key],
    disk: work.disk,
    journal: work.journal,
    preferences: work.preferences,
  });
  await after.time.advance(minute);
  after.running.push({ pid: 4211, name: 'codex', startedAt: noonMs, environment: {} });
  await after.switching.recover();
  await after.switching.look();
  expect(after.store.state().staleHolders.map(({ account }) => account)).toEqual([ada.account.id]);
});

describe('the desk', () => {
  test.each<[string, (work: SwitchingAtWork) => Promise<unknown>]>([
    ['switches', ({ switching }) => switching.switchTo({ account: grace.account.id })],
    ['undoes', ({ switching }) => switching.undo()],
  ])('%s only while it holds the lock of switches', async (_what, act) => {
    const work = await two();
    const hold = work.lock.hold.bind(work.lock);
    let holding = false;
    work.lock.hold = async (name, run) => {
      holding = true;
      return hold(name, run).finally(() => {
        holding = false;
      });
    };
    const put = work.disk.put.bind(work.disk);
    const held: boolean[] = [];
    work.disk.put = async (target, planned) => {
      held.push(holding);
      return put(target, planned);
    };
    await act(work);
    expect(new Set(held)).toEqual(new Set([true]));
  });

  test('takes a provider and an account of another, each for itself', async () => {
    const work = switchingAtWork({ entries: [ada, grace, key, registered] });
    for (const { account } of [ada, grace, registered]) work.answers.set(account.id, fine);
    await work.switching.switchTo({ account: registered.account.id });
    work.read(registered, usedUp);
    work.asked.length = 0;
    await work.switching.switchTo({ prefer: claudeId, account: grace.account.id });
    const { standIns, accepted } = work.preferences.course();
    expect([
      work.preferences.settings().activeAccounts,
      standIns,
      accepted,
      work.asked,
      work.store.state().switching.undo?.title,
    ]).toEqual([
      { [claudeId]: registered.account.id, [openaiId]: grace.account.id },
      {},
      [registered.account.id],
      [grace.account.id],
      `Claude: ${registered.account.label}`,
    ]);
  });

  test('has an account proved that stands in where it does not serve', async () => {
    const work = switchingAtWork({
      entries: [registered, ada, grace],
      settings: { strategy: 'prefer-claude' },
    });
    for (const entry of [registered, ada, grace]) {
      work.answers.set(entry.account.id, fine);
      work.read(entry, fine);
    }
    work.switching.start();
    await work.time.advance(15 * minute);
    work.read(registered, fine);
    work.read(ada, usedUp);
    await work.time.advance(1_000);
    expect([work.asked, work.store.state().course.standIns]).toEqual([
      [grace.account.id],
      { [openaiId]: grace.account.id },
    ]);
  });

  test('ends only when what it was writing is written', async () => {
    const work = await two();
    let end = (): void => undefined;
    void work.shared.alone(() => new Promise<void>((resolve) => (end = resolve)));
    void work.switching.switchTo({ account: grace.account.id });
    await settle();
    const stopped = work.switching.stop().then(() => refreshTokenIn(work));
    await settle();
    end();
    expect(await stopped).toBe(graceToken);
  });
});
