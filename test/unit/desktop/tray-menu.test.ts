// The tray menu as a whole, for each situation a person can be in.
import { describe, expect, test } from 'vitest';
import { trayMenu, trayTooltip, type MenuItem, type TrayIntents } from '../../../main/desktop/tray-menu.ts';
import { initialState, type State } from '../../../main/state/state.ts';
import { makeView } from '../../../main/state/view.ts';
import { claude } from '../../../main/providers/claude/index.ts';
import { openai } from '../../../main/providers/openai/index.ts';
import type { HolderView, SwitchingView, View } from '../../../preload/view.ts';
import {
  claudeEntry,
  claudeId,
  noonMs,
  openaiEntry,
  openaiId,
  quotaWindow,
  quotaOf,
} from '../../fakes/accounts.ts';
import { nothingSwitched, primary } from '../../fakes/view-parts.ts';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { accountId, consumerId } from '../../../main/domain/ids.ts';
import type { QuotaWindow } from '../../../main/domain/quota-window.ts';
import { momentWords } from '../../../main/desktop/moment-words.ts';
import { defaultSettings, type Settings } from '../../../main/domain/settings.ts';

const written = { writes: 'Keys.', isOnByDefault: true };
const codexFile = { id: 'codex-auth', reader: 'Codex', path: '/codex/auth.json', ...written };
const otherFile = { id: 'opencode-auth', reader: 'OpenCode', path: '/opencode/auth.json', ...written };
const claudeCode = {
  id: consumerId('claude-code'),
  label: 'Claude Code',
  install: 'install claude',
  hasStatusLine: false,
};

/** @param shown what is said of choice, strategy and switch, which are not made from the state here */
function viewOf(changes: Partial<State> = {}, shown: Partial<View> = {}): View {
  const view = makeView(
    { ...initialState, loaded: true, ...changes },
    {
      providers: [claude, openai],
      files: [codexFile, otherFile],
      owners: [claudeCode],
      version: '1.2.3',
      now: noonMs,
    },
  );
  return {
    ...view,
    switching: nothingSwitched,
    selection: { ...view.selection, ...primary },
    settings: {
      ...view.settings,
      strategy: 'user-preference',
      strategies: [
        { id: 'user-preference', label: 'The one chosen last' },
        { id: 'soonest-reset', label: 'Reset & refill' },
      ],
    },
    ...shown,
  };
}

/** Intents that write down what was asked for. */
function recorder(): { intents: TrayIntents; asked: string[] } {
  const asked: string[] = [];
  const note =
    (name: string) =>
    (...values: string[]): void => {
      asked.push([name, ...values].join(' '));
    };
  return {
    asked,
    intents: {
      prefer: note('prefer'),
      useAccount: note('use'),
      undo: note('undo'),
      chooseStrategy: note('strategy'),
      signOut: note('sign-out'),
      lock: note('lock'),
      unlock: note('unlock'),
      startNormally: note('start-normally'),
      showAccount: note('show'),
      signIn: (provider, method) => {
        note('sign-in')(provider, method);
      },
      cancelSignIn: note('cancel'),
      copySignInAddress: note('copy'),
      hideNames: (on) => {
        note('hide-names')(String(on));
      },
      open: (...values) => {
        note('open')(...values.filter((value) => value !== undefined));
      },
      quit: note('quit'),
    },
  };
}

/** One line an item: what a person reads, and what a click asks for. */
function read(items: readonly MenuItem[], asked: string[], indent = ''): string[] {
  return items.flatMap((item) => {
    if (item.type === 'separator') return [`${indent}---`];
    if (item.type === 'submenu')
      return [`${indent}${item.label} >`, ...read(item.submenu, asked, `${indent}  `)];
    const before = asked.length;
    item.click();
    const off = item.enabled ? '' : '(off) ';
    const mark = item.type === 'radio' ? (item.checked ? '(o) ' : '( ) ') : '';
    return [`${indent}${off}${mark}${item.label} -> ${asked.slice(before).join() || 'nothing'}`];
  });
}

function menu(changes?: Partial<State>, shown?: Partial<View>): string[] {
  const { intents, asked } = recorder();
  return read(trayMenu(viewOf(changes, shown), intents, noonMs), asked);
}

