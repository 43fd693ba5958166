// What a running sign-in offers: the code with its countdown, the answer by hand, how long it lasts, and its result.
import { describe, expect, test } from 'vitest';
import type { SignInStep, SignInView } from '../../preload/view.ts';
import { violations } from './support/axe.ts';
import { refused } from './support/fake-main.ts';
import { useWindows, type Look } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { anna, claude, minute, noon, openAi, viewOf, waiting } = views;
const { open } = useWindows();
const second = 1_000;

const deviceMethod = { ...views.browserMethod, id: 'device-code', kind: 'device', label: 'By code' } as const;
const enterCode = (text = 'ABCD-EFGH'): SignInView => ({
  method: 'device-code',
  step: 'enter-code',
  url: 'https://auth.openai.com/codex/device',
  code: { text, expiresAt: noon + 15 * minute },
});
const byCode = (signIn: SignInView | null, accounts = [anna].slice(1)) =>
  viewOf([openAi({ methods: [deviceMethod], signIn, accounts })]);

/** From here on time passes only when the test says so. */
async function openAtNoon(view: ReturnType<typeof viewOf>, look: Look = {}): Promise<WindowPage> {
  const window = await open(view, look);
  await window.signIn('OpenAI').waitFor();
  await window.page.clock.pauseAt(noon + minute);
  await window.page.clock.runFor(second);
  return window;
}

const timer = (window: WindowPage) => window.page.getByRole('timer').textContent();

describe('the code', () => {
  test('counts down by the second to the eye, and by the minute to the ear', async () => {
    const window = await openAtNoon(byCode(enterCode()));
    const seen = [[await timer(window), (await window.announced()).at(-1)]];
    await window.page.clock.runFor(20 * second);
    seen.push([await timer(window), (await window.announced()).at(-1)]);
    await window.page.clock.runFor(minute);
    seen.push([await timer(window), (await window.announced()).at(-1)]);
    expect(seen).toEqual([
      ['13:59', 'The code is valid for another 14 minutes.'],
      ['13:39', 'The code is valid for another 14 minutes.'],
      ['12:39', 'The code is valid for another 13 minutes.'],
    ]);
  });

  test('is copied as it is, and says so', async () => {
    const window = await openAtNoon(byCode(enterCode('ABCDEFGH')));
    await window.button('Copy the code').click();
    await expect.poll(() => window.announced()).toContain('Code copied');
    expect(await window.page.evaluate(() => getSelection()?.toString())).toBe('ABCDEFGH');
  });

  test('that has run out is crossed out, and a new one is got: this sign-in ends and starts anew', async () => {
    const window = await openAtNoon(byCode(enterCode()));
    await window.page.clock.runFor(15 * minute);
    expect([await timer(window), (await window.announced()).at(-1)]).toEqual([
      '0:00',
      'The code has run out.',
    ]);
    await window.button('Get a new code').click();
    await expect.poll(() => window.main.received('signIn.cancel')).toEqual([{ provider: 'openai' }]);
    expect(window.main.received('signIn.start')).toEqual([]);
    await window.main.show(viewOf([openAi({ methods: [deviceMethod], problem: views.offline })]));
    await expect
      .poll(() => window.main.received('signIn.start'))
      .toEqual([{ provider: 'openai', method: 'device-code' }]);
  });

  test.for([
    ['could not be cancelled', views.offline, true],
    ['ended well meanwhile', null, false],
  ] as const)('of a sign-in that %s starts no other one later', async ([, problem, isRefused]) => {
    const window = await openAtNoon(byCode(enterCode()));
    if (isRefused) window.main.answer('signIn.cancel', () => refused(views.offline));
    await window.page.clock.runFor(15 * minute);
    await window.button('Get a new code').click();
    await expect.poll(() => window.main.received('signIn.cancel')).toHaveLength(1);
    if (isRefused) await window.page.getByText(views.offline.what).waitFor();
    await window.main.show(viewOf([openAi({ methods: [deviceMethod], problem })]));
    await window.button('Get a new code').waitFor({ state: 'detached' });
    expect(window.main.received('signIn.start')).toEqual([]);
  });
});

