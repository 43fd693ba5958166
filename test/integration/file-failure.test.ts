// Errors of the file system as failures: the system's word stays, and what it means where that is not obvious.
import { expect, test } from 'vitest';
import { codeOf, fileFailure } from '../../main/adapters/node/file-failure.ts';
import { Failure } from '../../main/domain/failure.ts';

const withCode = (code: unknown): Error => Object.assign(new Error('made up'), { code });

test('only an error has a word of the system, and only where that is a text', () => {
  const thrown = [withCode('EIO'), withCode(5), new Error('x'), { code: 'EIO' }, 'EIO', undefined, null];
  expect(thrown.map(codeOf)).toEqual([
    'EIO',
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test.each<[string, unknown, object]>([
  ['a word that says enough', withCode('EIO'), { detail: 'EIO' }],
  ['a word that says little', withCode('EROFS'), { detail: 'EROFS: the file system is read-only' }],
  ['no word at all', new Error('x'), {}],
])('%s is told about the file', (_name, cause, told) => {
  const failure = fileFailure('storage/write-failed', '/home/ada/file', cause);
  expect([failure.toValue(), failure.cause]).toEqual([
    { code: 'storage/write-failed', subject: '/home/ada/file', ...told },
    cause,
  ]);
});

test('a failure stays what it is', () => {
  const failure = new Failure('storage/conflict', { subject: '/home/ada/other' });
  expect(fileFailure('storage/write-failed', '/home/ada/file', failure)).toBe(failure);
});
