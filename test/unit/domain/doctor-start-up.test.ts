// Keys in start-up files are found, and a line is commented out only where nothing else can change.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commentedOut, keyLines, mark, putBack, type Dialect } from '../../../main/domain/doctor-start-up.ts';

const names = ['OPENAI_API_KEY', 'ANTHROPIC_API_KEY'];
const key = 'canary_sk-ant-0123456789';
const found = (text: string, dialect: Dialect = 'sh') =>
  keyLines(text, dialect, names).map(({ line, variables, shown }) => [
    line,
    variables.join(' '),
    shown ?? null,
  ]);

describe('found, and can be commented out', () => {
  test.each<[string, Dialect, string, string]>([
    ['an export', 'sh', `export OPENAI_API_KEY=${key}`, 'export OPENAI_API_KEY=[secret]'],
    ['an export in double quotes', 'sh', `export OPENAI_API_KEY="${key}"`, 'export OPENAI_API_KEY=[secret]'],
    ['a plain assignment with a comment', 'sh', `OPENAI_API_KEY='${key}' # mine`, 'OPENAI_API_KEY=[secret]'],
    ['a line of Windows', 'sh', `export OPENAI_API_KEY=${key}\r`, 'export OPENAI_API_KEY=[secret]'],
    ['fish', 'fish', `set -gx OPENAI_API_KEY ${key}`, 'set -gx OPENAI_API_KEY [secret]'],
    [
      'fish with long words',
      'fish',
      `set --global --export OPENAI_API_KEY '${key}'`,
      'set --global --export OPENAI_API_KEY [secret]',
    ],
    ['environment.d', 'environment', `OPENAI_API_KEY=${key}`, 'OPENAI_API_KEY=[secret]'],
    ['an export of fish', 'fish', `export OPENAI_API_KEY=${key}`, 'export OPENAI_API_KEY=[secret]'],
    ['fish for ever', 'fish', `set -Ux OPENAI_API_KEY "${key}"`, 'set -Ux OPENAI_API_KEY [secret]'],
  ])('%s', (_name, dialect, line, shown) => {
    expect(found(`# one\n${line}\n`, dialect)).toEqual([[2, 'OPENAI_API_KEY', shown]]);
  });
});

describe('found, and only reported', () => {
  test.each<[string, string, number]>([
    ['two on one line', `export OPENAI_API_KEY=${key} EDITOR=vi`, 1],
    ['with another command', `export OPENAI_API_KEY=${key}; echo hi`, 1],
    ['the only command of a block', `if true; then\nexport OPENAI_API_KEY=${key}\nfi`, 2],
    ['the only command of a function', `work() {\n\n# why\nexport OPENAI_API_KEY=${key}\n}`, 4],
    ['a line that goes on', `export OPENAI_API_KEY=${key}\\\nmore`, 1],
    ['a line that continues another', `test -n "$X" && \\\nexport OPENAI_API_KEY=${key}`, 2],
    ['behind a list that is open', `test -n "$X" &&\nexport OPENAI_API_KEY=${key}`, 2],
    ['in a text of several lines', `X="\nexport OPENAI_API_KEY=${key}\n"`, 2],
    ['in a text with an escape', `X=$'it\\'s\nOPENAI_API_KEY=${key}\n'`, 2],
    ['in a here-document', `cat > .env <<-'END'\nOPENAI_API_KEY=${key}\nEND\n`, 2],
    ['indented, as in a block', `  export OPENAI_API_KEY=${key}`, 1],
    ['a value of several lines', `export OPENAI_API_KEY="${key}\n"`, 1],
    ['in a here-document with an escaped end', `cat <<\\EOF\nOPENAI_API_KEY=${key}\nEOF\n`, 2],
    ['in a here-document whose end is no name', `cat <<'MY-END'\nOPENAI_API_KEY=${key}\nMY-END\n`, 2],
    ['in a here-document behind an indented end', `cat <<END\n  END\nx\nOPENAI_API_KEY=${key}\nEND\n`, 4],
    ['in a here-document within quotes', `X="$(cat <<END\nit's "\nOPENAI_API_KEY=${key}\nEND\n)"`, 3],
    ['in a text behind quotes within quotes', `A="$(echo "it's")"\nX='\nOPENAI_API_KEY=${key}\n'`, 3],
    ['in a substitution', `A=$( (one); two\nOPENAI_API_KEY=${key}\n)`, 2],
    ['in a text behind backticks', `A="\`echo "it's"\`"\nX='\nOPENAI_API_KEY=${key}\n'`, 3],
    ['behind a here-document that a list begins with', `cat <<END &&\nEND\nexport OPENAI_API_KEY=${key}`, 3],
    ['in an array', `x=(\none\nOPENAI_API_KEY=${key}\n)`, 3],
    ['in a file that is not UTF-8', `# caf\uFFFD\nOPENAI_API_KEY=${key}`, 2],
  ])('%s', (_name, text, line) => {
    expect(found(text)).toEqual([[line, 'OPENAI_API_KEY', null]]);
  });
});

