// Several accounts of a provider, the programs that use one, and the way out of it.
import { describe, expect, test } from 'vitest';
import type { Locator } from '@playwright/test';
import type { Outcome } from '../../preload/contract.ts';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { anna, bert, claude, keyAccount, minute, noon, openAi, viewOf } = views;
const { open } = useWindows();

const used = { ...anna, usedBy: ['Codex', 'OpenCode'] };
const two = viewOf([openAi({ accounts: [anna, bert] })]);

describe('of several accounts', () => {
  test('the one in use is marked, and only the others can be taken into use', async () => {
    const window = await open(two);
    await window.card(anna.label).waitFor();
    expect({
      anna: await window.card(anna.label).getByText('In use', { exact: true }).count(),
      bert: await window.card(bert.label).getByText('In use', { exact: true }).count(),
      offered: await window.page.getByRole('button', { name: 'Use this account' }).count(),
      toBert: await window.button(`Use this account: ${bert.label}`).count(),
    }).toEqual({ anna: 1, bert: 0, offered: 1, toBert: 1 });
  });

  test('a single one of each provider is not marked', async () => {
    const window = await open(viewOf([openAi({ accounts: [anna] }), claude({ accounts: [keyAccount] })]));
    await window.card(anna.label).waitFor();
    expect(await window.page.getByText('In use', { exact: true }).count()).toBe(0);
  });

  test('another is taken into use once per press, and its card keeps the keyboard', async () => {
    const window = await open(two);
    let release = (): void => undefined;
    window.main.answer('account.use', async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      await window.main.show(
        viewOf([
          openAi({
            accounts: [
              { ...anna, active: false },
              { ...bert, active: true },
            ],
          }),
        ]),
      );
      return { ok: true, value: null };
    });
    const button = window.button(`Use this account: ${bert.label}`);
    await button.click();
    await expect.poll(() => button.getAttribute('aria-busy')).toBe('true');
    await button.click({ force: true });
    expect(window.main.received('account.use')).toEqual([{ account: bert.id }]);
    release();
    await button.waitFor({ state: 'detached' });
    await expect.poll(() => window.focused()).toBe(`article "${bert.label}"`);
    expect(await window.card(bert.label).getByText('In use', { exact: true }).count()).toBe(1);
  });

  test('the card says why it could not be taken into use', async () => {
    const window = await open(two);
    window.main.answer('account.use', () => refused(views.wrongKey));
    await window.button(`Use this account: ${bert.label}`).click();
    await expect.poll(() => window.card(bert.label).textContent()).toContain(views.wrongKey.what);
    expect(await window.card(anna.label).textContent()).not.toContain(views.wrongKey.what);
  });
});

describe('the programs that use an account', () => {
  test.for([
    { usedBy: ['Codex'], words: 'Used by Codex' },
    { usedBy: ['Codex', 'OpenCode'], words: 'Used by Codex and OpenCode' },
    { usedBy: ['Codex', 'Every Code', 'OpenCode'], words: 'Used by Codex, Every Code and OpenCode' },
  ])('are named: $words', async ({ usedBy, words }) => {
    const window = await open(viewOf([openAi({ accounts: [{ ...anna, usedBy }] })]));
    await window.card(anna.label).getByText(words, { exact: true }).waitFor();
  });

  test('are named when they renewed the sign-in, with the age of that', async () => {
    const renewed = { ...used, renewedElsewhere: { by: 'Codex', at: noon - 3 * minute } };
    const window = await open(viewOf([openAi({ accounts: [renewed] })]));
    const card = window.card(anna.label);
    await expect.poll(() => card.textContent()).toContain('Renewed by Codex 3 min ago');
    await window.page.clock.runFor(2 * minute);
    await expect.poll(() => card.textContent()).toContain('Renewed by Codex 5 min ago');
  });

  test('are not spoken of when there are none', async () => {
    const window = await open(viewOf([openAi({ accounts: [anna] })]));
    await window.card(anna.label).waitFor();
    expect(await window.card(anna.label).textContent()).not.toMatch(/Used by|Renewed/);
  });
});

