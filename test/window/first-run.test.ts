// What the window shows before there is anything to show: loading, no main, no accounts.
import { describe, expect, test } from 'vitest';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import {
  anna,
  browserMethod,
  claude,
  keyMethod,
  noKeyStore,
  offline,
  openAi,
  openAiKeyMethod,
  settings,
  viewOf,
} from './support/views.ts';

const { open } = useWindows();

describe('the first minutes', () => {
  test('a person without accounts is welcomed and sees every way to sign in with its standing', async () => {
    const window = await open(viewOf([claude(), openAi()], { settings: { ...settings, firstRun: 'new' } }));
    await window.page.getByText('Welcome to Gatehouse').waitFor();
    const ways = (provider: string): Promise<string[]> =>
      window.provider(provider).getByRole('button').allTextContents();
    expect({ claude: await ways('Claude'), openAi: await ways('OpenAI') }).toEqual({
      claude: [keyMethod.label + keyMethod.standing],
      openAi: [browserMethod, openAiKeyMethod].map(({ label, standing }) => label + standing),
    });
  });

  test('until the accounts have been read there are placeholders and no claim about them', async () => {
    const window = await open(viewOf([claude(), openAi()], { loaded: false }));
    await expect.poll(() => window.announced()).toEqual(['Reading your sign-ins…']);
    expect(await window.page.getByText('Welcome to Gatehouse').count()).toBe(0);
    expect(await window.page.getByRole('button').count()).toBe(0);
  });

  test('with an account at any provider nobody is welcomed', async () => {
    const view = viewOf([claude(), openAi({ accounts: [anna] })], {
      settings: { ...settings, firstRun: 'new' },
    });
    const window = await open(view);
    await window.card('anna@example.com').waitFor();
    expect(await window.page.getByText('Welcome to Gatehouse').count()).toBe(0);
  });

  test('when main does not answer the window says so and asks again on request', async () => {
    const view = viewOf([openAi({ accounts: [anna] })]);
    const window = await open(view, {}, (main) => {
      main.answer('view.get', () => refused(offline));
    });
    await expect.poll(() => window.announced()).toEqual([`${offline.what} ${offline.next}`]);
    window.main.answer('view.get', () => ({ ok: true, value: view }));
    await window.button('Try again').click();
    await window.card('anna@example.com').waitFor();
    expect(await window.announced()).toEqual(['In use: OpenAI.']);
  });

  test('an older answer does not replace a view that was pushed meanwhile', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const window = await open(viewOf([openAi()]), {}, (main) => {
      main.answer('view.get', async () => {
        await held;
        return { ok: true, value: viewOf([openAi()]) };
      });
    });
    await window.main.show(viewOf([openAi({ accounts: [anna] })]));
    release();
    await window.card('anna@example.com').waitFor();
    // The answer has arrived by the time a later call has been answered.
    await window.button('Read the quota of anna@example.com now').click();
    expect(await window.card('anna@example.com').count()).toBe(1);
  });

  test('problems of the app as a whole stand above everything, with what to do', async () => {
    const window = await open(viewOf([openAi()], { problems: [noKeyStore] }));
    await expect.poll(() => window.announced()).toEqual([`${noKeyStore.what} ${noKeyStore.next}`]);
  });
});
