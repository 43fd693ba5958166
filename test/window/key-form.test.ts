// Entering an API key: it passes through the door once and stays nowhere in the window.
import { describe, expect, test } from 'vitest';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import type { WindowPage } from './support/window-page.ts';
import * as views from './support/views.ts';

const { claude, keyAccount, openAi, viewOf } = views;
const { open } = useWindows();
const key = 'sk-ant-canary_PLANTED-SECRET-0123456789';

/** Everything in which a key could linger: markup, values of fields, storage, address, title. */
function traces({ page }: WindowPage): Promise<string> {
  return page.evaluate(() =>
    JSON.stringify([
      document.documentElement.outerHTML,
      Array.from(document.querySelectorAll('input'), (input) => [input.value, input.defaultValue]),
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      location.href,
      document.title,
    ]),
  );
}

async function openForm(window: WindowPage): Promise<void> {
  await window.provider('Claude').getByRole('button', { name: 'Enter an API key' }).click();
  await window.keyField.waitFor();
}

describe('the form for an API key', () => {
  test('hides what is typed, takes the focus and says what a key looks like', async () => {
    const window = await open(viewOf([claude(), openAi()]));
    await openForm(window);
    expect({
      type: await window.keyField.getAttribute('type'),
      focused: await window.keyField.evaluate((field) => field === document.activeElement),
      hint: await window.page.getByText('Looks like sk-ant-…').count(),
    }).toEqual({ type: 'password', focused: true, hint: 1 });
  });

  test('sends the key once, trimmed, and has cleared the field before main answers', async () => {
    const window = await open(viewOf([claude(), openAi()]));
    window.main.answer('secret.enter', () => new Promise(() => undefined));
    await openForm(window);
    await window.keyField.fill(`  ${key}\t`);
    expect(await traces(window)).toContain(key);
    await window.keyField.press('Enter');
    await window.button('Checking…').waitFor();
    expect(await traces(window)).not.toContain('PLANTED');
    // While main works, neither another press nor another key sends anything.
    await window.button('Checking…').click({ force: true });
    await window.keyField.fill('sk-ant-another');
    await window.keyField.press('Enter');
    expect(window.main.received('secret.enter')).toEqual([
      { for: 'key', provider: 'claude', method: 'api-key', secret: key },
    ]);
  });

  test('shows why a key was refused and takes the next one; the refused key is nowhere', async () => {
    const window = await open(viewOf([claude(), openAi()]));
    window.main.answer('secret.enter', async () => {
      // As main does it: steps while it works, then the same failure in the view and as the answer.
      await window.main.show(
        viewOf([claude({ signIn: { method: 'api-key', step: 'exchanging', url: null } })]),
      );
      await window.main.show(viewOf([claude({ problem: views.wrongKey })]));
      return refused(views.wrongKey);
    });
    await openForm(window);
    await window.keyField.fill(key);
    await window.button('Save key').click();
    await expect.poll(() => window.announced()).toEqual([`${views.wrongKey.what} ${views.wrongKey.next}`]);
    expect(await window.keyField.evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await traces(window)).not.toContain('PLANTED');
  });

  test('shows the steps of a key sign-in in its own place, and gives way to the card', async () => {
    const window = await open(viewOf([claude(), openAi()]));
    let release = (): void => undefined;
    window.main.answer('secret.enter', async () => {
      await window.main.show(
        viewOf([claude({ signIn: { method: 'api-key', step: 'exchanging', url: null } })]),
      );
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return { ok: true, value: null };
    });
    await openForm(window);
    await window.keyField.fill(key);
    await window.button('Save key').click();
    await expect.poll(() => window.announced()).toEqual(['Step 2 of 5: Confirming with the provider']);
    // The account is there before the last step is done.
    const reading = { method: 'api-key', step: 'reading-plan', url: null } as const;
    await window.main.show(viewOf([claude({ accounts: [keyAccount], signIn: reading })]));
    await expect.poll(() => window.announced()).toContain('Step 5 of 5: Reading plan and quota');
    expect(await window.signIn('Claude').isVisible()).toBe(true);
    await window.main.show(viewOf([claude({ accounts: [keyAccount] })]));
    release();
    await window.keyField.waitFor({ state: 'detached' });
    expect(await window.provider('Claude').getByRole('button').allTextContents()).toEqual([
      'Sign out',
      'Sign in again or add an account',
    ]);
    expect(await traces(window)).not.toContain('PLANTED');
  });

  test('asks for a key when there is none, and sends nothing', async () => {
    const window = await open(viewOf([claude()]));
    await openForm(window);
    await window.keyField.fill('   ');
    await window.button('Save key').click();
    await expect.poll(() => window.announced()).toEqual(['Paste the key first.']);
    expect(window.main.received('secret.enter')).toEqual([]);
  });

  test('a cancelled form is gone, and what was typed with it', async () => {
    const window = await open(viewOf([claude()]));
    await openForm(window);
    await window.keyField.fill(key);
    await window.button('Cancel').click();
    await window.keyField.waitFor({ state: 'detached' });
    await openForm(window);
    expect(await window.keyField.inputValue()).toBe('');
    expect(await traces(window)).not.toContain('PLANTED');
    expect(window.main.received('secret.enter')).toEqual([]);
  });
});
