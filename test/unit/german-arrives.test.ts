// Somebody who has chosen German reads it in everything that main makes for tray and window; terminals and programs go on in English.
import { expect, test, vi } from 'vitest';
import { composeBase } from '../../main/compose-base.ts';
import { composeFirstSteps } from '../../main/compose-first-steps.ts';
import { composeIntents } from '../../main/compose-intents.ts';
import { composePages } from '../../main/compose-pages.ts';
import { managedFiles } from '../../main/consumers/list.ts';
import type { ListedLogin } from '../../main/domain/found-logins.ts';
import { withTexts } from '../../main/domain/hidden-names.ts';
import type { Language, LanguageChoice } from '../../main/domain/language.ts';
import { phrase } from '../../main/domain/phrases.ts';
import { defaultSettings } from '../../main/domain/settings.ts';
import { previewFile } from '../../main/flows/preview-file.ts';
import { findProvider } from '../../main/providers/list.ts';
import { settingsOfferView } from '../../main/state/settings-offer-view.ts';
import type { Store } from '../../main/state/store.ts';
import { noonMs, openaiEntry, openaiId, quotaWindow, sampleOf } from '../fakes/accounts.ts';
import { codexPath, filesAtWork } from '../fakes/flows.ts';
import { bashrc, key, work } from '../fakes/healthy-programs.ts';
import { RecordingLog } from '../fakes/log.ts';
import { RecordingNotifier } from '../fakes/notifier.ts';
import { pathsIn } from '../fakes/paths.ts';

const { system } = vi.hoisted(() => ({ system: { languages: ['en-GB'] } }));
vi.mock('electron/main', () => ({
  app: { getVersion: () => '1.2.3', getPreferredSystemLanguages: () => system.languages },
}));

const entry = openaiEntry();

/** As it stands when the settings have been read. */
function baseIn(language: LanguageChoice, languages: readonly string[] = ['en-GB']) {
  system.languages = [...languages];
  const base = composeBase({ paths: pathsIn('/home/ada/gatehouse'), wslHomes: [] });
  const { store } = base;
  store.dispatch({ type: 'settings.changed', settings: { ...defaultSettings, language } });
  store.dispatch({ type: 'accounts.loaded', accounts: [entry.account] });
  return base;
}

const unasked = (): never => {
  throw new Error('not asked here');
};

test('the view of the person is German, and that of terminals English, with the same figures', () => {
  const { store, shownView, view } = baseIn('de');
  const sample = sampleOf(entry, [quotaWindow({ id: 'weekly', label: 'Weekly' })]);
  store.dispatch({ type: 'quota.read', sample: { ...sample, source: 'Claude Code’s usage screen' } });
  store.dispatch({ type: 'problem.found', about: 'click', failure: { code: 'storage/key-store-silent' } });
  const read = (seen: ReturnType<typeof view>) => {
    const [account] = seen.providers.find(({ id }) => id === openaiId)?.accounts ?? [];
    return {
      language: seen.language,
      reason: seen.selection.reason,
      windows: account?.windows.map(({ label, source }) => [label, source]),
      source: account?.source,
      problem: seen.problems[0]?.next.split(' ')[0],
    };
  };
  expect([read(shownView()), read(view())]).toEqual([
    {
      language: 'de',
      reason: 'In Gebrauch: OpenAI (Kontingent unbekannt).',
      windows: [['Woche', 'der Nutzungsanzeige von Claude Code']],
      source: 'der Nutzungsanzeige von Claude Code',
      problem: 'Starte',
    },
    {
      language: 'en',
      reason: 'In use: OpenAI (quota unknown).',
      windows: [['Weekly', 'Claude Code’s usage screen']],
      source: 'Claude Code’s usage screen',
      problem: 'Restart',
    },
  ]);
});

test('a hidden name is stood for by a German one, in the view as well as in what is said beside it', () => {
  const { store, shownView, shownLabel, shown } = baseIn('de');
  const { settings } = store.state();
  store.dispatch({ type: 'settings.changed', settings: { ...settings, hideIdentities: true } });
  const { id, label } = entry.account;
  const account = shownView().providers.flatMap(({ accounts }) => accounts)[0];
  expect([account?.label, shownLabel(id), shown({ title: `${label} ist fast aufgebraucht` })]).toEqual([
    'Konto 1',
    'Konto 1',
    { title: 'Konto 1 ist fast aufgebraucht' },
  ]);
});

test.each<[LanguageChoice, readonly string[], Language]>([
  ['system', ['de-AT', 'en'], 'de'],
  ['system', ['fr', 'en'], 'en'],
  ['en', ['de'], 'en'],
  ['de', ['en'], 'de'],
])('chosen %s on a desktop in %s is %s, from the next look on', (choice, languages, expected) => {
  const { language, shownView } = baseIn(choice, languages);
  expect([language(), shownView().language]).toEqual([expected, expected]);
});

