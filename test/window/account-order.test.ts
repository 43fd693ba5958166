// The order of a provider's accounts: by mouse, by keyboard, by single presses, and back where main refuses it.
import { describe, expect, test } from 'vitest';
import type { AccountView } from '../../preload/view.ts';
import { violations } from './support/axe.ts';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { anna, bert, claude, keyAccount, openAi, viewOf } = views;
const { open } = useWindows();

const carl: AccountView = { ...bert, id: 'openai:carl', label: 'carl@example.com', windows: [] };
const ordered = (...accounts: readonly AccountView[]) =>
  viewOf([claude({ accounts: [keyAccount] }), openAi({ accounts })]);
const three = ordered(anna, bert, carl);

const names = (window: WindowPage): Promise<readonly string[]> =>
  window.provider('OpenAI').locator('h3').allTextContents();
const handle = (window: WindowPage, { label }: AccountView) => window.button(`Move ${label}`);

/** Presses on the handle and goes to the card, near its lower or upper edge. */
async function dragTo(
  window: WindowPage,
  from: AccountView,
  to: AccountView,
  edge: 'top' | 'bottom',
): Promise<void> {
  const { mouse } = window.page;
  await handle(window, from).hover();
  await mouse.down();
  const card = await window.card(to.label).boundingBox();
  if (card === null) throw new Error('the card is not drawn');
  await mouse.move(card.x + 60, card.y + (edge === 'top' ? 4 : card.height - 4), { steps: 4 });
}

describe('accounts', () => {
  test('of which there is one cannot be moved', async () => {
    const window = await open(ordered(anna));
    await window.card(anna.label).waitFor();
    expect(await window.page.getByRole('button', { name: /^Move/ }).count()).toBe(0);
  });

  test('are dragged to their place, which is shown meanwhile, announced, and told to main', async () => {
    const window = await open(three, { viewport: { width: 440, height: 1000 } });
    window.main.answer('settings.change', async () => {
      await window.main.show(ordered(bert, anna, carl));
      return { ok: true, value: null };
    });
    await dragTo(window, anna, bert, 'bottom');
    const marked = window.page.locator('.account-drop-below');
    await marked.waitFor();
    const meanwhile = [await marked.getAttribute('data-account'), await names(window)];
    await window.page.screenshot({ path: 'out/pictures/account-dragged.png' });
    await window.page.mouse.up();
    await expect.poll(() => names(window)).toEqual([bert.label, anna.label, carl.label]);
    expect({
      meanwhile,
      told: window.main.received('settings.change'),
      announced: await window.announced(),
      marked: await marked.count(),
    }).toEqual({
      meanwhile: [bert.id, [anna.label, bert.label, carl.label]],
      told: [{ accountOrder: [keyAccount.id, bert.id, anna.id, carl.id] }],
      announced: ['In use: OpenAI.', `${anna.label}, 2 of 3`],
      marked: 0,
    });
  });

  test('are put back by Escape in the middle of a drag', async () => {
    const window = await open(three, { viewport: { width: 440, height: 1000 } });
    await dragTo(window, carl, anna, 'top');
    await window.page.locator('.account-drop-above').waitFor();
    await window.page.keyboard.press('Escape');
    expect(await window.page.locator('.account-drop-above').count()).toBe(0);
    await window.page.mouse.up();
    expect([await names(window), window.main.received('settings.change')]).toEqual([
      [anna.label, bert.label, carl.label],
      [],
    ]);
  });

  test('are moved by the arrow keys, up to the end, and the handle keeps the keyboard', async () => {
    const window = await open(three);
    // Main has not answered yet: the window shows what the person wants.
    window.main.answer('settings.change', () => new Promise(() => undefined));
    await handle(window, anna).focus();
    await window.page.keyboard.press('ArrowUp');
    await window.page.keyboard.press('ArrowDown');
    await window.page.keyboard.press('ArrowDown');
    await window.page.keyboard.press('ArrowDown');
    await expect.poll(() => names(window)).toEqual([bert.label, carl.label, anna.label]);
    expect([
      await window.focused(),
      await window.announced(),
      window.main.received('settings.change').map(({ accountOrder }) => accountOrder?.slice(1)),
    ]).toEqual([
      `button "Move ${anna.label}"`,
      ['In use: OpenAI.', `${anna.label}, 3 of 3`],
      [
        [bert.id, anna.id, carl.id],
        [bert.id, carl.id, anna.id],
      ],
    ]);
  });

  test('are moved by single presses too, behind one press of the handle', async () => {
    const window = await open(three);
    window.main.answer('settings.change', () => new Promise(() => undefined));
    await handle(window, bert).click();
    await window.button(`Move ${bert.label} up`).click();
    await expect.poll(() => names(window)).toEqual([bert.label, anna.label, carl.label]);
    expect([
      await window.focused(),
      await window.button(`Move ${bert.label} up`).getAttribute('aria-disabled'),
      await handle(window, bert).getAttribute('aria-expanded'),
    ]).toEqual([`button "Move ${bert.label} up"`, 'true', 'true']);
  });

  test('that are put in another order from elsewhere take the keyboard from nobody', async () => {
    const window = await open(three);
    await handle(window, anna).focus();
    await handle(window, anna).blur();
    await window.main.show(ordered(bert, carl, anna));
    await expect.poll(() => names(window)).toEqual([bert.label, carl.label, anna.label]);
    expect(await window.page.evaluate(() => document.activeElement === document.body)).toBe(true);
  });

  test('whose drag ended off the handle open their buttons at the next press of a key', async () => {
    const window = await open(three, { viewport: { width: 440, height: 1000 } });
    await dragTo(window, anna, bert, 'bottom');
    await window.page.mouse.up();
    await handle(window, anna).press('Enter');
    await expect.poll(() => handle(window, anna).getAttribute('aria-expanded')).toBe('true');
  });

  test('are let go where the window did not hear of it', async () => {
    const window = await open(three, { viewport: { width: 440, height: 1000 } });
    await dragTo(window, carl, anna, 'top');
    await window.page.locator('.account-drop-above').waitFor();
    await window.page.evaluate(() =>
      document.dispatchEvent(new PointerEvent('pointermove', { buttons: 0, bubbles: true })),
    );
    await expect.poll(() => window.page.locator('.account-drop-above').count()).toBe(0);
    await window.page.mouse.up();
    expect(window.main.received('settings.change')).toEqual([]);
  });

  test('stand as before where main refuses, and it is said why', async () => {
    const window = await open(three);
    window.main.answer('settings.change', () => refused(views.noKeyStore));
    await handle(window, anna).press('ArrowDown');
    await window.page.getByText(views.noKeyStore.what).waitFor();
    expect([await names(window), (await window.announced()).at(-1), await window.focused()]).toEqual([
      [anna.label, bert.label, carl.label],
      `${views.noKeyStore.what} ${views.noKeyStore.next} The accounts stand as they did before.`,
      `button "Move ${anna.label}"`,
    ]);
  });
});

