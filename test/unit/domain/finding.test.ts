// Findings have ids that stay, and words that say what is the matter and what to do.
import { expect, test } from 'vitest';
import { findingKinds, findingOf } from '../../../main/domain/finding.ts';
import { findingWords } from '../../../main/domain/finding-words.ts';
import { consumerId } from '../../../main/domain/ids.ts';

const codex = consumerId('codex');

test.each(findingKinds)('%s is told in whole sentences that name the place', (kind) => {
  const finding = findingOf({ kind, where: '/here/it/is', detail: 'a short fact' }, codex);
  const { what, next } = findingWords(finding, 'Codex');
  expect([what, next, `${what} ${next}`]).toEqual([
    expect.stringMatching(/^[A-Z/].*a short fact.*\.$/),
    expect.stringMatching(/^[A-Z].*(?:\.|: gatehouse [\w ]+)$/),
    expect.stringContaining('/here/it/is'),
  ]);
});

test.each(findingKinds)('%s is told without a fact, too', (kind) => {
  const { what, next } = findingWords(findingOf({ kind, where: '/here' }), null);
  expect(`${what} ${next}`).not.toMatch(/undefined|null|\(\)| {2}/);
});

test('the id names program, kind, place and line', () => {
  expect([
    findingOf({ kind: 'environment-key', where: 'OPENAI_API_KEY' }, codex).id,
    findingOf({ kind: 'key-in-rc-file', where: '/home/ada/.bashrc', line: 3 }).id,
  ]).toEqual(['codex/environment-key/OPENAI_API_KEY', 'key-in-rc-file//home/ada/.bashrc:3']);
});
