// What the card of an API key says where its provider tells the key what is left: a limit has a share, a balance has none.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { AmountView, WindowView } from '../../preload/view.ts';
import { violations } from './support/axe.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';

const { claude, day, fiveHours, keyAccount, noon, viewOf } = views;
const { open } = useWindows();
const pictures = path.join(import.meta.dirname, '..', '..', 'out', 'pictures');

const dollars = (amount: Partial<AmountView>): AmountView => ({
  unit: 'currency',
  currency: 'USD',
  used: null,
  limit: null,
  left: null,
  ...amount,
});
const unknown: Partial<WindowView> = {
  usedPercent: null,
  level: 'unknown',
  resetsAt: null,
  trend: null,
  pace: { kind: 'unknown' },
};
const monthly: WindowView = {
  ...fiveHours,
  id: 'limit-monthly',
  label: 'Monthly limit',
  usedPercent: 25.5,
  amount: dollars({ used: 25.5, limit: 100, left: 74.5 }),
  resetsAt: noon + 7 * day,
};
const balance: WindowView = {
  ...fiveHours,
  ...unknown,
  id: 'balance-usd',
  label: 'Balance',
  amount: dollars({ left: 12.34 }),
};
const endless: WindowView = { ...balance, label: 'Requests', amount: null, unlimited: true, level: 'ok' };
const spent: WindowView = { ...balance, id: 'spent', label: 'Spent', amount: dollars({ used: 25.5 }) };

const cardOf = (id: string, label: string, window: WindowView) =>
  claude({
    id,
    label,
    accounts: [
      {
        ...keyAccount,
        id: `${id}:key`,
        metered: true,
        readAt: noon,
        source: label,
        windows: [{ ...window, source: label, readAt: noon }],
      },
    ],
  });

test.each(['light', 'dark'] as const)(
  'a limit, a balance and what has no limit are told apart (%s)',
  async (colorScheme) => {
    const window = await open(
      viewOf([
        cardOf('openrouter', 'OpenRouter', monthly),
        cardOf('deepseek', 'DeepSeek', balance),
        cardOf('openrouter-2', 'OpenRouter 2', spent),
        cardOf('copilot', 'Copilot', endless),
      ]),
      { colorScheme, viewport: { width: 440, height: 1100 } },
    );
    const meters = window.page.locator('.meter');
    await meters.first().waitFor();
    const words = await Promise.all(
      (await meters.all()).map((meter) => meter.locator('.level, p').allTextContents()),
    );
    await mkdir(pictures, { recursive: true });
    await window.page.screenshot({ path: path.join(pictures, `key-quota-${colorScheme}.png`) });
    expect([words, await violations(window)]).toEqual([
      [
        ['OK', '25% used · 25.50 of 100.00 USD · resets in 7 d'],
        ['12.34 USD left'],
        ['25.50 USD used'],
        ['OK', 'Unlimited'],
      ],
      [],
    ]);
  },
);