test.for(['light', 'dark'] as const)('nobody is kept out, %s', async (colorScheme) => {
  const window = await open(three, { colorScheme, viewport: { width: 440, height: 1000 } });
  await handle(window, bert).click();
  await window.page.screenshot({ path: `out/pictures/account-order-${colorScheme}.png`, fullPage: true });
  expect([await violations(window), await window.overflow()]).toEqual([[], 0]);
});

describe('hidden providers', () => {
  const hiding = (...ids: readonly string[]) => ({ ...views.settings, hiddenProviders: ids });

  test('take no room, are named below, and come back one by one with the keyboard', async () => {
    const providers = [openAi({ accounts: [anna] }), claude()];
    const window = await open(viewOf(providers, { settings: hiding('claude', 'openai') }));
    window.main.answer('settings.change', async () => {
      await window.main.show(viewOf(providers));
      return { ok: true, value: null };
    });
    await window.card(anna.label).waitFor();
    const before = [
      await window.provider('Claude').count(),
      await window.preferred('Claude').count(),
      await window.page.getByText('More providers:').count(),
    ];
    await window.page.screenshot({ path: 'out/pictures/hidden-providers.png' });
    await window.button('Show Claude').click();
    await window.provider('Claude').waitFor();
    await expect.poll(() => window.focused()).toBe('heading "Claude"');
    expect([before, window.main.received('settings.change')]).toEqual([
      [0, 0, 1],
      [{ hiddenProviders: ['openai'] }],
    ]);
  });

  test('come back when something asks for one of them', async () => {
    const window = await open(viewOf([openAi(), claude()], { settings: hiding('claude') }));
    await window.provider('OpenAI').waitFor();
    await window.main.showProvider('claude', null);
    await expect.poll(() => window.main.received('settings.change')).toEqual([{ hiddenProviders: [] }]);
    await window.main.show(viewOf([openAi(), claude()]));
    await expect.poll(() => window.focused()).toBe('heading "Claude"');
  });
});

test('everything has room in a strongly enlarged window', async () => {
  const window = await open(three, { viewport: { width: 220, height: 900 } });
  await handle(window, bert).click();
  await window.page.screenshot({ path: 'out/pictures/account-order-narrow.png', fullPage: true });
  expect(await window.overflow()).toBe(0);
});
