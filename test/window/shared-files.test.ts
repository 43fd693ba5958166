// The shared files in the settings: who changed one elsewhere, and what would be written to it now.
import { describe, expect, test } from 'vitest';
import type { FilePreview, SharedFileView, View } from '../../preload/view.ts';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { codeFile, codexFile, codexPreview, day, hour, noon, openAi, settings, viewOf } = views;
const { open } = useWindows();

const codex = `${codexFile.reader} ${codexFile.path}`;
const withFiles = (...files: readonly SharedFileView[]): View =>
  viewOf([openAi()], { settings: { ...settings, files } });

async function openFiles(...files: readonly SharedFileView[]): Promise<WindowPage> {
  const window = await open(withFiles(...files));
  await window.openSettings();
  return window;
}

describe('a file that another program wrote', () => {
  test.for([
    { at: noon - 2 * hour, words: 'Codex wrote it at 10:00' },
    { at: noon - day, words: 'Codex wrote it on 23 Nov at 12:00' },
  ])('says which one and when: $words', async ({ at, words }) => {
    const window = await openFiles({ ...codexFile, changedElsewhere: { by: 'Codex', at } }, codeFile);
    await window.page.getByText(words, { exact: true }).waitFor();
    expect(await window.page.getByText('wrote it').count()).toBe(1);
  });
});

async function preview(answer: Partial<FilePreview>): Promise<WindowPage> {
  const window = await openFiles(codexFile, codeFile);
  window.main.answer('file.preview', () => ({ ok: true, value: { ...codexPreview, ...answer } }));
  await window.button(`Preview of ${codex}`).click();
  await window.button(`Hide preview of ${codex}`).waitFor();
  return window;
}

const texts = (window: WindowPage): Promise<string[]> => window.page.locator('pre').allTextContents();

describe('a preview', () => {
  test('asks for exactly this file, and is announced', async () => {
    const window = await preview({});
    expect(window.main.received('file.preview')).toEqual([{ file: 'codex' }]);
    await expect.poll(() => window.announced()).toContain('The preview is shown below.');
  });

  test('shows what stands there and what would, with the lines marked that differ', async () => {
    const window = await preview({});
    expect(await texts(window)).toEqual([
      ' {\n   "OPENAI_API_KEY": null,\n   "tokens": {\n−    "access_token": "‹secret 3f2a›"\n   }\n }\n',
      ' {\n   "OPENAI_API_KEY": null,\n   "tokens": {\n+    "access_token": "‹secret 91bc›"\n   }\n }\n',
    ]);
    expect(
      await Promise.all(
        ['Now', 'Would be'].map((name) => window.page.getByRole('region', { name, exact: true }).count()),
      ),
    ).toEqual([1, 1]);
  });

  test.for<{ name: string; answer: Partial<FilePreview>; shown: readonly string[]; words: string }>([
    {
      name: 'a file that is not there yet',
      answer: { before: null, after: '{}\n' },
      shown: ['+{}\n'],
      words: 'There is no file yet.',
    },
    {
      name: 'a file that would stay',
      answer: { before: '{}\n', after: '{}\n' },
      shown: [' {}\n'],
      words: 'Nothing would change.',
    },
    {
      name: 'a file that is switched off',
      answer: { before: '{}\n', after: null, reason: 'The file is switched off.' },
      shown: [' {}\n'],
      words: 'The file is switched off.',
    },
    {
      name: 'a file that is not written for no reason given',
      answer: { before: null, after: null },
      shown: [],
      words: 'Nothing would be written.There is no file yet.',
    },
    {
      name: 'a file whose keys would go',
      answer: { before: '{\n"a": 1\n}\n', after: '' },
      shown: ['−{\n−"a": 1\n−}\n', ''],
      words: 'Keys are replaced by a short mark in this preview.',
    },
  ])('of $name says so', async ({ answer, shown, words }) => {
    const window = await preview(answer);
    expect(await texts(window)).toEqual(shown);
    expect(await window.page.locator('.preview').textContent()).toContain(words);
  });

  test('is hidden with the same button, which keeps the keyboard', async () => {
    const window = await preview({});
    await window.button(`Hide preview of ${codex}`).press('Enter');
    await expect.poll(() => window.focused()).toBe(`button "Preview of ${codex}"`);
    expect(await texts(window)).toEqual([]);
  });

  test('goes when it is no longer true', async () => {
    const window = await preview({});
    await window.main.show(withFiles({ ...codexFile, enabled: false }, codeFile));
    await expect.poll(() => texts(window)).toEqual([]);
  });

  test('that cannot be made says why beside its file', async () => {
    const window = await openFiles(codexFile, codeFile);
    window.main.answer('file.preview', () => refused(views.unreadableFile));
    await window.button(`Preview of ${codex}`).click();
    await expect
      .poll(() => window.announced())
      .toEqual([`${views.unreadableFile.what} ${views.unreadableFile.next}`]);
  });

  test('can be scrolled with the keyboard', async () => {
    const window = await preview({ after: '{ "line": 1 },\n'.repeat(40) });
    const after = window.page.getByRole('region', { name: 'Would be', exact: true });
    await after.focus();
    await window.page.keyboard.press('End');
    await expect.poll(() => after.evaluate((element) => element.scrollTop > 0)).toBe(true);
  });
});
