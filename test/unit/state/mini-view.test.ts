// What the small meter says: whoever serves first, two lines at most, and no figure that is not known.
import { expect, test } from 'vitest';
import { miniView } from '../../../main/state/mini-view.ts';
import { defaultSettings } from '../../../main/domain/settings.ts';
import { initialState, type State } from '../../../main/state/state.ts';
import { makeView } from '../../../main/state/view.ts';
import { providers } from '../../../main/providers/list.ts';
import { accountId } from '../../../main/domain/ids.ts';
import { claudeId, noonMs, openaiEntry, openaiId, quotaOf, quotaWindow } from '../../fakes/accounts.ts';

const ada = openaiEntry();
const bert = openaiEntry({ id: accountId('openai:bert'), label: 'bert@example.test' });
const lin = openaiEntry({ id: accountId('claude:lin'), provider: claudeId, label: 'lin@example.test' });

function viewOf(changes: Partial<State>) {
  return makeView(
    {
      ...initialState,
      loaded: true,
      settings: { ...defaultSettings, preferredProvider: openaiId },
      accounts: [ada.account, bert.account, lin.account],
      ...changes,
    },
    { providers, files: [], owners: [], version: '1', now: noonMs },
  );
}

test('who serves comes first, with the fullest window; who has no figures has none', () => {
  const windows = [
    quotaWindow({ usedPercent: 30 }),
    quotaWindow({ id: 'week', label: 'Weekly', usedPercent: 91 }),
  ];
  const readings = new Map([[ada.account.id, { quota: quotaOf(ada, windows) }]]);
  expect(viewOf({ readings }).mini).toEqual([
    {
      account: ada.account.id,
      provider: 'OpenAI',
      label: 'ada@example.test',
      window: { label: 'Weekly', usedPercent: 91, level: 'low', resetsAt: noonMs + 3_600_000 },
    },
    { account: lin.account.id, provider: 'Claude', label: 'lin@example.test', window: null },
  ]);
});

test('with nobody signed in there is no line', () => {
  expect(viewOf({ accounts: [] }).mini).toEqual([]);
});

test('of more than two providers, two are shown', () => {
  const view = viewOf({});
  const more = [...view.providers, ...view.providers.map((each) => ({ ...each, id: `other ${each.id}` }))];
  expect(miniView(more, view.selection)).toHaveLength(2);
});
