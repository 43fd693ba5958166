// Signing in with a client that the person has registered: what is asked the first time, and what is remembered.
import { describe, expect, test } from 'vitest';
import type { MethodView, ProviderView, View } from '../../preload/view.ts';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { anna, claude, keyMethod, openAi, registeredMethod, rememberedMethod, viewOf } = views;
const { open } = useWindows();

const clientId = '1111aaaa-0000-4000-8000-222233334444';
const withMethod = (method: MethodView, changes: Partial<ProviderView> = {}): View =>
  viewOf([claude({ methods: [method, keyMethod], ...changes }), openAi()]);
const first = withMethod(registeredMethod);
const waiting = { ...views.waiting, method: registeredMethod.id };
const proceed = 'Continue in the browser';

async function fillIn(window: WindowPage): Promise<void> {
  await window.button(registeredMethod.label).click();
  await window.clientIdField.fill(`  ${clientId} `);
  await window.agreement.check();
  await window.button(proceed).click();
}

describe('the first time', () => {
  test('asks for the client id and shows the terms, and sends nothing yet', async () => {
    const window = await open(first);
    await window.button(registeredMethod.label).click();
    await expect.poll(() => window.focused()).toBe('textbox "Client id"');
    expect({
      form: await window.page.getByRole('form', { name: registeredMethod.label }).count(),
      value: await window.clientIdField.inputValue(),
      hint: await window.page.getByText(`Looks like ${registeredMethod.registration?.clientIdHint}`).count(),
      terms: await window.page.getByText(registeredMethod.registration?.consent ?? '').count(),
      agreed: await window.agreement.isChecked(),
      sent: window.main.received('signIn.start'),
    }).toEqual({ form: 1, value: '', hint: 1, terms: 1, agreed: false, sent: [] });
  });

  test('starts with the client id, trimmed, and the yes', async () => {
    const window = await open(first);
    await fillIn(window);
    await expect
      .poll(() => window.main.received('signIn.start'))
      .toEqual([
        { provider: 'claude', method: registeredMethod.id, registration: { clientId, agreed: true } },
      ]);
  });

  test('asks for what is missing, puts the keyboard there, and sends nothing', async () => {
    const window = await open(first);
    await window.button(registeredMethod.label).click();
    await window.button(proceed).click();
    await expect.poll(() => window.announced()).toEqual(['Enter the client id first.']);
    expect(await window.focused()).toBe('textbox "Client id"');
    await window.clientIdField.fill(clientId);
    await window.clientIdField.press('Enter');
    await expect.poll(() => window.announced()).toEqual(['Tick “I agree” to continue.']);
    expect(await window.focused()).toBe('checkbox "I agree"');
    expect(window.main.received('signIn.start')).toEqual([]);
  });

  test('gives way to the running sign-in, and to the card at its end', async () => {
    const window = await open(first);
    await fillIn(window);
    await window.main.show(withMethod(registeredMethod, { signIn: waiting }));
    await window.signIn('Claude').waitFor();
    expect(await window.clientIdField.count()).toBe(0);
    expect(await window.signIn('Claude').count()).toBe(1);
    await window.main.show(withMethod(rememberedMethod, { accounts: [anna] }));
    await window.signIn('Claude').waitFor({ state: 'detached' });
    await window.clientIdField.waitFor({ state: 'detached' });
    expect(await window.button(rememberedMethod.label).isVisible()).toBe(false);
  });

  test('keeps what was entered beside the reason when main refuses', async () => {
    const window = await open(first);
    window.main.answer('signIn.start', () => refused(views.wrongKey));
    await fillIn(window);
    await expect.poll(() => window.announced()).toEqual([`${views.wrongKey.what} ${views.wrongKey.next}`]);
    expect([
      await window.clientIdField.inputValue(),
      await window.agreement.isChecked(),
      await window.focused(),
    ]).toEqual([`  ${clientId} `, true, 'textbox "Client id"']);
  });

  test('keeps what was entered beside the reason when the sign-in fails later', async () => {
    const window = await open(first);
    await fillIn(window);
    await window.main.show(withMethod(registeredMethod, { signIn: waiting }));
    await window.signIn('Claude').waitFor();
    await window.main.show(withMethod(registeredMethod, { problem: views.offline }));
    await window.clientIdField.waitFor();
    expect([
      await window.clientIdField.inputValue(),
      await window.agreement.isChecked(),
      await window.announced(),
    ]).toEqual([clientId, true, [`${views.offline.what} ${views.offline.next}`]]);
  });

  test('shows the reason when the sign-in failed before a step of it was seen', async () => {
    const window = await open(first);
    await fillIn(window);
    await window.main.show(withMethod(registeredMethod, { problem: views.wrongKey }));
    await expect.poll(() => window.announced()).toEqual([`${views.wrongKey.what} ${views.wrongKey.next}`]);
    expect(await window.clientIdField.count()).toBe(1);
  });

  test.for(['the button', 'Escape'])('is left with %s', async (how) => {
    const window = await open(first);
    await window.button(registeredMethod.label).click();
    await window.clientIdField.fill(clientId);
    if (how === 'Escape') await window.clientIdField.press('Escape');
    else await window.button('Cancel').click();
    await window.clientIdField.waitFor({ state: 'detached' });
    await expect.poll(() => window.focused()).toBe('heading "Claude"');
    expect(window.main.received('signIn.start')).toEqual([]);
  });
});

describe('once it was agreed', () => {
  test('starts right away', async () => {
    const window = await open(withMethod(rememberedMethod));
    await window.button(rememberedMethod.label).click();
    await expect
      .poll(() => window.main.received('signIn.start'))
      .toEqual([{ provider: 'claude', method: rememberedMethod.id }]);
    expect(await window.clientIdField.count()).toBe(0);
  });

  test('another client id can be entered over the one before, and is agreed to anew', async () => {
    const window = await open(withMethod(rememberedMethod));
    await window.button('Use another client id').click();
    await expect.poll(() => window.focused()).toBe('textbox "Client id"');
    expect([await window.clientIdField.inputValue(), await window.agreement.isChecked()]).toEqual([
      clientId,
      false,
    ]);
    await window.page.keyboard.type('another');
    await window.agreement.check();
    await window.button(proceed).click();
    await expect
      .poll(() => window.main.received('signIn.start'))
      .toEqual([
        {
          provider: 'claude',
          method: rememberedMethod.id,
          registration: { clientId: 'another', agreed: true },
        },
      ]);
  });

  test('a problem stands in the section', async () => {
    const window = await open(withMethod(rememberedMethod));
    window.main.answer('signIn.start', () => refused(views.offline));
    await window.button(rememberedMethod.label).click();
    await expect.poll(() => window.announced()).toEqual([`${views.offline.what} ${views.offline.next}`]);
  });
});

test.for([registeredMethod, rememberedMethod])('asked for from the tray its form is open', async (method) => {
  const window = await open(withMethod(method));
  await window.provider('Claude').waitFor();
  await window.main.showProvider('claude', method.id);
  await expect.poll(() => window.focused()).toBe('textbox "Client id"');
  expect(window.main.received('signIn.start')).toEqual([]);
});
