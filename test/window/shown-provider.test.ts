// Asked for from the tray: a provider comes into sight, with the form for a key open when its method takes one.
import { describe, expect, test } from 'vitest';
import { useWindows } from './support/open-window.ts';
import type { WindowPage } from './support/window-page.ts';
import * as views from './support/views.ts';

const { anna, browserMethod, claude, keyAccount, keyMethod, openAi, viewOf } = views;
const { open } = useWindows();

/** A window in which the last provider is far below the fold. */
async function openLong(): Promise<WindowPage> {
  const many = Array.from({ length: 8 }, (_, index) => ({
    ...anna,
    id: `openai:${index}`,
    label: `person${index}@example.com`,
  }));
  const window = await open(viewOf([openAi({ accounts: many }), claude({ accounts: [keyAccount] })]));
  await window.provider('Claude').waitFor();
  expect(await inSight(window)).toBe(false);
  return window;
}

function inSight(window: WindowPage): Promise<boolean> {
  return window.heading('Claude').evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
}

async function seen(window: WindowPage): Promise<unknown> {
  return {
    inSight: await inSight(window),
    focused: await window.focused(),
    forms: await window.keyField.count(),
    methods: await window.provider('Claude').getByRole('list').isVisible(),
  };
}

/** Until what follows a drawing has run as well. */
async function drawn(window: WindowPage): Promise<void> {
  await window.page.evaluate(
    () =>
      new Promise((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0))),
      ),
  );
}

async function backToTop(window: WindowPage): Promise<void> {
  await window.preferred('OpenAI').focus();
  await window.page.evaluate(() => {
    scrollTo(0, 0);
  });
  expect(await inSight(window)).toBe(false);
}

describe('a provider that is asked for', () => {
  test('comes into sight with its heading focused and its methods shown, each time', async () => {
    const window = await openLong();
    const there = { inSight: true, focused: 'heading "Claude"', forms: 0, methods: true };
    await window.main.showProvider('claude', null);
    await expect.poll(() => seen(window)).toEqual(there);
    await backToTop(window);
    await window.main.showProvider('claude', null);
    await expect.poll(() => seen(window)).toEqual(there);
  });

  test('with the method that takes a key has the form for it open and ready to type, each time', async () => {
    const window = await openLong();
    const there = { inSight: true, focused: 'textbox "API key"', forms: 1, methods: true };
    await window.main.showProvider('claude', keyMethod.id);
    await expect.poll(() => seen(window)).toEqual(there);
    await window.provider('Claude').getByRole('button', { name: 'Cancel' }).click();
    await window.keyField.waitFor({ state: 'detached' });
    await backToTop(window);
    await window.main.showProvider('claude', keyMethod.id);
    await expect.poll(() => seen(window)).toEqual(there);
  });

  test('again while its form is open keeps the form and what was typed into it', async () => {
    const window = await openLong();
    await window.main.showProvider('claude', keyMethod.id);
    await window.keyField.fill('sk-ant-half');
    await backToTop(window);
    await window.main.showProvider('claude', keyMethod.id);
    await expect.poll(() => inSight(window)).toBe(true);
    expect([await window.keyField.count(), await window.keyField.inputValue()]).toEqual([1, 'sk-ant-half']);
  });

  test('again while its form is open has the form ready to type', async () => {
    const window = await openLong();
    await window.main.showProvider('claude', keyMethod.id);
    await expect.poll(() => window.focused()).toBe('textbox "API key"');
    await backToTop(window);
    await window.main.showProvider('claude', keyMethod.id);
    await expect.poll(() => window.focused()).toBe('textbox "API key"');
  });

  test.each([
    ['a method in the browser', browserMethod.id],
    ['a method that it does not have', 'fax'],
  ])('with %s opens no form and sends nothing', async (_name, method) => {
    const window = await open(viewOf([claude(), openAi()]));
    await window.provider('OpenAI').waitFor();
    await window.main.showProvider('openai', method);
    await expect.poll(() => window.focused()).toBe('heading "OpenAI"');
    expect([await window.keyField.count(), window.main.total]).toEqual([
      0,
      window.main.received('view.get').length,
    ]);
  });

  test('is shown as soon as it exists when it was asked for before, and then not again', async () => {
    const window = await open(viewOf([], { loaded: false }));
    await window.heading('Claude').waitFor({ state: 'detached' });
    await window.main.showProvider('claude', keyMethod.id);
    const both = viewOf([openAi(), claude()]);
    await window.main.show(both);
    await expect.poll(() => window.focused()).toBe('textbox "API key"');
    await window.keyField.press('Escape');
    await window.keyField.waitFor({ state: 'detached' });
    // Its section goes and comes back: what was asked for has been done.
    await window.main.show(viewOf([openAi()]));
    await window.provider('Claude').waitFor({ state: 'detached' });
    await window.main.show(both);
    await window.provider('Claude').waitFor();
    await drawn(window);
    expect([await window.keyField.count(), await window.focused()]).toEqual([0, 'nothing']);
  });

  test('leaves the other providers as they are', async () => {
    const window = await open(viewOf([openAi(), claude()]));
    await window.provider('Claude').waitFor();
    await window.main.showProvider('claude', keyMethod.id);
    await window.keyField.waitFor();
    expect([
      await window.keyField.count(),
      await window.provider('Claude').getByRole('textbox', { name: 'API key' }).count(),
    ]).toEqual([1, 1]);
  });
});
