// What protects the keys: the banner with its ways out, the passphrase that stays nowhere, and the settings' section.
import { describe, expect, test } from 'vitest';
import type { KeyStoreView, View } from '../../preload/view.ts';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { anna, claude, keyStore, lockedStore, memoryStore, noKeyStore, openAi, silentStore, viewOf } = views;
const { open } = useWindows();

const passphrase = '  canary_correct horse battery  ';
const withStore = (store: KeyStoreView): View =>
  viewOf([openAi({ accounts: [anna] }), claude()], { keyStore: store });
const field = ({ page }: WindowPage, label = 'Passphrase') => page.getByLabel(label, { exact: true });

/** Everything in which a passphrase could linger: markup, values of fields, storage, address, title. */
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

function ways({ page }: WindowPage): Promise<string[]> {
  return page.getByRole('group', { name: 'Ways to go on' }).getByRole('button').allTextContents();
}

describe('while keys cannot be kept', () => {
  test.for<{ name: string; store: KeyStoreView; offered: readonly string[] }>([
    {
      name: 'by the system',
      store: silentStore,
      offered: ['Choose a passphrase', 'Keep in memory until I quit', 'Try the system’s key store again'],
    },
    {
      name: 'by the system, and there is a passphrase',
      store: { ...silentStore, passphrase: 'locked' },
      offered: ['Enter the passphrase', 'Keep in memory until I quit', 'Try the system’s key store again'],
    },
    {
      name: 'until the passphrase is entered',
      store: lockedStore,
      offered: ['Keep in memory until I quit', 'Use the system’s key store'],
    },
    {
      name: 'even in memory',
      store: { ...memoryStore, problem: noKeyStore },
      offered: ['Choose a passphrase', 'Use the system’s key store'],
    },
  ])('$name the banner says why and offers every way out', async ({ store, offered }) => {
    const window = await open(withStore(store));
    const said = `${store.problem?.what ?? ''} ${store.problem?.next ?? ''}`;
    await expect.poll(() => window.announced()).toContain(said);
    expect(await ways(window)).toEqual(offered);
  });

  test('is said once, although it is a problem of the app as a whole too', async () => {
    const window = await open(
      viewOf([openAi()], { keyStore: silentStore, problems: [noKeyStore, views.offline] }),
    );
    await expect
      .poll(() => window.announced())
      .toEqual([`${views.offline.what} ${views.offline.next}`, `${noKeyStore.what} ${noKeyStore.next}`]);
  });

  test.for([
    { label: 'Keep in memory until I quit', kind: 'memory' },
    { label: 'Try the system’s key store again', kind: 'system' },
  ] as const)('"$label" is sent once per press', async ({ label, kind }) => {
    const window = await open(withStore(silentStore));
    window.main.answer('keyStore.choose', () => new Promise(() => undefined));
    await window.button(label).click();
    await window.button(label).click({ force: true });
    await expect.poll(() => window.main.received('keyStore.choose')).toEqual([{ kind }]);
  });

  test('a way that does not work says why', async () => {
    const window = await open(withStore(lockedStore));
    window.main.answer('keyStore.choose', () => refused(noKeyStore));
    await window.button('Use the system’s key store').click();
    await expect.poll(() => window.announced()).toContain(`${noKeyStore.what} ${noKeyStore.next}`);
  });

  test('the keyboard keeps its place when the banner goes', async () => {
    const window = await open(withStore(silentStore));
    await window.button('Keep in memory until I quit').click();
    await window.main.show(withStore(keyStore));
    await window.button('Keep in memory until I quit').waitFor({ state: 'detached' });
    expect(await window.page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
  });
});

describe('a passphrase', () => {
  test('is asked for without being in the way: hidden, and the focus stays where it is', async () => {
    const window = await open(withStore(lockedStore));
    await field(window).waitFor();
    expect([await field(window).getAttribute('type'), await window.focused()]).toEqual([
      'password',
      'nothing',
    ]);
  });

  test('is sent once as it was typed, and has gone from the field before main answers', async () => {
    const window = await open(withStore(lockedStore));
    window.main.answer('secret.enter', () => new Promise(() => undefined));
    await field(window).fill(passphrase);
    await field(window).press('Enter');
    await window.button('Checking…').waitFor();
    expect(await traces(window)).not.toContain('canary');
    await field(window).fill('another one');
    await field(window).press('Enter');
    expect(window.main.received('secret.enter')).toEqual([{ for: 'passphrase', secret: passphrase }]);
  });

  test('that is wrong is refused in words, and the next one can be typed', async () => {
    const { what, next } = views.wrongPassphrase;
    const window = await open(withStore(lockedStore));
    window.main.answer('secret.enter', () => refused(views.wrongPassphrase));
    await field(window).fill(passphrase);
    await window.button('Unlock').click();
    await expect.poll(() => window.announced()).toContain(`${what} ${next}`);
    await expect.poll(() => field(window).evaluate((input) => input === document.activeElement)).toBe(true);
    expect(await traces(window)).not.toContain('canary');
  });

  test('that opens the keys takes the banner away', async () => {
    const window = await open(withStore(lockedStore));
    window.main.answer('secret.enter', async () => {
      await window.main.show(withStore({ ...lockedStore, passphrase: 'open', problem: null }));
      return { ok: true, value: null };
    });
    await field(window).fill(passphrase);
    await field(window).press('Enter');
    await field(window).waitFor({ state: 'detached' });
    await expect.poll(() => window.page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
  });

  test('of which there is none is asked for first', async () => {
    const window = await open(withStore(lockedStore));
    await window.button('Unlock').click();
    await expect.poll(() => window.announced()).toContain('Enter the passphrase first.');
    expect(window.main.received('secret.enter')).toEqual([]);
  });
});

const forgotten = 'Forgot it? Start with a new passphrase…';

describe('a passphrase that was forgotten', () => {
  test('is given up only after a question in words, and the new one is asked for in its place', async () => {
    const window = await open(withStore(lockedStore));
    window.main.answer('keyStore.startAnew', async () => {
      await window.main.show(withStore({ ...lockedStore, passphrase: 'none' }));
      return { ok: true, value: null };
    });
    await field(window).fill('canary_guess');
    await window.button(forgotten).click();
    const question = window.page.getByRole('group', { name: 'Start with a new passphrase?' });
    const words = await question.textContent();
    const before = [await window.focused(), window.main.received('keyStore.startAnew').length];
    await window.button('Start anew').click();
    await field(window, 'New passphrase').waitFor();
    await expect
      .poll(() => field(window, 'New passphrase').evaluate((input) => input === document.activeElement))
      .toBe(true);
    expect([
      words?.includes('stays closed: you sign in to those accounts again'),
      before,
      window.main.received('keyStore.startAnew'),
      (await traces(window)).includes('canary'),
    ]).toEqual([true, ['button "Cancel"', 0], [{}], false]);
  });

  test.for(['Cancel', 'Escape'])('is kept with %s, and the keyboard goes back', async (how) => {
    const window = await openSection({ ...keyStore, passphrase: 'locked' });
    await window.button('Enter the passphrase').click();
    await window.button(forgotten).click();
    await expect.poll(() => window.focused()).toBe('button "Cancel"');
    if (how === 'Escape') await window.page.keyboard.press('Escape');
    else
      await window.page
        .getByRole('group', { name: 'Start with a new passphrase?' })
        .getByText('Cancel')
        .click();
    await expect.poll(() => window.focused()).toBe(`button "${forgotten}"`);
    expect([await field(window).count(), window.main.received('keyStore.startAnew')]).toEqual([1, []]);
  });

  test('that cannot be set aside stays, and the window says why', async () => {
    const window = await open(withStore(lockedStore));
    window.main.answer('keyStore.startAnew', () => refused(noKeyStore));
    await window.button(forgotten).click();
    await window.button('Start anew').click();
    await expect.poll(() => window.announced()).toContain(`${noKeyStore.what} ${noKeyStore.next}`);
    expect(await field(window).count()).toBe(1);
  });
});

async function openNew(): Promise<WindowPage> {
  const window = await open(withStore(silentStore));
  await window.button('Choose a passphrase').click();
  await expect
    .poll(() => field(window, 'New passphrase').evaluate((input) => input === document.activeElement))
    .toBe(true);
  return window;
}

describe('a new passphrase', () => {
  test('says what losing it means', async () => {
    const window = await openNew();
    await window.page.getByText('Nobody can bring it back: without it the stored keys are lost').waitFor();
  });

  test.for([
    { first: '', second: '', words: 'Enter the passphrase first.' },
    { first: 'seven77', second: 'seven77', words: 'Use at least 8 characters.' },
    { first: 'canary_one', second: '', words: 'The two are not the same. Type it again.' },
    { first: 'canary_one', second: 'canary_One', words: 'The two are not the same. Type it again.' },
  ])('of "$first" and "$second" is not sent: $words', async ({ first, second, words }) => {
    const window = await openNew();
    await field(window, 'New passphrase').fill(first);
    await field(window, 'The same again').fill(second);
    await window.button('Use this passphrase').click();
    await expect.poll(() => window.announced()).toContain(words);
    expect(window.main.received('secret.enter')).toEqual([]);
  });

  test('typed twice is sent, and neither field keeps it', async () => {
    const window = await openNew();
    window.main.answer('secret.enter', () => new Promise(() => undefined));
    await field(window, 'New passphrase').fill(passphrase);
    await field(window, 'The same again').fill(passphrase);
    await field(window, 'The same again').press('Enter');
    await expect
      .poll(() => window.main.received('secret.enter'))
      .toEqual([{ for: 'passphrase', secret: passphrase }]);
    expect(await traces(window)).not.toContain('canary');
  });

  test.for(['Cancel', 'Escape'])('is called off with %s, and what was typed is gone', async (how) => {
    const window = await openNew();
    await field(window, 'New passphrase').fill(passphrase);
    if (how === 'Escape') await window.page.keyboard.press('Escape');
    else await window.button('Cancel').click();
    await expect.poll(() => window.focused()).toBe('button "Choose a passphrase"');
    expect(await traces(window)).not.toContain('canary');
  });
});

describe('while keys are kept in memory', () => {
  test('the banner says so as long as that lasts', async () => {
    const window = await open(withStore(memoryStore));
    const said =
      'New sign-ins are forgotten when Gatehouse ends. Accounts that were stored before stay on disk. ' +
      'Those whose protection does not work now may need a new sign-in after the next start.';
    await expect.poll(() => window.announced()).toContain(said);
    await window.main.show(withStore(keyStore));
    await expect.poll(() => window.announced()).not.toContain(said);
  });

  test('the banner leads to the settings, at what protects the keys, and back', async () => {
    const window = await open(withStore(memoryStore));
    await window.button('Choose another way').click();
    await expect.poll(() => window.focused()).toBe('heading "Protection of your keys"');
    expect(
      await window.heading('Protection of your keys').evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      }),
    ).toBe(true);
    await window.page.keyboard.press('Escape');
    await expect.poll(() => window.focused()).toBe('button "Choose another way"');
  });
});

