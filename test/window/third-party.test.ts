// A provider that a file of the person's describes: it says so, names its hosts, and says why while it may not be used.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Account } from '../../main/domain/account.ts';
import { accountIdOf, providerId } from '../../main/domain/ids.ts';
import type { Language } from '../../main/domain/language.ts';
import { defaultSettings } from '../../main/domain/settings.ts';
import type { ProviderDescription } from '../../main/providers/description.ts';
import { idleProvider, packageProvider } from '../../main/providers/package-provider.ts';
import { initialState } from '../../main/state/state.ts';
import { makeView } from '../../main/state/view.ts';
import type { View } from '../../preload/view.ts';
import { fullPackage, packageOf, plainPackage } from '../fakes/provider-packages.ts';
import { violations } from './support/axe.ts';
import { useWindows, type Look } from './support/open-window.ts';
import { noon } from './support/views.ts';

const { open } = useWindows();
const pictures = path.join(import.meta.dirname, '..', '..', 'out', 'pictures');
const hosts = ['api.acme.example', 'a-very-long-name-of-a-host-that-does-not-fit.eu-central-1.acme.example'];
const acme = providerId('acme');
const account: Account = {
  id: accountIdOf(acme, 'key-1'),
  provider: acme,
  label: 'acme-12…cdef',
  kind: 'api-key',
};

const idle = idleProvider(
  { id: acme, label: 'Acme AI', hosts },
  { code: 'package/changed', subject: 'providers/acme.json' },
);

function viewWith(providers: readonly ProviderDescription[], language: Language = 'en'): View {
  return makeView(
    {
      ...initialState,
      loaded: true,
      settings: { ...defaultSettings, firstRun: 'done' },
      accounts: [account],
    },
    { providers, files: [], owners: [], version: '1.2.3', language, now: noon },
  );
}

const looks: readonly (readonly [name: string, look: Look, language: Language])[] = [
  ['light', { colorScheme: 'light' }, 'en'],
  ['dark', { colorScheme: 'dark' }, 'de'],
  ['narrow', { colorScheme: 'light', viewport: { width: 220, height: 420 } }, 'de'],
];

beforeAll(() => mkdir(pictures, { recursive: true }));

test.for(looks)('one in use and one that may not be used fit: %s', async ([name, look, language]) => {
  const window = await open(viewWith([idle, packageProvider(packageOf(fullPackage))], language), look);
  await window.provider('Zenith').waitFor();
  await window.page.screenshot({ path: path.join(pictures, `third-party-${name}.png`), fullPage: true });
  expect({ overflow: await window.overflow(), wrong: await violations(window) }).toEqual({
    overflow: 0,
    wrong: [],
  });
});

test('the hosts stand on the card of one in use, and its keys can be entered', async () => {
  const window = await open(viewWith([packageProvider(packageOf(plainPackage))]));
  const card = window.provider('Acme AI');
  await card.waitFor();
  expect([
    await card.locator('.third-party').innerText(),
    await card.getByText('Enter an API key').count(),
    await card.getByText('Gatehouse has not checked what it says.').count(),
  ]).toEqual([
    expect.stringMatching(/^third-party\s+Described by a file of yours\. Asks only api\.acme\.example\.$/i),
    1,
    1,
  ]);
});

test('one that may not be used keeps its accounts, says why, offers no way in, and leads to Doctor', async () => {
  const window = await open(viewWith([idle]));
  const card = window.provider('Acme AI');
  const says = await card.getByText('providers/acme.json has changed since you approved it').innerText();
  const before = [
    await card.getByText(account.label).count(),
    await card.getByRole('button', { name: /add an account|API key/i }).count(),
  ];
  await card.getByRole('button', { name: 'Doctor' }).press('Enter');
  await window.page.getByRole('heading', { name: 'Doctor', level: 1 }).waitFor();
  expect([says, before]).toEqual([
    'providers/acme.json has changed since you approved it: its accounts are kept, but nothing is asked.',
    [1, 0],
  ]);
});
