// Updates on the page about Gatehouse: how they stand, the one thing that can be done now, and nothing that does it by itself.
import { expect, test } from 'vitest';
import type { UpdatesView, View } from '../../preload/view.ts';
import { useWindows } from './support/open-window.ts';
import { hour, noon, viewOf } from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { open } = useWindows();
const page = 'https://gatehouse.example/releases';
const problem = {
  code: 'update/unsigned',
  what: 'What updates.gatehouse.example says is not signed.',
  next: 'Try again tomorrow.',
};
const on: Extract<UpdatesView, { kind: 'on' }> = {
  kind: 'on',
  way: 'itself',
  page: null,
  step: 'waiting',
  version: null,
  percent: null,
  lookedAt: noon - hour,
  problem: null,
};
const viewWith = (updates: UpdatesView): View => viewOf([], { updates });

async function openAbout(updates: UpdatesView): Promise<WindowPage> {
  const window = await open(viewWith(updates));
  await window.main.showPage('about');
  await window.page.getByRole('region', { name: 'Updates' }).waitFor();
  return window;
}

interface Shown {
  readonly says: string | undefined;
  readonly buttons: readonly string[];
  readonly notes: number;
}

async function shown({ page: at }: WindowPage): Promise<Shown> {
  const region = at.getByRole('region', { name: 'Updates' });
  const [says] = await region.getByRole('status').allTextContents();
  return {
    says,
    buttons: await region.getByRole('button').allTextContents(),
    notes: await region.locator('.note').count(),
  };
}

const found = { ...on, step: 'found', version: '0.2.0' } as const;

test('each way that updates can stand is said, with what can be done then', async () => {
  const rows: readonly (readonly [UpdatesView, Shown])[] = [
    [
      { kind: 'off', why: 'build' },
      {
        says: 'Updates are off in this build. New versions come from where you got this one.',
        buttons: [],
        notes: 0,
      },
    ],
    [
      { kind: 'off', why: 'package-manager' },
      { says: 'Updates come with your package manager.', buttons: [], notes: 0 },
    ],
    [
      { ...on, lookedAt: null },
      {
        says: 'Gatehouse looks once a day whether there is a newer version.',
        buttons: ['Look now'],
        notes: 0,
      },
    ],
    [on, { says: 'There is no newer version. Looked 1 h ago.', buttons: ['Look now'], notes: 0 }],
    [
      { ...on, problem },
      { says: 'Tried to look 1 h ago.', buttons: ['Look now'], notes: 1 },
    ],
    [
      { ...on, step: 'looking' },
      { says: 'Looking…', buttons: ['Look now'], notes: 0 },
    ],
    [
      found,
      {
        says: 'Version 0.2.0 is there. Nothing is fetched before you say so.',
        buttons: ['Fetch it', 'Look now'],
        notes: 0,
      },
    ],
    [
      { ...found, way: 'package-manager', page },
      {
        says: 'Version 0.2.0 is there. It comes with the updates of your system.',
        buttons: ['Look now', 'Copy'],
        notes: 0,
      },
    ],
    [
      { ...found, step: 'downloading', percent: 42 },
      { says: 'Fetching version 0.2.0: 42%', buttons: ['Stop fetching'], notes: 0 },
    ],
    [
      { ...found, step: 'ready' },
      {
        says: 'Version 0.2.0 is fetched and checked. It takes the place of this one when Gatehouse restarts.',
        buttons: ['Restart to update'],
        notes: 0,
      },
    ],
    [
      { ...found, step: 'restarting' },
      { says: 'Gatehouse ends, and starts anew as the other version.', buttons: [], notes: 0 },
    ],
  ];
  const window = await openAbout(on);
  const seen: Shown[] = [];
  for (const [updates, expected] of rows) {
    await window.main.show(viewWith(updates));
    await expect.poll(async () => (await shown(window)).says).toBe(expected.says);
    seen.push(await shown(window));
  }
  expect(seen).toEqual(rows.map(([, expected]) => expected));
});

test('each button asks for its own, once', async () => {
  const window = await openAbout(found);
  const press = (name: string): Promise<void> => window.page.getByRole('button', { name }).click();
  await press('Look now');
  await press('Fetch it');
  await window.main.show(viewWith({ ...found, step: 'downloading', percent: 42 }));
  await press('Stop fetching');
  await window.main.show(viewWith({ ...found, step: 'ready' }));
  await press('Restart to update');
  const asked = (['update.look', 'update.fetch', 'update.cancelFetch', 'update.restart'] as const).map(
    (name) => window.main.received(name).length,
  );
  expect(asked).toEqual([1, 1, 1, 1]);
});

test('a restart that is asked about is not asked for twice', async () => {
  const window = await openAbout({ ...found, step: 'ready' });
  const asking = Promise.withResolvers<undefined>();
  window.main.answer('update.restart', async () => {
    await asking.promise;
    return { ok: true, value: null };
  });
  const restart = window.page.getByRole('button', { name: 'Restart to update' });
  await restart.click();
  await expect.poll(() => restart.getAttribute('aria-disabled')).toBe('true');
  await restart.click({ force: true });
  asking.resolve(undefined);
  await expect.poll(() => restart.getAttribute('aria-disabled')).toBe('false');
  expect(window.main.received('update.restart').length).toBe(1);
});

test('while it looks, the button keeps the focus and asks for nothing more', async () => {
  const window = await openAbout(on);
  const look = window.page.getByRole('button', { name: 'Look now' });
  await look.focus();
  await window.main.show(viewWith({ ...on, step: 'looking' }));
  await expect.poll(() => look.getAttribute('aria-disabled')).toBe('true');
  await window.page.keyboard.press('Enter');
  expect([await window.focused(), window.main.received('update.look').length]).toEqual([
    'button "Look now"',
    0,
  ]);
});
