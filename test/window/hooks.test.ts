// Programs that are run on events: which ones, why one is not run, adding one and taking one away.
import { describe, expect, test } from 'vitest';
import type { HookView, View } from '../../preload/view.ts';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { hook, openAi, settings, viewOf } = views;
const { open } = useWindows();

const section = 'Programs run on events';
const viewWith = (...hooks: readonly HookView[]): View =>
  viewOf([openAi()], { settings: { ...settings, hooks } });

async function openHooks(...hooks: readonly HookView[]): Promise<WindowPage> {
  const window = await open(viewWith(...hooks));
  await window.openSettings();
  return window;
}

describe('a program that is run on events', () => {
  const remove = `Remove ${hook.program} from “A quota gets low”`;

  test('stands with its event and its path', async () => {
    const window = await openHooks(hook, { ...hook, event: 'switched' });
    await window.provider(section).waitFor();
    expect(await window.provider(section).locator('.setting-words').allTextContents()).toEqual([
      `A quota gets low${hook.program}`,
      `Another account is used${hook.program}`,
    ]);
  });

  test.for<{ changes: Partial<HookView>; words: readonly string[] }>([
    { changes: {}, words: [] },
    {
      changes: { state: 'changed', problem: views.offline },
      words: [
        'It has changed since you approved it, so it is not run. Look at what has changed, then add it again.',
      ],
    },
    {
      changes: { state: 'missing' },
      words: ['It is no longer there, so it is not run. Put it back, or remove it here.'],
    },
    {
      changes: { problem: views.unreadableFile },
      words: [`${views.unreadableFile.what} ${views.unreadableFile.next}`],
    },
  ])('says what is the matter with it, if anything: $words', async ({ changes, words }) => {
    const window = await openHooks({ ...hook, ...changes });
    await expect.poll(() => window.announced()).toEqual(words);
  });

  test('is removed with a press, which leaves the keyboard in the section', async () => {
    const window = await openHooks(hook);
    window.main.answer('hook.remove', async () => {
      await window.main.show(viewWith());
      return { ok: true, value: null };
    });
    await window.button(remove).press('Enter');
    await window.button(remove).waitFor({ state: 'detached' });
    expect(window.main.received('hook.remove')).toEqual([{ event: 'quota_low', program: hook.program }]);
    await expect.poll(() => window.focused()).toBe(`heading "${section}"`);
  });

  test('that cannot be removed says why beside it', async () => {
    const window = await openHooks(hook);
    window.main.answer('hook.remove', () => refused(views.noKeyStore));
    await window.button(remove).click();
    await expect.poll(() => window.provider(section).textContent()).toContain(views.noKeyStore.what);
  });
});

describe('a program more', () => {
  const event = (window: WindowPage) => window.page.getByRole('combobox', { name: 'When' });

  test('is asked for by its event alone, once, and Gatehouse is said to ask in its dialog', async () => {
    const window = await openHooks();
    window.main.answer('hook.add', () => new Promise(() => undefined));
    await event(window).selectOption('A sign-in ends soon');
    await window.button('Add a program…').click();
    await expect.poll(() => window.announced()).toEqual(['Waiting for your answer in the dialog…']);
    await window.button('Add a program…').click({ force: true });
    expect(window.main.received('hook.add')).toEqual([{ event: 'login_expiring' }]);
  });

  test('that was not approved says so', async () => {
    const window = await openHooks();
    window.main.answer('hook.add', () => refused(views.offline));
    await window.button('Add a program…').click();
    await expect.poll(() => window.announced()).toEqual([`${views.offline.what} ${views.offline.next}`]);
    expect(await event(window).inputValue()).toBe('quota_low');
  });
});
