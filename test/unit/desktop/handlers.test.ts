// Every call of the contract reaches the intent it stands for, and answers when that is done.
import { describe, expect, test, vi } from 'vitest';
import { handlersFor } from '../../../main/desktop/handlers.ts';
import { openDoor } from '../../../main/desktop/ipc.ts';
import type { DesktopReads } from '../../../main/desktop/desktop-reads.ts';
import type { Intents } from '../../../main/desktop/intents.ts';
import type { FirstSteps } from '../../../main/desktop/first-steps.ts';
import type { PageReads } from '../../../main/desktop/pages.ts';
import type { UpdateOrders } from '../../../main/desktop/updates.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { withTexts } from '../../../main/domain/hidden-names.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { initialState } from '../../../main/state/state.ts';
import { makeView } from '../../../main/state/view.ts';
import type { CallAnswer, CallInput, CallName } from '../../../preload/contract.ts';
import { callNames } from '../../../preload/names.ts';
import { failureOf } from '../../fakes/failures.ts';
import { settle } from '../../fakes/time.ts';

/** What listens behind the door, by the name of the call. */
const { door } = vi.hoisted(() => ({
  door: new Map<string, (event: unknown, input: unknown) => Promise<unknown>>(),
}));
vi.mock('electron/main', () => ({
  ipcMain: {
    handle: (name: string, listener: (event: unknown, input: unknown) => Promise<unknown>) => {
      door.set(name, listener);
    },
  },
}));

const view = makeView(initialState, { providers: [], files: [], owners: [], version: '1.2.3', now: 0 });

const preview = { path: '/home/ada/.codex/auth.json', before: null, after: '{}', reason: null };

const putBack: CallAnswer<'settings.putBack'> = { kept: [{ setting: 'quietHours', of: null }] };

const doctor = { at: 5, identities: [], findings: [], repaired: [] };

/** Intents that write down what was asked for, a secret as what it holds; `answer` is what those that wait wait for. */
function open(answer: Promise<void> = Promise.resolve()) {
  const asked: unknown[][] = [];
  const note =
    (name: keyof Intents | keyof DesktopReads | keyof PageReads | keyof FirstSteps | keyof UpdateOrders) =>
    (...values: unknown[]): void => {
      asked.push([
        name,
        ...values.map((value) => (value instanceof Secret ? { secret: value.reveal() } : value)),
      ]);
    };
  const waitFor =
    (name: keyof Intents) =>
    (...values: unknown[]): Promise<void> => {
      note(name)(...values);
      return answer;
    };
  const intents: Intents = {
    signIn: note('signIn'),
    cancelSignIn: note('cancelSignIn'),
    enterKey: waitFor('enterKey'),
    pasteAnswer: (provider, pasted) => {
      note('pasteAnswer')(provider, pasted);
      return provider === 'refusing' ? 'incomplete' : undefined;
    },
    copySignInAddress: note('copySignInAddress'),
    prefer: waitFor('prefer'),
    undoSwitch: waitFor('undoSwitch'),
    setShell: waitFor('setShell'),
    previewShell: async (shell) => {
      note('previewShell')(shell);
      return preview;
    },
    lookForFindings: async () => {
      note('lookForFindings')();
      return doctor;
    },
    fixFinding: async (finding) => {
      note('fixFinding')(finding);
      return doctor;
    },
    previewFix: async (finding) => {
      note('previewFix')(finding);
      return preview;
    },
    undoRepair: async (repair) => {
      note('undoRepair')(repair);
      return doctor;
    },
    useAccount: waitFor('useAccount'),
    signOut: waitFor('signOut'),
    lock: waitFor('lock'),
    unlock: waitFor('unlock'),
    startNormally: waitFor('startNormally'),
    enterPassphrase: waitFor('enterPassphrase'),
    chooseKeyStore: waitFor('chooseKeyStore'),
    startPassphraseAnew: waitFor('startPassphraseAnew'),
    previewFile: async (file) => {
      note('previewFile')(file);
      return preview;
    },
    setStatusLine: waitFor('setStatusLine'),
    previewStatusLine: async (consumer) => {
      note('previewStatusLine')(consumer);
      return preview;
    },
    addHook: waitFor('addHook'),
    removeHook: waitFor('removeHook'),
    logInAtCompany: waitFor('logInAtCompany'),
    logOutAtCompany: waitFor('logOutAtCompany'),
    setFlag: waitFor('setFlag'),
    resetFlag: waitFor('resetFlag'),
    refreshQuota: waitFor('refreshQuota'),
    changeSettings: waitFor('changeSettings'),
    open: note('open'),
    openPage: note('openPage'),
    showAccount: note('showAccount'),
    quit: note('quit'),
  };
  const pages: PageReads & FirstSteps & DesktopReads = {
    exportSettings: async () => {
      note('exportSettings')();
      return { path: '/home/ada/mine.json' };
    },
    readSettingsFile: async () => {
      note('readSettingsFile')();
      return settingsOffer;
    },
    applySettingsFile: async (offer) => {
      note('applySettingsFile')(offer);
      return { kind: 'applied' };
    },
    putSettingsBack: async () => {
      note('putSettingsBack')();
      return putBack;
    },
    about: async () => {
      note('about')();
      return about;
    },
    updates: {
      look: async () => {
        note('look')();
      },
      fetch: async () => {
        note('fetch')();
      },
      cancelFetch: async () => {
        note('cancelFetch')();
      },
      restart: async () => {
        note('restart')();
      },
    },
    agents: () => agents,
    endAgent: async (agent) => {
      note('endAgent')(agent);
      return agents;
    },
    activity: async (limit) => {
      note('activity')(limit);
      return activity;
    },
    verifyActivity: async () => verdict,
    fileHistory: async (file) => {
      note('fileHistory')(file);
      return fileHistory;
    },
    restoreFile: async (file, force) => {
      note('restoreFile')(file, force);
      return restored;
    },
    findLogins: async () => foundLogins,
    takeLogins: async (only) => {
      note('takeLogins')(only);
      return takenLogins;
    },
    tryNotice: note('tryNotice'),
    terminal: async () => terminalFacts,
    linkTerminal: async (on) => {
      note('linkTerminal')(on);
      return terminalFacts;
    },
    history: async (account, days) => {
      note('history')(account, days);
      return history;
    },
    exportHistory: async (account, days) => {
      note('exportHistory')(account, days);
      return { path: '/home/ada/quota.csv' };
    },
  };
  return { asked, handlers: handlersFor(intents, pages, () => view) };
}

