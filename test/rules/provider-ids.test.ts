// A provider's id stands only in its own folder, in the lists, in consumers, in message files and in tests.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..', '..');
const listFile = path.join(root, 'main', 'providers', 'list.ts');

/** Consumers say which credentials they accept; words for people may name anybody. */
const allowed = [/^main\/providers\//, /^main\/consumers\//, /(^|\/)(messages|locales)(\/|\.|-)/];

/** The names that the list imports are the ids: one folder or file per provider. */
function providerIds(): string[] {
  const list = readFileSync(listFile, 'utf8');
  const imported = [...list.matchAll(/from '\.\/([a-z0-9-]+)(?:\/[a-z0-9-]+)*\.ts'/g)].map(
    (match) => match[1] ?? '',
  );
  return imported.filter((name) => name !== 'description');
}

function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
}

/** Comments may name a provider, and so may the address of a vendor's who speaks another one's protocol; code may not. */
function codeOf(text: string): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|\s)\/\/.*$/gm, '')
    .replaceAll(/https:\/\/[\w./-]+/g, 'https:');
}

function mentions(text: string, id: string): boolean {
  return new RegExp(`['"\`/]${id}['"\`/]|\\b${id}\\s*:`).test(codeOf(text));
}

test('the list names the providers', () => {
  expect(providerIds()).toEqual(expect.arrayContaining(['openai', 'claude']));
});

test('a planted id is found', () => {
  expect(mentions("if (account.provider === 'openai') return 1;", 'openai')).toBe(true);
  expect(mentions("import { read } from './openai/usage.ts';", 'openai')).toBe(true);
  expect(mentions('// openai sends it twice', 'openai')).toBe(false);
  expect(mentions("url: 'https://api.example.test/openai/v1'", 'openai')).toBe(false);
});

test('no provider id stands in general code', () => {
  const files = ['main', 'preload', 'renderer']
    .flatMap(sources)
    .filter((file) => !allowed.some((place) => place.test(file)));
  expect(files.length).toBeGreaterThan(0);
  const found = files.flatMap((file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    return providerIds()
      .filter((id) => mentions(text, id))
      .map((id) => `${id} in ${file}`);
  });
  expect(found).toEqual([]);
});

test('one provider’s folder does not name another provider', () => {
  const ids = providerIds();
  const found = sources('main/providers').flatMap((file) => {
    const owner = ids.find(
      (id) => file === `main/providers/${id}.ts` || file.startsWith(`main/providers/${id}/`),
    );
    if (file === 'main/providers/list.ts') return [];
    const text = readFileSync(path.join(root, file), 'utf8');
    return ids.filter((id) => id !== owner && mentions(text, id)).map((id) => `${id} in ${file}`);
  });
  expect(found).toEqual([]);
});
