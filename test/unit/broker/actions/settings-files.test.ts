// What the local service has done with files with settings: the window's own flow, told without an id in the place of a name.
import { describe, expect, test } from 'vitest';
import {
  appliedSettingsShape,
  settingsFileShape,
  settingsOfferShape,
} from '../../../../main/broker/protocol/settings-file.ts';
import { accountId, providerId } from '../../../../main/domain/ids.ts';
import { defaultSettings, type SettingsChanges } from '../../../../main/domain/settings.ts';
import { changeSettings } from '../../../../main/flows/change-settings.ts';
import { createSettingsTransfer } from '../../../../main/flows/settings-transfer.ts';
import { providers } from '../../../../main/providers/list.ts';
import { createStore } from '../../../../main/state/store.ts';
import { openaiEntry } from '../../../fakes/accounts.ts';
import { actionsOver } from '../../../fakes/broker-actions.ts';
import { failureOf } from '../../../fakes/failures.ts';
import { MemoryPreferences } from '../../../fakes/preferences.ts';

const ada = openaiEntry().account;
const claude = providerId('claude');

function here() {
  const preferences = new MemoryPreferences({});
  const store = createStore();
  const change = async (sent: SettingsChanges): Promise<void> => {
    changeSettings(sent, { preferences, store });
  };
  const settingsTransfer = createSettingsTransfer({ store, providers, changeSettings: change });
  const { settingsFiles } = actionsOver(
    { settingsTransfer },
    [{ type: 'accounts.loaded', accounts: [ada] }],
    store,
  );
  return { files: settingsFiles, store, change, settings: () => preferences.settings() };
}

const file = (settings: object): string =>
  JSON.stringify({ kind: 'gatehouse-settings', schema: 1, settings });

describe('settings in a file', () => {
  test('are neither taken in nor taken back by a program while it is locked, for a strategy may put keys into files', async () => {
    const { files, store, settings } = here();
    const before = settings();
    const { offer } = await files.read(file({ strategy: 'soonest-reset' }), 'settings.json');
    store.dispatch({ type: 'lock.changed', locked: true });
    expect([await failureOf(files.apply(offer)), await failureOf(files.putBack()), settings()]).toEqual([
      { code: 'broker/locked' },
      { code: 'broker/locked' },
      before,
    ]);
  });

  test('taken out, changed and taken in again are what they were', async () => {
    const { files, change, settings } = here();
    const mine: SettingsChanges = {
      reservePercent: 20,
      language: 'de',
      hideIdentities: true,
      quietHours: { fromMinute: 1320, toMinute: 480 },
      dailyLimits: { [ada.id]: { unit: 'percent', value: 30 } },
      fallBackFrom: { [claude]: false },
      accountOrder: [ada.id],
      strategy: 'soonest-reset',
    };
    await change(mine);
    const first = settings();
    const { text } = settingsFileShape.parse(await files.text());
    await change({
      reservePercent: 7,
      language: 'en',
      hideIdentities: false,
      quietHours: null,
      dailyLimits: { [ada.id]: { unit: 'tokens', value: 9 } },
      fallBackFrom: { [claude]: true },
      accountOrder: [],
      strategy: 'cost-optimized',
    });
    const changed = settings();
    const { offer, steps } = settingsOfferShape.parse(await files.read(text, 'settings.json'));
    const applied = appliedSettingsShape.parse(await files.apply(offer));
    const after = settings();
    const back = await files.putBack();
    expect([applied.changedSince, steps.length, after, back.kept, settings()]).toEqual([
      null,
      8,
      first,
      [],
      changed,
    ]);
  });

  test('are shown with the names that a person gives, and with what is left out', async () => {
    const { files, settings } = here();
    const text = file({
      dailyLimits: { [ada.id]: { unit: 'percent', value: 30 } },
      accountOrder: [ada.id, accountId('openai:gone')],
      consents: {},
      sharedFiles: { codex: true },
      somethingNew: 1,
    });
    const answer = settingsOfferShape.parse(await files.read(text, 'settings.json'));
    const label = `OpenAI: ${ada.label}`;
    expect([answer.steps, answer.ignored, settings()]).toEqual([
      [
        {
          setting: 'accountOrder',
          of: null,
          from: { kind: 'names', names: [] },
          to: { kind: 'names', names: [label] },
        },
        {
          setting: 'dailyLimits',
          of: { id: ada.id, label },
          from: { kind: 'limit', limit: null },
          to: { kind: 'limit', limit: { unit: 'percent', value: 30 } },
        },
      ],
      [
        { reason: 'stays-here', names: ['consents', 'sharedFiles'] },
        { reason: 'not-here', names: ['accountOrder/openai:gone'] },
        { reason: 'unknown', names: ['somethingNew'] },
      ],
      defaultSettings,
    ]);
  });

  test('are shown anew, and not changed, when they have become others meanwhile', async () => {
    const { files, change, settings } = here();
    const { offer } = await files.read(file({ reservePercent: 20, notify: false }), 'settings.json');
    await change({ reservePercent: 20 });
    const { changedSince } = appliedSettingsShape.parse(await files.apply(offer));
    expect([changedSince?.steps.map(({ setting }) => setting), settings().notify]).toEqual([
      ['notify'],
      true,
    ]);
    await files.apply(changedSince?.offer ?? '');
    expect(settings().notify).toBe(false);
  });

  test('that were changed by hand since are named with what they are set for', async () => {
    const { files, change } = here();
    const text = file({
      fallBackFrom: { claude: false },
      dailyLimits: { [ada.id]: { unit: 'percent', value: 30 } },
    });
    await files.apply(settingsOfferShape.parse(await files.read(text, 'settings.json')).offer);
    await change({ dailyLimits: { [ada.id]: { unit: 'percent', value: 40 } } });
    expect(await files.putBack()).toEqual({
      schema: 1,
      putBack: ['fallBackFrom/claude'],
      kept: [`dailyLimits/${ada.id}`],
    });
  });

  test.each([
    ['what?', 'storage/unreadable', 'not JSON'],
    ['', 'storage/unreadable', 'not JSON'],
    ['{"settings":{}}', 'storage/unreadable', 'no settings of Gatehouse'],
    ['{"kind":"gatehouse-settings","settings":{}}', 'storage/unreadable', 'field schema'],
    ['{"kind":"gatehouse-settings","schema":2,"settings":{}}', 'storage/newer-schema', undefined],
  ])('%j is refused with the name of the file', async (text, code, detail) => {
    const { files } = here();
    expect(await failureOf(files.read(text, 'settings.json'))).toEqual({
      code,
      subject: 'settings.json',
      ...(detail !== undefined && { detail }),
    });
  });

  test('cannot be put back before any were taken in', async () => {
    expect(await failureOf(here().files.putBack())).toMatchObject({ code: 'broker/bad-request' });
  });
});