const settingsOffer = { id: '1', path: '/home/ada/mine.json', steps: [], ignored: [] };
const about = {
  version: '1.2.3',
  electron: '33',
  chromium: '130',
  node: '20',
  runtime: null,
  places: [],
  runtimeLicences: null,
  packages: null,
};
const agents = { agents: [], waiting: [], accounts: [] };
const activity = { entries: [], more: false, foreignWrites: [] };
const verdict = { kind: 'whole', entries: 3, sealedUpTo: 2 } as const;
const history = { account: 'a', from: 1, to: 2, windows: [] };
const fileHistory = {
  path: '/home/ada/auth.json',
  readers: ['Codex'],
  versions: [],
  sealed: 0,
  keyStore: 'open',
  original: null,
} as const;
const foundLogins = { logins: [], unseen: ['The key store is closed.'] };
const takenLogins = [{ id: 'login-1', outcome: 'taken', problem: null }] as const;
const terminalFacts = { found: null, link: null, command: null };
const restored = { outcome: 'restored', problem: null } as const;

type Example<Name extends CallName> = readonly [
  input: CallInput<Name>,
  asked: readonly unknown[],
  answer: CallAnswer<Name>,
];

/** What each call asks for, and its answer. A call without a row here does not compile. */
const examples: { readonly [Name in CallName]: Example<Name> } = {
  'view.get': [{}, [], view],
  'window.open': [{}, [['open']], null],
  'signIn.start': [
    {
      provider: 'p',
      method: 'm',
      registration: { clientId: 'c', agreed: true },
      workspace: 'w',
      onCodePage: true,
    },
    [['signIn', 'p', 'm', { clientId: 'c', workspace: 'w', onCodePage: true }]],
    null,
  ],
  'signIn.cancel': [{ provider: 'p' }, [['cancelSignIn', 'p']], null],
  'signIn.copyUrl': [{ provider: 'p' }, [['copySignInAddress', 'p']], null],
  'secret.enter': [
    { for: 'key', provider: 'p', method: 'm', secret: 'canary_key' },
    [['enterKey', 'p', 'm', { secret: 'canary_key' }]],
    null,
  ],
  'provider.prefer': [{ provider: 'p' }, [['prefer', 'p']], null],
  'account.use': [{ account: 'a' }, [['useAccount', 'a']], null],
  'account.signOut': [{ account: 'a', alsoProgram: true }, [['signOut', 'a', true]], null],
  'lock.set': [{ on: true }, [['lock']], null],
  'safeMode.end': [{}, [['startNormally']], null],
  'keyStore.choose': [{ kind: 'memory' }, [['chooseKeyStore', 'memory']], null],
  'keyStore.startAnew': [{}, [['startPassphraseAnew']], null],
  'file.preview': [{ file: 'codex-auth' }, [['previewFile', 'codex-auth']], preview],
  'statusLine.set': [{ consumer: 'c', on: true }, [['setStatusLine', 'c', true]], null],
  'statusLine.preview': [{ consumer: 'c' }, [['previewStatusLine', 'c']], preview],
  'hook.add': [{ event: 'quota_low' }, [['addHook', 'quota_low']], null],
  'hook.remove': [
    { event: 'quota_low', program: '/home/ada/bin/tell' },
    [['removeHook', 'quota_low', '/home/ada/bin/tell']],
    null,
  ],
  'company.login': [
    { address: 'https://company.example.test' },
    [['logInAtCompany', 'https://company.example.test']],
    null,
  ],
  'company.logout': [
    { address: 'https://company.example.test' },
    [['logOutAtCompany', 'https://company.example.test']],
    null,
  ],
  'flag.set': [{ flag: 'early-view', variant: 'off' }, [['setFlag', 'early-view', 'off']], null],
  'switch.undo': [{}, [['undoSwitch']], null],
  'shell.set': [{ shell: 'bash', on: true }, [['setShell', 'bash', true]], null],
  'shell.preview': [{ shell: 'bash' }, [['previewShell', 'bash']], preview],
  'agents.get': [{}, [], agents],
  'agents.end': [{ agent: 'agent-1' }, [['endAgent', 'agent-1']], agents],
  'activity.get': [{ limit: 50 }, [['activity', 50]], activity],
  'activity.verify': [{}, [], verdict],
  'files.history': [{ file: 'codex' }, [['fileHistory', 'codex']], fileHistory],
  'files.restore': [{ file: 'codex' }, [['restoreFile', 'codex', false]], restored],
  'logins.find': [{}, [], foundLogins],
  'logins.take': [{ only: ['login-1'] }, [['takeLogins', ['login-1']]], takenLogins],
  'notice.try': [{}, [['tryNotice']], null],
  'terminal.get': [{}, [], terminalFacts],
  'terminal.link': [{ on: true }, [['linkTerminal', true]], terminalFacts],
  'history.get': [{ account: 'a', days: 7 }, [['history', 'a', 7]], history],
  'history.export': [
    { account: 'a', days: 90 },
    [['exportHistory', 'a', 90]],
    { path: '/home/ada/quota.csv' },
  ],
  'settings.export': [{}, [['exportSettings']], { path: '/home/ada/mine.json' }],
  'settings.readFile': [{}, [['readSettingsFile']], settingsOffer],
  'settings.applyFile': [{ offer: '1' }, [['applySettingsFile', '1']], { kind: 'applied' }],
  'settings.putBack': [{}, [['putSettingsBack']], putBack],
  'about.get': [{}, [['about']], about],
  'update.look': [{}, [['look']], null],
  'update.fetch': [{}, [['fetch']], null],
  'update.cancelFetch': [{}, [['cancelFetch']], null],
  'update.restart': [{}, [['restart']], null],
  'doctor.look': [{}, [['lookForFindings']], doctor],
  'doctor.fix': [{ finding: 'a/b' }, [['fixFinding', 'a/b']], doctor],
  'doctor.preview': [{ finding: 'a/b' }, [['previewFix', 'a/b']], preview],
  'doctor.undo': [{ repair: 'r' }, [['undoRepair', 'r']], doctor],
  'quota.refresh': [{ account: 'a' }, [['refreshQuota', 'a']], null],
  'settings.change': [
    {
      strategy: 'prefer-claude',
      fallBackFrom: { claude: false, openai: true },
      reservePercent: 10,
      notify: false,
      notifyAtPercent: 90,
      quotaEveryMinutes: 5,
      planEveryMinutes: 60,
      agentsAtOnce: 5,
      leastLeasePercent: 2,
      dailyLimits: { 'openai:user-1': { unit: 'percent', value: 30 }, 'openai:user-2': null },
      lockWithScreen: true,
      sharedFiles: { 'codex-auth': false },
      alertAtPercent: { claude: [50], 'claude/weekly': null },
      mutedAlerts: ['reset'],
      quietHours: { fromMinute: 1320, toMinute: 420 },
      alertSound: true,
      borrowKeys: { claude: true },
      otherAccounts: { openai: false },
      folderRules: [{ folder: '/home/ada/work', account: 'openai:user-1' }],
      switchShortcut: 'Control+Alt+G',
    },
    [
      [
        'changeSettings',
        {
          strategy: 'prefer-claude',
          fallBackFrom: { claude: false, openai: true },
          reservePercent: 10,
          notify: false,
          notifyAtPercent: 90,
          quotaEveryMinutes: 5,
          planEveryMinutes: 60,
          agentsAtOnce: 5,
          leastLeasePercent: 2,
          dailyLimits: { 'openai:user-1': { unit: 'percent', value: 30 }, 'openai:user-2': null },
          lockWithScreen: true,
          sharedFiles: { 'codex-auth': false },
          alertAtPercent: { claude: [50], 'claude/weekly': null },
          mutedAlerts: ['reset'],
          quietHours: { fromMinute: 1320, toMinute: 420 },
          alertSound: true,
          borrowKeys: { claude: true },
          otherAccounts: { openai: false },
          folderRules: [{ folder: '/home/ada/work', account: 'openai:user-1' }],
          switchShortcut: 'Control+Alt+G',
        },
      ],
    ],
    null,
  ],
};