const strategies = [
  'Strategy >',
  '  (o) The one chosen last -> strategy user-preference',
  '  ( ) Reset && refill -> strategy soonest-reset',
];
const end = [
  '---',
  ...strategies,
  'Lock -> lock',
  'Hide names -> hide-names true',
  '---',
  'Open Gatehouse -> open',
  'Quit -> quit',
];
const nobodyPreferred = ['( ) Prefer Claude -> prefer claude', '( ) Prefer OpenAI -> prefer openai', '---'];
const claudeSignIns = [
  '  Sign in through Claude Code… -> sign-in claude claude-code',
  '  Enter an API key… -> open claude api-key',
  '  Sign in with your registered client… -> open claude registered-client',
];
const openaiSignIns = [
  '  Sign in with ChatGPT… -> sign-in openai chatgpt',
  '  Enter a code on another device… -> sign-in openai device-code,open openai',
  '  Let Codex keep the login… -> sign-in openai codex',
  '  Enter an API key… -> open openai api-key',
];

const ada = openaiEntry();
const grace = openaiEntry({
  id: accountId('openai:user-2.acc-2'),
  label: 'grace@example.test',
  plan: 'pro',
});
const key = claudeEntry();
const claudeSubscription = openaiEntry({
  id: accountId('claude:user-3'),
  provider: claudeId,
  label: 'lin@example.test',
  plan: 'max',
});

function consentVersion(): number {
  const [version = 0] = claude.methods.flatMap((method) =>
    method.kind === 'browser' && method.registration !== undefined
      ? [method.registration.consentVersion]
      : [],
  );
  return version;
}

/** Where the tests run, the clock may say it in its own way. */
const noon = momentWords(noonMs, noonMs);
const one = momentWords(noonMs + 3_600_000, noonMs);

function settings(changes: Partial<Settings>): Settings {
  return { ...defaultSettings, ...changes };
}

function used(entry: SignedInAccount, ...percents: (number | null)[]): Partial<State> {
  const windows = percents.map((usedPercent, index) =>
    quotaWindow({ id: `w-${String(index)}`, label: `Window ${String(index + 1)}`, usedPercent }),
  );
  return { readings: new Map([[entry.account.id, { quota: quotaOf(entry, windows) }]]) };
}

const preferOpenai: Partial<State> = { settings: settings({ preferredProvider: openaiId }) };
const signedIn: Partial<State> = {
  ...preferOpenai,
  ...used(ada, 12, 62.9),
  accounts: [key.account, ada.account],
};

/** What stands below one account, without its indent. */
function below(items: readonly string[], head: string): string[] {
  const start = items.findIndex((line) => line === head);
  const rest = items.slice(start + 1);
  const end = rest.findIndex((line) => !line.startsWith('    '));
  return start < 0 ? [] : rest.slice(0, end).map((line) => line.trimStart());
}

