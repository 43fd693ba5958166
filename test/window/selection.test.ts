// The line that says what serves requests now.
import { describe, expect, test } from 'vitest';
import type { SelectionView } from '../../preload/view.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';

const { anna, claude, day, lin, noon, nothingServes, openAi, serving, standingIn, viewOf } = views;
const { open } = useWindows();
const other = { ...views.lin, id: 'claude:other', label: 'other@example.com', active: false };
const providers = [openAi({ accounts: [anna] }), claude()];

/** What the line says beside the words of main. */
const waiting = 'Waits for 5-hour and Weekly · back about 15:40';

describe('what serves requests now', () => {
  test('is said in the words of main, and said again when it changes', async () => {
    const window = await open(viewOf(providers));
    await expect.poll(() => window.announced()).toEqual([serving.reason]);
    await window.main.show(viewOf(providers, { selection: standingIn }));
    await expect.poll(() => window.announced()).toEqual([`${standingIn.reason}${waiting}Stands in`]);
  });

  test('says how it stands and what has to recover, as far as that is known', async () => {
    const cases: readonly [Partial<SelectionView>, string][] = [
      [{ phase: 'draining' }, `${waiting}Stands in early`],
      [{ phase: 'held' }, `${waiting}Still stands in`],
      [{ waitsFor: [] }, 'Back about 15:40Stands in'],
      [{ backAt: null }, 'Waits for 5-hour and WeeklyStands in'],
      [{ waitsFor: [], backAt: null }, 'Stands in'],
      [{ backAt: noon + 2 * day }, 'Waits for 5-hour and Weekly · back about Thu 12:00Stands in'],
      [{ backAt: noon - 1 }, 'Waits for 5-hour and Weekly · back any momentStands in'],
      [{ provider: null }, waiting],
    ];
    const window = await open(viewOf(providers));
    for (const [changes, words] of cases) {
      await window.main.show(viewOf(providers, { selection: { ...standingIn, ...changes } }));
      await expect.poll(() => window.announced()).toEqual([`${standingIn.reason}${words}`]);
    }
  });

  test.for([
    { selection: serving, mark: 'serving', note: 0 },
    { selection: standingIn, mark: 'serving serving-stand-in', note: 0 },
    { selection: nothingServes, mark: null, note: 1 },
  ])('has its own mark: "$selection.reason"', async ({ selection, mark, note }) => {
    const window = await open(viewOf(providers, { selection }));
    await window.page.getByText(selection.reason, { exact: true }).waitFor();
    const line = window.page.locator('.standing .serving');
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

test('where another account stands in, both cards say it, and no other', async () => {
  const both = [openAi({ accounts: [anna] }), claude({ accounts: [lin, other] })];
  const window = await open(viewOf(both));
  const said = async (selection: SelectionView): Promise<readonly string[]> => {
    await window.main.show(viewOf(both, { selection }));
    return window.page.locator('.card .serving').allTextContents();
  };
  const place = `Stands in for ${lin.label}`;
  expect([
    await said(serving),
    await said({ ...standingIn, phase: 'draining' }),
    await said({ ...standingIn, phase: 'fallback' }),
    await said({ ...standingIn, phase: 'held' }),
    await said({ ...standingIn, provider: null, account: null }),
  ]).toEqual([
    [],
    [place, 'The rest is kept for what runs already; another account stands in.'],
    [place, 'Another account stands in.'],
    [place, 'It recovers; until then another account stands in.'],
    [],
  ]);
});
