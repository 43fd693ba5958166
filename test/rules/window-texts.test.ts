// Every text of the window stands in the message files, in each language, and the two languages say it in words of their own.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { english } from '../../renderer/messages/en/all.ts';
import { german } from '../../renderer/messages/de/all.ts';
import { textNames, textsIn } from './texts-in-parts.ts';

const renderer = path.resolve(import.meta.dirname, '..', '..', 'renderer');

function filesBelow(folder: string, endings: readonly string[]): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => endings.includes(path.extname(name)))
    .map((name) => path.join(folder, name));
}

const classes = new Set(
  filesBelow(path.join(renderer, 'styles'), ['.css']).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\.([a-z][\w-]*)/g)].map(([, name = '']) => name),
  ),
);

describe('words outside the message files', () => {
  test('there are none in the window, and none that were read before they are drawn', () => {
    const found = filesBelow(renderer, ['.ts', '.tsx'])
      .filter((file) => !file.startsWith(path.join(renderer, 'messages') + path.sep))
      .flatMap((file) =>
        textsIn(file, readFileSync(file, 'utf8'), classes).map(
          ({ kind, line, text }) => `${path.relative(renderer, file)}:${line} ${kind}: ${text}`,
        ),
      );
    expect(found).toEqual([]);
  });

  test('each kind of them is found, and nothing that is for machines', () => {
    const planted = `
      import { messages } from './a path/messages.ts';
      type Kind = 'two words';
      const kept = messages.product;
      export function Part({ count, on }: { count: number; on: boolean }) {
        const held = useSignal(messages.product);
        const query = document.querySelector('.card .path');
        const style = on ? 'card path' : 'card';
        if (query === null) throw new Error('the page has no card');
        const said = 'Nothing to see';
        const how = \`\${count} pages\`;
        const key = \`\${count} \${style}\`;
        return (
          <div class={on ? 'of no sheet' : style} aria-label="Close" key={key}>
            Hello {on && 'there'} {' '}
            <input placeholder={on ? 'Search' : messages.product} type="text" value={count === 1 ? 'one' : held} />
            <Row title={\`Page \${count}\`} effect={said + how + kept} />
            {messages.product} {on === 'yes' ? count : 'Empty'}
          </div>
        );
      }`;
    expect(textsIn('planted.tsx', planted, classes).map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      'kept: messages.product',
      'kept: messages.product',
      'sentence: Nothing to see',
      'sentence: … pages',
      'attribute: Close',
      'child: Hello',
      'child: there',
      'attribute: Search',
      'attribute: Page …',
      'child: Empty',
    ]);
  });
});

describe.each(['en', 'de'] as const)('the message files in %s', (language) => {
  const folder = path.join(renderer, 'messages', language);
  const names = filesBelow(folder, ['.ts']).flatMap((file) =>
    textNames(readFileSync(file, 'utf8')).map((name) => ({ name, file: path.basename(file) })),
  );

  test('name no text twice, which would hide one of them', () => {
    const twice = names.filter(({ name }, index) => names.findIndex((each) => each.name === name) !== index);
    expect(twice).toEqual([]);
  });

  test('are all part of what the window says', () => {
    const merged = Object.keys(language === 'en' ? english : german);
    expect(names.map(({ name }) => name).toSorted()).toEqual(merged.toSorted());
  });
});

/** What a text may be asked about: names, counts, lists of names, and each word that stands for a choice. */
const minuteMs = 60_000;
const asked: readonly (readonly unknown[])[] = [
  [],
  ['Xx1', 'Xx2', 'Xx3', 'Xx4'],
  ['Xx1', 3, 4, 5],
  ['Xx1', 12 * minuteMs, 50 * minuteMs],
  [1, 2, 3],
  [3, 3, 3],
  [0, 5 * minuteMs],
  [12 * minuteMs, 5 * minuteMs],
  [5 * minuteMs, 'Xx1', 900 * minuteMs],
  [['Xx1', 'Xx2']],
  ['Xx1', ['Xx2', 'Xx3']],
  [true],
  [false],
  ...[...choicesIn('en'), 1, 7, 90].map((choice) => [choice, 1, 9, 5]),
];

/** Every name of a property in the message files: what tables of words go by. */
function choicesIn(language: string): readonly string[] {
  const folder = path.join(renderer, 'messages', language);
  const found = filesBelow(folder, ['.ts']).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^ +'?([\w-]+)'?: /gm)].map(([, name = '']) => name),
  );
  return [...new Set(found)];
}

/** What it says, with what it was asked about taken out; null where it cannot be asked like that. */
function said(text: unknown, about: readonly unknown[]): string | null {
  if (typeof text !== 'function')
    return about.length === 0 && text !== 'Gatehouse' ? JSON.stringify(text) : null;
  try {
    const answer: unknown = Reflect.apply(text, undefined, about);
    const words = answer === undefined ? 'undefined' : JSON.stringify(answer).replaceAll('Gatehouse', '');
    if (/undefined|NaN|null/.test(words)) return null;
    return about.flat().reduce<string>((rest, each) => rest.replaceAll(String(each), '…'), words);
  } catch {
    return null;
  }
}

function hasWords(text: string): boolean {
  return /\p{L}{2}/u.test(text);
}

/** Alike in both languages: names, commands, and words that German has taken over. */
const alike: ReadonlySet<string> = new Set([
  'electronVersion: "Electron"',
  'chromiumVersion: "Chromium"',
  'nodeVersion: "Node"',
  'priority: "Normal"',
  'tryCommand: "gatehouse run -- claude"',
  'severity: "Problem"',
  'firstStep: "Import"',
  'firstStep: "Terminal"',
  'starting: "Start"',
  'passphraseField: "Passphrase"',
  'languageChoice: "English"',
  'languageChoice: "Deutsch"',
  'meterState: "OK"',
  'ruleFolderHint: "/home/ada/work"',
]);

describe('German', () => {
  test('says everything in words of its own, but for names and commands', () => {
    const same = Object.entries(english).flatMap(([name, text]) =>
      asked.flatMap((about) => {
        const inEnglish = said(text, about);
        const inGerman = said(Reflect.get(german, name), about);
        return inEnglish !== null && inEnglish === inGerman && hasWords(inEnglish)
          ? [`${name}: ${inEnglish}`]
          : [];
      }),
    );
    expect([...new Set(same)].filter((each) => !alike.has(each))).toEqual([]);
  });

  test('has the texts of English and no others', () => {
    expect(Object.keys(german).toSorted()).toEqual(Object.keys(english).toSorted());
  });
});