/** Everything that can be asked for, of which only this is: Doctor's findings and previews. */
function intentsIn(choice: LanguageChoice, doctor = work().doctor) {
  const { language, store } = baseIn(choice);
  const { shared } = filesAtWork({ entries: [] });
  const there = {
    path: bashrc,
    before: '',
    after: null,
    reason: 'It is there already, so nothing would be written.',
  };
  return composeIntents({
    flows: {
      desk: { begin: unasked, cancel: unasked, paste: unasked },
      switching: { switchTo: unasked, undo: unasked },
      keyStore: { enterPassphrase: unasked, choose: unasked, startAnew: unasked },
      signOut: unasked,
      previewFile: (file, spoken) => previewFile(file, shared, (text) => text, spoken),
      changeSettings: unasked,
      readQuota: unasked,
      retry: unasked,
    },
    notices: {
      hooks: { add: unasked, remove: unasked },
      statusLine: { install: unasked, uninstall: unasked, preview: async () => there },
      look: unasked,
    },
    terminal: {
      doctor,
      shells: { look: unasked, install: unasked, uninstall: unasked, preview: async () => there },
    },
    companyLogins: { look: unasked, login: unasked, logout: unasked },
    flags: { set: unasked, reset: unasked },
    lock: { lock: unasked, unlock: unasked },
    store,
    language,
    find: findProvider,
    window: { open: unasked, isOpen: unasked, push: unasked },
    copy: unasked,
    chooseProgram: unasked,
    startNormally: unasked,
    quit: unasked,
  });
}

test('what would be written to files is told in the language of the person', async () => {
  const reasons = async (choice: LanguageChoice) => {
    const intents = intentsIn(choice);
    const previews = [
      intents.previewFile('codex-auth'),
      intents.previewStatusLine('claude-code'),
      intents.previewShell('bash'),
    ];
    return (await Promise.all(previews)).map(({ reason }) => reason);
  };
  expect([await reasons('de'), await reasons('en')]).toEqual([
    [
      'Kein Konto in Gebrauch darf dorthin; es würde nichts geschrieben.',
      'Es steht schon dort; es würde nichts geschrieben.',
      'Es steht schon dort; es würde nichts geschrieben.',
    ],
    [
      'No account in use may go there, so nothing would be written.',
      'It is there already, so nothing would be written.',
      'It is there already, so nothing would be written.',
    ],
  ]);
});

test('what Doctor finds, would do, has done and takes back is told in the language of the person', async () => {
  const at = work({ present: { [bashrc]: `export OPENAI_API_KEY=${key}\n` } });
  at.standing.set(codexPath, { mode: 0o644 });
  const intents = intentsIn('de', at.doctor);
  const told = ({ findings }: Awaited<ReturnType<typeof intents.lookForFindings>>) =>
    findings.map(({ what, fix }) => [what.split(' ', 3).join(' '), fix?.label]);
  const readable = ['Andere Benutzer dieses', 'Nur mich lesen lassen'];
  const inStartUp = [`${bashrc} setzt in`, 'Zeile auskommentieren'];
  const found = await intents.lookForFindings();
  const idOf = (place: string) => found.findings.find(({ where }) => where === place)?.id ?? '';
  const preview = await intents.previewFix(idOf(codexPath));
  const fixed = await intents.fixFinding(idOf(bashrc));
  const undone = await intents.undoRepair(fixed.repaired[0]?.id ?? '');
  expect({
    found: told(found),
    why: found.identities[0]?.why,
    preview: preview.reason,
    fixed: told(fixed),
    undone: told(undone),
  }).toEqual({
    found: [readable, inStartUp],
    why: 'Keine Variable sagt etwas anderes. Die Anmeldung bei ChatGPT dort wird genutzt.',
    preview: 'Der Inhalt bleibt, wie er ist; nur du kannst ihn dann lesen.',
    fixed: [readable],
    undone: [readable, inStartUp],
  });
});

