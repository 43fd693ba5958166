// The safe mode in the window: said once, above everything, with the one action that ends it.
import { expect, test } from 'vitest';
import { describeFailure } from '../../main/domain/failure-words.ts';
import type { View } from '../../preload/view.ts';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import { anna, noKeyStore, openAi, viewOf } from './support/views.ts';

const { open } = useWindows();
const problem = { code: 'app/safe-mode', ...describeFailure({ code: 'app/safe-mode' }) } as const;
const name = 'Start normally';

function view(isOn: boolean): View {
  return viewOf([openAi({ accounts: [anna] })], { problems: isOn ? [problem] : [] });
}

test('it is said above everything while it is on, once, and no word of it stands there otherwise', async () => {
  const window = await open(view(false));
  await window.card(anna.label).waitFor();
  const usual = await window.announced();
  const before = await window.button(name).count();
  await window.main.show(view(true));
  await expect.poll(() => window.announced()).toEqual([`${problem.what} ${problem.next}`, ...usual]);
  expect([before, await window.button(name).count()]).toEqual([0, 1]);
});

test('it ends with its button, once, and the keyboard stays on the page', async () => {
  const window = await open(view(true));
  const release = Promise.withResolvers<undefined>();
  window.main.answer('safeMode.end', async () => {
    await release.promise;
    return { ok: true, value: null };
  });
  await window.button(name).focus();
  await window.page.keyboard.press('Enter');
  await expect.poll(() => window.button(name).getAttribute('aria-busy')).toBe('true');
  await window.page.keyboard.press('Enter');
  expect(window.main.received('safeMode.end')).toEqual([{}]);
  release.resolve(undefined);
  await window.main.show(view(false));
  await expect.poll(() => window.button(name).count()).toBe(0);
  expect(await window.page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
});

test('what keeps it from ending is said in the same place', async () => {
  const window = await open(view(true));
  window.main.answer('safeMode.end', () => refused(noKeyStore));
  await window.button(name).click();
  await expect.poll(() => window.announced()).toContain(`${noKeyStore.what} ${noKeyStore.next}`);
});
