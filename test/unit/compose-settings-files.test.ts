// The window says of files with settings what a person knows: names of providers and accounts, not their ids.
import { expect, test } from 'vitest';
import { composeSettingsFiles } from '../../main/compose-settings-files.ts';
import { providers } from '../../main/providers/list.ts';
import { initialState } from '../../main/state/state.ts';
import { createStore } from '../../main/state/store.ts';
import { openaiEntry } from '../fakes/accounts.ts';

const { account } = openaiEntry();
const unasked = (): never => {
  throw new Error('not asked here');
};

test('what was set by hand since a file was applied, and so stays, is named as a person calls it', async () => {
  const off = { kind: 'switch', on: false } as const;
  const limit = { kind: 'limit', limit: null } as const;
  const files = composeSettingsFiles({
    store: createStore({ ...initialState, accounts: [account] }),
    providers,
    transfer: {
      text: unasked,
      read: unasked,
      apply: unasked,
      putBack: async () => ({
        putBack: [{ name: 'notify', of: null, from: off, to: off }],
        kept: [{ name: 'dailyLimits', of: account.id, from: limit, to: limit }],
      }),
    },
    language: () => 'en',
    chooseSavePath: unasked,
    chooseSettingsFile: unasked,
  });
  expect(await files.putSettingsBack()).toMatchObject({
    kept: [{ setting: 'dailyLimits', of: `OpenAI: ${account.label}` }],
  });
});
