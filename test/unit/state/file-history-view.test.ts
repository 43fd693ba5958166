// The versions of a shared file as the window shows them: who wrote each, and what it changed.
import { describe, expect, test } from 'vitest';
import { initialState } from '../../../main/state/state.ts';
import {
  fileHistoryView,
  type FileHistoryFacts,
  type VersionFacts,
} from '../../../main/state/file-history-view.ts';

const path = '/home/ada/.codex/auth.json';

function seen(versions: readonly VersionFacts[], facts: Partial<FileHistoryFacts> = {}) {
  return fileHistoryView({
    path,
    readers: ['Codex'],
    versions,
    kept: versions.length,
    original: undefined,
    state: initialState,
    ...facts,
  });
}

const text = (token: string): string =>
  `{\n  "mode": "chatgpt",\n  "one": 1,\n  "two": 2,\n  "three": 3,\n  "token": "[secret ${token}]"\n}\n`;
const byCodex = { at: 3, by: 'Codex', text: text('91bc') };
const byUs = { at: 2, by: 'Gatehouse', text: text('3f2a') };

test('each version says who wrote it and what it changed; the oldest is shown whole', () => {
  expect(seen([byCodex, byUs]).versions).toEqual([
    {
      at: 3,
      by: { kind: 'program', name: 'Codex' },
      step: {
        kind: 'changed',
        lines: [
          { kind: 'folded', count: 3 },
          { kind: 'same', text: '  "two": 2,' },
          { kind: 'same', text: '  "three": 3,' },
          { kind: 'old', text: '  "token": "[secret 3f2a]"' },
          { kind: 'new', text: '  "token": "[secret 91bc]"' },
          { kind: 'same', text: '}' },
        ],
        more: 0,
        added: 1,
        removed: 1,
      },
    },
    {
      at: 2,
      by: { kind: 'gatehouse' },
      step: {
        kind: 'first',
        lines: text('3f2a')
          .trimEnd()
          .split('\n')
          .map((each) => ({ kind: 'same', text: each })),
        more: 0,
      },
    },
  ]);
});

test.each<[string, VersionFacts, VersionFacts[], unknown]>([
  ['taken away', { at: 3, by: 'another program', text: undefined }, [byUs], { kind: 'gone' }],
  [
    'made anew',
    { at: 4, by: 'Codex', text: '{}\n' },
    [{ at: 3, by: 'Codex', text: undefined }],
    {
      kind: 'changed',
      lines: [{ kind: 'new', text: '{}' }],
      more: 0,
      added: 1,
      removed: 0,
    },
  ],
  ['the same in all that is shown', { ...byUs, at: 9 }, [byUs], { kind: 'alike' }],
  ['empty', { at: 4, by: 'Codex', text: '' }, [], { kind: 'first', lines: [], more: 0 }],
])('a file that is %s says so', (_name, version, older, step) => {
  expect(seen([version, ...older]).versions[0]?.step).toEqual(step);
});

test('files of a single line are laid out, and other spaces alone are no change', () => {
  const [changed, alike] = seen([
    { at: 3, by: 'Codex', text: '{"a":1,"b":3}' },
    { at: 2, by: 'Codex', text: '{"a":1,"b":2}' },
    { at: 1, by: 'Codex', text: '{ "a": 1,\n"b": 2 }\n' },
  ]).versions.map(({ step }) => step);
  expect([changed, alike]).toEqual([
    {
      kind: 'changed',
      lines: [
        { kind: 'same', text: '{' },
        { kind: 'same', text: '  "a": 1,' },
        { kind: 'old', text: '  "b": 2' },
        { kind: 'new', text: '  "b": 3' },
        { kind: 'same', text: '}' },
      ],
      more: 0,
      added: 1,
      removed: 1,
    },
    { kind: 'alike' },
  ]);
});

test('another program that nobody knows is called none', () => {
  expect(seen([{ ...byUs, by: 'another program' }]).versions[0]?.by).toEqual({ kind: 'unknown' });
});

test('a single line is shown rather than folded', () => {
  const step = seen([
    { at: 2, by: 'Codex', text: 'x\n2\n3\n4\n5\n6\ny\n' },
    { at: 1, by: 'Codex', text: '1\n2\n3\n4\n5\n6\n7\n' },
  ]).versions[0]?.step;
  expect(step?.kind === 'changed' && step.lines.map(({ kind }) => kind)).toEqual([
    'old',
    'new',
    ...Array.from({ length: 5 }, () => 'same'),
    'old',
    'new',
  ]);
});

test('of a very long file the first lines are shown and the others counted, and a very long line is cut', () => {
  const step = seen([{ at: 1, by: 'Codex', text: `${'x'.repeat(5_000)}\n${'y\n'.repeat(500)}` }]).versions[0]
    ?.step;
  if (step?.kind !== 'first') throw new Error('it is the first');
  const [first] = step.lines;
  expect([step.lines.length, step.more, first]).toEqual([
    400,
    101,
    { kind: 'same', text: `${'x'.repeat(2_000)}…` },
  ]);
});

describe('what cannot be opened', () => {
  const { settings, keyStore } = initialState;
  test.each<[string, Partial<FileHistoryFacts>, unknown]>([
    ['nothing', {}, [0, 'open']],
    ['two by a key that is gone', { kept: 3 }, [2, 'open']],
    [
      'all while a passphrase is awaited',
      { versions: [], kept: 5, state: { settings, keyStore: { ...keyStore, passphrase: 'locked' } } },
      [5, 'closed'],
    ],
    [
      'all while the key store is silent',
      {
        versions: [],
        kept: 5,
        state: { settings, keyStore: { ...keyStore, failure: { code: 'storage/key-store-silent' } } },
      },
      [5, 'closed'],
    ],
    [
      'what was kept before keys stay in memory only',
      { versions: [], kept: 1, state: { settings: { ...settings, keyStore: 'memory' }, keyStore } },
      [1, 'memory'],
    ],
    // A version may be made between reading them and counting them.
    ['fewer than none', { kept: 0 }, [0, 'open']],
  ])('is %s', (_name, facts, expected) => {
    const { sealed, keyStore: standing } = seen([byUs], facts);
    expect([sealed, standing]).toEqual(expected);
  });
});

test.each([
  [undefined, null],
  [
    { at: 1, bytes: undefined },
    { at: 1, existed: false },
  ],
  [
    { at: 1, bytes: new Uint8Array() },
    { at: 1, existed: true },
  ],
])('what stood there before our first touch is told without its bytes', (original, shown) => {
  expect(seen([], { original }).original).toEqual(shown);
});
