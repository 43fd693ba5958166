// Programs for events: approved by the person alone, told in order, bounded, and never a reason to wait or to fail.
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { hookEvents, type ApprovedHook, type HookEvent } from '../../../main/domain/hook-event.ts';
import { exampleEvent } from '../../../main/domain/hook-words.ts';
import type { Language } from '../../../main/domain/language.ts';
import { createHooks, mostHooks, type KnownHook } from '../../../main/flows/hooks.ts';
import { noonMs } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { DecidedPerson, hashOf, HeldPrograms, MemoryApprovals } from '../../fakes/hooks.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { FakeTime, settle } from '../../fakes/time.ts';

const notify = '/home/ada/bin/notify';
const other = '/home/ada/bin/other';

function hooksAtWork(approved: readonly ApprovedHook[] = [], language: Language = 'en') {
  const approvals = new MemoryApprovals();
  approvals.hooks = approved;
  const programs = new HeldPrograms();
  for (const { program, hash } of approved) programs.hashes.set(program, hash);
  programs.hashes.set(notify, hashOf('a'));
  const person = new DecidedPerson();
  const log = new RecordingLog();
  const lists: (readonly KnownHook[])[] = [];
  const clock = new FakeTime(noonMs);
  const seen = (list: readonly KnownHook[]) => lists.push(list);
  const hooks = createHooks({ approvals, programs, ask: person, language: () => language, clock, log, seen });
  return { hooks, approvals, programs, person, log, clock, lists };
}

function approvedAs(event: ApprovedHook['event'], program = notify, digit = 'a'): ApprovedHook {
  return { event, program, hash: hashOf(digit), approvedAt: noonMs };
}

const low = exampleEvent('quota_low', noonMs);
const nth = (number: number): HookEvent => ({ ...low, at: noonMs + number });

test('nothing is added or removed while the list cannot be opened, so that nothing in it is lost', async () => {
  const { hooks, approvals } = hooksAtWork([approvedAs('quota_low')]);
  approvals.locked = new Failure('storage/key-store-locked', { subject: 'the key store' });
  const codes = [
    (await failureOf(hooks.add('switched', notify))).code,
    (await failureOf(hooks.remove('quota_low', notify))).code,
  ];
  expect([codes, approvals.hooks.length]).toEqual([
    ['storage/key-store-locked', 'storage/key-store-locked'],
    1,
  ]);
});

