// The first picture of the window waits for no formatter of numbers or dates, which a new page makes slowly; details that
// need one come after it.
import { expect, test } from 'vitest';
import type { Language } from '../../main/domain/language.ts';
import { useWindows } from './support/open-window.ts';
import { anna, claude, lasting, openAi, viewOf } from './support/views.ts';

const { open } = useWindows({ isOwn: true });

declare global {
  interface Window {
    /** The formatters that were made before the first picture stood; null until then. */
    madeBefore: readonly string[] | null;
  }
}

function countFormatters(): void {
  const made: string[] = [];
  window.madeBefore = null;
  for (const name of ['NumberFormat', 'DateTimeFormat', 'RelativeTimeFormat'] as const) {
    Reflect.set(
      Intl,
      name,
      new Proxy(Intl[name], {
        construct(target, given): object {
          made.push(name);
          const formatter: unknown = Reflect.construct(target, given);
          return formatter instanceof Object ? formatter : {};
        },
      }),
    );
  }
  const look = (): void => {
    const isThere = document.querySelector('article') !== null;
    // The frame after the one that draws the card is not begun before it stands.
    requestAnimationFrame(isThere ? () => (window.madeBefore = [...made]) : look);
  };
  requestAnimationFrame(look);
}

test.each<Language>(['en', 'de'])(
  'it makes none, and titles have their dates later: %s',
  async (language) => {
    const accounts = [{ ...anna, windows: [{ ...lasting, usedPercent: 67.5 }] }];
    const view = { ...viewOf([openAi({ accounts }), claude()]), language };
    const { page } = await open(view);
    await page.addInitScript(countFormatters);
    await page.reload();
    await page.waitForFunction(() => window.madeBefore !== null);
    const dated = page.locator('article .meter-foot p[title]').first();
    await dated.waitFor();
    expect([await page.evaluate(() => window.madeBefore), await dated.getAttribute('title')]).toEqual([
      [],
      expect.stringMatching(/\d{4}/),
    ]);
  },
);