async function openSection(store: KeyStoreView): Promise<WindowPage> {
  const window = await open(withStore(store));
  await window.openSettings();
  return window;
}

describe('the settings', () => {
  test.for([
    { store: keyStore, inUse: 'The system’s key store', offered: ['Choose a passphrase', 'Use'] },
    { store: memoryStore, inUse: 'Memory only', offered: ['Use', 'Choose a passphrase'] },
    {
      store: { ...lockedStore, passphrase: 'open', problem: null } as const,
      inUse: 'A passphrase of yours',
      offered: ['Use', 'Use'],
    },
    { store: lockedStore, inUse: 'A passphrase of yours', offered: ['Use', 'Enter the passphrase', 'Use'] },
  ])('mark "$inUse" as what is in use, and offer $offered', async ({ store, inUse, offered }) => {
    const window = await openSection(store);
    const section = window.provider('Protection of your keys');
    expect({
      inUse: await section.getByRole('group', { name: inUse }).getByText('In use', { exact: true }).count(),
      marks: await section.getByText('In use', { exact: true }).count(),
      offered: await section.getByRole('button').allTextContents(),
    }).toEqual({ inUse: 1, marks: 1, offered });
  });

  test.for([
    { store: keyStore, label: 'Use memory only', kind: 'memory', next: memoryStore },
    { store: memoryStore, label: 'Use the system’s key store', kind: 'system', next: keyStore },
  ] as const)('"$label" is sent, and the keyboard keeps its place', async ({ store, label, kind, next }) => {
    const window = await openSection(store);
    await window.button(label).click();
    await expect.poll(() => window.main.received('keyStore.choose')).toEqual([{ kind }]);
    await window.main.show(withStore(next));
    await expect.poll(() => window.focused()).toBe('heading "Protection of your keys"');
  });

  test('say beside a way why it cannot be used', async () => {
    const window = await openSection(memoryStore);
    window.main.answer('keyStore.choose', () => refused(noKeyStore));
    await window.button('Use the system’s key store').click();
    await expect
      .poll(() => window.page.getByRole('group', { name: 'The system’s key store' }).textContent())
      .toContain(noKeyStore.what);
  });

  test('take a passphrase in its own place; the first Escape closes only that', async () => {
    const window = await openSection(keyStore);
    await window.button('Choose a passphrase').click();
    await field(window, 'New passphrase').fill(passphrase);
    await window.page.keyboard.press('Escape');
    await expect.poll(() => window.focused()).toBe('button "Choose a passphrase"');
    await window.button('Choose a passphrase').click();
    await field(window, 'New passphrase').fill(passphrase);
    await field(window, 'The same again').fill(passphrase);
    await window.button('Use this passphrase').click();
    await expect
      .poll(() => window.main.received('secret.enter'))
      .toEqual([{ for: 'passphrase', secret: passphrase }]);
    await field(window, 'New passphrase').waitFor({ state: 'detached' });
  });
});