describe('a program is added', () => {
  test('only after a dialog that names event, program and the beginning of its hash', async () => {
    const { hooks, person, approvals, lists } = hooksAtWork();
    await hooks.add('quota_low', notify);
    expect([person.questions, approvals.hooks, lists]).toEqual([
      [
        {
          title: 'Run this program whenever a quota runs low?',
          detail: expect.stringMatching(
            /^Program: \/home\/ada\/bin\/notify\nEvent: quota_low\nSHA-256 begins with a{12}\n/,
          ) as unknown,
          confirm: 'Allow',
        },
      ],
      [approvedAs('quota_low')],
      [[{ ...approvedAs('quota_low'), state: 'ready' }]],
    ]);
  });

  test('after a dialog in the language of the person', async () => {
    const { hooks, person } = hooksAtWork([], 'de');
    await hooks.add('quota_low', notify);
    expect(person.questions).toEqual([
      {
        title: 'Dieses Programm immer ausführen, wenn ein Kontingent zur Neige geht?',
        detail: expect.stringMatching(
          /^Programm: \/home\/ada\/bin\/notify\nEreignis: quota_low\nSHA-256 beginnt mit a{12}\n/,
        ) as unknown,
        confirm: 'Erlauben',
      },
    ]);
  });

  test('under the name of the file that a link leads to', async () => {
    const { hooks, programs, approvals, person } = hooksAtWork();
    programs.links.set('/home/ada/link', notify);
    await hooks.add('switched', '/home/ada/link');
    expect([approvals.hooks, person.questions[0]?.detail.split('\n')[0]]).toEqual([
      [approvedAs('switched')],
      `Program: ${notify}`,
    ]);
  });

  test('and shown whole, in lines that fit on a screen', async () => {
    const { hooks, programs, person } = hooksAtWork();
    const long = `/home/ada/${'long'.repeat(40)}/notify`;
    programs.hashes.set(long, hashOf('a'));
    await hooks.add('switched', long);
    const lines = person.questions[0]?.detail.split('\n') ?? [];
    expect([
      lines
        .slice(1, lines.indexOf('Event: switched'))
        .map((line) => line.trimStart())
        .join(''),
      Math.max(...lines.map(({ length }) => length)),
    ]).toEqual([long, 80]);
  });

  test('and not when the person says no', async () => {
    const { hooks, person, approvals } = hooksAtWork();
    person.answer = false;
    expect([await failureOf(hooks.add('quota_low', notify)), approvals.hooks]).toEqual([
      { code: 'hook/refused', subject: notify },
      [],
    ]);
  });

  test('and not when whoever asked for it has gone away before the yes', async () => {
    const { hooks, person, approvals } = hooksAtWork();
    const gone = new AbortController();
    const failures: unknown[] = [];
    person.meanwhile = () => {
      gone.abort('gone');
    };
    for (let time = 0; time < 2; time += 1)
      await hooks.add('quota_low', notify, gone.signal).catch((thrown: unknown) => failures.push(thrown));
    expect([failures, person.signals, approvals.hooks]).toEqual([['gone', 'gone'], [gone.signal], []]);
  });

  test('a second time as it is now, without a second entry', async () => {
    const { hooks, programs, approvals, clock } = hooksAtWork([approvedAs('quota_low')]);
    programs.hashes.set(notify, hashOf('b'));
    await clock.advance(1000);
    await hooks.add('quota_low', notify);
    expect(approvals.hooks).toEqual([{ ...approvedAs('quota_low', notify, 'b'), approvedAt: noonMs + 1000 }]);
  });

  test('nobody is asked about a program that cannot be run, nor about one too many', async () => {
    const full = Array.from({ length: mostHooks }, (_empty, index) =>
      approvedAs('switched', `/home/ada/${index}`),
    );
    const { hooks, person, approvals } = hooksAtWork(full);
    const failures = [
      await failureOf(hooks.add('switched', '/home/ada/nowhere')),
      await failureOf(hooks.add('switched', notify)),
    ];
    expect([failures, person.questions, approvals.hooks]).toEqual([
      [
        { code: 'hook/unsuitable', subject: '/home/ada/nowhere', detail: 'not there' },
        { code: 'hook/unsuitable', subject: notify, detail: '32 are approved already; remove one first' },
      ],
      [],
      full,
    ]);
  });

  test('two at the same time both stay', async () => {
    const { hooks, approvals } = hooksAtWork();
    await Promise.all(hookEvents.map((event) => hooks.add(event, notify)));
    expect(approvals.hooks.map(({ event }) => event).toSorted()).toEqual([...hookEvents].toSorted());
  });

  test('not when the approval cannot be kept', async () => {
    const { hooks, approvals } = hooksAtWork();
    approvals.failure = new Failure('storage/key-store-locked');
    expect(await failureOf(hooks.add('quota_low', notify))).toEqual({ code: 'storage/key-store-locked' });
  });
});

describe('a program is removed', () => {
  test('for this event only, also by a link to it, and also when it is gone', async () => {
    const kept = approvedAs('switched');
    const { hooks, programs, approvals, lists } = hooksAtWork([
      approvedAs('quota_low'),
      kept,
      approvedAs('quota_low', other),
    ]);
    programs.links.set('/home/ada/link', notify);
    programs.hashes.delete(other);
    await hooks.remove('quota_low', '/home/ada/link');
    await hooks.remove('quota_low', other);
    await hooks.remove('quota_low', other);
    expect([approvals.hooks, lists.length]).toEqual([[kept], 2]);
  });

  test('and does not run any more, even when it was told at the same moment', async () => {
    const { hooks, programs } = hooksAtWork([approvedAs('quota_low')]);
    const removed = hooks.remove('quota_low', notify);
    await settle();
    hooks.tell(low);
    await removed;
    await settle();
    expect(programs.told).toEqual([]);
  });
});

describe('what waits for a program that is at work', () => {
  async function twoWait() {
    const work = hooksAtWork([approvedAs('quota_low')]);
    for (const number of [1, 2, 3]) work.hooks.tell(nth(number));
    await settle();
    return work;
  }

  test('is not run any more once the program is removed', async () => {
    const { hooks, programs } = await twoWait();
    await hooks.remove('quota_low', notify);
    programs.endFirst();
    await settle();
    expect(programs.told.map(({ input }) => input)).toEqual([nth(1)]);
  });

  test('is run as it is approved now', async () => {
    const { hooks, programs, lists } = await twoWait();
    programs.hashes.set(notify, 'f'.repeat(64));
    await hooks.add('quota_low', notify);
    for (let turn = 0; turn < 3; turn += 1) {
      programs.endFirst();
      await settle();
    }
    expect([
      programs.told.map(({ input }) => input),
      lists.at(-1)?.map(({ state, lastFailure }) => [state, lastFailure]),
    ]).toEqual([[1, 2, 3].map(nth), [['ready', undefined]]]);
  });
});

