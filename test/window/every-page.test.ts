// Every page in every theme and language: accessible, nothing pushed out, no faults, and drawn. The pictures are kept in
// out/pictures/matrix for the eye. No golden files: fonts differ from machine to machine, so what is compared are the
// pictures of one run with each other, where two that are alike, or one without content, mean that something is not drawn.
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { wholeTag } from '../../scripts/test/projects.ts';
import type { Language } from '../../preload/view.ts';
import { violations } from './support/axe.ts';
import { everyPage, walkTo, type PageState } from './support/every-page.ts';
import { loading } from './support/every-page-views.ts';
import { useWindows, type Look } from './support/open-window.ts';
import type { WindowPage } from './support/window-page.ts';

const { open, takeFaults } = useWindows();
const pictures = path.join(import.meta.dirname, '..', '..', 'out', 'pictures', 'matrix');

interface Sight {
  readonly theme: string;
  readonly look: Look;
  readonly languages: readonly Language[];
  readonly tags: string[];
}

const everyLanguage: readonly Language[] = ['en', 'de'];
const rest = { languages: everyLanguage, tags: [wholeTag] };
/**
 * The first in every run, the others in the whole size: every colour is measured in contrast.test.ts, dark ones in looks.test.ts,
 * and German is looked at in language.test.ts.
 */
const sights: readonly Sight[] = [
  { theme: 'light', look: { colorScheme: 'light' }, languages: ['en'], tags: [] },
  { theme: 'light', look: { colorScheme: 'light' }, ...rest },
  { theme: 'dark', look: { colorScheme: 'dark' }, ...rest },
  { theme: 'contrast', look: { colorScheme: 'light', contrast: 'more' }, ...rest },
  { theme: 'forced', look: { colorScheme: 'dark', contrast: 'more', forcedColors: 'active' }, ...rest },
];

beforeAll(() => mkdir(pictures, { recursive: true }));

const hash = (picture: Buffer): string => createHash('sha256').update(picture).digest('hex');

/** The same window with its content left out. */
async function withoutContent({ page }: WindowPage): Promise<Buffer> {
  const show = (visibility: string) =>
    page.evaluate((value) => {
      for (const main of document.querySelectorAll('main')) main.style.visibility = value;
    }, visibility);
  await show('hidden');
  const picture = await page.screenshot({ fullPage: true });
  await show('');
  return picture;
}

describe.for(sights)('in $theme', ({ theme, look, languages, tags }) => {
  test(`every page: ${languages.join()}`, { timeout: 240_000, tags }, async () => {
    const wrong: string[] = [];
    /** What was drawn, and where it was seen first. */
    const seen = new Map<string, string>();

    async function check(window: WindowPage, state: PageState, language: Language): Promise<void> {
      const name = `${state.name}-${theme}-${language}`;
      await walkTo(window, state, language);
      const picture = await window.page.screenshot({
        path: path.join(pictures, `${name}.png`),
        fullPage: true,
      });
      const drawn = hash(picture);
      const same = seen.get(drawn);
      if (same !== undefined && state.wordless !== true) wrong.push(`${name}: looks the same as ${same}`);
      seen.set(drawn, name);
      // What draws nothing in one language draws nothing in the other.
      if (language === 'en' && drawn === hash(await withoutContent(window))) wrong.push(`${name}: is blank`);
      const tooWide = await window.overflow();
      if (tooWide > 0) wrong.push(`${name}: ${tooWide} px too wide`);
      wrong.push(...(await violations(window)).map((violation) => `${name}: ${violation}`));
    }

    for (const language of languages) {
      const window = await open(loading, look);
      for (const state of everyPage)
        await check(window, state, language).catch((error: unknown) => {
          wrong.push(`${state.name}-${theme}-${language}: ${String(error)}`);
        });
      wrong.push(...takeFaults());
    }
    expect(wrong).toEqual([]);
  });
});
