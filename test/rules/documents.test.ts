// What the documents name is there: pages and headings behind links, files, tasks of npm, figures, and each dependency with its reason.
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { plainProjects, wholeTag, worldProject } from '../../scripts/test/projects.ts';

const root = join(import.meta.dirname, '../..');
const left = new Set(['node_modules', 'out', 'dist', '.git', '.cache']);

/** Every file of the checkout but what is made or fetched, by its path from the root. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const found = await Promise.all(
    entries
      .filter(({ name }) => !left.has(name))
      .map(async (entry) => {
        const path = join(folder, entry.name);
        return entry.isDirectory() ? filesBelow(path) : [path];
      }),
  );
  return found.flat();
}

const files = await filesBelow('.');
const names = files.filter((name) => name.endsWith('.md'));
const texts = new Map(
  await Promise.all(names.map(async (name) => [name, await readFile(join(root, name), 'utf8')] as const)),
);
const packageJson = z
  .object({
    scripts: z.record(z.string(), z.string()),
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
    optionalDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));

/** What somebody would look for in vain, by the document that names it. */
const missingIn = (find: (text: string, name: string) => readonly string[]): readonly string[] =>
  [...texts].flatMap(([name, text]) => find(text, name).map((what) => `${name}: ${what}`));

const withoutBlocks = (text: string): string => text.replaceAll(/^ *```[^]*?^ *```$/gm, '');

/** A heading as it stands in an address. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}

function anchorsIn(text: string): readonly string[] {
  return [...withoutBlocks(text).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));
}

test('every link to a file or a heading leads there', () => {
  const missing = missingIn((text, name) =>
    [...withoutBlocks(text).matchAll(/(?:\]\(|src=")(?!https?:)([^)"#\s]*)(?:#([^)"\s]+))?[)"]/g)].flatMap(
      ([, path = '', anchor]) => {
        const target = path === '' ? name : relative(root, join(root, dirname(name), path));
        const isThere = files.some((file) => file === target || file.startsWith(`${target}/`));
        const isAnchor = anchor === undefined || anchorsIn(texts.get(target) ?? '').includes(anchor);
        return isThere && isAnchor ? [] : [`${path}${anchor === undefined ? '' : `#${anchor}`}`];
      },
    ),
  );
  expect(missing).toEqual([]);
});

test('every source file that is named is there', () => {
  const missing = missingIn((text) =>
    [...withoutBlocks(text).matchAll(/`([\w@.{},/*-]+\.(?:tsx?|mjs))`/g)]
      .map(([, path = '']) => path)
      .filter((path) => {
        // A star stands for any name.
        const wanted = new RegExp(`(?:^|/)${path.replaceAll('.', String.raw`\.`).replaceAll('*', '[^/]+')}$`);
        return !files.some((file) => wanted.test(file));
      }),
  );
  expect(missing).toEqual([]);
});

test('the map of the rooms has every file that lies in none of them', () => {
  const map = texts.get('ARCHITECTURE.md') ?? '';
  const own = files
    .filter((name) => /^main\/[\w-]+\.(?:ts|mjs)$/.test(name))
    .map((name) => name.slice('main/'.length));
  expect([own.filter((name) => !map.includes(name)), own.length > 20]).toEqual([[], true]);
});

/** By part, the figures that there are, read and not loaded: some only load in the world. */
const parts = new Map<string, readonly string[]>();
for (const name of files) {
  const [, part] = /^test\/full\/(\w+)\/[\w-]+\.ts$/.exec(name) ?? [];
  if (part === undefined || part === 'support') continue;
  const [, id] =
    /^export const figure: Figure = \{\n {2}id: '([\w-]+)',$/m.exec(
      await readFile(join(root, name), 'utf8'),
    ) ?? [];
  if (id !== undefined) parts.set(part, [...(parts.get(part) ?? []), id]);
}

/** A word in capitals stands for whatever the reader has. */
const isAny = (word: string): boolean => word === word.toUpperCase();

/** What is wrong with the words behind `npm run test:full`. */
function figureFaults([part = '', ...rest]: readonly string[]): readonly string[] {
  const ids = parts.get(part);
  if (ids === undefined) return isAny(part) ? [] : [`no such part: ${part}`];
  return rest.flatMap((word, index) =>
    rest[index - 1] === '--only' && !isAny(word) && !ids.includes(word) ? [`no such figure: ${word}`] : [],
  );
}

/** What is wrong with one line for a shell that begins with npm. */
function npmFaults(line: string): readonly string[] {
  const [, task = '', rest = ''] =
    /^npm (?:run (?:(?:-s|--silent) )?)?([\w:-]+)(?: -- (.*))?$/.exec(line.trim()) ?? [];
  if (packageJson.scripts[task] === undefined) return [`no such task: ${line}`];
  const words = rest.split(/\s+/).filter((word) => word !== '');
  if (task === 'test:full') return figureFaults(words);
  const projects = [...plainProjects, worldProject, wholeTag];
  const isProject = (word: string): boolean => projects.some((name) => name === word);
  // The first word narrows to a project; what follows are names of files.
  return task === 'test' && words[0] !== undefined && !isProject(words[0])
    ? [`no such project: ${rest}`]
    : [];
}

function npmLinesIn(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^ *```sh\n([^]*?)^ *```$/gm)].flatMap(([, block = '']) =>
    block.split('\n'),
  );
  const inline = [...withoutBlocks(text).matchAll(/`(npm [^`\n]*)`/g)].map(([, line = '']) => line);
  return [...blocks, ...inline]
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => /^npm (?:run|start|test)\b/.test(line) && !line.includes('…'));
}

test('every task of npm in the documents is there, and so are the figures and projects behind it', () => {
  const lines = [...texts.values()].flatMap(npmLinesIn);
  expect([missingIn((text) => npmLinesIn(text).flatMap(npmFaults)), lines.length > 40]).toEqual([[], true]);
});

test.each([
  ['npm run demonstrate', ['no such task: npm run demonstrate']],
  ['npm run test:full -- authorities', ['no such part: authorities']],
  ['npm run test:full -- quota --only shim', ['no such figure: shim']],
  ['npm test -- units', ['no such project: units']],
  ['npm run test:full -- switching --only shim --seed 7', []],
  ['npm start', []],
])('%s', (line, faults) => {
  expect(npmFaults(line)).toEqual(faults);
});

test('the page of figures has each figure of each part once, and no other', () => {
  const sections = (texts.get('docs/figures.md') ?? '').split(/^## /m).slice(1);
  const described = sections.flatMap((section) => {
    const part = section.split('\n', 1).join();
    return [...section.matchAll(/^\| `([\w-]+)`/gm)].map(([, id = '']) => `${part} ${id}`);
  });
  const there = [...parts].flatMap(([part, ids]) => ids.map((id) => `${part} ${id}`));
  expect(described.sort()).toEqual(there.sort());
});

test('each dependency has its reason, in the table of what ships or of what does not', () => {
  const [inApp = '', forBuilding = ''] = (texts.get('docs/dependencies.md') ?? '').split(/^## /m).slice(1);
  const named = (section: string): readonly string[] =>
    [...section.matchAll(/^\| ([@a-z][^|]*)\|/gm)]
      .flatMap(([, cell = '']) => cell.split(',').map((name) => name.trim()))
      .filter((name) => name !== 'package')
      .sort();
  const { dependencies, devDependencies, optionalDependencies } = packageJson;
  expect([named(inApp), named(forBuilding)]).toEqual([
    Object.keys(dependencies).sort(),
    Object.keys({ ...devDependencies, ...optionalDependencies }).sort(),
  ]);
});
