// A block of ours in a text of the person's goes in and comes out, and every other byte is as it was.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blockFor, blockIn, blockState, withBlock, withoutBlock } from '../../../main/domain/marked-block.ts';

const lines = ["[ ! -r '/data/path.sh' ] || . '/data/path.sh'"];
const others = ['another line', '  and one more'];
const person = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc
    .array(fc.constantFrom('export A=1', '\n', '\r\n', '\r', '', '#', ' ', '\n\n'))
    .map((each) => each.join('')),
);

test('what stood there comes back byte for byte, with or without a line end of its own', () => {
  fc.assert(
    fc.property(person, (text) => {
      const during = withBlock(text, lines) ?? '';
      expect([blockState(text, lines), blockState(during, lines), withoutBlock(during)]).toEqual([
        'absent',
        'as-made',
        text,
      ]);
      expect([withBlock(during, lines), during.endsWith(blockFor(text, lines))]).toEqual([during, true]);
    }),
  );
});

test('so does what the person has put around it meanwhile', () => {
  fc.assert(
    fc.property(person, person, person, (text, above, below) => {
      const during = withBlock(text, lines) ?? '';
      expect(withoutBlock(`${above}\n${during}${below}`)).toBe(
        // The line end that we made stays where somebody has written behind it.
        `${above}\n${text}${below !== '' && text !== '' && !text.endsWith('\n') ? '\n' : ''}${below}`,
      );
    }),
  );
});

test('without a file there is the block alone, of three lines', () => {
  const made = withBlock(undefined, lines) ?? '';
  expect([made.split('\n'), withoutBlock(made)]).toEqual([
    [
      '# >>> Gatehouse: a plain call of a program uses the account in use >>>',
      lines[0],
      '# <<< Gatehouse: to take this away, gatehouse shell uninstall <<<',
      '',
    ],
    '',
  ]);
});

describe('a block that somebody has changed', () => {
  const made = withBlock('a\n', lines) ?? '';
  const changed = `${made.replace('path.sh', 'other.sh')}b`;

  test('is known as such, shown, renewed in its place and taken out', () => {
    expect([
      blockState(changed, lines),
      blockIn(changed)?.includes('other.sh'),
      withBlock(changed, lines),
      withoutBlock(changed),
    ]).toEqual(['changed', true, `${made}b`, 'a\nb']);
  });

  test('is renewed also for lines of another version', () => {
    expect([blockState(made, others), withBlock(made, others)]).toEqual([
      'changed',
      withBlock('a\n', others),
    ]);
  });

  test('with other line ends is taken out all the same', () => {
    expect(withoutBlock(made.replaceAll('\n', '\r\n'))).toBe('a\r\n');
  });

  test.each([
    ['the first mark is gone', made.replace(/# >>>.*\n/, '')],
    ['the second mark is gone', made.replace(/# <<<.*\n/, '')],
    ['it stands there twice', made + made],
    ['the marks have changed places', made.split('\n').reverse().join('\n')],
  ])('is left alone when nobody can say what is ours: %s', (_label, text) => {
    expect([blockState(text, lines), blockIn(text), withBlock(text, lines), withoutBlock(text)]).toEqual([
      'damaged',
      undefined,
      undefined,
      undefined,
    ]);
  });
});