describe('an event', () => {
  test.each(hookEvents)('%s reaches the programs that are approved for it, and no others', async (event) => {
    const { hooks, programs } = hooksAtWork([
      ...hookEvents.map((each) => approvedAs(each, `/home/ada/${each}`)),
      approvedAs(event, other),
    ]);
    hooks.tell(exampleEvent(event, noonMs));
    await settle();
    const input = exampleEvent(event, noonMs);
    expect([programs.told, programs.running.map(({ limitMs }) => limitMs)]).toEqual([
      [
        { program: `/home/ada/${event}`, input },
        { program: other, input },
      ],
      [10_000, 10_000],
    ]);
  });

  test('is told to a program after the one before it has run', async () => {
    const { hooks, programs } = hooksAtWork([approvedAs('quota_low')]);
    for (const number of [1, 2, 3]) hooks.tell(nth(number));
    const atOnce: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      await settle();
      atOnce.push(programs.running.length);
      programs.endFirst();
    }
    expect([atOnce, programs.told.map(({ input }) => input)]).toEqual([[1, 1, 1], [1, 2, 3].map(nth)]);
  });

  test('has four programs run at once, and the next when one of them ends', async () => {
    const { hooks, programs } = hooksAtWork(
      Array.from({ length: 6 }, (_empty, index) => approvedAs('quota_low', `/home/ada/${index}`)),
    );
    hooks.tell(low);
    await settle();
    const before = programs.running.map(({ program }) => program);
    programs.endFirst(new Failure('hook/failed'));
    await settle();
    expect([before, programs.running.map(({ program }) => program)]).toEqual([
      [0, 1, 2, 3].map((index) => `/home/ada/${index}`),
      [1, 2, 3, 4].map((index) => `/home/ada/${index}`),
    ]);
  });

  test('that comes on top of 64 takes the place of the oldest, which the log says', async () => {
    const { hooks, programs, log } = hooksAtWork([approvedAs('quota_low')]);
    for (let number = 0; number <= 66; number += 1) hooks.tell(nth(number));
    await settle();
    while (programs.running.length > 0) {
      programs.endFirst();
      await settle();
    }
    // The first runs at once, so it has not waited.
    const expected = [0, ...Array.from({ length: 64 }, (_empty, index) => index + 3)];
    const line = {
      level: 'warn',
      message: 'hook not run, too many wait',
      facts: { event: 'quota_low', program: notify },
    };
    expect([programs.told.map(({ input }) => input), log.lines]).toEqual([expected.map(nth), [line, line]]);
  });
});

describe('the list', () => {
  test('says of each whether it is as approved, changed, or missing and why', async () => {
    const gone = '/home/ada/gone';
    const approved = [
      approvedAs('quota_low'),
      approvedAs('switched', other, 'c'),
      approvedAs('switched', gone),
    ];
    const { hooks, programs } = hooksAtWork(approved);
    programs.hashes.set(other, hashOf('d'));
    programs.hashes.delete(gone);
    expect(await hooks.list()).toEqual([
      { ...approved[0], state: 'ready' },
      { ...approved[1], state: 'changed' },
      {
        ...approved[2],
        state: 'missing',
        lastFailure: { code: 'hook/unsuitable', subject: gone, detail: 'not there' },
      },
    ]);
  });

  test('keeps the last failure until the program runs well again; the log has the fact without the event', async () => {
    const { hooks, programs, log, lists } = hooksAtWork([approvedAs('quota_low')]);
    const failure = { code: 'hook/failed', subject: notify, detail: 'exit code 3' } as const;
    hooks.tell(low);
    await settle();
    programs.endFirst(new Failure(failure.code, failure));
    await settle();
    hooks.tell(low);
    await settle();
    programs.endFirst();
    await settle();
    expect([lists, log.lines]).toEqual([
      [
        [{ ...approvedAs('quota_low'), state: 'ready', lastFailure: failure }],
        [{ ...approvedAs('quota_low'), state: 'ready' }],
      ],
      [{ level: 'warn', message: 'hook failed', facts: { event: 'quota_low', program: notify, failure } }],
    ]);
  });
});