async function sent<Name extends CallName>(name: Name): Promise<readonly [unknown[][], CallAnswer<Name>]> {
  const { asked, handlers } = open();
  const answer = await handlers[name](examples[name][0]);
  return [asked, answer];
}

test.each(callNames)('%s reaches its intent, once and no other', async (name) => {
  const [, asked, answer] = examples[name];
  expect(await sent(name)).toEqual([asked, answer]);
});

test('a lock that is to be off is an intent of its own', async () => {
  const { asked, handlers } = open();
  await handlers['lock.set']({ on: false });
  expect(asked).toEqual([['unlock']]);
});

test('a feature flag without a variant is one whose choice is taken back', async () => {
  const { asked, handlers } = open();
  await handlers['flag.set']({ flag: 'early-view', variant: null });
  expect(asked).toEqual([['resetFlag', 'early-view']]);
});

test('a sign-in without a registration and a workspace brings neither', async () => {
  const { asked, handlers } = open();
  await handlers['signIn.start']({ provider: 'p', method: 'm' });
  expect(asked).toEqual([['signIn', 'p', 'm', {}]]);
});

describe('of the settings', () => {
  test.each<[string, CallInput<'settings.change'>]>([
    ['nothing', {}],
    ['a strategy', { strategy: 'user-preference' }],
    ['a number', { reservePercent: 0 }],
    ['a no', { notify: false }],
    ['no names at all', { fallBackFrom: {}, sharedFiles: {} }],
  ])('%s alone is handed on, and nothing is made up beside it', async (_name, changes) => {
    const { asked, handlers } = open();
    await handlers['settings.change'](changes);
    expect(asked).toStrictEqual([['changeSettings', changes]]);
  });

  test('what is undefined counts as left out', async () => {
    const { asked, handlers } = open();
    await handlers['settings.change']({ notify: undefined, strategy: undefined, fallBackFrom: undefined });
    expect(asked).toStrictEqual([['changeSettings', {}]]);
  });

  test.each<[string, CallInput<'settings.change'>, string]>([
    ['a strategy that is none', { strategy: 'whatever' }, 'strategy'],
    ['a strategy that names nobody', { strategy: 'prefer-' }, 'strategy'],
    ['a strategy that names no provider id', { strategy: 'prefer-Claude' }, 'strategy'],
    ['a rule for what is no account', { folderRules: [{ folder: '/a', account: 'nobody' }] }, 'account'],
    ['a daily limit of what is no account', { dailyLimits: { nobody: null } }, 'account'],
    ['falling back from what is no provider id', { fallBackFrom: { 'No id': true } }, 'provider'],
    [
      'one that is none among others that are',
      { notify: false, fallBackFrom: { claude: true, 'a:b': true } },
      'provider',
    ],
  ])('%s is refused, and nothing is changed', async (_name, changes, detail) => {
    const { asked, handlers } = open();
    expect([await failureOf(async () => handlers['settings.change'](changes)), asked]).toEqual([
      { code: 'broker/bad-request', detail },
      [],
    ]);
  });
});