test('the first steps tell in the language of the person what cannot be seen, what failed, and that notices arrive', async () => {
  const base = baseIn('de');
  const notifier = new RecordingNotifier();
  const login: ListedLogin = {
    id: 'login-1',
    kind: 'login',
    provider: openaiId,
    label: 'ada@example.test',
    owner: 'Codex',
    where: [codexPath],
    state: 'new',
  };
  const steps = composeFirstSteps({
    base,
    logins: {
      list: async () => ({
        logins: [login],
        unseen: [
          'Codex is told by cli_auth_credentials_store to keep its login in the keyring, where it cannot be seen from here.',
        ],
      }),
      take: async () => [
        { login, outcome: 'failed', failure: { code: 'network/offline', subject: 'OpenAI' } },
      ],
    },
    programs: { find: unasked, run: unasked, talk: unasked },
    notifier,
    intents: { open: unasked },
    changeSettings: unasked,
    log: new RecordingLog(),
  });
  const { unseen } = await steps.findLogins();
  const [taken] = await steps.takeLogins(['login-1']);
  steps.tryNotice();
  expect({ unseen, problem: taken?.problem?.what, notices: notifier.titles }).toEqual({
    unseen: [
      'Codex bewahrt seine Anmeldung wegen cli_auth_credentials_store im Schlüsselbund auf, wo sie von hier nicht zu sehen ist.',
    ],
    problem: 'OpenAI ist nicht erreichbar.',
    notices: ['Gatehouse: nur ein Test'],
  });
});

/** Of the pages that are read when they are opened, those about shared files. */
function filePagesIn(store: Store, language: Language) {
  return composePages({
    store,
    clock: { nowMs: () => noonMs },
    providers: [],
    consumers: [],
    managed: managedFiles({ home: '/home/ada', data: '/data', environment: {} }),
    agents: {
      all: unasked,
      waiting: unasked,
      accounts: unasked,
      isRunning: unasked,
      leaseOf: unasked,
      revoke: unasked,
    },
    audit: { read: async () => [], verify: unasked },
    quotaHistory: { read: unasked },
    history: { versions: async () => [], count: async () => 0 },
    writer: { original: async () => undefined },
    restoreFiles: unasked,
    language: () => language,
    accountLabel: unasked,
    chooseSavePath: unasked,
    writeText: unasked,
  });
}

/** Everything that can be read in it and that the phrase book says otherwise. */
function leftInEnglish(shown: unknown): readonly string[] {
  const left: string[] = [];
  withTexts(shown, (text) => {
    if (phrase('de', text) !== text) left.push(text);
    return text;
  });
  return left;
}

test('what the phrase book knows is English on no page', async () => {
  const { store, shownView, view } = baseIn('de');
  const later = Date.UTC(2100, 0, 1);
  const windows = [quotaWindow({ id: 'weekly', label: 'Weekly', usedPercent: 40, resetsAt: later })];
  store.dispatch({ type: 'quota.read', sample: sampleOf(entry, windows) });
  store.dispatch({
    type: 'key-store.seen',
    keyStore: {
      passphrase: 'none',
      failure: { code: 'storage/key-store-missing', subject: 'your accounts', detail: 'no session bus' },
    },
  });
  const write = { by: 'another program', at: noonMs };
  for (const file of ['codex-auth', 'unified-view'])
    store.dispatch({ type: 'file.changed-elsewhere', file, write });
  const alerts = { kind: 'percents', percents: null } as const;
  const offer = {
    id: '1',
    path: '/home/ada/settings.json',
    steps: [{ name: 'alertAtPercent', of: 'openai/weekly', from: alerts, to: alerts } as const],
    ignored: [],
  };
  const pagesIn = async (language: Language) => {
    const files = filePagesIn(store, language);
    return {
      offer: settingsOfferView(offer, store.state(), [{ id: openaiId, label: 'OpenAI' }], language),
      activity: await files.activity(1),
      history: await files.fileHistory('unified-view'),
    };
  };
  const german = { view: shownView(), ...(await pagesIn('de')) };
  const english = { view: view(), ...(await pagesIn('en')) };
  const read = (seen: typeof german) => ({
    refill: seen.view.headroom.nextRefill?.window,
    keyStore: seen.view.keyStore.problem?.what.split('(')[1],
    writers: [
      seen.view.settings.files.find(({ id }) => id === 'codex-auth')?.changedElsewhere?.by,
      ...seen.activity.foreignWrites.map(({ by }) => by),
    ],
    setting: seen.offer.steps[0]?.of,
    readers: seen.history.readers,
  });
  expect([leftInEnglish(german), read(german), read(english)]).toEqual([
    [],
    {
      refill: 'Woche',
      keyStore: 'kein Sitzungsbus)',
      writers: ['Ein anderes Programm', 'Ein anderes Programm', 'Ein anderes Programm'],
      setting: 'OpenAI Woche',
      readers: ['Andere Programme'],
    },
    {
      refill: 'Weekly',
      keyStore: 'no session bus)',
      // A terminal says it within a sentence.
      writers: ['another program', 'Another program', 'Another program'],
      setting: 'OpenAI Weekly',
      readers: ['Other tools'],
    },
  ]);
});