describe('the menu', () => {
  test('when nobody is signed in', () => {
    expect(menu()).toEqual([
      '(o) Prefer Claude -> prefer claude',
      ...nobodyPreferred.slice(1),
      'Claude >',
      ...claudeSignIns,
      'OpenAI >',
      ...openaiSignIns,
      ...end,
    ]);
  });

  test('when both are signed in', () => {
    expect(menu(signedIn)).toEqual([
      '( ) Prefer Claude -> prefer claude',
      '(o) Prefer OpenAI · 62% used -> prefer openai',
      '---',
      'Claude >',
      '  API key …wxyz · API key >',
      '    Show -> show claude:key-0011223344ff',
      '    Sign out of API key …wxyz -> sign-out claude:key-0011223344ff',
      '  ---',
      ...claudeSignIns,
      'OpenAI >',
      '  ada@example.test · Plus >',
      `    (off) Window 1: 12% used, resets ${one} -> nothing`,
      `    (off) Window 2: 62% used, resets ${one} -> nothing`,
      '    Show -> show openai:user-1.acc-1',
      '    Sign out of ada@example.test -> sign-out openai:user-1.acc-1',
      '  ---',
      ...openaiSignIns,
      ...end,
    ]);
  });

  test('while one is signing in', () => {
    const signIns = new Map([[openaiId, { method: 'chatgpt', step: 'waiting' } as const]]);
    const words = '(off) Signing in to OpenAI: waiting for you in the browser -> nothing';
    expect(menu({ signIns })).toEqual([
      words,
      '(o) Prefer Claude -> prefer claude',
      ...nobodyPreferred.slice(1),
      'Claude >',
      ...claudeSignIns,
      'OpenAI >',
      `  ${words}`,
      '  Cancel sign-in -> cancel openai',
      ...end,
    ]);
    expect(trayTooltip(viewOf({ signIns }), noonMs)).toBe(
      'Signing in to OpenAI: waiting for you in the browser',
    );
  });

  test('while a sign-in has a link and a code', () => {
    const code = { text: 'WXYZ-1234', expiresAt: noonMs };
    const signIn = { method: 'device', step: 'enter-code', url: 'https://example.test/', code } as const;
    const view = viewOf();
    const providers = view.providers.map((each) => (each.id === openaiId ? { ...each, signIn } : each));
    expect(menu({}, { providers }).filter((line) => /Signing|sign-in link|Cancel/.test(line))).toEqual([
      '(off) Signing in to OpenAI: waiting for the code WXYZ-1234 -> nothing',
      '  (off) Signing in to OpenAI: waiting for the code WXYZ-1234 -> nothing',
      '  Copy the sign-in link -> copy openai',
      '  Cancel sign-in -> cancel openai',
    ]);
  });

  test('in German, a sign-in is German too', () => {
    const view = viewOf();
    const signIn = { method: 'browser', step: 'waiting', url: null } as const;
    const providers = view.providers.map((each) => (each.id === openaiId ? { ...each, signIn } : each));
    expect(trayTooltip({ ...view, providers, language: 'de' }, noonMs)).toBe(
      'Anmeldung bei OpenAI: wartet auf dich im Browser',
    );
  });

  test('while names are hidden, they can be shown again', () => {
    const { settings } = viewOf();
    expect(menu({}, { settings: { ...settings, hideIdentities: true } })).toContain(
      'Show names -> hide-names false',
    );
  });

  test('when there is a problem', () => {
    const problems = new Map([
      ['vault', { code: 'storage/key-store-locked', subject: 'the stored sign-ins' } as const],
    ]);
    expect(menu({ problems }).slice(0, 2)).toEqual([
      '(off) ⚠ The key store is locked, so the keys of the stored sign-ins cannot be used. -> nothing',
      '(o) Prefer Claude -> prefer claude',
    ]);
  });

  test('in safe mode says so, with the way out below it', () => {
    expect(menu({ safeMode: true }).slice(0, 3)).toEqual([
      '(off) ⚠ Gatehouse crashed three times in a row soon after its start and runs in safe mode. -> nothing',
      'Start normally -> start-normally',
      '(o) Prefer Claude -> prefer claude',
    ]);
  });

  test('while locked offers the way back in the place of the lock', () => {
    expect(menu({ locked: true }).slice(-5)).toEqual([
      'Unlock -> unlock',
      'Hide names -> hide-names true',
      '---',
      'Open Gatehouse -> open',
      'Quit -> quit',
    ]);
  });

  test('shows no figure that is not known', () => {
    expect(menu({ ...signedIn, ...used(ada, null) })[1]).toBe('(o) Prefer OpenAI -> prefer openai');
  });
});