test('an entered passphrase reaches its own intent, wrapped', async () => {
  const { asked, handlers } = open();
  await handlers['secret.enter']({ for: 'passphrase', secret: 'canary_passphrase' });
  expect(asked).toEqual([['enterPassphrase', { secret: 'canary_passphrase' }]]);
});

const waitingCalls: readonly (readonly [CallName, (answer: Promise<void>) => Promise<unknown>])[] = [
  [
    'secret.enter',
    async (answer) =>
      open(answer).handlers['secret.enter']({
        for: 'key',
        provider: 'p',
        method: 'm',
        secret: 'canary_key',
      }),
  ],
  ['safeMode.end', async (answer) => open(answer).handlers['safeMode.end']({})],
  ['lock.set', async (answer) => open(answer).handlers['lock.set']({ on: true })],
  ['keyStore.choose', async (answer) => open(answer).handlers['keyStore.choose']({ kind: 'system' })],
  ['keyStore.startAnew', async (answer) => open(answer).handlers['keyStore.startAnew']({})],
  ['provider.prefer', async (answer) => open(answer).handlers['provider.prefer']({ provider: 'p' })],
  ['switch.undo', async (answer) => open(answer).handlers['switch.undo']({})],
  ['shell.set', async (answer) => open(answer).handlers['shell.set']({ shell: 'zsh', on: false })],
  ['account.use', async (answer) => open(answer).handlers['account.use']({ account: 'a' })],
  ['account.signOut', async (answer) => open(answer).handlers['account.signOut']({ account: 'a' })],
  ['settings.change', async (answer) => open(answer).handlers['settings.change']({ notify: true })],
  ['quota.refresh', async (answer) => open(answer).handlers['quota.refresh']({ account: 'a' })],
];

