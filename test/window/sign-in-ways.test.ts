// A sign-in for one workspace, and one that ends at a page with a code: what the window asks for, and what it sends.
import { describe, expect, test } from 'vitest';
import type { MethodView, SignInView } from '../../preload/view.ts';
import { violations } from './support/axe.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { anna, claude, minute, noon, openAi, viewOf } = views;
const { open } = useWindows();

const acme = '5f1c4b6e-7d21-4c0a-9b11-0c3f6a2d9e77';
const workspace = { hint: '00000000-0000-…' };
const byBrowser: MethodView = { ...views.browserMethod, workspace };
const byCode: MethodView = {
  ...views.browserMethod,
  id: 'device-code',
  kind: 'device',
  label: 'By code',
  workspace,
};
const signedOut = viewOf([openAi({ methods: [byBrowser, byCode, views.openAiKeyMethod] })]);

const more = (window: WindowPage, method: string) =>
  window.page.locator('details', { has: window.page.getByLabel(`More: ${method}`) });
const field = (window: WindowPage, method: string) =>
  more(window, method).getByRole('textbox', { name: 'Workspace ID' });

describe('the workspace', () => {
  test('is behind More, only where a method can be asked for one', async () => {
    const window = await open(signedOut);
    await window.button('Enter an API key').waitFor();
    const names = await window.page
      .locator('details > summary')
      .evaluateAll((all) => all.map((each) => [each.textContent, each.getAttribute('aria-label')]));
    expect([names, await field(window, 'By code').isVisible()]).toEqual([
      [
        ['More', 'More: Sign in with ChatGPT'],
        ['More', 'More: By code'],
      ],
      false,
    ]);
  });

  test('is sent with the method beside it, by keyboard alone', async () => {
    const window = await open(signedOut);
    await more(window, 'By code').locator('summary').press('Enter');
    await field(window, 'By code').fill(`  ${acme} `);
    await field(window, 'By code').press('Enter');
    await expect
      .poll(() => window.main.received('signIn.start'))
      .toEqual([{ provider: 'openai', method: 'device-code', workspace: acme }]);
  });

  test('that is missing is said, and nothing starts', async () => {
    const window = await open(signedOut);
    await more(window, 'By code').locator('summary').click();
    await window.page.getByRole('button', { name: 'Sign in to this workspace' }).click();
    await expect.poll(() => window.announced()).toContain('Enter the ID of the workspace first.');
    expect([await window.focused(), window.main.received('signIn.start')]).toEqual([
      'textbox "Workspace ID"',
      [],
    ]);
  });

  test('of an account comes back when it is signed in again, and when that is tried again', async () => {
    const fix = { kind: 'sign-in', method: 'browser', workspace: acme } as const;
    const methods = [byBrowser];
    const account = { ...anna, problem: views.wrongKey, fix };
    const window = await open(viewOf([openAi({ methods, accounts: [account] })]));
    await window.button(`Sign in again: ${anna.label}`).click();
    const asked = { provider: 'openai', method: 'browser', workspace: acme };
    await expect.poll(() => window.main.received('signIn.start')).toEqual([asked]);
    await window.main.show(viewOf([openAi({ methods, problem: views.offline, fix })]));
    await window.button('Try again: OpenAI').click();
    await expect.poll(() => window.main.received('signIn.start')).toEqual([asked, asked]);
  });

  test('stays wanted for a new code, and the page of the code is told which', async () => {
    const signIn: SignInView = {
      method: 'device-code',
      step: 'enter-code',
      url: 'https://auth.openai.com/codex/device',
      workspace: acme,
      code: { text: 'ABCD-EFGH', expiresAt: noon - minute },
    };
    const methods = [byCode];
    const window = await open(viewOf([openAi({ methods, signIn })]));
    await window.page.getByText(`Choose the workspace ${acme} there.`).waitFor();
    await window.button('Get a new code').click();
    await expect.poll(() => window.main.received('signIn.cancel')).toHaveLength(1);
    await window.main.show(viewOf([openAi({ methods, problem: views.offline })]));
    await expect
      .poll(() => window.main.received('signIn.start'))
      .toEqual([{ provider: 'openai', method: 'device-code', workspace: acme }]);
  });
});

