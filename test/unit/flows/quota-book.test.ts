// What is noted of the quotas, and when: who pays after a kill for tries that were noted ahead.
import { expect, test } from 'vitest';
import { accountId } from '../../../main/domain/ids.ts';
import type { RequestRecord } from '../../../main/domain/poll-policy.ts';
import { createQuotaBook, type QuotaBook } from '../../../main/flows/quota-book.ts';
import { noonMs } from '../../fakes/accounts.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { MemoryNotes } from '../../fakes/quota-notes.ts';
import { FakeTime } from '../../fakes/time.ts';

const minute = 60_000;
const hour = 60 * minute;
const ada = accountId('openai:user-1.acc-1');
const eve = accountId('openai:user-2.acc-2');
const requests = (...tries: readonly number[]): { requests: RequestRecord } => ({
  requests: { tries, failuresInRow: 0 },
});

function open(notes = new MemoryNotes(), time = new FakeTime(noonMs)) {
  const log = new RecordingLog();
  const saves: number[] = [];
  const counted = {
    load: () => notes.load(),
    save: async (all: Parameters<MemoryNotes['save']>[0]) => {
      saves.push(time.nowMs() - noonMs);
      await notes.save(all);
    },
  };
  return { book: createQuotaBook({ notes: counted, clock: time, log }), notes, time, saves, log };
}

const triesNoted = ({ notes }: ReturnType<typeof open>): readonly (number | undefined)[] =>
  [ada, eve].map((account) => notes.kept.get(account)?.requests.ahead?.tries);

/** Of another run, after a kill. */
async function countedLater({ notes, time }: ReturnType<typeof open>): Promise<readonly number[]> {
  const { book } = open(notes, time);
  await book.load();
  return [ada, eve].map((account) => book.get(account)?.requests.tries.length ?? 0);
}

const tryOf = (book: QuotaBook): Promise<void> => book.keepTry(ada, requests(noonMs), 12);

test('only who is asked about has room, and gives it back when that is over', async () => {
  const opened = open();
  const { book } = opened;
  await book.keep(eve, requests(noonMs));
  await tryOf(book);
  const asked = [triesNoted(opened), await countedLater(opened)];
  await book.keepLast(ada, requests(noonMs));
  expect([...asked, triesNoted(opened), await countedLater(opened)]).toEqual([
    [3, undefined],
    [4, 1],
    [undefined, undefined],
    [1, 1],
  ]);
});

test('room is used up by tries, by time, and by a clock that is set back', async () => {
  const { book, saves, time } = open();
  for (let attempt = 0; attempt < 5; attempt += 1) await tryOf(book);
  await time.advance(21 * minute);
  await tryOf(book);
  await tryOf(book);
  time.setClock(-30 * minute);
  await tryOf(book);
  expect(saves).toEqual([0, 0, 21 * minute, -9 * minute]);
});

test('tries of a clock that was set back count as made at the moment that this is seen, of all accounts', async () => {
  const { book, time } = open();
  book.hold(ada, requests(noonMs - minute, noonMs));
  book.hold(eve, requests(noonMs - hour));
  time.setClock(-2 * hour);
  const seen = book.all();
  const tries = (): unknown => [ada, eve].map((account) => book.get(account)?.requests.tries);
  const atOnce = [seen.size, tries()];
  await time.advance(5 * minute);
  const back = noonMs - 2 * hour;
  const expected = [[back - minute, back], [back]];
  expect([atOnce, tries()]).toEqual([[2, expected], expected]);
});

test('without a note there is no room: each try is noted again until that works', async () => {
  const { book, notes, saves, log } = open();
  notes.failWith = new Error('ENOSPC');
  await tryOf(book);
  await tryOf(book);
  notes.failWith = undefined;
  await tryOf(book);
  await tryOf(book);
  notes.failWith = new Error('ENOSPC');
  await book.keep(eve, requests(noonMs));
  notes.failWith = undefined;
  await tryOf(book);
  expect([saves.length, log.warnings.length]).toEqual([5, 3]);
});

test('a save that is overtaken gives no room for what the later one has not noted', async () => {
  const { book, notes, saves } = open();
  const waiting = Promise.withResolvers<undefined>();
  const save = notes.save.bind(notes);
  notes.save = async (all) => {
    const which = saves.length;
    if (which === 1) await waiting.promise;
    if (which === 2) throw new Error('ENOSPC');
    await save(all);
  };
  const first = tryOf(book);
  await book.keep(eve, requests(noonMs));
  waiting.resolve(undefined);
  await first;
  await tryOf(book);
  expect(saves).toHaveLength(3);
});

test('a run that has asked nobody leaves the note of the one that asks alone, also at its end', async () => {
  const poller = open();
  await tryOf(poller.book);
  const { book, saves } = open(poller.notes, poller.time);
  await book.load();
  await book.close();
  expect([saves, triesNoted(poller)]).toEqual([[], [3, undefined]]);
});

test('who hands the asking over has no room left', async () => {
  const opened = open();
  const { book } = opened;
  await tryOf(book);
  await book.reload(ada);
  await book.keep(eve, requests(noonMs));
  expect(triesNoted(opened)).toEqual([undefined, undefined]);
});

test('at its end a run notes exactly what it asked', async () => {
  const opened = open();
  const { book } = opened;
  await tryOf(book);
  await book.keepTry(ada, requests(noonMs, noonMs), 12);
  await book.close();
  expect([triesNoted(opened), await countedLater(opened)]).toEqual([
    [undefined, undefined],
    [2, 0],
  ]);
});