describe('an account', () => {
  const openAccount = '  ada@example.test · Plus >';

  test('alone at its provider is in use anyway: nothing to choose', () => {
    expect(below(menu({ ...preferOpenai, accounts: [ada.account] }), openAccount)).toEqual([
      'Show -> show openai:user-1.acc-1',
      'Sign out of ada@example.test -> sign-out openai:user-1.acc-1',
    ]);
  });

  test('beside others is marked when it is in use, and each can be taken', () => {
    const items = menu({
      ...used(ada, 62),
      accounts: [ada.account, grace.account],
      settings: settings({
        preferredProvider: openaiId,
        activeAccounts: { [openaiId]: grace.account.id },
      }),
    });
    expect(items.slice(items.indexOf('OpenAI >'), items.indexOf('  ---'))).toEqual([
      'OpenAI >',
      '  ( ) Use ada@example.test · 62% used -> use openai:user-1.acc-1',
      '  (o) Use grace@example.test -> use openai:user-2.acc-2',
    ]);
    const after = items.slice(items.indexOf('  ---') + 1);
    expect(after.slice(0, after.indexOf('  ---'))).toEqual([
      openAccount,
      `    (off) Window 1: 62% used, resets ${one} -> nothing`,
      '    Show -> show openai:user-1.acc-1',
      '    Sign out of ada@example.test -> sign-out openai:user-1.acc-1',
      '  ✓ grace@example.test · Pro >',
      '    Show -> show openai:user-2.acc-2',
      '    Sign out of grace@example.test -> sign-out openai:user-2.acc-2',
    ]);
  });

  test.each<[string, readonly [string, SignedInAccount][], string]>([
    ['one program', [[codexFile.id, ada]], 'ada@example.test and Codex'],
    [
      'two programs',
      [
        [codexFile.id, ada],
        [otherFile.id, ada],
      ],
      'ada@example.test and Codex and OpenCode',
    ],
    ['only another account of its provider', [[codexFile.id, grace]], 'ada@example.test'],
  ])('whose keys are used by %s says who else is signed out', (_name, held, words) => {
    const holders = new Map(held.map(([file, { account }]) => [file, account.id]));
    const items = menu({ ...preferOpenai, accounts: [ada.account], holders });
    expect(below(items, openAccount).at(-1)).toBe(`Sign out of ${words} -> sign-out openai:user-1.acc-1`);
  });

  test('with a problem says it first, beside the last figures', () => {
    const readings = new Map([
      [
        ada.account.id,
        {
          quota: quotaOf(ada, [quotaWindow({ usedPercent: null })]),
          failure: { code: 'credential/rejected', subject: 'OpenAI' } as const,
        },
      ],
    ]);
    expect(below(menu({ accounts: [ada.account], readings }), openAccount).slice(0, 2)).toEqual([
      '(off) ⚠ The stored sign-in of OpenAI is no longer accepted. -> nothing',
      `(off) 5-hour: use unknown, resets ${one} -> nothing`,
    ]);
  });

  test('with a name full of signs is shown as plain text of one line', () => {
    const turned = '\u202e\u2066\u2029';
    const account = { ...ada.account, label: `a&b\n${turned}${'x'.repeat(200)}` };
    const line = menu({ accounts: [account] }).find((item) => item.startsWith('  a')) ?? '';
    expect([line.startsWith('  a&&b    xxx'), line.length]).toEqual([true, 124]);
  });

  describe('with the address of another', () => {
    const heads = (...organizations: readonly (string | undefined)[]): string[] => {
      const accounts = organizations.map((organization, index) => ({
        ...ada.account,
        id: accountId(`openai:user-1.acc-${String(index)}`),
        ...(organization !== undefined && { organization }),
      }));
      return menu({ accounts }).filter((line) => /ada@|Sign out of/.test(line));
    };

    test('is told from it by its organisation, also on the way out', () => {
      expect(heads('Robotics & Co', 'Workshop')).toEqual([
        '  (o) Use ada@example.test (Robotics && Co) -> use openai:user-1.acc-0',
        '  ( ) Use ada@example.test (Workshop) -> use openai:user-1.acc-1',
        '  ✓ ada@example.test (Robotics && Co) · Plus >',
        '    Sign out of ada@example.test (Robotics && Co) -> sign-out openai:user-1.acc-0',
        '  ada@example.test (Workshop) · Plus >',
        '    Sign out of ada@example.test (Workshop) -> sign-out openai:user-1.acc-1',
      ]);
    });

    test('and no organisation stays as it is', () => {
      expect(heads('Workshop', undefined).filter((line) => line.endsWith('>'))).toEqual([
        '  ✓ ada@example.test (Workshop) · Plus >',
        '  ada@example.test · Plus >',
      ]);
    });

    test('is spoken of by its organisation even when both are long', () => {
      const [line = ''] = menu({
        accounts: ['a', 'b'].map((name) => ({
          ...ada.account,
          id: accountId(`openai:${name}`),
          label: 'x'.repeat(200),
          organization: `${name}-${'y'.repeat(200)}`,
        })),
      }).filter((item) => item.includes('✓'));
      expect(line).toBe(`  ✓ ${'x'.repeat(50)} (a-${'y'.repeat(38)}) · Plus >`);
    });

    test('alone with it is called by its address', () => {
      expect(heads('Workshop')).toEqual([
        '  ada@example.test · Plus >',
        '    Sign out of ada@example.test -> sign-out openai:user-1.acc-0',
      ]);
    });
  });

  test('with more limits than a menu has room for shows the whole ones and the fullest of the others', () => {
    const scoped = (name: string, usedPercent: number | null) =>
      quotaWindow({ id: name, label: `Weekly (${name})`, scope: name, usedPercent, resetsAt: null });
    const windows = [
      quotaWindow({ id: 'weekly', label: 'Weekly', usedPercent: 29, resetsAt: null }),
      ...[scoped('a', 12), scoped('b', 97), scoped('c', 3), scoped('d', 64), scoped('e', 80)],
      quotaWindow({ id: 'credits', label: 'Credits', beyondPlan: true, usedPercent: null, resetsAt: null }),
    ];
    const readings = new Map([[ada.account.id, { quota: quotaOf(ada, windows) }]]);
    const items = below(menu({ accounts: [ada.account], readings }), openAccount);
    expect(items.filter((line) => line.startsWith('(off)'))).toEqual([
      '(off) Weekly: 29% used -> nothing',
      '(off) Weekly (b): 97% used -> nothing',
      '(off) Weekly (d): 64% used -> nothing',
      '(off) Weekly (e): 80% used -> nothing',
      '(off) 2 more limits -> nothing',
    ]);
  });

  test('says how much there is of what has no share, and that what has no end is unlimited', () => {
    const shareless = (id: string, label: string, changes: Partial<QuotaWindow>) =>
      quotaWindow({ id, label, usedPercent: null, resetsAt: null, ...changes });
    const windows = [
      shareless('balance', 'Balance', {
        amount: { unit: 'currency', currency: 'USD', used: null, limit: null, left: 12.34 },
      }),
      shareless('silent', 'Silent', { amount: { unit: 'credits', used: null, limit: null, left: null } }),
      shareless('requests', 'Requests', { unlimited: true }),
      shareless('chat', 'Chat', { unlimited: true, scope: 'Chat' }),
    ];
    const readings = new Map([[ada.account.id, { quota: quotaOf(ada, windows) }]]);
    const items = below(menu({ accounts: [ada.account], readings }), openAccount);
    expect(items.filter((line) => line.startsWith('(off)'))).toEqual([
      '(off) Balance: $12.34 left -> nothing',
      '(off) Silent: use unknown -> nothing',
      '(off) Requests: unlimited -> nothing',
    ]);
  });

  test('whose login a program keeps is forgotten, not signed out', () => {
    const account = { ...claudeSubscription.account, label: 'lin@example.test' };
    const keys = new Map([[account.id, { owner: claudeCode.id, renewedAt: noonMs }]]);
    expect(below(menu({ accounts: [account], keys }), '  lin@example.test · Max >')).toEqual([
      'Show -> show claude:user-3',
      'Forget lin@example.test -> sign-out claude:user-3',
    ]);
  });

  test('counts for its provider only when it is in use', () => {
    const state = { ...used(ada, 62), accounts: [ada.account, grace.account] };
    const activeAccounts = { [openaiId]: grace.account.id };
    expect([menu(state)[1], menu({ ...state, settings: settings({ activeAccounts }) })[1]]).toEqual([
      '(o) Prefer OpenAI · 62% used -> prefer openai',
      '(o) Prefer OpenAI -> prefer openai',
    ]);
  });
});

