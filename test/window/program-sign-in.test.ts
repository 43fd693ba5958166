// Sign-ins that the vendor's own program makes and keeps: the method, its live steps, and what to do when it is missing.
import { describe, expect, test } from 'vitest';
import type { SignInStep } from '../../preload/view.ts';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';

const { claude, keyMethod, lin, noProgram, openAi, programMethod, viewOf } = views;
const { open } = useWindows({ isOwn: true });
const methods = [programMethod, keyMethod];
const install = programMethod.program?.install ?? '';

const at = (step: SignInStep, url: string | null = null) =>
  viewOf([claude({ methods, signIn: { method: programMethod.id, step, url } })]);

describe('a sign-in through a program', () => {
  test.for([
    { name: 'first', order: methods },
    { name: 'last', order: [keyMethod, programMethod] },
  ])('is offered $name where the provider lists it so, with its standing', async ({ order }) => {
    const window = await open(viewOf([claude({ methods: order })]));
    await window.provider('Claude').waitFor();
    expect(await window.provider('Claude').getByRole('button').allTextContents()).toEqual(
      order.map(({ label, standing }) => label + standing),
    );
  });

  test('starts with one press, without a form', async () => {
    const window = await open(viewOf([claude({ methods })]));
    await window.button(programMethod.label).click();
    await expect
      .poll(() => window.main.received('signIn.start'))
      .toEqual([{ provider: 'claude', method: programMethod.id }]);
  });

  test('marks and announces its steps by the name of the program', async () => {
    const window = await open(at('starting'));
    const seen: unknown[] = [];
    for (const step of ['starting', 'in-program', 'saving', 'writing-files', 'reading-plan'] as const) {
      await window.main.show(at(step));
      seen.push([await window.currentStep.textContent(), ...(await window.announced())]);
    }
    expect(seen).toEqual([
      ['Getting ready', 'Step 1 of 5: Getting ready'],
      [
        'Claude Code is waiting for you in the browser',
        'Step 2 of 5: Claude Code is waiting for you in the browser',
      ],
      ['Saving, encrypted', 'Step 3 of 5: Saving, encrypted'],
      ['Updating your tools’ files', 'Step 4 of 5: Updating your tools’ files'],
      ['Reading plan and quota', 'Step 5 of 5: Reading plan and quota'],
    ]);
  });

  test('shows the address in the place of waiting when the browser did not open', async () => {
    const url = 'https://claude.com/cai/oauth/authorize?code=true';
    const window = await open(at('open-it-yourself', url));
    await expect
      .poll(() => window.page.getByRole('textbox', { name: 'Sign-in address' }).textContent())
      .toBe(url);
    expect(await window.announced()).toEqual(['Step 2 of 5: Open this link in a browser on this computer']);
  });

  test('can be cancelled', async () => {
    const window = await open(at('in-program'));
    await window.button('Cancel').click();
    await expect.poll(() => window.main.received('signIn.cancel')).toEqual([{ provider: 'claude' }]);
  });
});

describe('a program that is missing', () => {
  const command = 'Command that installs Claude Code';

  test.for(['the view', 'the answer'])('is said by %s, with the command that installs it', async (by) => {
    const problem = by === 'the view' ? noProgram : null;
    const window = await open(viewOf([claude({ methods, problem })]));
    if (by === 'the answer') {
      window.main.answer('signIn.start', () => refused(noProgram));
      await window.button(programMethod.label).click();
    }
    await expect.poll(() => window.page.getByRole('textbox', { name: command }).textContent()).toBe(install);
    expect(await window.announced()).toEqual([`${noProgram.what} ${noProgram.next}`]);
  });

  test('has its command copied with one press, which says so', async () => {
    const window = await open(viewOf([claude({ methods, problem: noProgram })]));
    await window.page.context().grantPermissions(['clipboard-read']);
    await window.button('Copy the command').click();
    await expect.poll(() => window.announced()).toContain('Copied');
    expect(await window.page.evaluate(() => navigator.clipboard.readText())).toBe(install);
  });

  test('has its command selected where it could not be copied', async () => {
    const window = await open(viewOf([claude({ methods, problem: noProgram })]));
    await window.page.evaluate(() => {
      Object.defineProperty(document, 'execCommand', { value: () => false });
    });
    await window.button('Copy the command').click();
    await expect.poll(() => window.announced()).toContain('Select the text and copy it with the keyboard.');
    expect(await window.page.evaluate(() => getSelection()?.toString())).toBe(install);
  });

  test('is spoken of at its own provider only, and not for any other problem', async () => {
    const window = await open(
      viewOf([claude({ methods, problem: views.offline }), openAi({ problem: noProgram })]),
    );
    await window.provider('OpenAI').waitFor();
    expect(await window.button('Copy the command').count()).toBe(0);
  });

  test('is forgotten as soon as the sign-in goes on', async () => {
    const window = await open(viewOf([claude({ methods, problem: noProgram })]));
    await window.button('Copy the command').waitFor();
    await window.main.show(viewOf([claude({ methods, accounts: [lin] })]));
    await window.button('Copy the command').waitFor({ state: 'detached' });
  });
});
