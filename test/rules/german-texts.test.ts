// What main says of failures, findings and logins stands in English beside the code, and has to be in the German phrase book.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { phrase } from '../../main/domain/phrases.ts';
import { hole, toldTexts } from './told-texts.ts';

const main = path.resolve(import.meta.dirname, '..', '..', 'main');

/** Terminals speak English; the files with words have both languages in them. */
const others = /^cli\b|-words|-question|phrases/;

/** A word in lower case beside something else: names, codes and what programs call their fields are no sentence. */
function hasWords(text: string): boolean {
  return /(?:^| )\p{Ll}[\p{Ll}-]+[,.:;]? | \p{Ll}[\p{Ll}-]+[.:]?$/u.test(text);
}

/** With a number, a path or a name in its holes. */
function isGerman(text: string): boolean {
  return ['7', '/x', 'Xx'].some((part) => {
    // What stands behind a sentence that comes from elsewhere is looked up by itself.
    const whole = text.replace(/^\0 (?=[\p{Lu}\0])/u, '').replaceAll(hole, part);
    return phrase('de', whole) !== whole;
  });
}

const untold = (sources: ReadonlyMap<string, string>): readonly string[] =>
  toldTexts(sources)
    .filter(({ text }) => hasWords(text.replaceAll(hole, 'Xx')) && !isGerman(text))
    .map(({ place, text }) => `${place} ${text.replaceAll(hole, '…')}`);

test('each of them has a German phrase', () => {
  const names = readdirSync(main, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !others.test(name))
    .toSorted();
  const sources = new Map(names.map((name) => [name, readFileSync(path.join(main, name), 'utf8')]));
  expect(untold(sources)).toEqual([]);
});

test('each kind of them is found, and nothing that only programs and logs read', () => {
  const planted = `
    const meanings = { EIO: 'a broken disk' };
    const unsuitable = (path: string, detail: string) => new Failure('hook/unsuitable', { subject: path, detail });
    const requireThat = (ok: boolean, detail: string) => {
      if (!ok) throw new Failure('broker/bad-request', { detail });
    };
    async function whoHolds(name: string) {
      if (name === '') return 'nobody knows who';
      const age = name.length > 9 ? ', a long name' : '';
      return \`kept by \${name}\${age}\`;
    }
    export async function read(path: string, word: string, log: Log) {
      const detail = path === '' ? 'a nameless file' : 'disk full';
      if (path === '/') throw new Failure('storage/unreadable', { subject: 'the iguana file', detail });
      if (path === '~') throw unsuitable(path, 'far too short');
      requireThat(path !== '.', 'only programs ask this');
      log.warn('not read', { detail: 'only the log says this' });
      if (path === '..') throw new Failure('storage/lock-held', { subject: path, detail: await whoHolds(word) });
      if (path === '-') throw new Failure('internal', { detail: 'only the log has this' });
      if (path === '+') throw new Failure('storage/unreadable', { subject: 'OpenAI', detail: 'ENOENT' });
      return { kind: 'link', where: path, detail: meanings[word] ?? 'not JSON', why: \`\${word} The iguana is used.\` };
    }`;
  expect(
    untold(new Map([['planted.ts', planted]])).map((each) => each.split(' ').slice(1).join(' ')),
  ).toEqual([
    'a nameless file',
    'the iguana file',
    'far too short',
    'nobody knows who',
    'kept by …, a long name',
    'kept by ……',
    'a broken disk',
    '… The iguana is used.',
  ]);
});
