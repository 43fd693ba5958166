// What axe finds wrong with a page for people who cannot see it, or not well (WCAG 2.2 AA and its best practices).
import axe from 'axe-core';
import type { WindowPage } from './window-page.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** One line for each place: the rule, and where. Time has to pass in the page. */
export async function violations({ page }: WindowPage): Promise<readonly string[]> {
  // Where it is scrolled, the bar at the top lies over something.
  await page.evaluate("scrollTo({ top: 0, behavior: 'instant' })");
  // Once for each page: there is a lot of it.
  if (await page.evaluate("typeof axe === 'undefined'")) await page.evaluate(axe.source);
  const found = await page.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }),
    tags,
  );
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

declare global {
  interface Window {
    /** Put there by the function above. */
    readonly axe: typeof axe;
  }
}
