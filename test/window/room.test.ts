// Every page in every size: enlarged, narrow, wide. Nothing is cut off, whatever is pressed is large enough, and what has
// the keyboard is in sight.
import type { JSHandle } from '@playwright/test';
import { describe, expect, test } from 'vitest';
import { leftToWhole, wholeTag } from '../../scripts/test/projects.ts';
import type { Language } from '../../preload/view.ts';
import { everyPage, walkTo } from './support/every-page.ts';
import { loading } from './support/every-page-views.ts';
import { useWindows, type Look } from './support/open-window.ts';
import type { WindowPage } from './support/window-page.ts';

const { open } = useWindows();

const sizes: Readonly<Record<string, Look>> = {
  // The usual window for a person who enlarges it to 200 %.
  enlarged: { viewport: { width: 220, height: 320 }, deviceScaleFactor: 2 },
  narrow: { viewport: { width: 360, height: 640 } },
  usual: { viewport: { width: 440, height: 640 } },
  wide: { viewport: { width: 900, height: 700 } },
  'very wide': { viewport: { width: 1400, height: 900 } },
};
const languages: readonly Language[] = ['en', 'de'];

/** In every run, the others in the whole size: where there is least room for the longest words, and the usual window. */
const sampled: readonly string[] = ['enlarged de', 'usual en'];

/** What can be pressed and is smaller than 24 × 24 CSS pixels, unless it has that room to itself (WCAG 2.5.8). */
const smallTargets = ({ page }: WindowPage): Promise<readonly string[]> =>
  page.evaluate(() => {
    const least = 24;
    const targets = [
      ...document.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea, summary'),
    ].filter((element) => element.checkVisibility({ visibilityProperty: true }));
    /** A label's words are pressed as well as its box. */
    const boxOf = (element: HTMLElement): DOMRect => {
      const label = element.matches('[type=checkbox], [type=radio]') ? element.closest('label') : null;
      return (label ?? element).getBoundingClientRect();
    };
    const boxes = targets.map(boxOf);
    const middle = (box: DOMRect): readonly [number, number] => [
      box.left + box.width / 2,
      box.top + box.height / 2,
    ];
    return boxes.flatMap((box, index) => {
      if (box.width >= least && box.height >= least) return [];
      const [x, y] = middle(box);
      const crowded = boxes.some((other, at) => {
        if (at === index) return false;
        // A circle round the middle of a small one must touch neither another one nor its circle.
        const isSmall = other.width < least || other.height < least;
        const [otherX, otherY] = middle(other);
        const nearest = Math.hypot(
          Math.max(other.left - x, 0, x - other.right),
          Math.max(other.top - y, 0, y - other.bottom),
        );
        return nearest < least / 2 || (isSmall && Math.hypot(otherX - x, otherY - y) < least);
      });
      const name = targets[index]?.ariaLabel ?? targets[index]?.textContent;
      return crowded ? [`${targets[index]?.className} "${name}" ${box.width} × ${box.height}`] : [];
    });
  });

/** Texts that reach beyond the window, or are cut off by a box that says nothing of it. */
const cutOff = ({ page }: WindowPage): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main *, nav *, header *')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .filter((element) => {
        const { right, left, width } = element.getBoundingClientRect();
        // Dots say that there is more.
        if (getComputedStyle(element.parentElement ?? element).textOverflow === 'ellipsis') return false;
        if (width <= 1 || element.closest('.unseen, [class*=scroll], .file-text, .address, .uplot') !== null)
          return false;
        return right > document.documentElement.clientWidth + 1 || left < -1;
      })
      .map((element) => `${element.tagName} .${element.className}`),
  );

describe.for(Object.entries(sizes))('%s', ([size, look]) => {
  for (const language of languages) {
    const tags = sampled.includes(`${size} ${language}`) ? [] : [wholeTag];
    const title = `nothing is cut off, and whatever is pressed is large enough: ${language}`;
    test(title, { timeout: 120_000, tags }, async () => {
      const wrong: string[] = [];
      // Anew for each: the last states make a small meter of it.
      const window = await open(loading, look);
      for (const state of everyPage) {
        await walkTo(window, state, language);
        const tooWide = await window.overflow();
        if (tooWide > 0) wrong.push(`${state.name}: ${tooWide} px too wide`);
        wrong.push(...(await cutOff(window)).map((found) => `${state.name}: cut off ${found}`));
        wrong.push(...(await smallTargets(window)).map((found) => `${state.name}: small ${found}`));
        await window.page.screenshot({
          path: `out/pictures/matrix/${state.name}-${size.replace(' ', '-')}-${language}.png`,
        });
      }
      expect(wrong).toEqual([]);
    });
  }
});

/**
 * What has the keyboard now: whether it had it before, and what it is when less than half of it is in sight, under the tabs or
 * out of the window (WCAG 2.4.11).
 */
const lookAtFocus = (
  { page }: WindowPage,
  before: JSHandle<WeakSet<Element>>,
): Promise<{ readonly isAgain: boolean; readonly hidden: string | null }> =>
  page.evaluate((seen) => {
    const focused = document.activeElement;
    if (!(focused instanceof HTMLElement) || focused === document.body)
      return { isAgain: false, hidden: null };
    const isAgain = seen.has(focused);
    seen.add(focused);
    const box = (focused.closest('label') ?? focused).getBoundingClientRect();
    const bar = document.querySelector('nav.navigation');
    const foot =
      bar === null || bar.contains(focused) || getComputedStyle(bar).position !== 'sticky'
        ? 0
        : bar.getBoundingClientRect().bottom;
    const inSight = Math.min(box.bottom, innerHeight) - Math.max(box.top, foot);
    const enough = Math.min(box.height, innerHeight - foot) / 2;
    const words = `${focused.className} "${focused.textContent}" ${box.top}–${box.bottom}`;
    return { isAgain, hidden: inSight >= enough ? null : words };
  }, before);

test(
  'what the keyboard is on stays in sight on every page, forwards and backwards',
  { timeout: 120_000, ...leftToWhole },
  async () => {
    const window = await open(loading);
    const wrong: string[] = [];
    let looked = 0;
    for (const state of everyPage) {
      await walkTo(window, state, 'en');
      for (const key of ['Tab', 'Shift+Tab']) {
        const before = await window.page.evaluateHandle(() => new WeakSet<Element>());
        for (let step = 0; step < 30; step += 1) {
          await window.page.keyboard.press(key);
          const { isAgain, hidden } = await lookAtFocus(window, before);
          // All the way round.
          if (isAgain) break;
          looked += 1;
          if (hidden !== null) wrong.push(`${state.name}, ${key}: ${hidden}`);
        }
      }
    }
    expect([wrong, looked > 500]).toEqual([[], true]);
  },
);