test.each(waitingCalls)('%s answers when the work is done, not before', async (_name, send) => {
  const work = Promise.withResolvers<undefined>();
  const answers: unknown[] = [];
  const answered = send(work.promise).then((answer) => answers.push(answer));
  await settle();
  const early = [...answers];
  work.resolve(undefined);
  await answered;
  expect([early, answers]).toEqual([[], [null]]);
});

test.each(waitingCalls)('%s passes the failure of its intent on', async (_name, send) => {
  const refused = new Failure('credential/key-rejected', { subject: 'Claude' });
  expect(await failureOf(send(Promise.reject(refused)))).toEqual(refused.toValue());
});

test('a pasted address reaches the waiting sign-in, and its refusal comes back as an answer', async () => {
  const { asked, handlers } = open();
  const paste = (provider: string) =>
    handlers['secret.enter']({ for: 'answer', provider, secret: 'canary_answer' });
  expect([await paste('p'), await paste('refusing'), asked]).toEqual([
    null,
    { refused: 'incomplete' },
    [
      ['pasteAnswer', 'p', { secret: 'canary_answer' }],
      ['pasteAnswer', 'refusing', { secret: 'canary_answer' }],
    ],
  ]);
});

test('what fails behind the door is told in the language of the person, with names hidden where they are to be', async () => {
  const { handlers } = open(Promise.reject(new Failure('network/offline', { subject: 'ada@example.test' })));
  const warned: unknown[] = [];
  openDoor({
    handlers,
    owns: () => true,
    language: () => 'de',
    shown: (value) => withTexts(value, (text) => text.replaceAll('ada@example.test', 'Konto 1')),
    warn: (...facts) => warned.push(facts),
  });
  const sender = { senderFrame: null };
  expect([
    await door.get('lock.set')?.(sender, { on: true }),
    await door.get('lock.set')?.(sender, { on: 'yes' }),
    warned.length,
  ]).toEqual([
    {
      ok: false,
      problem: {
        code: 'network/offline',
        what: 'Konto 1 ist nicht erreichbar.',
        next: 'Prüfe die Verbindung oder den Proxy; Gatehouse versucht es von selbst wieder.',
      },
    },
    {
      ok: false,
      problem: {
        code: 'broker/bad-request',
        what: 'Gatehouse kann nicht tun, was verlangt wurde. (lock.set)',
        next: expect.stringContaining('--help') as unknown,
      },
    },
    2,
  ]);
});

describe('the door', () => {
  /** The input of no call: one that needs nothing is asked with nothing at all. */
  const hostile = [
    'canary',
    -1,
    [],
    { provider: 7, on: 'yes', secret: ['canary_key'] },
    { id: 'x'.repeat(100_000) },
  ];

  async function outcomes(owns: boolean, inputs: readonly unknown[]) {
    const { asked, handlers } = open();
    const shown = <Value>(value: Value): Value => value;
    openDoor({ handlers, owns: () => owns, language: () => 'en', shown, warn: () => undefined });
    const answers = await Promise.all(
      callNames.flatMap((name) =>
        inputs.map(async (input) => await door.get(name)?.({ senderFrame: null }, input)),
      ),
    );
    return { asked, ok: answers.filter((answer) => JSON.stringify(answer).startsWith('{"ok":true')) };
  }

  test('is closed to whoever is not our page, whatever they call', async () => {
    expect(await outcomes(false, [undefined, {}, ...hostile])).toEqual({ asked: [], ok: [] });
  });

  test('lets nothing in that has not the shape of its call', async () => {
    expect(await outcomes(true, hostile)).toEqual({ asked: [], ok: [] });
  });
});
