// What a card says of an account's keys: which organisation, who keeps them, who renewed them, when the sign-in ends.
import { describe, expect, test } from 'vitest';
import type { AccountView, KeysView } from '../../preload/view.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { anna, bert, claude, day, hour, lin, minute, noon, openAi, ourKeys, programKeys, silentKeys, viewOf } =
  views;
const { open } = useWindows();

const openWith = (changes: Partial<AccountView>): Promise<WindowPage> =>
  open(viewOf([openAi({ accounts: [{ ...anna, ...changes }] })]));

describe('the organisation', () => {
  test('stands beside the address where it is known', async () => {
    const window = await openWith({ organization: 'Example Robotics' });
    await window.card(anna.label).getByText('Example Robotics', { exact: true }).waitFor();
  });

  test('tells two accounts with one address apart, in every name', async () => {
    const accounts = [
      { ...anna, organization: 'Example Robotics' },
      { ...bert, label: anna.label, organization: 'Workshop' },
    ];
    const window = await open(viewOf([openAi({ accounts })]));
    const workshop = window.card(`${anna.label} Workshop`);
    await workshop.waitFor();
    expect(
      await workshop
        .getByRole('button')
        .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label'))),
    ).toEqual([
      'Move anna@example.com (Workshop)',
      'Read the quota of anna@example.com (Workshop) now',
      'Use this account: anna@example.com (Workshop)',
      'Sign out of anna@example.com (Workshop)',
    ]);
    await window.button('Sign out of anna@example.com (Workshop)').click();
    await window.signOutQuestion('anna@example.com (Workshop)').waitFor();
  });

  test('that is long is cut off in sight and whole on request', async () => {
    const organization = 'An organisation with many words in its name '.repeat(4).trim();
    const window = await openWith({ organization });
    const line = window.page.getByText(organization, { exact: true }).locator('..');
    await line.waitFor();
    expect({
      cut: await line.evaluate((element) => element.scrollWidth > element.clientWidth),
      title: await line.getAttribute('title'),
      overflow: await window.overflow(),
    }).toEqual({ cut: true, title: organization, overflow: 0 });
  });
});

describe('who keeps and renews them', () => {
  const by = (renewedBy: string | null, renewedAt: number | null): Partial<KeysView> => ({
    renewedBy,
    renewedAt,
  });

  test.for<{ name: string; account: Partial<AccountView>; words: string }>([
    { name: 'Gatehouse', account: { keys: ourKeys }, words: 'Renewed by Gatehouse 25 min ago' },
    { name: 'a program', account: { keys: programKeys }, words: 'Kept by Claude Code' },
    {
      name: 'a program that has renewed them',
      account: { keys: { ...programKeys, ...by('Claude Code', noon - 2 * day) } },
      words: 'Kept by Claude Code · Renewed 2 d ago',
    },
    {
      name: 'a program, and another that uses them',
      account: { keys: programKeys, usedBy: ['Codex'] },
      words: 'Used by Codex · Kept by Claude Code',
    },
    {
      name: 'another program that renewed them after us',
      account: { keys: ourKeys, renewedElsewhere: { by: 'Codex', at: noon - 3 * minute } },
      words: 'Renewed by Codex 3 min ago',
    },
    {
      name: 'us after another program had',
      account: { keys: ourKeys, renewedElsewhere: { by: 'Codex', at: noon - 3 * hour } },
      words: 'Renewed by Gatehouse 25 min ago',
    },
    {
      name: 'somebody unknown',
      account: { keys: { ...silentKeys, ...by(null, noon - day) } },
      words: '',
    },
  ])('is said of $name: "$words"', async ({ account, words }) => {
    const window = await openWith(account);
    await window.card(anna.label).waitFor();
    const lines = await window.page.locator('.card-foot > p').allTextContents();
    expect(lines.slice(1).join()).toBe(words);
  });

  test('stands in full behind one press', async () => {
    const window = await openWith({ keys: ourKeys });
    const facts = window.page.locator('dl');
    const press = (): Promise<void> => window.page.getByText('Keys', { exact: true }).press('Enter');
    await window.card(anna.label).waitFor();
    expect(await facts.count()).toBe(0);
    await press();
    await expect
      .poll(() => facts.innerText())
      .toBe(
        [
          'Kept by\nGatehouse',
          'Protected by\ngnome_libsecret',
          'Keys from\n24 Nov 2026, 11:35',
          'Access until\n24 Nov 2026, 13:00',
          'Sign-in until\n14 Dec 2026, 12:00',
        ].join('\n'),
      );
    await press();
    await expect.poll(() => facts.count()).toBe(0);
  });

  test('leaves out what is not known, and stays away when that is everything', async () => {
    const window = await open(viewOf([openAi({ accounts: [anna] }), claude({ accounts: [lin] })]));
    await window.card(lin.label).waitFor();
    // One account has such a line, and the other none.
    await window.page.getByText('Keys', { exact: true }).press('Enter');
    await expect
      .poll(() => window.page.locator('dl').allTextContents())
      .toEqual(['Kept byClaude CodeKeys from22 Nov 2026, 12:00Sign-in until14 Dec 2026, 12:00']);
  });
});

describe('the end of the sign-in', () => {
  const ends = (within: 7 | 3 | 1 | null, at: number | null): KeysView => ({
    ...silentKeys,
    signInEndsAt: at,
    signInEndsWithinDays: within,
  });

  test.for([
    { keys: ends(7, noon + 7 * day), mark: 'serving', words: 'Sign-in ends in 7 days' },
    { keys: ends(7, noon + 3 * day + minute), mark: 'serving', words: 'Sign-in ends in 4 days' },
    {
      keys: ends(3, noon + 3 * day),
      mark: 'note',
      words: 'Sign-in ends in 3 days. Sign in again before that.',
    },
    {
      keys: ends(1, noon + day),
      mark: 'note note-urgent',
      words: 'Sign-in ends in 24 h. Sign in again before that.',
    },
    {
      keys: ends(1, noon + 5 * hour),
      mark: 'note note-urgent',
      words: 'Sign-in ends in 5 h. Sign in again before that.',
    },
    { keys: ends(1, noon - 1), mark: 'note note-urgent', words: 'The sign-in has ended. Sign in again.' },
    { keys: ends(3, null), mark: 'note', words: 'Sign-in ends within 3 days. Sign in again before that.' },
    {
      keys: ends(1, null),
      mark: 'note note-urgent',
      words: 'Sign-in ends within 1 day. Sign in again before that.',
    },
  ])('is told with its urgency: "$words"', async ({ keys, mark, words }) => {
    const window = await openWith({ keys });
    const line = window.card(anna.label).locator('.serving, .note');
    await line.waitFor();
    expect([await line.getAttribute('class'), await line.textContent()]).toEqual([mark, words]);
  });

  test('is not told while it is far', async () => {
    const window = await openWith({ keys: ends(null, noon + 20 * day) });
    await window.card(anna.label).waitFor();
    expect(await window.card(anna.label).locator('.serving, .note').count()).toBe(0);
  });

  test('comes nearer by the minute while it is seen', async () => {
    const window = await openWith({ keys: ends(1, noon + hour + 30 * minute) });
    const card = window.card(anna.label);
    await expect.poll(() => card.textContent()).toContain('Sign-in ends in 2 h');
    await window.page.clock.runFor(31 * minute);
    await expect.poll(() => card.textContent()).toContain('Sign-in ends in 59 min');
  });
});
