// The history of the shared files on the page Activity: who changed what, and the way back to what stood there before.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FileHistoryView, FileRestoredView, SharedFileView } from '../../preload/view.ts';
import { violations } from './support/axe.ts';
import { refused } from './support/fake-main.ts';
import { codexHistory as history } from './support/file-history.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { codeFile, codexFile, day, hour, noon, openAi, settings, viewOf } = views;
const { open } = useWindows();
const pictures = path.resolve('out/pictures');
const good = <Value>(value: Value) => ({ ok: true, value }) as const;

const none: FileHistoryView = { ...history, versions: [], original: null };
const spent: FileRestoredView = {
  outcome: 'spent',
  problem: {
    code: 'credential/spent',
    what: 'The stored sign-in of ada@example.com is older than the one in use, and its refresh token is spent.',
    next: 'Keep the present one, or sign in again.',
  },
};

interface Seen {
  readonly seen?: FileHistoryView;
  readonly files?: readonly SharedFileView[];
  readonly look?: Parameters<typeof open>[1];
}

async function openActivity({ seen = history, files = [codexFile, codeFile], look = {} }: Seen = {}) {
  const window = await open(viewOf([openAi()], { settings: { ...settings, files } }), look);
  window.main.answer('files.history', () => good(seen));
  await window.button('Activity').click();
  await window.heading('Activity').waitFor();
  await window.page.getByText('Read just now').waitFor();
  return window;
}

const fileLine = (window: WindowPage, file: SharedFileView = codexFile) =>
  window.page.locator('summary', { hasText: file.path });

async function openHistory(seen: Seen = {}): Promise<WindowPage> {
  const window = await openActivity(seen);
  await window.press('File history');
  await fileLine(window, seen.files?.[0]).click();
  await window.page.locator('.file-original').waitFor();
  return window;
}

const restoreButton = (window: WindowPage) =>
  window.button(`Put back what was there before Gatehouse: ${codexFile.path}`);
const question = (window: WindowPage) =>
  window.page.getByRole('group', { name: `Put back ${codexFile.path}?`, exact: true });
const answer = (window: WindowPage, name: string) =>
  question(window).getByRole('button', { name, exact: true });

async function ask(seen: Seen = {}): Promise<WindowPage> {
  const window = await openHistory(seen);
  await restoreButton(window).click();
  await question(window).waitFor();
  return window;
}

/** What a screen reader is told beside what always stands there. */
const told = async (window: WindowPage): Promise<string> => (await window.announced()).join(' ');

describe('the versions of a file', () => {
  test('are read when its line is opened, and not before', async () => {
    const window = await openActivity();
    await window.press('File history');
    const before = window.main.received('files.history').length;
    await fileLine(window).click();
    await window.page.locator('.file-version').first().waitFor();
    expect([before, window.main.received('files.history')]).toEqual([0, [{ file: 'codex' }]]);
  });

  test('say who wrote each, when, and what it changed; the newest is open', async () => {
    const window = await openHistory();
    expect(await window.page.locator('.file-version > summary').allTextContents()).toEqual([
      'Codex 24 Nov 2026, 11:00 1 line added, 1 line removed',
      'Another program 24 Nov 2026, 10:00 no visible change',
      'Gatehouse 23 Nov 2026, 12:00 taken away',
      'Gatehouse 22 Nov 2026, 12:00 oldest version',
    ]);
    expect(
      await window.page.getByRole('region', { name: 'Change by Codex, 24 Nov 2026, 11:00' }).textContent(),
    ).toBe(
      '⋯ 7 unchanged lines\n   "tokens": {\n−    "access_token": "[secret 3f2a91bc]",\n' +
        '+    "access_token": "[secret 91bc77d0]",\n   }\n',
    );
  });

  test('are opened and scrolled with the keyboard alone', async () => {
    const window = await openActivity();
    await window.page.locator('summary', { hasText: 'File history' }).press('Enter');
    await fileLine(window).press('Enter');
    await window.page.locator('.file-version > summary').last().press('Enter');
    await window.page.getByText('3 more lines are not shown.').waitFor();
    const region = window.page.getByRole('region', { name: 'Change by Gatehouse, 22 Nov 2026, 12:00' });
    await region.focus();
    expect(await window.focused()).toBe('region "Change by Gatehouse, 22 Nov 2026, 12:00"');
  });

  test('of a file that two programs share stand once', async () => {
    const twin = { ...codeFile, path: codexFile.path, reader: 'Every Code' };
    const window = await openActivity({ files: [codexFile, twin] });
    await window.press('File history');
    expect(await window.page.locator('.file-history > summary').allTextContents()).toEqual([
      `Codex, Every Code ${codexFile.path}`,
    ]);
  });

  test('are read again when another program writes the file', async () => {
    const window = await openHistory({ seen: none });
    window.main.answer('files.history', () => good(history));
    const written = { ...codexFile, changedElsewhere: { by: 'Codex', at: noon } };
    await window.main.show(viewOf([openAi()], { settings: { ...settings, files: [written, codeFile] } }));
    await expect.poll(() => window.page.locator('.file-version').count()).toBe(4);
  });

  test('without a shared file there is no history', async () => {
    const window = await openActivity({ files: [] });
    expect(await window.page.getByText('File history').count()).toBe(0);
  });
});

