// Signing in through the browser: the intent, the live steps, the ways out, and what went wrong.
import { describe, expect, test } from 'vitest';
import type { SignInStep, SignInView } from '../../preload/view.ts';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';

const { anna, claude, openAi, viewOf, waiting } = views;
const { open } = useWindows();

const at = (step: SignInStep, url: string | null = waiting.url): SignInView => ({
  method: 'browser',
  step,
  url,
});

describe('a sign-in in the browser', () => {
  test('starts with the chosen method', async () => {
    const window = await open(viewOf([claude(), openAi()]));
    await window.button('Sign in with ChatGPT').click();
    await expect
      .poll(() => window.main.received('signIn.start'))
      .toEqual([{ provider: 'openai', method: 'browser' }]);
  });

  test('marks and announces each step as it comes, until the card is there', async () => {
    const window = await open(viewOf([openAi({ signIn: at('starting', null) })]));
    const steps: readonly SignInStep[] = [
      'starting',
      'opening-browser',
      'waiting',
      'exchanging',
      'saving',
      'writing-files',
      'reading-plan',
    ];
    const seen: unknown[] = [];
    for (const step of steps) {
      await window.main.show(viewOf([openAi({ signIn: at(step) })]));
      seen.push([await window.currentStep.textContent(), await window.announced()]);
    }
    expect(seen).toEqual([
      ['Getting ready', ['Step 1 of 7: Getting ready']],
      ['Opening your browser', ['Step 2 of 7: Opening your browser']],
      ['Waiting for you in the browser', ['Step 3 of 7: Waiting for you in the browser']],
      ['Confirming with the provider', ['Step 4 of 7: Confirming with the provider']],
      ['Saving, encrypted', ['Step 5 of 7: Saving, encrypted']],
      ['Updating your tools’ files', ['Step 6 of 7: Updating your tools’ files']],
      ['Reading plan and quota', ['Step 7 of 7: Reading plan and quota']],
    ]);
    await window.main.show(viewOf([openAi({ accounts: [anna] })]));
    await window.card(anna.label).waitFor();
    expect(await window.signIn('OpenAI').count()).toBe(0);
  });

  test('can be cancelled, and its link copied', async () => {
    const window = await open(viewOf([openAi({ signIn: waiting })]));
    await window.button('Copy link').click();
    await expect.poll(() => window.announced()).toContain('Link copied');
    await window.button('Cancel').click();
    await expect.poll(() => window.main.received('signIn.cancel')).toEqual([{ provider: 'openai' }]);
    expect(window.main.received('signIn.copyUrl')).toEqual([{ provider: 'openai' }]);
  });

  test('shows the address to open by hand only when the browser did not open', async () => {
    const window = await open(viewOf([openAi({ signIn: waiting })]));
    const address = window.page.getByRole('textbox', { name: 'Sign-in address' });
    await window.signIn('OpenAI').waitFor();
    expect(await address.count()).toBe(0);
    await window.main.show(viewOf([openAi({ signIn: at('open-it-yourself') })]));
    await expect.poll(() => address.textContent()).toBe(waiting.url);
    expect(await window.currentStep.textContent()).toBe('Open this link in a browser on this computer');
    await address.click();
    expect(await window.page.evaluate(() => getSelection()?.toString())).toBe(waiting.url);
  });

  test('while it runs nothing else can be started at that provider', async () => {
    const window = await open(viewOf([openAi({ signIn: waiting }), claude()]));
    await window.signIn('OpenAI').waitFor();
    expect(await window.provider('OpenAI').getByRole('button').allTextContents()).toEqual([
      'Copy link',
      'Cancel',
    ]);
    expect(await window.provider('Claude').getByRole('button').count()).toBe(1);
  });

  test('says why the last one ended, until the next one starts', async () => {
    const { what, next } = views.offline;
    const window = await open(viewOf([openAi({ problem: views.offline })]));
    await expect.poll(() => window.announced()).toEqual([`${what} ${next}`]);
    await window.button('Sign in with ChatGPT').click();
    await window.main.show(viewOf([openAi({ signIn: at('starting', null) })]));
    await expect.poll(() => window.announced()).toEqual(['Step 1 of 7: Getting ready']);
  });

  test('says when main refuses to start one', async () => {
    const window = await open(viewOf([openAi()]));
    window.main.answer('signIn.start', () => refused(views.noKeyStore));
    await window.button('Sign in with ChatGPT').click();
    await expect
      .poll(() => window.announced())
      .toEqual([`${views.noKeyStore.what} ${views.noKeyStore.next}`]);
  });

  test('a further account is added from behind one button', async () => {
    const window = await open(viewOf([openAi({ accounts: [anna] })]));
    expect(await window.button('Sign in with ChatGPT').isVisible()).toBe(false);
    await window.button('Sign in again or add an account').click();
    await window.button('Sign in with ChatGPT').click();
    await expect.poll(() => window.main.received('signIn.start')).toHaveLength(1);
  });
});

test('a sign-in by code shows the address and the code to enter there', async () => {
  const method = {
    ...views.browserMethod,
    id: 'device-code',
    kind: 'device',
    label: 'Enter a code on another device',
  } as const;
  const url = 'https://auth.openai.com/codex/device';
  const code = { text: 'ABCD-EFGH', expiresAt: views.noon + 15 * views.minute };
  const signIn = { method: 'device-code', step: 'enter-code', url, code } as const;
  const window = await open(viewOf([openAi({ methods: [method], signIn })]));
  const read = (name: string) => window.page.getByRole('textbox', { name }).textContent();
  expect([
    await window.currentStep.textContent(),
    await window.announced(),
    await read('Sign-in address'),
    await read('Code to enter'),
  ]).toEqual([
    'Open this link on any device and enter the code',
    [
      'Step 2 of 6: Open this link on any device and enter the code',
      'The code is valid for another 15 minutes.',
    ],
    url,
    'ABCD-EFGH',
  ]);
});
