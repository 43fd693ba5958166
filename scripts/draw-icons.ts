// Draws the PNGs in assets/ from the SVGs beside them, with Debian's Chromium: node scripts/draw-icons.ts
import { chromium, type Page } from '@playwright/test';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

interface Picture {
  readonly source: string;
  readonly target: string;
  readonly pixels: number;
}

const pictures: readonly Picture[] = [
  { source: 'icon.svg', target: 'icon.png', pixels: 512 },
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
  const page = await browser.newPage();
  for (const { source, target, pixels } of pictures) {
    const svg = await readFile(path.join(assets, source), 'utf8');
    await writeFile(path.join(assets, target), await draw(page, svg, pixels));
  }
} finally {
  await browser.close();
}
