// Draws the PNGs in assets/ from the SVGs beside them, with Debian's Chromium, and binds some of them into the icon files of
// Windows and macOS: node scripts/draw-icons.ts
import { chromium, type Page } from '@playwright/test';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { icnsOf, icoOf } from './packages/icon-files.ts';

interface Picture {
  readonly source: string;
  readonly target: string;
  readonly pixels: number;
}

/** Sizes of the icon theme that every desktop knows; the small ones have a drawing of their own, made of fewer, whole pixels. */
const themeSizes = [16, 24, 32, 48, 64, 96, 128, 256, 512] as const;
const smallSizes = new Set<number>([16, 24, 32]);

const pictures: readonly Picture[] = [
  { source: 'icon.svg', target: 'icon.png', pixels: 512 },
  ...themeSizes.map((pixels) => ({
    source: smallSizes.has(pixels) ? `icons/small-${pixels}.svg` : 'icon.svg',
    target: `icons/${pixels}x${pixels}.png`,
    pixels,
  })),
  { source: 'tray.svg', target: 'tray.png', pixels: 22 },
  { source: 'tray.svg', target: 'tray@2x.png', pixels: 44 },
  { source: 'tray.svg', target: 'tray@3x.png', pixels: 66 },
  { source: 'tray-template.svg', target: 'trayTemplate.png', pixels: 22 },
  { source: 'tray-template.svg', target: 'trayTemplate@2x.png', pixels: 44 },
];

async function draw(page: Page, svg: string, pixels: number): Promise<Buffer> {
  await page.setViewportSize({ width: pixels, height: pixels });
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: ${pixels}px }</style>${svg}`);
  return page.screenshot({ omitBackground: true });
}

const assets = path.join(import.meta.dirname, '..', 'assets');
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  // Chromium's own sandbox refuses to run as root.
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  await mkdir(path.join(assets, 'icons'), { recursive: true });
  const page = await browser.newPage();
  for (const { source, target, pixels } of pictures) {
    const svg = await readFile(path.join(assets, source), 'utf8');
    await writeFile(path.join(assets, target), await draw(page, svg, pixels));
  }
  const inSize = async (pixels: number): Promise<{ readonly pixels: number; readonly png: Buffer }> => ({
    pixels,
    png: await readFile(path.join(assets, 'icons', `${pixels}x${pixels}.png`)),
  });
  const windows = await Promise.all([16, 24, 32, 48, 64, 128, 256].map(inSize));
  await writeFile(path.join(assets, 'icon.ico'), icoOf(windows));
  const largest = {
    pixels: 1024,
    png: await draw(page, await readFile(path.join(assets, 'icon.svg'), 'utf8'), 1024),
  };
  const mac = [...(await Promise.all([16, 32, 64, 128, 256, 512].map(inSize))), largest];
  await writeFile(path.join(assets, 'icon.icns'), icnsOf(mac));
} finally {
  await browser.close();
}
