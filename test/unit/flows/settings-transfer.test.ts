// Settings leave in a file without a secret or a yes, and come in as they were shown, or not at all.
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Account } from '../../../main/domain/account.ts';
import { accountId, providerId } from '../../../main/domain/ids.ts';
import { defaultSettings, type Settings, type SettingsChanges } from '../../../main/domain/settings.ts';
import type { SettingStep } from '../../../main/domain/settings-plan.ts';
import { changeSettings } from '../../../main/flows/change-settings.ts';
import { createSettingsTransfer, type PutBack } from '../../../main/flows/settings-transfer.ts';
import { createStore } from '../../../main/state/store.ts';
import { openaiEntry } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { MemoryPreferences } from '../../fakes/preferences.ts';

const claude = providerId('claude');
const openai = providerId('openai');

function here(changes: Partial<Settings> = {}, accounts: readonly Account[] = []) {
  const preferences = new MemoryPreferences(changes);
  const store = createStore();
  store.dispatch({ type: 'accounts.loaded', accounts });
  store.dispatch({ type: 'settings.changed', settings: preferences.settings() });
  const change = async (sent: SettingsChanges): Promise<void> => {
    changeSettings(sent, { preferences, store });
  };
  const transfer = createSettingsTransfer({
    store,
    providers: [{ id: claude }, { id: openai }],
    changeSettings: change,
  });
  const sees = (account: Account): void => {
    store.dispatch({ type: 'account.signed-in', account });
  };
  return { transfer, change, sees, settings: () => preferences.settings() };
}

/** By the names that a file has for them. */
function named({ putBack, kept }: PutBack) {
  const namesOf = (steps: readonly SettingStep[]) =>
    steps.map(({ name, of }) => (of === null ? name : `${name}/${of}`));
  return { putBack: namesOf(putBack), kept: namesOf(kept) };
}

const mine: Partial<Settings> = {
  language: 'de',
  reservePercent: 20,
  fallBackFrom: { [claude]: false },
  alertAtPercent: { claude: [50] },
  mutedAlerts: ['reset'],
  quietHours: { fromMinute: 1320, toMinute: 480 },
  dailyLimits: { [accountId('claude:gone')]: { unit: 'percent', value: 30 } },
  keyStore: 'memory',
  borrowKeys: { [claude]: true },
  sharedFiles: { codex: true },
  incidents: true,
  startWithSystem: true,
  folderRules: [{ folder: '/home/ada/work', account: accountId('claude:gone') }],
  consents: { 'claude/browser': { clientId: 'client-of-ada', version: 1, at: 1 } },
};
const file = (settings: object, schema = 1): string =>
  JSON.stringify({ kind: 'gatehouse-settings', schema, settings });