test.each([
  ['a comment', `# export OPENAI_API_KEY=${key}`],
  ['our own comment', `${mark}export OPENAI_API_KEY=${key}`],
  ['a value from elsewhere', 'export OPENAI_API_KEY=$(pass show openai/of/mine)'],
  ['another variable', 'export OPENAI_API_KEY=$OTHER_API_KEY_OF_MINE'],
  ['a value to be filled in', 'export OPENAI_API_KEY=your-key-goes-here-please'],
  ['taking it away', 'unset OPENAI_API_KEY'],
  ['a longer name', `export MY_OPENAI_API_KEY=${key}`],
])('%s is no key', (_name, line) => {
  expect(found(line)).toEqual([]);
});

test.each<[string, Dialect, string]>([
  ['taking several away', 'sh', 'unset OPENAI_API_KEY ANTHROPIC_API_KEY'],
  ['going through names', 'sh', 'for name in OPENAI_API_KEY ANTHROPIC_API_KEY; do'],
  ['no longer handing on', 'sh', 'export -n OPENAI_API_KEY ANTHROPIC_API_KEY'],
  ['taking away in fish', 'fish', 'set -e OPENAI_API_KEY ANTHROPIC_API_KEY'],
  ['taking away everywhere in fish', 'fish', 'set -ge OPENAI_API_KEY ANTHROPIC_API_KEY'],
  ['taking away in fish by a long word', 'fish', 'set --global --erase OPENAI_API_KEY ANTHROPIC_API_KEY'],
  ['asking in fish', 'fish', 'if set -q OPENAI_API_KEY ANTHROPIC_API_KEY'],
  ['showing in fish', 'fish', 'set -S OPENAI_API_KEY ANTHROPIC_API_KEY'],
  ['a list of names in fish', 'fish', 'set -l names OPENAI_API_KEY ANTHROPIC_API_KEY'],
  ['where a key is kept', 'environment', 'OPENAI_API_KEY=op://Private/OpenAI/credential'],
  ['a key to be filled in', 'sh', 'export OPENAI_API_KEY=sk-your-canary_key-goes-here'],
  ['a key of Claude to be filled in', 'sh', 'export ANTHROPIC_API_KEY=sk-ant-api03-xxxxcanary_xxxx'],
])('%s is no key', (_name, dialect, line) => {
  expect(found(line, dialect)).toEqual([]);
});

test('what stands behind a text that only looks open is read as it is', () => {
  const texts = [
    'echo "one << two"',
    'echo $((1 << 2)) $((X<<Y))',
    'cat <<-END\n\tEND',
    'cat <<"A B"\nA B',
    'A="$(echo "it\'s")"',
    `A="\${B:-it's}"`,
    'echo "\\$("',
    'case $X in a) echo;; esac',
    'cat <<<END',
  ];
  const lines = texts.map((text) =>
    found(`${text}\necho\nexport OPENAI_API_KEY=${key}`).map((each) => each[2]),
  );
  expect(lines).toEqual(texts.map(() => ['export OPENAI_API_KEY=[secret]']));
});

test('spaces around the sign are read in a .env', () => {
  expect(found(`OPENAI_API_KEY = "${key}"`, 'environment')).toEqual([[1, 'OPENAI_API_KEY', null]]);
});

test('both variables of a line are named', () => {
  expect(found(`export ANTHROPIC_API_KEY=${key} OPENAI_API_KEY=${key}`)).toEqual([
    [1, 'OPENAI_API_KEY ANTHROPIC_API_KEY', null],
  ]);
});

const piece = fc.oneof(
  fc.constantFrom(
    `export OPENAI_API_KEY=${key}`,
    `ANTHROPIC_API_KEY="${key}"\r`,
    'if true; then',
    'fi',
    'cat <<END',
    'END',
    'X="',
    "echo 'it",
    'X="$(echo "it\'s")"',
    'cat <<\\END',
    'x=(',
    ')',
    'a \\',
    '# why',
    '',
  ),
  fc.string({ maxLength: 20 }).map((text) => text.replaceAll('\n', ' ')),
);

test('commenting out changes one line alone, and putting it back gives every byte back', () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }),
      fc.constantFrom<Dialect>('sh', 'fish', 'environment'),
      (lines, dialect) => {
        const text = lines.join('\n');
        for (const { line, shown } of keyLines(text, dialect, names)) {
          const after = commentedOut(text, dialect, names, line);
          if (shown === undefined) {
            expect(after).toBeUndefined();
            continue;
          }
          const others = (whole: string | undefined) => whole?.split('\n').toSpliced(line - 1, 1);
          const marked = after?.split('\n')[line - 1] ?? '';
          const isAlone = lines.filter((each) => each === marked).length === 0;
          expect([others(after), marked, isAlone ? putBack(after ?? '', marked) : text]).toEqual([
            others(text),
            `${mark}${lines[line - 1] ?? ''}`,
            text,
          ]);
          // What was commented out is not found again.
          expect(keyLines(after ?? '', dialect, names).map((each) => each.line)).not.toContain(line);
        }
      },
    ),
  );
});

test('what is not ours, or stands twice, is not put back', () => {
  const marked = `${mark}export OPENAI_API_KEY=${key}`;
  expect([
    putBack('echo\n', marked),
    putBack(`${marked}\n${marked}`, marked),
    putBack('echo', 'echo'),
  ]).toEqual([undefined, undefined, undefined]);
});