describe('where there is nothing to show, it is said why', () => {
  test.for<{ seen: Partial<FileHistoryView>; words: string }>([
    { seen: {}, words: 'No version is kept yet. The next change to this file will be the first.' },
    {
      seen: { sealed: 3, keyStore: 'closed' },
      words: 'The key store is closed, so 3 versions cannot be shown. Open it to see them.',
    },
    {
      seen: { keyStore: 'closed' },
      words: 'The key store is closed, so no version of this file can be kept or shown.',
    },
    {
      seen: { keyStore: 'memory' },
      words: 'While keys are kept in memory only, no versions of a file are kept.',
    },
    {
      seen: { ...history, sealed: 1 },
      words: '1 version is sealed by a key that is gone, and cannot be shown.',
    },
  ])('$words', async ({ seen, words }) => {
    const window = await openHistory({ seen: { ...none, ...seen } });
    await window.page.getByText(words, { exact: true }).waitFor();
  });

  test('a key store that is closed is reached from there', async () => {
    const window = await openHistory({ seen: { ...none, sealed: 3, keyStore: 'closed' } });
    await window.button('Open the key store settings').click();
    await window.heading('Settings').waitFor();
    expect(await window.focused()).toBe('heading "Protection of your keys"');
  });

  test('a history that cannot be read says so, and the second try works', async () => {
    const window = await openActivity();
    window.main.answer('files.history', () => refused(views.unreadableFile));
    await window.press('File history');
    await fileLine(window).click();
    await window.page.getByText(views.unreadableFile.what).waitFor();
    const said = await told(window);
    window.main.answer('files.history', () => good(history));
    await window.button('Try again').click();
    await window.page.locator('.file-version').first().waitFor();
    expect([said, await told(window)]).toEqual([
      expect.stringContaining(`${views.unreadableFile.what} ${views.unreadableFile.next}`),
      expect.not.stringContaining(views.unreadableFile.what),
    ]);
  });

  test('while it is read, that is said', async () => {
    const window = await openActivity();
    window.main.answer('files.history', () => new Promise(() => undefined));
    await window.press('File history');
    await fileLine(window).click();
    await expect.poll(() => told(window)).toContain('Reading the history…');
  });
});

describe('what was there before Gatehouse', () => {
  test('is put back after a question that says what happens', async () => {
    const window = await ask();
    const said = await question(window).getByText('byte for byte').textContent();
    const first = await window.focused();
    window.main.answer('files.restore', () => good({ outcome: 'restored', problem: null }));
    window.main.answer('files.history', () => good(none));
    await answer(window, 'Put back').click();
    const result = 'The file is as it was before Gatehouse, byte for byte, and switched off.';
    await window.page.getByText(result, { exact: true }).waitFor();
    expect([
      said,
      first,
      window.main.received('files.restore'),
      window.main.received('files.history').length,
    ]).toEqual([
      'The file becomes what it was before Gatehouse first wrote it, byte for byte; what stands there now is replaced.' +
        ' It is switched off in the settings, so Gatehouse no longer writes it for Codex. Your accounts here stay.',
      'button "Cancel"',
      [{ file: 'codex' }],
      2,
    ]);
    expect([await told(window), await window.focused()]).toEqual([
      expect.stringContaining(result),
      'button "Switch it on again in the settings"',
    ]);
  });

  test('the way back leads to the files in the settings', async () => {
    const window = await ask();
    window.main.answer('files.restore', () => good({ outcome: 'removed', problem: null }));
    await answer(window, 'Put back').click();
    await window.button('Switch it on again in the settings').press('Enter');
    await window.heading('Settings').waitFor();
    expect(await window.focused()).toBe('heading "Shared files"');
  });

  test.for(['Cancel', 'Escape'])('%s changes nothing and gives the keyboard back', async (how) => {
    const window = await ask();
    if (how === 'Escape') await window.page.keyboard.press('Escape');
    else await answer(window, how).press('Enter');
    await expect
      .poll(() => window.focused())
      .toBe(`button "Put back what was there before Gatehouse: ${codexFile.path}"`);
    expect([await window.heading('Activity').count(), window.main.received('files.restore')]).toEqual([
      1,
      [],
    ]);
  });

  test('where there was no file, the question says that it is taken away', async () => {
    const window = await ask({ seen: { ...history, original: { at: noon - day, existed: false } } });
    await question(window)
      .getByText(/^There was no file before Gatehouse, so it is taken away\./)
      .waitFor();
  });

  test('an older sign-in is put back only by a second answer that says so', async () => {
    const window = await ask();
    window.main.answer('files.restore', ({ force }) =>
      good(force === true ? { outcome: 'restored', problem: null } : spent),
    );
    await answer(window, 'Put back').click();
    await answer(window, 'Put back all the same').waitFor();
    const said = await told(window);
    await answer(window, 'Put back all the same').click();
    await window.button('Switch it on again in the settings').waitFor();
    expect([said, window.main.received('files.restore')]).toEqual([
      expect.stringContaining(`${spent.problem?.what} ${spent.problem?.next}`),
      [{ file: 'codex' }, { file: 'codex', force: true }],
    ]);
  });

  test('what could not be put back says why, and the second try works', async () => {
    const window = await ask();
    window.main.answer('files.restore', () => good({ outcome: 'failed', problem: views.unreadableFile }));
    await answer(window, 'Put back').click();
    await question(window)
      .getByText('The file is switched off already; what stands in it has not changed.')
      .waitFor();
    const said = await told(window);
    window.main.answer('files.restore', () => good({ outcome: 'restored', problem: null }));
    await answer(window, 'Put back').click();
    await window.button('Switch it on again in the settings').waitFor();
    expect([said, window.main.received('files.restore')]).toEqual([
      expect.stringContaining(views.unreadableFile.what),
      [{ file: 'codex' }, { file: 'codex' }],
    ]);
  });

  test('while it is put back nothing is sent twice, and the question stays', async () => {
    const window = await ask();
    window.main.answer('files.restore', () => new Promise(() => undefined));
    await answer(window, 'Put back').click();
    await answer(window, 'Putting it back…').press('Enter');
    await window.page.keyboard.press('Escape');
    expect([await question(window).count(), window.main.received('files.restore').length]).toEqual([1, 1]);
  });

  test('where nothing of ours stands there is nothing to put back', async () => {
    const window = await openHistory({ seen: none });
    expect([
      await restoreButton(window).count(),
      await window.page.locator('.file-original').textContent(),
    ]).toEqual([0, 'Nothing of Gatehouse stands in this file, so there is nothing to put back.']);
  });
});