describe('a method that needs a client of the person’s own', () => {
  const line = (consents: Settings['consents']): string | undefined =>
    menu({ settings: settings({ consents }) }).find((item) => item.includes('registered client'));

  test.each<[string, Settings['consents'], string]>([
    ['opens the window until they have agreed', {}, 'open claude registered-client'],
    [
      'starts right away once they have',
      { 'claude/registered-client': { clientId: 'client-1', version: consentVersion(), at: noonMs } },
      'sign-in claude registered-client',
    ],
    [
      'opens the window again when the words have changed',
      { 'claude/registered-client': { clientId: 'client-1', version: consentVersion() - 1, at: noonMs } },
      'open claude registered-client',
    ],
    [
      'is not opened by a yes to another one',
      { 'openai/registered-client': { clientId: 'client-1', version: consentVersion(), at: noonMs } },
      'open claude registered-client',
    ],
  ])('%s', (_name, consents, asked) => {
    expect(line(consents)).toBe(`  Sign in with your registered client… -> ${asked}`);
  });
});

describe('who serves', () => {
  const serving = (changes: Partial<State>): string[] =>
    menu(changes).filter((item) => /In use|Nothing can/.test(item));

  test.each<[string, Partial<State>, readonly string[]]>([
    ['is not said while nobody is signed in', {}, []],
    ['is not said when the preferred one does', signedIn, []],
    [
      'is said when another one stands in',
      { accounts: [ada.account], settings: settings({ preferredProvider: claudeId }) },
      ['(off) In use: OpenAI (quota unknown), because Claude is not signed in. -> nothing'],
    ],
    [
      'is said when nothing can be used, although somebody is signed in',
      {
        ...used(claudeSubscription, 100),
        accounts: [claudeSubscription.account],
        settings: settings({ preferredProvider: claudeId }),
      },
      [
        '(off) Nothing can be used: Claude is used up. Wait for its reset, or sign in with another account. -> nothing',
      ],
    ],
  ])('%s', (_name, changes, lines) => {
    expect(serving(changes)).toEqual(lines);
  });
});

