// Every pair of colours that stands together, measured in the real page against WCAG 2.2 AA.
import { describe, expect, test } from 'vitest';
import { useWindows } from './support/open-window.ts';
import { openAi, viewOf } from './support/views.ts';

const { open } = useWindows();

/** Text on its ground: 4.5:1, and 7:1 for who asks for more. */
const texts = [
  ['text', 'ground'],
  ['text', 'surface'],
  ['text', 'hover'],
  ['text', 'low-tint'],
  ['text', 'sunken'],
  ['text', 'accent-tint'],
  ['soft', 'ground'],
  ['soft', 'surface'],
  ['soft', 'hover'],
  ['soft', 'sunken'],
  ['accent', 'ground'],
  ['accent', 'surface'],
  ['accent', 'hover'],
  ['accent', 'sunken'],
  ['accent', 'accent-tint'],
  ['on-accent', 'accent'],
  ['low-text', 'surface'],
  ['low-text', 'low-tint'],
  ['text', 'spent-tint'],
  ['spent-text', 'surface'],
  ['spent-text', 'spent-tint'],
] as const;

/** Bars, edges of controls and marks: 3:1, and 4.5:1. */
const shapes = [
  ['ok-bar', 'sunken'],
  ['ok-bar', 'surface'],
  ['tight-bar', 'sunken'],
  ['tight-bar', 'surface'],
  ['old-bar', 'sunken'],
  ['old-bar', 'surface'],
  ['low-bar', 'sunken'],
  ['low-bar', 'surface'],
  ['spent-bar', 'sunken'],
  ['spent-bar', 'surface'],
  ['spent-bar', 'ground'],
  ['spent-bar', 'spent-tint'],
  ['edge', 'surface'],
  ['edge', 'ground'],
  ['accent', 'ground'],
  ['accent', 'surface'],
  ['surface', 'edge'],
  ['on-accent', 'accent'],
] as const;

function luminance(color: string): number {
  const channels = (color.match(/\d+(?:\.\d+)?/g) ?? []).slice(0, 3).map(Number);
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const asked = [
  { contrast: 'no-preference', text: 4.5, shape: 3 },
  { contrast: 'more', text: 7, shape: 4.5 },
] as const;

describe.for(['light', 'dark'] as const)('in the %s scheme', (colorScheme) => {
  test.for(asked)(
    'texts and shapes stand out from their ground: $contrast',
    async ({ contrast: wish, ...least }) => {
      const { page } = await open(viewOf([openAi()]), { colorScheme, contrast: wish });
      const names = [...new Set([...texts, ...shapes].flat())];
      const colors = new Map(
        await page.evaluate((wanted) => {
          const probe = document.createElement('span');
          document.body.append(probe);
          return wanted.map((name): [string, string] => {
            probe.style.color = `var(--${name})`;
            return [name, getComputedStyle(probe).color];
          });
        }, names),
      );
      expect(new Set(colors.values()).size).toBeGreaterThan(10);
      const short = (pairs: readonly (readonly [string, string])[], lowest: number): string[] =>
        pairs.flatMap(([one, other]) => {
          const ratio = contrast(colors.get(one) ?? '', colors.get(other) ?? '');
          return ratio >= lowest ? [] : [`${one} on ${other}: ${ratio.toFixed(2)}`];
        });
      expect([...short(texts, least.text), ...short(shapes, least.shape)]).toEqual([]);
    },
  );
});