describe('a file', () => {
  test('holds taste, and nothing that is a yes or belongs to one computer', () => {
    const text = here(mine).transfer.text();
    const { settings } = z.object({ settings: z.looseObject({}) }).parse(JSON.parse(text));
    expect(Object.keys(settings).filter((name) => Object.hasOwn(mine, name))).toEqual(
      [
        'language',
        'reservePercent',
        'alertAtPercent',
        'mutedAlerts',
        'quietHours',
        'fallBackFrom',
        'dailyLimits',
      ].sort(
        (one, other) =>
          Object.keys(defaultSettings).indexOf(one) - Object.keys(defaultSettings).indexOf(other),
      ),
    );
    expect(text).not.toContain('client-of-ada');
  });

  test('shows what it would change, changes exactly that, and is taken back', async () => {
    const { transfer, settings } = here();
    const { id, steps, ignored } = transfer.read(here(mine).transfer.text(), 'a file');
    expect([
      steps.map(({ name, of }) => (of === null ? name : `${name}/${of}`)),
      ignored,
      settings(),
    ]).toEqual([
      [
        'language',
        'fallBackFrom/claude',
        'reservePercent',
        'alertAtPercent/claude',
        'mutedAlerts',
        'quietHours',
      ],
      [{ name: 'dailyLimits/claude:gone', reason: 'not-here' }],
      defaultSettings,
    ]);
    expect(await transfer.apply(id)).toEqual({ kind: 'applied' });
    const { language, reservePercent, fallBackFrom, alertAtPercent, mutedAlerts, quietHours } = mine;
    expect(settings()).toEqual({
      ...defaultSettings,
      ...{ language, reservePercent, fallBackFrom, alertAtPercent, mutedAlerts, quietHours },
    });
    await transfer.putBack();
    expect(settings()).toEqual({ ...defaultSettings, fallBackFrom: { [claude]: true } });
  });

  test('neither takes feature flags along nor brings them', () => {
    const { transfer } = here();
    const { steps, ignored } = transfer.read(file({ flags: { 'company-logins': 'on' } }), 'a file');
    expect([steps, ignored, /flag|company-logins/.test(here(mine).transfer.text())]).toEqual([
      [],
      [{ name: 'flags', reason: 'unknown' }],
      false,
    ]);
  });

  test('is put back but for what was changed by hand since', async () => {
    const { transfer, change, settings } = here();
    const { id } = transfer.read(file({ reservePercent: 20, notify: false }), 'a file');
    await transfer.apply(id);
    await change({ reservePercent: 30 });
    expect([named(await transfer.putBack()), settings().reservePercent, settings().notify]).toEqual([
      { putBack: ['notify'], kept: ['reservePercent'] },
      30,
      true,
    ]);
  });

  test('is put back name by name where a setting is kept by name', async () => {
    const limits = {
      'openai:ada': { unit: 'percent', value: 30 },
      'openai:bob': { unit: 'tokens', value: 9 },
    };
    const accounts = Object.keys(limits).map((id) => ({ ...openaiEntry().account, id: accountId(id) }));
    const { transfer, change, settings } = here({ otherAccounts: { [claude]: true } }, accounts);
    const byName = {
      fallBackFrom: { claude: false, openai: true },
      otherAccounts: { claude: false },
      alertAtPercent: { 'claude/weekly': [50], openai: [60] },
      dailyLimits: limits,
    };
    await transfer.apply(transfer.read(file(byName), 'a file').id);
    const [ada, bob] = accounts.map(({ id }) => id);
    await change({
      fallBackFrom: { [openai]: false },
      otherAccounts: { [openai]: false },
      alertAtPercent: { openai: [70], 'openai/weekly': [80] },
      dailyLimits: { [bob ?? '']: null },
    });
    const back = named(await transfer.putBack());
    const { fallBackFrom, otherAccounts, alertAtPercent, dailyLimits } = settings();
    expect([back, { fallBackFrom, otherAccounts, alertAtPercent, dailyLimits }]).toEqual([
      {
        putBack: [
          'fallBackFrom/claude',
          'otherAccounts/claude',
          'alertAtPercent/claude/weekly',
          `dailyLimits/${ada}`,
        ],
        kept: ['fallBackFrom/openai', 'alertAtPercent/openai', `dailyLimits/${bob}`],
      },
      {
        fallBackFrom: { claude: true, openai: false },
        otherAccounts: { claude: true, openai: false },
        alertAtPercent: { openai: [70], 'openai/weekly': [80] },
        dailyLimits: {},
      },
    ]);
  });

  test('is put back also where an account that it orders has come or gone since', async () => {
    const [ada, bob] = ['openai:ada', 'openai:bob'].map((id) => ({
      ...openaiEntry().account,
      id: accountId(id),
    }));
    if (ada === undefined || bob === undefined) throw new Error('no accounts');
    const { transfer, settings, sees } = here({}, [ada]);
    const { id } = transfer.read(file({ accountOrder: [bob.id, ada.id] }), 'a file');
    await transfer.apply(id);
    sees(bob);
    expect([named(await transfer.putBack()), settings().accountOrder]).toEqual([
      { putBack: ['accountOrder'], kept: [] },
      [],
    ]);
  });

  test('stays on offer while others are read elsewhere, up to a number', async () => {
    const { transfer, settings } = here();
    const shown = transfer.read(file({ reservePercent: 20 }), 'a file');
    const others = Array.from({ length: 7 }, (_, index) =>
      transfer.read(file({ reservePercent: 21 + index }), 'another'),
    );
    expect([await transfer.apply(shown.id), settings().reservePercent]).toEqual([{ kind: 'applied' }, 20]);
    transfer.read(file({}), 'another');
    transfer.read(file({}), 'another');
    expect(await failureOf(transfer.apply(others[0]?.id ?? ''))).toMatchObject({
      code: 'broker/bad-request',
    });
  });

  test('is shown anew when the settings have become others meanwhile', async () => {
    const { transfer, change, settings } = here();
    const { id } = transfer.read(file({ reservePercent: 20, notify: false }), 'a file');
    await change({ reservePercent: 20 });
    const applied = await transfer.apply(id);
    expect([
      applied.kind === 'changed-since' && applied.offer.steps.map(({ name }) => name),
      settings().notify,
    ]).toEqual([['notify'], true]);
    expect(await failureOf(transfer.apply(id))).toMatchObject({ code: 'broker/bad-request' });
  });

  test('says what of it stays out, and why', () => {
    const { steps, ignored } = here().transfer.read(
      file({
        reservePercent: 99,
        strategy: 'prefer-nobody',
        keyStore: 'memory',
        consents: {},
        incidents: true,
        somethingNew: 1,
        mutedAlerts: ['reset', 'unheard-of'],
        fallBackFrom: { claude: 'no', elsewhere: false },
      }),
      'a file',
    );
    expect([steps.map(({ name }) => name), ignored]).toEqual([
      ['mutedAlerts'],
      [
        { name: 'reservePercent', reason: 'unsuitable' },
        { name: 'keyStore', reason: 'stays-here' },
        { name: 'consents', reason: 'stays-here' },
        { name: 'incidents', reason: 'stays-here' },
        { name: 'somethingNew', reason: 'unknown' },
        { name: 'mutedAlerts', reason: 'unsuitable' },
        { name: 'fallBackFrom/claude', reason: 'unsuitable' },
        { name: 'strategy/prefer-nobody', reason: 'not-here' },
        { name: 'fallBackFrom/elsewhere', reason: 'not-here' },
      ],
    ]);
  });

  test.for([
    ['that is none', 'what?', 'storage/unreadable'],
    ['of something else', '{"settings":{}}', 'storage/unreadable'],
    ['of a newer Gatehouse', file({}, 2), 'storage/newer-schema'],
  ] as const)('%s is refused, and nothing changes', ([, text, code]) => {
    const { transfer, settings } = here();
    expect(() => transfer.read(text, 'a file')).toThrow(expect.objectContaining({ code, subject: 'a file' }));
    expect(settings()).toEqual(defaultSettings);
  });
});
