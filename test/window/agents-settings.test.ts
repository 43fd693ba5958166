// The settings for agents and the lock: a limit for each account's day, and the banner with its way out.
import { describe, expect, test } from 'vitest';
import type { CallInput } from '../../preload/contract.ts';
import type { DailyLimitView, View } from '../../preload/view.ts';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { anna, openAi, settings, viewOf } = views;
const { open } = useWindows();

const label = `OpenAI: ${anna.label}`;
const limitSwitch = `Daily limit for ${label}`;
const percentField = `At most, in percent, of ${label}`;
const tokensField = `At most, in tokens, of ${label}`;

function withLimit(limit: DailyLimitView['limit']): View {
  return viewOf([openAi({ accounts: [anna] })], {
    settings: { ...settings, dailyLimits: [{ account: anna.id, label, limit }] },
  });
}

async function openSettings(limit: DailyLimitView['limit']): Promise<WindowPage> {
  const window = await open(withLimit(limit));
  await window.openSettings();
  return window;
}

describe('a daily limit', () => {
  test('is off until it is wanted, and begins with half of the quota', async () => {
    const window = await openSettings(null);
    const before = [
      await window.switch(limitSwitch).isChecked(),
      await window.page.getByRole('textbox', { name: 'At most' }).count(),
    ];
    await window.switch(limitSwitch).click();
    await expect
      .poll(() => window.main.received('settings.change'))
      .toEqual([{ dailyLimits: { [anna.id]: { unit: 'percent', value: 50 } } }]);
    await window.main.show(withLimit({ unit: 'percent', value: 50 }));
    await expect.poll(() => window.number(percentField).inputValue()).toBe('50');
    expect(before).toEqual([false, 0]);
  });

  test('that is on is taken away with its switch', async () => {
    const window = await openSettings({ unit: 'tokens', value: 5000 });
    await window.switch(limitSwitch).click();
    await expect
      .poll(() => window.main.received('settings.change'))
      .toEqual([{ dailyLimits: { [anna.id]: null } }]);
  });

  test.for<{
    unit: 'percent' | 'tokens';
    field: string;
    typed: string;
    sent: CallInput<'settings.change'>;
  }>([
    {
      unit: 'percent',
      field: percentField,
      typed: '100',
      sent: { dailyLimits: { [anna.id]: { unit: 'percent', value: 100 } } },
    },
    {
      unit: 'tokens',
      field: tokensField,
      typed: '2000000',
      sent: { dailyLimits: { [anna.id]: { unit: 'tokens', value: 2_000_000 } } },
    },
  ])('in $unit is changed in its field and keeps its unit', async ({ unit, field, typed, sent }) => {
    const window = await openSettings({ unit, value: 30 });
    await window.number(field).fill(typed);
    await window.number(field).press('Enter');
    await expect.poll(() => window.main.received('settings.change')).toEqual([sent]);
  });

  test.for([
    { unit: 'percent', field: percentField, bad: '101', words: 'Enter a number from 1 to 100.' },
    { unit: 'percent', field: percentField, bad: '0', words: 'Enter a number from 1 to 100.' },
    { unit: 'percent', field: percentField, bad: '', words: 'Enter a whole number.' },
    { unit: 'tokens', field: tokensField, bad: '0', words: 'Enter a number above 0.' },
    { unit: 'tokens', field: tokensField, bad: '1.5', words: 'Enter a whole number.' },
  ] as const)('in $unit of "$bad" is explained and not sent', async ({ unit, field, bad, words }) => {
    const window = await openSettings({ unit, value: 30 });
    await window.number(field).fill(bad);
    await window.number(field).press('Enter');
    await expect.poll(() => window.announced()).toEqual([words]);
    expect(window.main.received('settings.change')).toEqual([]);
  });
});

describe('the lock', () => {
  const view = (locked: boolean): View => viewOf([openAi({ accounts: [anna] })], { locked });

  test('is said above everything while it is on, and no word of it stands there otherwise', async () => {
    const window = await open(view(false));
    await window.card(anna.label).waitFor();
    const usual = await window.announced();
    const buttons = await window.button('Unlock').count();
    await window.main.show(view(true));
    await expect
      .poll(() => window.announced())
      .toEqual([
        'Locked: no keys are given out. Agents cannot start or get new keys until you unlock.',
        ...usual,
      ]);
    expect(buttons).toBe(0);
  });

  test('is taken away with its button, once, and the keyboard stays on the page', async () => {
    const window = await open(view(true));
    const release = Promise.withResolvers<undefined>();
    window.main.answer('lock.set', async () => {
      await release.promise;
      return { ok: true, value: null };
    });
    await window.button('Unlock').focus();
    await window.page.keyboard.press('Enter');
    await expect.poll(() => window.button('Unlock').getAttribute('aria-busy')).toBe('true');
    await window.page.keyboard.press('Enter');
    expect(window.main.received('lock.set')).toEqual([{ on: false }]);
    release.resolve(undefined);
    await window.main.show(view(false));
    await expect.poll(() => window.button('Unlock').count()).toBe(0);
    expect(await window.page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
  });

  test('that cannot be taken away says why, in the same place', async () => {
    const window = await open(view(true));
    window.main.answer('lock.set', () => refused(views.noKeyStore));
    await window.button('Unlock').click();
    await expect
      .poll(() => window.announced())
      .toContain(`${views.noKeyStore.what} ${views.noKeyStore.next}`);
    expect(await window.button('Unlock').getAttribute('aria-busy')).toBe('false');
  });
});