describe('what stands in', () => {
  const standingIn: View['selection'] = {
    provider: 'openai',
    account: ada.account.id,
    reason: 'In use: OpenAI, because Claude is used up.',
    fallenBack: true,
    phase: 'fallback',
    wanted: { account: 'claude:user-3', label: 'lin@example.test', provider: 'claude' },
    waitsFor: ['5-hour', 'Weekly'],
    backAt: noonMs + 3_600_000,
  };
  const said = (changes: Partial<View['selection']>): string[] =>
    menu(signedIn, { selection: { ...standingIn, ...changes } }).filter((line) => !line.includes('OpenAI ·'));

  test('is said with its reason, with what it waits for, and with when the other one is back', () => {
    expect(said({}).slice(0, 3)).toEqual([
      '(off) In use: OpenAI, because Claude is used up. -> nothing',
      `(off) Waits for 5-hour, Weekly; back about ${one} -> nothing`,
      '( ) Prefer Claude -> prefer claude',
    ]);
  });

  test.each<[string, Partial<View['selection']>, readonly string[]]>([
    ['another account of the same provider', { fallenBack: false, phase: 'held' }, [one]],
    ['when it is not known when that ends', { backAt: null }, ['Waits for 5-hour, Weekly']],
    ['when that is due', { backAt: noonMs - 1 }, ['Waits for 5-hour, Weekly']],
    ['when nothing has to recover', { waitsFor: [] }, [`Back about ${one}`]],
    ['when nothing is known', { waitsFor: [], backAt: null }, ['Prefer Claude']],
  ])('is said for %s', (_name, changes, [words = '']) => {
    const lines = said(changes);
    expect([lines[0]?.includes('In use: OpenAI'), lines[1]?.includes(words)]).toEqual([true, true]);
  });

  test.each([
    ['draining', 'Gatehouse: OpenAI stands in early'],
    ['fallback', 'Gatehouse: OpenAI stands in'],
    ['held', 'Gatehouse: OpenAI still stands in'],
    ['primary', 'Gatehouse: OpenAI'],
  ] as const)('is named by the tooltip: %s', (phase, words) => {
    const view = viewOf(signedIn, { selection: { ...standingIn, phase } });
    expect(trayTooltip(view, noonMs)).toBe(`${words}, Window 2 62% used (read ${noon})`);
  });
});

