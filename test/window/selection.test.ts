// The line that says what serves requests now.
import { describe, expect, test } from 'vitest';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';

const { anna, claude, nothingServes, openAi, serving, standingIn, viewOf } = views;
const { open } = useWindows();
const providers = [openAi({ accounts: [anna] }), claude()];

describe('what serves requests now', () => {
  test('is said in the words of main, and said again when it changes', async () => {
    const window = await open(viewOf(providers));
    await expect.poll(() => window.announced()).toEqual([serving.reason]);
    await window.main.show(viewOf(providers, { selection: standingIn }));
    await expect.poll(() => window.announced()).toEqual([standingIn.reason]);
  });

  test.for([
    { selection: serving, mark: 'serving', note: 0 },
    { selection: standingIn, mark: 'serving serving-stand-in', note: 0 },
    { selection: nothingServes, mark: null, note: 1 },
  ])('has its own mark: "$selection.reason"', async ({ selection, mark, note }) => {
    const window = await open(viewOf(providers, { selection }));
    await window.page.getByText(selection.reason, { exact: true }).waitFor();
    const line = window.page.locator('.serving');
    expect({
      mark: (await line.count()) === 0 ? null : await line.getAttribute('class'),
      note: await window.page.locator('.note', { hasText: selection.reason }).count(),
    }).toEqual({ mark, note });
  });

  test('is not spoken of while there is no account', async () => {
    const window = await open(viewOf([openAi(), claude()], { selection: nothingServes }));
    await window.provider('OpenAI').waitFor();
    expect(await window.announced()).toEqual([]);
  });
});
