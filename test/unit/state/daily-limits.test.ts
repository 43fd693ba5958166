// For which accounts the settings offer a daily limit: where it has something to limit.
import { expect, test } from 'vitest';
import { accountId } from '../../../main/domain/ids.ts';
import { defaultSettings } from '../../../main/domain/settings.ts';
import { initialState } from '../../../main/state/state.ts';
import { settingsView } from '../../../main/state/settings-view.ts';
import { claudeEntry, claudeId, noonMs } from '../../fakes/accounts.ts';

test('a key that is billed by use has none to set although its use is known, one of a plan has', () => {
  const { account: billed } = claudeEntry();
  const limited = { ...billed, id: accountId('claude:limited') };
  const ofPlan = { ...billed, id: accountId('claude:plan'), plan: 'lite' };
  const limit = { unit: 'percent', value: 20 } as const;
  const { dailyLimits } = settingsView(
    {
      ...initialState,
      accounts: [billed, limited, ofPlan],
      settings: { ...defaultSettings, dailyLimits: { [limited.id]: limit } },
    },
    {
      providers: [{ id: claudeId, label: 'Claude', methods: [], readKeyQuota: () => undefined }],
      files: [],
      owners: [],
      version: '1.2.3',
      now: noonMs,
    },
  );
  expect(dailyLimits.map((each) => [each.account, each.limit])).toEqual([
    [limited.id, limit],
    [ofPlan.id, null],
  ]);
});
