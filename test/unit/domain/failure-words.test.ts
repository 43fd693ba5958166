// Every failure has words: what happened, to what, and what to do next.
import { describe, expect, test } from 'vitest';
import { describeFailure } from '../../../main/domain/failure-words.ts';
import { Failure, failureCodes, fromValue, isFailureCode, toFailure } from '../../../main/domain/failure.ts';

const subject = 'The Subject';
const aboutTheApp = (code: string): boolean =>
  code.startsWith('broker/') || code === 'app/safe-mode' || code === 'internal';

describe.each(failureCodes)('%s', (code) => {
  const { what, next } = describeFailure({ code, subject });

  test('says what happened, and to what', () => {
    expect({
      sentence: /^[A-Z].*\.$/.test(what),
      names: what.includes(aboutTheApp(code) ? 'Gatehouse' : subject),
    }).toEqual({
      sentence: true,
      names: true,
    });
  });

  test('says what to do next', () => {
    // A sentence, or one that ends in a command to type.
    expect(next).toMatch(/^[A-Z].{8,}(?:\.|: gatehouse [a-z ]+)$/);
  });

  test('keeps the wire code out of the words', () => {
    expect(`${what} ${next}`).not.toContain(code === 'internal' ? 'undefined' : code);
  });

  test('adds the detail in brackets and loses nothing on the way through a socket', () => {
    const value = { code, subject, detail: 'status 418', retryAt: 5 };
    expect([describeFailure(value), fromValue(value).toValue()]).toEqual([
      { what: `${what} (status 418)`, next },
      value,
    ]);
  });
});

test('no two codes share their words', () => {
  expect(new Set(failureCodes.map((code) => describeFailure({ code, subject }).what)).size).toBe(
    failureCodes.length,
  );
});

test('a failure without a subject speaks of the provider', () => {
  expect(describeFailure({ code: 'network/offline' })).toEqual({
    what: 'the provider cannot be reached.',
    next: 'Check the connection or proxy; Gatehouse tries again by itself.',
  });
});

test('anything thrown becomes a failure and keeps its cause', () => {
  const foreign = new TypeError('canary_text');
  const known = new Failure('storage/conflict');
  expect([toFailure(foreign).toValue(), toFailure(foreign).cause, toFailure(known) === known]).toEqual([
    { code: 'internal' },
    foreign,
    true,
  ]);
});

test('only listed codes are failure codes', () => {
  expect(['internal', 'network/offline', 'network/', 'toString', ''].map(isFailureCode)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