async function ask(window: WindowPage): Promise<Locator> {
  await window.button(`Sign out of ${anna.label}`).click();
  const question = window.signOutQuestion(anna.label);
  await question.waitFor();
  return question;
}

describe('signing out', () => {
  test('asks first, names the programs that lose the sign-in, and stands on Cancel', async () => {
    const window = await open(viewOf([openAi({ accounts: [used] })]));
    const question = await ask(window);
    await expect.poll(() => window.focused()).toBe('button "Cancel"');
    expect(await question.ariaSnapshot()).toBe(
      [
        `- group "Sign out of ${anna.label}?":`,
        `  - paragraph: Sign out of ${anna.label}?`,
        '  - paragraph: Codex and OpenCode are signed out too.',
        '  - status',
        '  - status',
        '  - button "Cancel"',
        '  - button "Sign out"',
      ].join('\n'),
    );
    expect(window.main.received('account.signOut')).toEqual([]);
  });

  test.for([
    { usedBy: ['Codex'], words: 'Codex is signed out too.' },
    { usedBy: [], words: 'To use this account again, you sign in again.' },
  ])('says "$words"', async ({ usedBy, words }) => {
    const window = await open(viewOf([openAi({ accounts: [{ ...anna, usedBy }] })]));
    const question = await ask(window);
    await question.getByText(words, { exact: true }).waitFor();
  });

  test.for(['the button', 'Escape'])(
    'is called off with %s, and the keyboard is where it was',
    async (how) => {
      const window = await open(viewOf([openAi({ accounts: [used] })]));
      const question = await ask(window);
      if (how === 'Escape') await window.page.keyboard.press('Escape');
      else await question.getByRole('button', { name: 'Cancel' }).click();
      await question.waitFor({ state: 'detached' });
      await expect.poll(() => window.focused()).toBe(`button "Sign out of ${anna.label}"`);
      expect(window.main.received('account.signOut')).toEqual([]);
    },
  );

  test('is sent once, says that it is under way, and leaves the section focused', async () => {
    const window = await open(viewOf([openAi({ accounts: [used, bert] })]));
    let release = (): void => undefined;
    window.main.answer('account.signOut', async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      await window.main.show(viewOf([openAi({ accounts: [{ ...bert, active: true }] })]));
      return { ok: true, value: null };
    });
    const question = await ask(window);
    await question.getByRole('button', { name: 'Sign out' }).click();
    await expect.poll(() => window.announced()).toContain('Signing out…');
    expect(await question.getAttribute('aria-busy')).toBe('true');
    // Neither a second press nor a way back while main is at it.
    await question.getByRole('button', { name: 'Signing out…' }).click({ force: true });
    await question.getByRole('button', { name: 'Cancel' }).click({ force: true });
    await window.page.keyboard.press('Escape');
    expect(await question.count()).toBe(1);
    expect(window.main.received('account.signOut')).toEqual([{ account: anna.id }]);
    release();
    await window.card(anna.label).waitFor({ state: 'detached' });
    await expect.poll(() => window.focused()).toBe('heading "OpenAI"');
  });

  test('that fails says why on the card, and can be tried again', async () => {
    const window = await open(viewOf([openAi({ accounts: [used, bert] })]));
    const answers: Outcome<null>[] = [refused(views.noKeyStore), { ok: true, value: null }];
    window.main.answer('account.signOut', () => answers.shift() ?? refused(views.offline));
    const question = await ask(window);
    const yes = question.getByRole('button', { name: 'Sign out' });
    await yes.click();
    await expect.poll(() => question.textContent()).toContain(views.noKeyStore.what);
    expect(await window.card(bert.label).textContent()).not.toContain(views.noKeyStore.what);
    await yes.click();
    await question.waitFor({ state: 'detached' });
    expect(window.main.received('account.signOut')).toHaveLength(2);
  });

  test('is asked on the card whose button was pressed', async () => {
    const window = await open(two);
    await window.button(`Sign out of ${bert.label}`).click();
    await window
      .card(bert.label)
      .getByRole('group', { name: `Sign out of ${bert.label}?` })
      .waitFor();
    expect(await window.signOutQuestion(anna.label).count()).toBe(0);
  });
});
