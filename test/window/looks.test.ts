// Every state in every look: nothing is pushed out of the window. The pictures are kept in out/pictures for the eye.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { View } from '../../preload/view.ts';
import { refused } from './support/fake-main.ts';
import { useWindows, type Look } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { anna, claude, openAi, viewOf } = views;
const { open } = useWindows();
const pictures = path.join(import.meta.dirname, '..', '..', 'out', 'pictures');

const long = `${'a-very-long-name-'.repeat(6)}@department.of.long.names.example.com`;
const bert = {
  ...anna,
  id: 'openai:bert',
  label: 'bert@example.com',
  plan: null,
  windows: [views.spent, views.unknownWindow],
  problem: views.offline,
};

async function refuseKey(window: WindowPage): Promise<void> {
  window.main.answer('secret.enter', () => refused(views.wrongKey));
  await window.provider('Claude').getByRole('button', { name: 'Enter an API key' }).click();
  await window.keyField.fill('sk-ant-wrong');
  await window.keyField.press('Enter');
  await window.page.getByText(views.wrongKey.what).waitFor();
}

const both = viewOf([claude({ accounts: [views.keyAccount] }), openAi({ accounts: [anna, bert] })]);

interface State {
  readonly name: string;
  readonly view: View;
  readonly prepare?: (window: WindowPage) => Promise<void>;
}

const states: readonly State[] = [
  { name: 'loading', view: viewOf([], { loaded: false }) },
  { name: 'first-run', view: viewOf([claude(), openAi()]) },
  { name: 'cards', view: both },
  {
    name: 'waiting',
    view: viewOf([openAi({ signIn: views.waiting }), claude({ accounts: [views.keyAccount] })]),
  },
  {
    name: 'open-it-yourself',
    view: viewOf([openAi({ signIn: { ...views.waiting, step: 'open-it-yourself' } }), claude()]),
  },
  { name: 'key-form', view: viewOf([claude(), openAi()]), prepare: refuseKey },
  {
    name: 'problems',
    view: viewOf([openAi({ problem: views.offline }), claude({ accounts: [views.keyAccount] })], {
      problems: [views.noKeyStore],
    }),
  },
  {
    name: 'long-names',
    view: viewOf([
      openAi({
        label: 'OpenAI for organisations with names',
        accounts: [{ ...anna, label: long, plan: 'Enterprise with everything' }],
      }),
      claude({ label: 'Claude of another organisation', accounts: [views.keyAccount] }),
    ]),
  },
  {
    name: 'shown',
    view: both,
    prepare: async (window) => {
      await window.main.showAccount('openai:bert');
      await window.page.locator('.card-shown').waitFor();
    },
  },
];

const looks: readonly { readonly name: string; readonly look: Look }[] = [
  { name: 'light', look: { colorScheme: 'light' } },
  { name: 'dark', look: { colorScheme: 'dark' } },
  { name: 'narrow', look: { colorScheme: 'light', viewport: { width: 360, height: 420 } } },
  // What is left of the window for a person who enlarges it to 200 %.
  {
    name: 'enlarged',
    look: { colorScheme: 'dark', viewport: { width: 220, height: 320 }, deviceScaleFactor: 2 },
  },
  {
    name: 'enlarged-narrow',
    look: { colorScheme: 'light', viewport: { width: 180, height: 210 }, deviceScaleFactor: 2 },
  },
  { name: 'forced-colors', look: { forcedColors: 'active', colorScheme: 'dark' } },
];

beforeAll(() => mkdir(pictures, { recursive: true }));

describe.for([...looks])('in the look "$name"', ({ name: lookName, look }) => {
  test.for([...states])('the state "$name" fits', async ({ name, view, prepare }) => {
    const window = await open(view, look);
    await window.page.locator('.card, .provider').first().waitFor();
    await prepare?.(window);
    await window.page.screenshot({
      path: path.join(pictures, `${name}-${lookName}.png`),
      fullPage: name !== 'shown',
    });
    expect(await window.overflow()).toBe(0);
  });
});
