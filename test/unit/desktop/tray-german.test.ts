// The tray in German: menu and tooltip as a whole, with texts of providers and strategies in German too.
import { expect, test } from 'vitest';
import { trayMenu, trayTooltip, type MenuItem, type TrayIntents } from '../../../main/desktop/tray-menu.ts';
import { momentWords } from '../../../main/desktop/moment-words.ts';
import { trayWords } from '../../../main/desktop/tray-words.ts';
import { defaultSettings } from '../../../main/domain/settings.ts';
import { claude } from '../../../main/providers/claude/index.ts';
import { openai } from '../../../main/providers/openai/index.ts';
import { initialState } from '../../../main/state/state.ts';
import { makeView } from '../../../main/state/view.ts';
import { noonMs, openaiEntry, openaiId, quotaOf, quotaWindow } from '../../fakes/accounts.ts';

const nothing = (): void => undefined;
const intents: TrayIntents = {
  undo: nothing,
  chooseStrategy: nothing,
  signIn: nothing,
  cancelSignIn: nothing,
  copySignInAddress: nothing,
  hideNames: nothing,
  open: nothing,
  showAccount: nothing,
  quit: nothing,
  prefer: nothing,
  useAccount: nothing,
  signOut: nothing,
  lock: nothing,
  unlock: nothing,
  startNormally: nothing,
};

const entry = openaiEntry();
const resetsAt = noonMs + 48 * 3_600_000;
const view = makeView(
  {
    ...initialState,
    loaded: true,
    settings: { ...defaultSettings, preferredProvider: openaiId },
    accounts: [entry.account],
    readings: new Map([
      [
        entry.account.id,
        { quota: quotaOf(entry, [quotaWindow({ id: 'w', label: 'Weekly', usedPercent: 62.9, resetsAt })]) },
      ],
    ]),
  },
  { providers: [claude, openai], files: [], owners: [], version: '1.2.3', language: 'de', now: noonMs },
);

function labels(items: readonly MenuItem[]): readonly string[] {
  return items.flatMap((item) => {
    if (item.type === 'separator') return [];
    return item.type === 'submenu' ? [item.label, ...labels(item.submenu)] : [item.label];
  });
}

test('every line of the menu is German', () => {
  expect(labels(trayMenu(view, intents, noonMs))).toEqual([
    'Claude bevorzugen',
    'OpenAI bevorzugen · 62\u00A0% genutzt',
    'Claude',
    'Über Claude Code anmelden…',
    'API-Schlüssel eingeben…',
    'Mit deinem registrierten Client anmelden…',
    'OpenAI',
    'ada@example.test · Plus',
    `Woche: 62\u00A0% genutzt, erneuert sich ${momentWords(resetsAt, noonMs, 'de')}`,
    'Anzeigen',
    'ada@example.test abmelden',
    'Mit ChatGPT anmelden…',
    'Code auf einem anderen Gerät eingeben…',
    'Anmeldung von Codex verwahren lassen…',
    'API-Schlüssel eingeben…',
    'Strategie',
    'Was ich zuletzt gewählt habe',
    'Was am wenigsten kostet',
    'Was sich am frühesten erneuert',
    'Immer zuerst Claude',
    'Immer zuerst OpenAI',
    'Sperren',
    'Namen verbergen',
    'Gatehouse öffnen',
    'Beenden',
  ]);
});

test('the tooltip is German', () => {
  expect(trayTooltip(view, noonMs)).toBe(
    `Gatehouse: OpenAI, Woche 62\u00A0% genutzt (gelesen ${momentWords(noonMs, noonMs, 'de')})`,
  );
});

test('what is counted takes its form from the number, and moments their word from the sentence', () => {
  const { moreLimits, morePrograms } = trayWords.de;
  expect([
    moreLimits(1),
    moreLimits(2),
    morePrograms(1),
    morePrograms(3),
    momentWords(noonMs, noonMs, 'de'),
    momentWords(noonMs + 48 * 3_600_000, noonMs, 'de'),
    momentWords(noonMs + 30 * 86_400_000, noonMs, 'de'),
  ]).toEqual([
    '1 weiteres Limit',
    '2 weitere Limits',
    '1 weiteres Programm',
    '3 weitere Programme',
    expect.stringMatching(/^um \d\d:\d\d$/),
    expect.stringMatching(/^(?:Mo|Di|Mi|Do|Fr|Sa|So) um \d\d:\d\d$/),
    expect.stringMatching(/^am \d+\. \p{L}+\.?$/u),
  ]);
});

test('the German words of a consent leave its recorded version as it is', () => {
  const consents = { 'claude/registered-client': { version: 1, clientId: 'mine', at: noonMs } };
  const shown = (language: 'en' | 'de') =>
    makeView(
      { ...initialState, settings: { ...defaultSettings, consents } },
      { providers: [claude], files: [], owners: [], version: '1.2.3', language, now: noonMs },
    ).providers[0]?.methods.find(({ id }) => id === 'registered-client')?.registration;
  const [english, german] = [shown('en'), shown('de')];
  expect([german?.clientId, english?.clientId, german?.consent === english?.consent]).toEqual([
    'mine',
    'mine',
    false,
  ]);
});
