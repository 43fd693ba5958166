// A login that a program keeps: it is only forgotten here, unless the person says that the program goes too.
import { describe, expect, test } from 'vitest';
import type { Locator } from '@playwright/test';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { claude, lin, viewOf } = views;
const { open } = useWindows();
const kept = viewOf([claude({ accounts: [lin] })]);
const also = { name: 'Sign Claude Code out too' };

async function ask(window: WindowPage): Promise<Locator> {
  await window.button(`Forget ${lin.label}`).click();
  const question = window.page.getByRole('group', { name: `Forget ${lin.label}?`, exact: true });
  await question.waitFor();
  return question;
}

describe('forgetting an account', () => {
  test('says that nothing is revoked, offers more unticked, and stands on Cancel', async () => {
    const window = await open(kept);
    const question = await ask(window);
    await expect.poll(() => window.focused()).toBe('button "Cancel"');
    expect(await question.ariaSnapshot()).toBe(
      [
        `- group "Forget ${lin.label}?":`,
        `  - paragraph: Forget ${lin.label}?`,
        '  - paragraph: "Claude Code stays signed in. The account is only forgotten here: nothing is revoked, and no file is changed."',
        '  - checkbox "Sign Claude Code out too"',
        '  - text: Sign Claude Code out too',
        '  - status',
        '  - status',
        '  - button "Cancel"',
        '  - button "Forget"',
      ].join('\n'),
    );
  });

  test('sends nothing more than the account', async () => {
    const window = await open(kept);
    const question = await ask(window);
    await question.getByRole('button', { name: 'Forget' }).click();
    await expect.poll(() => window.main.received('account.signOut')).toEqual([{ account: lin.id }]);
    await question.waitFor({ state: 'detached' });
  });

  test('with the tick says that the program is signed out, and sends that', async () => {
    const window = await open(kept);
    const question = await ask(window);
    await question.getByRole('checkbox', also).press('Space');
    await question
      .getByText('Claude Code is signed out as well. To use this account again, you sign in again.')
      .waitFor();
    await question.getByRole('button', { name: 'Sign out' }).click();
    await expect
      .poll(() => window.main.received('account.signOut'))
      .toEqual([{ account: lin.id, alsoProgram: true }]);
  });

  test('is unticked again each time it is asked', async () => {
    const window = await open(kept);
    const question = await ask(window);
    await question.getByRole('checkbox', also).check();
    await window.page.keyboard.press('Escape');
    await expect.poll(() => window.focused()).toBe(`button "Forget ${lin.label}"`);
    await ask(window);
    expect(await question.getByRole('checkbox', also).isChecked()).toBe(false);
  });

  test('offers no more where the program cannot be signed out', async () => {
    const account = { ...lin, keys: { ...lin.keys, programCanBeSignedOut: false } };
    const window = await open(viewOf([claude({ accounts: [account] })]));
    const question = await ask(window);
    expect(await question.getByRole('checkbox').count()).toBe(0);
  });

  test('says in the question why it did not work, and can be tried again', async () => {
    const window = await open(kept);
    window.main.answer('account.signOut', () => refused(views.offline));
    const question = await ask(window);
    await question.getByRole('button', { name: 'Forget' }).click();
    await expect.poll(() => question.textContent()).toContain(views.offline.what);
    await question.getByRole('button', { name: 'Forget' }).click();
    await expect.poll(() => window.main.received('account.signOut')).toHaveLength(2);
  });
});