test('the settings lead to the history of exactly this file', async () => {
  const window = await open(viewOf([openAi()]));
  window.main.answer('files.history', () => good({ ...history, path: codeFile.path }));
  await window.openSettings();
  await window.button(`History of ${codeFile.reader} ${codeFile.path}`).click();
  await window.page.locator('.file-version').first().waitFor();
  expect([window.main.received('files.history'), await window.focused()]).toEqual([
    [{ file: 'code' }],
    `summary "${codeFile.reader} ${codeFile.path}"`,
  ]);
});

describe('it fits and can be used by everybody', () => {
  const longFile: SharedFileView = {
    ...codexFile,
    path: `/home/ada/${'a-folder-with-a-long-name/'.repeat(6)}auth.json`,
  };
  const longHistory: FileHistoryView = {
    ...history,
    path: longFile.path,
    readers: ['Codex', 'Every Code'],
    versions: Array.from({ length: 20 }, (_, index) => ({
      ...(history.versions[index % 3] ?? views.unreadableFile),
      at: noon - index * hour,
      by: index % 2 === 0 ? { kind: 'gatehouse' } : { kind: 'program', name: 'Every Code with a long name' },
      step: history.versions[index % 4]?.step ?? { kind: 'gone' },
    })),
  };

  test.for<{ name: string; seen: Seen; prepare?: (window: WindowPage) => Promise<void> }>([
    { name: 'file-history', seen: {} },
    { name: 'file-history-none', seen: { seen: { ...none, sealed: 3, keyStore: 'closed' } } },
    {
      name: 'file-history-question',
      seen: {},
      async prepare(window) {
        await restoreButton(window).click();
        window.main.answer('files.restore', () => good(spent));
        await answer(window, 'Put back').click();
        await answer(window, 'Put back all the same').waitFor();
      },
    },
    {
      name: 'file-history-done',
      seen: {},
      async prepare(window) {
        await restoreButton(window).click();
        window.main.answer('files.restore', () => good({ outcome: 'restored', problem: null }));
        window.main.answer('files.history', () => good({ ...history, original: null }));
        await answer(window, 'Put back').click();
        await window.page.getByText('byte for byte, and switched off').waitFor();
      },
    },
    { name: 'file-history-long', seen: { files: [longFile], seen: longHistory } },
  ])('"$name" in light, dark and narrow', async ({ name, seen, prepare }) => {
    await mkdir(pictures, { recursive: true });
    const window = await openHistory(seen);
    await prepare?.(window);
    const found: unknown[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await window.page.emulateMedia({ colorScheme });
      await window.page.evaluate("scrollTo({ top: 0, behavior: 'instant' })");
      await window.page.screenshot({
        path: path.join(pictures, `${name}-${colorScheme}.png`),
        fullPage: true,
      });
      found.push(await window.overflow(), await violations(window));
    }
    await window.page.setViewportSize({ width: 360, height: 420 });
    found.push(await window.overflow());
    await window.page.setViewportSize({ width: 180, height: 210 });
    found.push(await window.overflow());
    expect(found).toEqual([0, [], 0, [], 0, 0]);
  });
});
