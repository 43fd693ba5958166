// What is said of a switch while it is made, where it fails and where it was cut off: title, steps, errors, and the log.
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { openaiId } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { codexPath, unifiedPath } from '../../fakes/flows.ts';
import { MemorySwitchJournal } from '../../fakes/switch-journal.ts';
import { switchingAtWork, type SwitchingAtWork } from '../../fakes/switching.ts';
import { ada, fine, grace, key, minute, refreshTokenIn, two, usedUp } from '../../fakes/two-accounts.ts';

const toGrace = { account: grace.account.id };
const full = new Failure('storage/write-failed', { detail: 'ENOSPC' });

/** The next start after a crash in a switch to Grace that left `path` as it was before. */
async function cutOff(path = unifiedPath): Promise<SwitchingAtWork> {
  const work = await two();
  await work.switching.switchTo(toGrace);
  const done = work.journal.record;
  if (done === undefined) throw new Error('nothing noted');
  const file = done.files.find((each) => each.path === path);
  if (file !== undefined) work.disk.place(path, new TextDecoder().decode(file.before));
  return switchingAtWork({
    entries: [ada, grace, key],
    disk: work.disk,
    journal: new MemorySwitchJournal({ ...done, state: 'begun' }),
    preferences: work.preferences,
  });
}

/** What was logged beside what is said of each file, with the code of the failure. */
function said({ log }: SwitchingAtWork): readonly unknown[] {
  return log.lines
    .filter(({ message }) => message.includes('switch'))
    .map(({ level, message, facts: { failure, ...facts } }) => [
      level,
      message,
      { ...facts, ...(failure instanceof Failure && { code: failure.code }) },
    ]);
}

test('a switch of the policy is named after the account that comes, and shows its steps', async () => {
  const work = await two({ entries: [key, ada, grace], settings: { strategy: 'prefer-openai' } });
  for (const entry of [ada, grace]) work.read(entry, fine);
  work.switching.start();
  await work.time.advance(minute);
  const earlier = work.events.length;
  work.read(ada, usedUp);
  await work.time.advance(1_000);
  const steps = work.events
    .slice(earlier)
    .flatMap((event) => (event.type === 'switch.moved' ? [event.running] : []));
  expect([steps, work.store.state().switching.undo?.title]).toEqual([
    ['checking', 'writing', 'verifying'].map((step) => ({ step, to: 'OpenAI: grace@example.test' })),
    'OpenAI: grace@example.test',
  ]);
});

test('a switch to a provider leaves the account in use that was chosen there', async () => {
  const work = await two();
  await work.switching.switchTo(toGrace);
  await work.switching.switchTo({ prefer: openaiId });
  expect([work.preferences.settings().activeAccounts, refreshTokenIn(work)]).toEqual([
    { [openaiId]: grace.account.id },
    grace.credential.refreshToken.reveal(),
  ]);
});

test('one that another app of this machine keeps from switching says who does', async () => {
  const work = await two();
  work.lock.taken.add('a switch');
  expect(await failureOf(work.switching.switchTo(toGrace))).toEqual({
    code: 'selection/busy',
    subject: 'Gatehouse',
  });
});

describe('a switch that was cut off', () => {
  test('and cannot be taken back names the file that keeps it from that', async () => {
    const after = await cutOff();
    after.disk.broken.set(codexPath, full);
    await after.switching.recover();
    expect(after.store.state().switching.failure).toEqual({
      code: 'selection/unfinished',
      subject: codexPath,
    });
  });

  test('is taken back also where somebody else has signed in since', async () => {
    const after = await cutOff();
    const foreign = '{"tokens":{"refresh_token":"canary_foreign"}}';
    after.disk.place(codexPath, foreign);
    await after.switching.recover();
    expect([after.store.state().switching, after.journal.record, after.disk.texts.get(codexPath)]).toEqual([
      {},
      undefined,
      foreign,
    ]);
  });

  test('takes the complaint about a file away that it has put in order, and is nobody’s policy', async () => {
    const after = await cutOff();
    after.store.dispatch({ type: 'problem.found', about: 'codex-auth', failure: full.toValue() });
    const earlier = after.events.length;
    await after.switching.recover();
    const by = after.events
      .slice(earlier)
      .flatMap((event) => (event.type === 'course.moved' ? [event.by] : []));
    expect([after.store.state().problems.has('codex-auth'), by]).toEqual([false, ['person']]);
  });
});

describe('the log says', () => {
  const title = 'OpenAI: grace@example.test';

  test.each<[string, () => Promise<SwitchingAtWork>, unknown]>([
    [
      'that a switch that was cut off is finished',
      async () => cutOff('/nowhere'),
      ['info', 'switch that was cut off', { title, finished: true }],
    ],
    [
      'that it is taken back',
      async () => cutOff(),
      ['info', 'switch that was cut off', { title, finished: false }],
    ],
    [
      'why it still stands',
      async () => {
        const after = await cutOff();
        after.journal.unreadable = full;
        return after;
      },
      ['warn', 'switch that was cut off still stands', { code: 'storage/write-failed' }],
    ],
  ])('%s', async (_what, prepare, line) => {
    const after = await prepare();
    await after.switching.recover();
    expect(said(after)).toEqual([line]);
  });

  test.each<[string, (work: SwitchingAtWork) => void, unknown]>([
    [
      'that a switch could not be noted as done',
      ({ journal }) => {
        const save = journal.save.bind(journal);
        journal.save = (record) => (record.state === 'done' ? Promise.reject(full) : save(record));
      },
      ['warn', 'switch not noted as done', { code: 'storage/write-failed' }],
    ],
    [
      'that one that failed is still noted',
      ({ journal, disk }) => {
        const save = journal.save.bind(journal);
        journal.save = (record) => (record.state === 'done' ? Promise.reject(full) : save(record));
        disk.broken.set(unifiedPath, full);
      },
      ['warn', 'switch still noted', { code: 'storage/write-failed' }],
    ],
  ])('%s', async (_what, prepare, line) => {
    const work = await two();
    prepare(work);
    await work.switching.switchTo(toGrace).catch(() => undefined);
    expect(said(work)).toEqual([line]);
  });

  test('that a note cannot be opened any more, and what the files say counts', async () => {
    const after = await cutOff();
    after.journal.unreadable = new Failure('storage/unreadable', { subject: 'switch.json' });
    await after.switching.recover();
    expect([said(after), after.store.state().switching]).toEqual([
      [['warn', 'note of a switch not readable', { code: 'storage/unreadable' }]],
      {},
    ]);
  });

  test('that a switch could not be forgotten after a sign-in', async () => {
    const work = await two();
    work.journal.failWith = full;
    await work.switching.signedIn(grace.account.id, async () => undefined);
    expect(said(work)).toEqual([['warn', 'switch not forgotten', { code: 'storage/write-failed' }]]);
  });
});
