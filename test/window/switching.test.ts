// Choosing the preferred provider with one click, and everything by keyboard.
import { describe, expect, test } from 'vitest';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';

const { anna, claude, openAi, viewOf } = views;
const { open, takeFaults } = useWindows();

describe('the preferred provider', () => {
  test('is chosen with one click', async () => {
    const window = await open(viewOf([claude(), openAi({ accounts: [anna] })]));
    expect(await window.preferred('OpenAI').isChecked()).toBe(true);
    await window.preferred('Claude').click();
    await expect.poll(() => window.main.received('provider.prefer')).toEqual([{ provider: 'claude' }]);
  });

  test('follows the view, whoever changed it', async () => {
    const window = await open(viewOf([claude(), openAi()]));
    await window.main.show(viewOf([claude({ preferred: true }), openAi({ preferred: false })]));
    await expect.poll(() => window.preferred('Claude').isChecked()).toBe(true);
  });

  test('stays where it was when main refuses, and says why', async () => {
    const window = await open(viewOf([claude(), openAi()]));
    window.main.answer('provider.prefer', () => refused(views.noKeyStore));
    await window.preferred('Claude').click();
    await expect
      .poll(() => window.announced())
      .toEqual([`${views.noKeyStore.what} ${views.noKeyStore.next}`]);
    expect(await window.preferred('OpenAI').isChecked()).toBe(true);
  });

  test('is marked nowhere while there is none', async () => {
    const window = await open(viewOf([claude(), openAi({ preferred: false })]));
    await window.preferred('Claude').waitFor();
    expect(await window.page.getByRole('radio', { checked: true }).count()).toBe(0);
  });
});

describe('the keyboard alone', () => {
  test('reaches everything in reading order and changes nothing on the way', async () => {
    const window = await open(viewOf([claude(), openAi({ accounts: [anna] })]));
    await window.card(anna.label).waitFor();
    const walk: string[] = [];
    for (let presses = 0; presses < 11; presses += 1) {
      await window.page.keyboard.press('Tab');
      walk.push(await window.focused());
    }
    expect(walk).toEqual([
      'button "Accounts"',
      'button "History"',
      'button "Agents"',
      'button "Activity"',
      'button "Doctor"',
      'button "Settings"',
      'radio "OpenAI"',
      'button "Enter an API key"',
      'button "Read the quota of anna@example.com now"',
      'button "Sign out of anna@example.com"',
      'button "Sign in again or add an account"',
    ]);
    expect(window.main.total).toBe(window.main.received('view.get').length);
  });

  test('switches, signs in and cancels, and never loses its place', async () => {
    const window = await open(viewOf([claude(), openAi()]));
    const { keyboard } = window.page;
    await window.button('Sign in with ChatGPT').waitFor();
    for (let presses = 0; presses < 7; presses += 1) await keyboard.press('Tab');
    await keyboard.press('ArrowLeft');
    await expect.poll(() => window.main.received('provider.prefer')).toEqual([{ provider: 'claude' }]);
    // Past the way to the first steps and the key of Claude.
    for (let presses = 0; presses < 3; presses += 1) await keyboard.press('Tab');
    await keyboard.press('Enter');
    await expect.poll(() => window.main.received('signIn.start')).toHaveLength(1);
    await window.main.show(viewOf([claude(), openAi({ signIn: views.waiting })]));
    // The pressed button is gone: the section's heading has the focus, and Tab goes on from there.
    await expect.poll(() => window.focused()).toBe('heading "OpenAI"');
    await keyboard.press('Tab');
    expect(await window.focused()).toBe('summary "The browser is on another computer?"');
    await keyboard.press('Tab');
    expect(await window.focused()).toBe('button "Copy link"');
    await keyboard.press('Tab');
    await keyboard.press('Space');
    await expect.poll(() => window.main.received('signIn.cancel')).toEqual([{ provider: 'openai' }]);
    await window.main.show(viewOf([claude(), openAi({ problem: views.offline })]));
    await expect.poll(() => window.focused()).toBe('heading "OpenAI"');
  });

  test('opens, fills and leaves the key form', async () => {
    const window = await open(viewOf([claude()]));
    const { keyboard } = window.page;
    await window.button('Enter an API key').focus();
    await keyboard.press('Enter');
    await expect.poll(() => window.focused()).toBe('textbox "API key"');
    await keyboard.type('sk-ant-typed');
    await keyboard.press('Enter');
    await expect.poll(() => window.main.received('secret.enter')).toHaveLength(1);
    await expect.poll(() => window.focused()).toBe('heading "Claude"');
  });

  test('leaves an open key form with Escape', async () => {
    const window = await open(viewOf([claude()]));
    await window.button('Enter an API key').click();
    await window.keyField.press('Escape');
    await window.keyField.waitFor({ state: 'detached' });
    await expect.poll(() => window.focused()).toBe('heading "Claude"');
  });

  test('sees where it is', async () => {
    const window = await open(viewOf([claude(), openAi({ accounts: [anna] })]));
    await window.card(anna.label).waitFor();
    for (let presses = 0; presses < 11; presses += 1) {
      await window.page.keyboard.press('Tab');
      const width = await window.page.locator(':focus').evaluate((element) => {
        // The radio itself is invisible; the face beside it carries the ring.
        const drawn = element.matches('.segment-input') ? element.nextElementSibling : element;
        return drawn === null ? '' : getComputedStyle(drawn).outlineWidth;
      });
      expect(width).toBe('2px');
    }
  });
});

describe('the page itself', () => {
  test('refuses foreign and inline code, styles and requests, and the tests notice', async () => {
    const window = await open(viewOf([openAi()]));
    await window.provider('OpenAI').waitFor();
    await window.page.evaluate(() => {
      const style = document.createElement('style');
      style.textContent = 'body { display: none }';
      const script = document.createElement('script');
      script.textContent = 'document.title = "taken over"';
      const image = document.createElement('img');
      image.src = 'https://example.com/pixel.png';
      document.body.append(style, script, image);
      fetch('/anything').catch(() => undefined);
    });
    expect(await window.page.title()).toBe('Gatehouse');
    expect(await window.provider('OpenAI').isVisible()).toBe(true);
    const refusals = ['style-src', 'script-src', 'img-src', 'connect-src'];
    await expect
      .poll(() => refusals.filter((directive) => window.faults.some((fault) => fault.includes(directive))))
      .toEqual(refusals);
    takeFaults();
  });
});
