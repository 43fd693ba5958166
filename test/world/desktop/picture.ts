// Draws a tray item with its open menu, so that people can look at what the tests read over D-Bus.
import { chromium } from '@playwright/test';
import { readFacts } from '../facts.ts';
import type { MenuEntry } from './menu.ts';

const style = `
  body { margin: 0; background: #2b3038; font: 14px/1.5 'DejaVu Sans', sans-serif; color: #1c1e21; width: max-content; }
  .panel { background: #14171b; padding: 6px 14px; display: flex; align-items: center; gap: 10px; color: #d5d9df; min-width: 420px; }
  .panel img { width: 22px; height: 22px; }
  .menus { padding: 12px; }
  ul { list-style: none; margin: 0; padding: 5px 0; background: #fafafa; border-radius: 6px; width: max-content; min-width: 220px; }
  li { padding: 2px 18px 2px 30px; position: relative; white-space: pre; }
  li > ul { margin: 2px 0 4px; border: 1px solid #d4d8de; background: #fff; }
  li.separator { border-top: 1px solid #d4d8de; padding: 0; margin: 4px 0; }
  li.greyed { color: #8b9199; }
  li > i { position: absolute; left: 12px; font-style: normal; }
`;

export async function drawTray(
  tooltip: { title: string; text: string },
  icon: Buffer,
  menu: MenuEntry[],
  file: string,
): Promise<void> {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    chromiumSandbox: true,
    // The door for browsers, lest Chromium's own chatter be taken for the product's.
    args: [`--proxy-server=${readFacts().browserProxy}`],
  });
  try {
    const page = await browser.newPage({ deviceScaleFactor: 2 });
    const words = escape([tooltip.title, tooltip.text].filter((text) => text !== '').join(' · '));
    await page.setContent(
      `<!doctype html><style>${style}</style><div class="panel"><img src="data:image/png;base64,${icon.toString('base64')}">${words}</div>
       <div class="menus">${list(menu)}</div>`,
    );
    await page.locator('body').screenshot({ path: file });
  } finally {
    await browser.close();
  }
}

function list(entries: MenuEntry[]): string {
  const lines = entries.filter(({ visible }) => visible).map(line);
  return `<ul>${lines.join('')}</ul>`;
}

function line({ kind, label, enabled, on, entries }: MenuEntry): string {
  if (kind === 'separator') return '<li class="separator"></li>';
  const mark = kind === 'radio' ? (on ? '●' : '○') : kind === 'check' && on ? '✓' : '';
  const below = entries.length === 0 ? '' : list(entries);
  return `<li class="${enabled ? '' : 'greyed'}"><i>${mark}</i>${escape(label)}${below}</li>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
