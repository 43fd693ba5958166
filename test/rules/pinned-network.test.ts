// Everything that leaves this machine goes by the fetch that is held to the pinned keys: where pins.json cannot be understood, nothing
// does.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..', '..');

/** Electron's network, as fetch or otherwise, and Node's own. */
const ways =
  /\b(?:electronFetch|providerSession|globalThis\.fetch|net\.(?:fetch|request)|https?\.(?:get|request))\b/g;

/** The way itself, and what holds it. */
const doors = ['main/adapters/electron/fetch.ts', 'main/adapters/electron/pinned-keys.ts'];

const waysIn = (text: string): readonly string[] => Array.from(text.matchAll(ways), ([found]) => found);

test('nothing but what holds the pins reaches the network, and they are held once', () => {
  const files = readdirSync(path.join(root, 'main'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `main/${name.replaceAll('\\', '/')}`);
  const texts = files.map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
  const past = texts
    .filter(({ file }) => !doors.includes(file))
    .flatMap(({ file, text }) => waysIn(text).map((way) => `${file}: ${way}`));
  const held = texts.flatMap(({ file, text }) => (text.includes('= createPinnedFetch(') ? [file] : []));
  expect({
    planted: waysIn('http(electronFetch); net.request(url); https.get(url); void fetch(url);'),
    seen: files.length > 300,
    past,
    held,
  }).toEqual({
    planted: ['electronFetch', 'net.request', 'https.get'],
    seen: true,
    past: [],
    held: ['main/compose-core.ts'],
  });
});
