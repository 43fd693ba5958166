// What helps against a problem stands on its card as one button, and afterwards the problem is gone.
import { describe, expect, test } from 'vitest';
import type { AccountView, FixView, ProblemView } from '../../preload/view.ts';
import { violations } from './support/axe.ts';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';

const { anna, claude, keyAccount, openAi, viewOf } = views;
const { open } = useWindows();

const deviceMethod = { ...views.browserMethod, id: 'device-code', kind: 'device', label: 'By code' } as const;
const broken = (fix: FixView | null, problem: ProblemView = views.wrongKey): AccountView => ({
  ...anna,
  problem,
  fix,
});
const locked: ProblemView = {
  code: 'storage/key-store-locked',
  what: 'The key store is locked, so the keys of OpenAI cannot be used.',
  next: 'Unlock the keyring, then try again.',
};

test('signs in again by the method that main names, and comes back to the card', async () => {
  const window = await open(viewOf([openAi({ accounts: [broken({ kind: 'sign-in', method: 'browser' })] })]));
  await window.button(`Sign in again: ${anna.label}`).click();
  await expect
    .poll(() => window.main.received('signIn.start'))
    .toEqual([{ provider: 'openai', method: 'browser' }]);
  await window.main.show(
    viewOf([openAi({ accounts: [broken({ kind: 'sign-in', method: 'browser' })], signIn: views.waiting })]),
  );
  await expect.poll(() => window.focused()).toBe('group "Sign in to OpenAI"');
  expect(await window.button(`Sign in again: ${anna.label}`).count()).toBe(0);
  await window.main.show(viewOf([openAi({ accounts: [anna] })]));
  await expect.poll(() => window.focused()).toBe(`article "${anna.label}"`);
  expect(await window.announced()).toEqual(['In use: OpenAI.', 'Signed in to OpenAI.']);
});

test('opens the form where the method needs one', async () => {
  const account = {
    ...keyAccount,
    problem: views.wrongKey,
    fix: { kind: 'sign-in', method: 'api-key' },
  } as const;
  const window = await open(viewOf([claude({ accounts: [account] })]));
  await window.button(`Sign in again: ${keyAccount.label}`).click();
  await expect.poll(() => window.focused()).toBe('textbox "API key"');
  expect(window.main.received('signIn.start')).toEqual([]);
});

test('reads again, and the card keeps the keyboard when the button goes', async () => {
  const window = await open(viewOf([openAi({ accounts: [broken({ kind: 'read-again' })] })]));
  window.main.answer('quota.refresh', async () => {
    await window.main.show(viewOf([openAi({ accounts: [anna] })]));
    return { ok: true, value: null };
  });
  await window.button(`Read again: ${anna.label}`).click();
  await expect.poll(() => window.focused()).toBe(`article "${anna.label}"`);
  expect([window.main.received('quota.refresh'), await window.announced()]).toEqual([
    [{ account: anna.id }],
    ['In use: OpenAI.'],
  ]);
});

test('opens the key store, says why it stays shut, and can be pressed again', async () => {
  const window = await open(viewOf([openAi({ accounts: [broken({ kind: 'unlock' }, locked)] })]));
  window.main.answer('keyStore.choose', () => refused(views.noKeyStore));
  const button = window.button(`Open the key store: ${anna.label}`);
  await button.click();
  await window.card(anna.label).getByText(views.noKeyStore.what).waitFor();
  await button.click();
  await expect
    .poll(() => window.main.received('keyStore.choose'))
    .toEqual([{ kind: 'system' }, { kind: 'system' }]);
});

test('brings the field of the passphrase, in the banner or in the settings', async () => {
  const providers = [openAi({ accounts: [broken({ kind: 'enter-passphrase' }, locked)] })];
  const window = await open(viewOf(providers, { keyStore: views.lockedStore }));
  const button = window.button(`Enter the passphrase: ${anna.label}`);
  await button.click();
  await expect.poll(() => window.focused()).toBe('textbox "Passphrase"');
  await window.main.show(viewOf(providers));
  await button.click();
  await window.heading('Settings').waitFor();
});

test('brings the field of the passphrase each time it is pressed, also for another account', async () => {
  const fix = { kind: 'enter-passphrase' } as const;
  const accounts = [broken(fix, locked), { ...views.bert, problem: locked, fix }];
  const window = await open(viewOf([openAi({ accounts })], { keyStore: views.lockedStore }));
  for (const label of [anna.label, views.bert.label, views.bert.label]) {
    const button = window.button(`Enter the passphrase: ${label}`);
    await button.click();
    await expect.poll(() => window.focused()).toBe('textbox "Passphrase"');
    await button.focus();
  }
});

test('leads to Doctor', async () => {
  const window = await open(viewOf([openAi({ accounts: [broken({ kind: 'doctor' })] })]));
  await window.button(`Look with Doctor: ${anna.label}`).click();
  await window.heading('Doctor').waitFor();
});

test('offline there is nothing to press, and the last figures say how old they are', async () => {
  const window = await open(viewOf([openAi({ accounts: [broken(null, views.offline)] })]));
  const card = window.card(anna.label);
  await card.getByText('Last good figures, read 3 min ago:').waitFor();
  expect(await card.getByRole('button').allTextContents()).toEqual(['', 'Sign out']);
});

describe('a sign-in that failed', () => {
  test('is tried again', async () => {
    const failed = openAi({ problem: views.offline, fix: { kind: 'sign-in', method: 'browser' } });
    const window = await open(viewOf([failed]));
    await window.button('Try again: OpenAI').click();
    await expect
      .poll(() => window.main.received('signIn.start'))
      .toEqual([{ provider: 'openai', method: 'browser' }]);
  });

  test('by a code gets a new one', async () => {
    const failed = openAi({
      methods: [deviceMethod],
      problem: views.offline,
      fix: { kind: 'sign-in', method: 'device-code' },
    });
    const window = await open(viewOf([failed]));
    await window.button('Get a new code: OpenAI').click();
    await expect
      .poll(() => window.main.received('signIn.start'))
      .toEqual([{ provider: 'openai', method: 'device-code' }]);
  });
});

test.for(['light', 'dark'] as const)('nobody is kept out, %s', async (colorScheme) => {
  const account = broken({ kind: 'sign-in', method: 'browser' });
  const second = { ...views.bert, problem: views.offline };
  const third = { ...views.bert, id: 'openai:carl', label: 'carl@example.com' };
  const ended = { ...third, subscription: views.endedPlan, fix: { kind: 'read-again' } } as const;
  const window = await open(viewOf([openAi({ accounts: [account, second, ended] })]), { colorScheme });
  await window.card(anna.label).waitFor();
  await window.page.screenshot({ path: `out/pictures/account-fixes-${colorScheme}.png`, fullPage: true });
  expect([await violations(window), await window.overflow()]).toEqual([[], 0]);
});