describe('a switch', () => {
  const several: Partial<State> = { ...signedIn, accounts: [key.account, ada.account, grace.account] };
  const lines = (switching: Partial<SwitchingView>): string[] =>
    menu(several, { switching: { ...nothingSwitched, ...switching } });
  const undo = { title: 'OpenAI: grace@example.test', at: noonMs };

  test('that is under way says so and keeps every choice closed', () => {
    const items = lines({ running: { step: 'writing', to: 'OpenAI: grace@example.test' }, undo });
    const closed = items.filter((line) => /\((o| )\)|Undo/.test(line));
    expect([items[0], closed.length, closed.every((line) => line.trim().startsWith('(off)'))]).toEqual([
      '(off) Switching to OpenAI: grace@example.test… -> nothing',
      7,
      true,
    ]);
  });

  test('that is being undone says so', () => {
    expect(lines({ running: { step: 'undoing', to: 'OpenAI: grace@example.test' } })[0]).toBe(
      '(off) Undoing OpenAI: grace@example.test… -> nothing',
    );
  });

  test('that failed says why, until the next one', () => {
    const problem = { code: 'selection/unproved', what: 'Nothing was switched.', next: 'Try again.' };
    const running = { step: 'checking', to: 'Claude' } as const;
    expect([lines({ problem })[0], lines({ problem, running })[0]]).toEqual([
      '(off) ⚠ Nothing was switched. -> nothing',
      '(off) Switching to Claude… -> nothing',
    ]);
  });

  test('can be undone by its name', () => {
    expect(lines({ undo }).filter((line) => line.includes('Undo'))).toEqual([
      'Undo switch: OpenAI: grace@example.test -> undo',
    ]);
  });

  const holder: HolderView = { program: 'codex', pid: 4211, account: 'ada@example.test' };
  const words = 'codex, pid 4211, keeps ada@example.test until it restarts';
  test.each<[string, readonly HolderView[], readonly string[]]>([
    ['none', [], []],
    ['one', [holder], [words]],
    [
      'one of nobody knows whom',
      [{ ...holder, account: null }],
      [words.replace('ada@example.test', 'the account before')],
    ],
    ['four', [holder, holder, holder, holder], [words, words, words, '1 more program']],
    ['five', [holder, holder, holder, holder, holder], [words, words, words, '2 more programs']],
  ])('leaves programs at the account of before: %s', (_name, holders, said) => {
    const items = lines({ holders }).filter((line) => /pid|more program/.test(line));
    expect(items).toEqual(said.map((line) => `(off) ${line} -> nothing`));
  });
});

test.each<[string, Partial<State>, string]>([
  ['nobody is signed in', {}, 'Gatehouse'],
  ['the one that serves has no figures', { accounts: [key.account] }, 'Gatehouse: Claude'],
  ['the one that serves has figures', signedIn, `Gatehouse: OpenAI, Window 2 62% used (read ${noon})`],
  [
    'another account of its provider has other figures',
    {
      ...used(ada, 99),
      accounts: [ada.account, grace.account],
      settings: settings({ activeAccounts: { [openaiId]: grace.account.id } }),
    },
    'Gatehouse: OpenAI',
  ],
  [
    'another provider stands in for the preferred one',
    { ...used(ada, 20), accounts: [ada.account], settings: settings({ preferredProvider: claudeId }) },
    `Gatehouse: OpenAI, Window 1 20% used (read ${noon})`,
  ],
  [
    'none can be used',
    { ...used(claudeSubscription, 100), accounts: [claudeSubscription.account] },
    'Gatehouse',
  ],
])('the tooltip when %s', (_name, changes, tooltip) => {
  expect(trayTooltip(viewOf(changes), noonMs)).toBe(tooltip);
});

test('the tooltip is one line of plain text that is not too long', () => {
  const window = quotaWindow({ label: `A & B\n${'x'.repeat(200)}`, usedPercent: 5 });
  const readings = new Map([[ada.account.id, { quota: quotaOf(ada, [window]) }]]);
  const tooltip = trayTooltip(viewOf({ ...preferOpenai, accounts: [ada.account], readings }), noonMs);
  expect([tooltip.startsWith('Gatehouse: OpenAI, A & B xxx'), tooltip.length]).toEqual([true, 120]);
});