describe('a page with a code', () => {
  const signIn: SignInView = {
    method: 'registered-client',
    step: 'paste-code',
    url: 'https://claude.com/cai/oauth/authorize?code=true&client_id=1111aaaa&redirect_uri=https%3A%2F%2Fplatform.claude.com',
    portsTaken: '1456: node (pid 4711)',
  };
  const waiting = viewOf([claude({ methods: [views.rememberedMethod], signIn })]);
  const codeField = (window: WindowPage) =>
    window.page.getByRole('textbox', { name: 'Code of the last page' });
  const code = 'canary_code#canary_state';

  async function paste(window: WindowPage, text: string): Promise<void> {
    await codeField(window).fill(text);
    await codeField(window).press('Enter');
  }

  const method: MethodView = { ...views.rememberedMethod, codePage: true };
  const inBrowser: SignInView = { method: method.id, step: 'waiting', url: signIn.url };
  const pageButton = (window: WindowPage) => window.button('Use a page with a code instead');

  test('is a press away while the browser is waited for, and then starts on that page', async () => {
    const window = await open(viewOf([claude({ methods: [method], signIn: inBrowser })]));
    await window.page.screenshot({ path: 'out/pictures/code-page-offer.png', fullPage: true });
    const found = [await violations(window), await window.overflow()];
    await pageButton(window).press('Enter');
    await expect.poll(() => window.main.received('signIn.cancel')).toEqual([{ provider: 'claude' }]);
    await window.main.show(viewOf([claude({ methods: [method], problem: views.offline })]));
    await expect
      .poll(() => window.main.received('signIn.start'))
      .toEqual([{ provider: 'claude', method: method.id, onCodePage: true }]);
    await window.main.show(viewOf([claude({ methods: [method], signIn })]));
    await codeField(window).waitFor();
    expect([found, await pageButton(window).count()]).toEqual([[[], 0], 0]);
  });

  test('is not offered where there is none, nor once the browser has answered', async () => {
    const window = await open(viewOf([claude({ methods: [views.rememberedMethod], signIn: inBrowser })]));
    await window.button('Cancel').waitFor();
    const without = await pageButton(window).count();
    const exchanging: SignInView = { ...inBrowser, step: 'exchanging' };
    await window.main.show(viewOf([claude({ methods: [method], signIn: exchanging })]));
    await expect.poll(() => window.currentStep.textContent()).toBe('Confirming with the provider');
    expect([without, await pageButton(window).count()]).toEqual([0, 0]);
  });

  test('has its field in sight, sends the code once and keeps nothing of it', async () => {
    const window = await open(waiting);
    await paste(window, ` ${code} `);
    await expect
      .poll(() => window.main.received('secret.enter'))
      .toEqual([{ for: 'answer', provider: 'claude', secret: code }]);
    expect([await codeField(window).inputValue(), (await window.page.content()).includes('canary')]).toEqual([
      '',
      false,
    ]);
  });

  test.for([
    ['not-the-address', 'This is not the code that the sign-in ends with.'],
    ['other-sign-in', 'This code belongs to another sign-in.'],
    ['incomplete', 'A part of the code is missing.'],
  ] as const)('that is refused (%s) says what to do, and a second try works', async ([fault, words]) => {
    const window = await open(waiting);
    window.main.answer('secret.enter', () => ({ ok: true, value: { refused: fault } }));
    await paste(window, code);
    await expect.poll(async () => (await window.announced()).join()).toContain(words);
    expect([await codeField(window).inputValue(), await window.focused()]).toEqual([
      '',
      'textbox "Code of the last page"',
    ]);
    window.main.answer('secret.enter', () => ({ ok: true, value: null }));
    await paste(window, code);
    await expect.poll(async () => (await window.announced()).join()).not.toContain(words);
  });

  test('says what is asked for as one of its steps, with the address at hand', async () => {
    const window = await open(waiting);
    const steps = await window.page.locator('.steps > li').allTextContents();
    await window.page.getByText('the port for that is taken (1456: node (pid 4711)).').waitFor();
    expect([
      steps.length,
      await window.currentStep.textContent(),
      await window.page.locator('.address').textContent(),
    ]).toEqual([6, 'Sign in in any browser and paste the code that its last page shows', signIn.url]);
  });

  test.for([
    ['light', 'en'],
    ['dark', 'de'],
  ] as const)('keeps nobody out, %s, %s', async ([colorScheme, language]) => {
    const window = await open(viewOf([...waiting.providers, ...signedOut.providers], { language }), {
      colorScheme,
      viewport: { width: 440, height: 1400 },
    });
    await window.page.locator('details > summary').first().click();
    await window.page.screenshot({ path: `out/pictures/sign-in-ways-${colorScheme}.png`, fullPage: true });
    expect([await violations(window), await window.overflow()]).toEqual([[], 0]);
  });

  test('has room in a strongly enlarged window', async () => {
    const window = await open(waiting, { viewport: { width: 220, height: 900 } });
    await codeField(window).waitFor();
    await window.page.screenshot({ path: 'out/pictures/sign-in-ways-narrow.png', fullPage: true });
    expect(await window.overflow()).toBe(0);
  });
});