describe('the answer by hand', () => {
  const field = (window: WindowPage) =>
    window.page.getByRole('textbox', { name: 'Address that it ended at' });
  const address = 'http://localhost:1455/auth/callback?code=canary_code&state=canary_state';

  async function paste(window: WindowPage, text: string): Promise<void> {
    await field(window).fill(text);
    await field(window).press('Enter');
  }

  test('goes to main once, and nothing of it stays in the window', async () => {
    const window = await open(viewOf([openAi({ signIn: waiting })]));
    await window.press('The browser is on another computer?');
    await paste(window, `  ${address} `);
    await expect
      .poll(() => window.main.received('secret.enter'))
      .toEqual([{ for: 'answer', provider: 'openai', secret: address }]);
    expect([await field(window).inputValue(), (await window.page.content()).includes('canary')]).toEqual([
      '',
      false,
    ]);
    await window.main.show(viewOf([openAi({ signIn: { ...waiting, step: 'exchanging' } })]));
    await expect.poll(() => window.focused()).toBe('group "Sign in to OpenAI"');
    expect(await field(window).count()).toBe(0);
  });

  test.for([
    ['not-the-address', 'This is not the address that the sign-in ends at.'],
    ['other-sign-in', 'This address belongs to another sign-in.'],
    ['incomplete', 'A part of the address is missing.'],
  ] as const)('that is refused (%s) says what to do, and a second try works', async ([fault, words]) => {
    const window = await open(viewOf([openAi({ signIn: waiting })]));
    window.main.answer('secret.enter', () => ({ ok: true, value: { refused: fault } }));
    await window.press('The browser is on another computer?');
    await paste(window, address);
    await expect.poll(async () => (await window.announced()).join()).toContain(words);
    expect([await field(window).inputValue(), await window.focused()]).toEqual([
      '',
      'textbox "Address that it ended at"',
    ]);
    window.main.answer('secret.enter', () => ({ ok: true, value: null }));
    await paste(window, address);
    await expect.poll(async () => (await window.announced()).join()).not.toContain(words);
  });

  test('that is missing, or that main does not take, is said', async () => {
    const window = await open(viewOf([openAi({ signIn: waiting })]));
    window.main.answer('secret.enter', () => refused(views.offline));
    await window.press('The browser is on another computer?');
    await window.button('Go on with this address').click();
    await expect.poll(() => window.announced()).toContain('Paste the address first.');
    await paste(window, address);
    await expect.poll(async () => (await window.announced()).join()).toContain(views.offline.what);
  });

  test('is asked for only while a browser is waited for', async () => {
    const window = await open(viewOf([openAi({ signIn: waiting })]));
    const offered: SignInStep[] = [];
    for (const step of ['starting', 'opening-browser', 'open-it-yourself', 'waiting', 'saving'] as const) {
      await window.main.show(viewOf([openAi({ signIn: { ...waiting, step } })]));
      if ((await window.page.locator('.paste').count()) > 0) offered.push(step);
    }
    await window.main.show(byCode(enterCode()));
    expect([offered, await window.page.locator('.paste').count()]).toEqual([
      ['opening-browser', 'open-it-yourself', 'waiting'],
      0,
    ]);
  });
});

test('a step that lasts says for how long, and the next one begins anew', async () => {
  const window = await open(viewOf([openAi({ signIn: waiting })]));
  await window.signIn('OpenAI').waitFor();
  await window.page.clock.pauseAt(noon + minute);
  const words = (): Promise<string | null> => window.currentStep.textContent();
  await window.main.show(viewOf([openAi({ signIn: { ...waiting, step: 'exchanging' } })]));
  const seen = [await words()];
  await window.page.clock.runFor(9.5 * second);
  seen.push(await words());
  await window.page.clock.runFor(31 * second);
  seen.push(await words());
  await window.page.clock.runFor(25 * second);
  seen.push(await words());
  await window.main.show(viewOf([openAi({ signIn: { ...waiting, step: 'saving' } })]));
  seen.push(await words());
  expect(seen).toEqual([
    'Confirming with the provider',
    'Confirming with the provider',
    'Confirming with the providerStill waiting, 40 s',
    'Confirming with the providerStill waiting, 1 min 5 s',
    'Saving, encrypted',
  ]);
});

test('the result is announced with the account that came of it', async () => {
  const window = await open(viewOf([openAi({ signIn: waiting })]));
  await window.signIn('OpenAI').waitFor();
  await window.main.show(viewOf([openAi({ accounts: [anna] })]));
  await expect
    .poll(() => window.announced())
    .toEqual(['In use: OpenAI.', `Signed in to OpenAI as ${anna.label}.`]);
});

test.for(['light', 'dark'] as const)('nobody is kept out, %s', async (colorScheme) => {
  const methods = [views.browserMethod];
  const window = await open(
    viewOf([claude({ methods, signIn: waiting }), ...byCode(enterCode()).providers]),
    {
      colorScheme,
      viewport: { width: 440, height: 1000 },
    },
  );
  await window.press('The browser is on another computer?');
  await window.page.screenshot({ path: `out/pictures/sign-in-dialog-${colorScheme}.png`, fullPage: true });
  expect([await violations(window), await window.overflow()]).toEqual([[], 0]);
});

test('everything has room in a strongly enlarged window', async () => {
  const window = await open(byCode(enterCode()), { viewport: { width: 220, height: 900 } });
  await window.signIn('OpenAI').waitFor();
  await window.page.screenshot({ path: 'out/pictures/sign-in-dialog-narrow.png', fullPage: true });
  expect(await window.overflow()).toBe(0);
});
