// What the view says of a provider that a file of the person's describes.
import { expect, test } from 'vitest';
import { accountIdOf, providerId } from '../../../main/domain/ids.ts';
import type { ProviderDescription } from '../../../main/providers/description.ts';
import { idleProvider, packageProvider } from '../../../main/providers/package-provider.ts';
import { initialState, type State } from '../../../main/state/state.ts';
import { makeView } from '../../../main/state/view.ts';
import type { ProviderView } from '../../../preload/view.ts';
import { fullPackage, packageOf } from '../../fakes/provider-packages.ts';

const provider = providerId('zenith');
const account = { id: accountIdOf(provider, 'key-1'), provider, label: 'zk_1', kind: 'api-key' } as const;
const inUse = packageProvider(packageOf(fullPackage));
const idle = idleProvider(
  { id: provider, label: 'Zenith', hosts: ['api.zenith.example'] },
  {
    code: 'package/broken',
    subject: 'providers/zenith.json',
    detail: '7:12 check.url: must begin with https://',
  },
);

function shown(
  description: ProviderDescription,
  language: 'en' | 'de' = 'en',
  state: Partial<State> = {},
): ProviderView | undefined {
  const facts = { providers: [description], files: [], owners: [], version: '1', language, now: 7 };
  return makeView({ ...initialState, loaded: true, accounts: [account], ...state }, facts).providers[0];
}

test('its hosts, and where it may not be used, why and what helps, in the language of the person', () => {
  expect([shown(inUse)?.thirdParty, shown(idle)?.thirdParty, shown(idle, 'de')?.thirdParty]).toEqual([
    { hosts: ['api.zenith.example', 'billing.zenith.example'], problem: null, fix: null },
    {
      hosts: ['api.zenith.example'],
      problem: {
        code: 'package/broken',
        what: 'providers/zenith.json describes no provider that can be used. (7:12 check.url: must begin with https://)',
        next: 'Correct the file; gatehouse packages check names every place in it.',
      },
      fix: { kind: 'doctor' },
    },
    {
      hosts: ['api.zenith.example'],
      problem: {
        code: 'package/broken',
        what: 'providers/zenith.json beschreibt keinen Anbieter, der sich benutzen lässt. (7:12 check.url: muss mit https:// anfangen)',
        next: 'Berichtige die Datei; gatehouse packages check nennt jede Stelle darin.',
      },
      fix: { kind: 'doctor' },
    },
  ]);
});

test('the last figures of its accounts stay while nothing may be asked', () => {
  const quota = { account: account.id, at: 5, source: 'Zenith', windows: [] };
  const readings = new Map([[account.id, { quota }]]);
  expect([
    shown(inUse)?.accounts[0]?.metered,
    shown(idle)?.accounts[0]?.metered,
    shown(idle, 'en', { readings })?.accounts[0]?.metered,
  ]).toEqual([true, false, true]);
});
