// A switch under way, why the last one changed nothing, the way back, and the programs that keep the account of before.
import { describe, expect, test } from 'vitest';
import type { CallName } from '../../preload/contract.ts';
import type { HolderView, SwitchingView, View } from '../../preload/view.ts';
import { nothingSwitched } from '../fakes/view-parts.ts';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import { holder, switched, unproved } from './support/switching-views.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { anna, bert, openAi, serving, viewOf } = views;
const { open } = useWindows();

const viewWith = (switching: Partial<SwitchingView>): View =>
  viewOf([openAi({ accounts: [anna, bert] })], { switching: { ...nothingSwitched, ...switching } });
const to = `OpenAI: ${bert.label}`;
const undo = `Undo switch to ${to}`;
const use = `Use this account: ${bert.label}`;
const { reason } = serving;

describe('a switch that is under way', () => {
  test('is read out step by step, and then no more', async () => {
    const window = await open(viewWith({}));
    const said: (readonly string[])[] = [await window.announced()];
    for (const step of ['checking', 'writing', 'verifying', 'undoing'] as const) {
      await window.main.show(viewWith({ running: { step, to } }));
      said.push(await window.announced());
    }
    await window.main.show(viewWith({}));
    said.push(await window.announced());
    expect(said).toEqual([
      [reason],
      [reason, `Switching to ${to}Checking the sign-in…`],
      [reason, `Switching to ${to}Writing your tools’ files…`],
      [reason, `Switching to ${to}Reading the files again…`],
      [reason, `Undoing the switch to ${to}Putting everything back…`],
      [reason],
    ]);
  });

  test('keeps other switches and the way back closed, and says why', async () => {
    const window = await open(viewWith({ ...switched, running: { step: 'writing', to } }));
    const closed = [window.button(use), window.button(undo)];
    for (const button of closed) await button.click({ force: true });
    const why = 'A switch is under way; wait until it is through.';
    expect({
      buttons: await Promise.all(
        closed.map(async (button) => [
          await button.getAttribute('aria-disabled'),
          await button.getAttribute('title'),
        ]),
      ),
      sent: window.main.received('account.use').length + window.main.received('switch.undo').length,
    }).toEqual({
      buttons: [
        ['true', why],
        ['true', why],
      ],
      sent: 0,
    });
  });
});

test('a switch that changed nothing says why, until the next one begins', async () => {
  const window = await open(viewWith({ problem: unproved }));
  await expect.poll(() => window.announced()).toEqual([reason, `${unproved.what} ${unproved.next}`]);
  await window.main.show(viewWith({ problem: unproved, running: { step: 'checking', to } }));
  await expect.poll(() => window.announced()).toEqual([reason, `Switching to ${to}Checking the sign-in…`]);
});

test('a provider that main could not switch to is explained once', async () => {
  const window = await open(viewWith({ problem: unproved }));
  window.main.answer('provider.prefer', () => refused(unproved));
  await window.preferred('OpenAI').dispatchEvent('change');
  await expect.poll(() => window.main.received('provider.prefer')).toHaveLength(1);
  // What is drawn after the answer has come.
  await window.main.show(viewWith({ ...switched, problem: unproved }));
  await window.button(undo).waitFor();
  expect(await window.announced()).toEqual([reason, `${unproved.what} ${unproved.next}`]);
});

test.for<[string, CallName, (window: WindowPage) => Promise<void>, readonly number[]]>([
  ['an account', 'account.use', (window) => window.button(use).click(), [1, 2, 0]],
  ['the way back', 'switch.undo', (window) => window.button(undo).click(), [1, 1, 0]],
  [
    'a provider',
    'provider.prefer',
    (window) => window.preferred('OpenAI').dispatchEvent('change'),
    [1, 1, 0],
  ],
])('what was wrong with %s is said until something else has become of a switch', async (row) => {
  const [, name, press, expected] = row;
  const window = await open(viewWith({ undo: switched.undo }));
  window.main.answer(name, () => refused(unproved));
  const words = `${unproved.what} ${unproved.next}`;
  const timesSaid = async (): Promise<number> =>
    (await window.announced()).filter((text) => text === words).length;
  await press(window);
  await expect.poll(timesSaid).toBe(1);
  const said = [await timesSaid()];
  // Main says the same of it; then somebody has switched elsewhere.
  for (const switching of [{ problem: unproved }, { undo: { title: 'Claude', at: views.noon } }]) {
    await window.main.show(viewWith({ undo: switched.undo, ...switching }));
    said.push(await timesSaid());
  }
  expect(said).toEqual(expected);
});

test('a card says what is wrong with its account now, not why a switch to it had failed', async () => {
  const window = await open(viewWith({ problem: unproved }));
  window.main.answer('account.use', () => refused(unproved));
  const card = window.card(bert.label);
  await window.button(use).click();
  await expect.poll(() => card.textContent()).toContain(unproved.what);
  // Bert has signed in again, which ends the complaint, and later the network goes away.
  const accounts = [
    { ...anna, active: false },
    { ...bert, active: true, problem: views.offline },
  ];
  await window.main.show(viewOf([openAi({ accounts })], { switching: nothingSwitched }));
  expect((await window.announced()).slice(1)).toEqual([`${views.offline.what} ${views.offline.next}`]);
});

describe('the last switch', () => {
  test('says which one it was and when, and is undone with one press, once', async () => {
    const window = await open(viewWith(switched));
    await window.page.getByText(`Switched to ${to}, 4 min ago`, { exact: true }).waitFor();
    let release = (): void => undefined;
    window.main.answer('switch.undo', async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      await window.main.show(viewWith({}));
      return { ok: true, value: null };
    });
    await window.button(undo).press('Enter');
    await expect.poll(() => window.button(undo).getAttribute('aria-busy')).toBe('true');
    await window.button(undo).click({ force: true });
    expect(window.main.received('switch.undo')).toEqual([{}]);
    release();
    await window.button(undo).waitFor({ state: 'detached' });
    // The pressed button is gone: the page has the keyboard.
    expect(await window.page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
  });

  test('that cannot be undone says why', async () => {
    const window = await open(viewWith(switched));
    window.main.answer('switch.undo', () => refused(views.unreadableFile));
    await window.button(undo).click();
    const words = `${views.unreadableFile.what} ${views.unreadableFile.next}`;
    await expect.poll(() => window.announced()).toEqual([reason, words]);
  });

  test('is not spoken of when there was none', async () => {
    const window = await open(viewWith({}));
    await window.card(anna.label).waitFor();
    expect([
      await window.page.getByText('Undo switch').count(),
      await window.page.getByRole('group', { name: 'Programs that keep the account of before' }).count(),
    ]).toEqual([0, 0]);
  });
});

test('programs that keep the account of before are listed, three in sight and the others behind a press', async () => {
  const holders: readonly HolderView[] = [
    holder,
    { ...holder, pid: 2, account: null },
    { ...holder, pid: 3, program: 'claude' },
    { ...holder, pid: 4 },
    { ...holder, pid: 5 },
  ];
  const window = await open(viewWith({ holders }));
  const list = window.page.getByRole('group', { name: 'Programs that keep the account of before' });
  const seen = (): Promise<string[]> => list.getByRole('listitem').allTextContents();
  await expect
    .poll(seen)
    .toEqual([
      'codex, pid 4211, keeps anna@example.com until it restarts',
      'codex, pid 2, keeps the account of before until it restarts',
      'claude, pid 3, keeps anna@example.com until it restarts',
    ]);
  await window.press('2 more programs');
  await expect.poll(async () => (await seen()).length).toBe(5);
});
