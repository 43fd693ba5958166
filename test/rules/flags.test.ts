// Feature flags do not rot: each has its dates, an end that is not far, and is used somewhere.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { flags, isExpired, type Flag } from '../../main/domain/flags.ts';

const main = join(import.meta.dirname, '../../main');
const mostDays = 366;
const dayMs = 86_400_000;
const all: readonly Flag[] = flags;

/** What is wrong with a flag on that day. */
function faultsOf(flag: Flag, nowMs: number): readonly string[] {
  const { id, introduced, expires, variants, default: usual, careful, share, about } = flag;
  const [from, until] = [Date.parse(introduced), Date.parse(expires)];
  const wrong: readonly (readonly [boolean, string])[] = [
    [!/^[a-z][a-z0-9-]{2,40}$/.test(id), 'its id is no plain word'],
    [
      [introduced, expires].some((day) => !/^\d{4}-\d{2}-\d{2}$/.test(day)),
      'a day is not written as 2026-11-30',
    ],
    [!(until > from) || until - from > mostDays * dayMs, 'it has to end within a year'],
    [isExpired(flag, nowMs), `it expired on ${expires}: take it out, or give a reason for another day`],
    [variants.length < 2 || new Set(variants).size < variants.length, 'it needs two different variants'],
    [
      [usual, careful, share?.variant ?? usual].some((each) => !variants.includes(each)),
      'a variant is not listed',
    ],
    [share !== undefined && !(share.percent > 0 && share.percent <= 100), 'its share is no percentage'],
    [Object.values(about).some((text) => !/^\p{Lu}.*\.$/u.test(text)), 'it is not described in sentences'],
  ];
  return wrong.flatMap(([is, what]) => (is ? [`${id}: ${what}`] : []));
}

test('no flag is past its day, and each says all of itself', () => {
  expect(all.flatMap((flag) => faultsOf(flag, Date.now()))).toEqual([]);
});

test('the rule finds each fault', () => {
  const [good] = flags;
  const found = (changes: Partial<Flag>, now = Date.parse(good.introduced)): readonly string[] =>
    faultsOf({ ...good, ...changes }, now).map((fault) => fault.split(': ')[1] ?? '');
  expect([
    found({}),
    found({}, Date.parse(good.expires)),
    found({ expires: '2029-01-01' }),
    found({ introduced: '30.11.2026' })[0],
    found({ variants: ['on'] }),
    found({ default: 'blue' }),
    found({ careful: 'blue' }),
    found({ share: { variant: 'on', percent: 101 } }),
    found({ about: { en: 'no sentence', de: 'Ein Satz.' } }),
    found({ id: 'No' })[0],
  ]).toEqual([
    [],
    ['it expired on 2027-08-31'],
    ['it has to end within a year'],
    'a day is not written as 2026-11-30',
    ['it needs two different variants', 'a variant is not listed'],
    ['a variant is not listed'],
    ['a variant is not listed'],
    ['its share is no percentage'],
    ['it is not described in sentences'],
    'its id is no plain word',
  ]);
});

test('no two flags have one id, and each is asked for somewhere beside its own line', async () => {
  const names = (await readdir(main, { recursive: true })).filter(
    (name) => name.endsWith('.ts') && name !== join('domain', 'flags.ts'),
  );
  const texts = await Promise.all(names.map((name) => readFile(join(main, name), 'utf8')));
  const unused = all.filter(({ id }) => !texts.some((text) => text.includes(`'${id}'`)));
  expect([new Set(all.map(({ id }) => id)).size, unused]).toEqual([all.length, []]);
});
