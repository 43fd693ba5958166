// Every page of the window with its main states, for whatever has to hold on each of them. The compiler asks for a new one.
import { pageNames } from '../../../main/domain/page-name.ts';
import type { PageName } from '../../../preload/contract.ts';
import type { Language, View } from '../../../preload/view.ts';
import { nobody, working } from './agent-views.ts';
import {
  activityIn,
  busy,
  codeWaiting,
  empty,
  firstRunAt,
  firstRunSteps,
  goodDay,
  historyOf,
  inLanguage,
  loading,
  longNames,
  mini,
  updateFetching,
  updateFound,
  signingIn,
  withFlags,
  withoutTray,
} from './every-page-views.ts';
import { type FakeMain, refused } from './fake-main.ts';
import { codexHistory } from './file-history.ts';
import { claudeKey, codexLogin, knownLogin } from './first-steps.ts';
import { problemIn, problemOf } from './problems.ts';
import { doctorIn } from './switching-views.ts';
import { keyAccount, noKeyStore, noon, offline, openAi, claude, silentStore, viewOf } from './views.ts';
import type { WindowPage } from './window-page.ts';

export interface PageState {
  /** Also the picture's name. */
  readonly name: string;
  /** The small meter is a window of its own. */
  readonly page: PageName | 'mini';
  readonly view: View;
  /** What main answers there; what is not named is answered as main does on a fresh machine. */
  readonly answers?: (main: FakeMain, language: Language) => void;
  /** What is pressed there, one after the other, before it is as it is to be seen. */
  readonly press?: readonly string[];
  /** Found when the page stands there as it is to be seen. */
  readonly ready: string;
  /** Nothing is said there, so that it looks the same in every language. */
  readonly wordless?: true;
}

const good = <Value>(value: Value) => ({ ok: true, value }) as const;
const nothingHappened = { entries: [], more: false, foreignWrites: [] };

/** On a fresh machine, and so that no state gets the answers of the one before. */
function answerAsUsual(main: FakeMain): void {
  main.answer('history.get', ({ account, days }) => good({ ...historyOf(account, days), windows: [] }));
  main.answer('agents.get', () => good(nobody));
  main.answer('activity.get', () => good(nothingHappened));
  main.answer('doctor.look', () => good({ at: noon, identities: [], findings: [], repaired: [] }));
  main.answer('logins.find', () => good({ logins: [], unseen: [] }));
}
const problems = viewOf([openAi({ problem: offline }), claude({ accounts: [keyAccount] })], {
  problems: [noKeyStore],
  keyStore: silentStore,
});

const safeMode = viewOf([openAi({ accounts: [keyAccount] })], {
  problems: [problemOf({ code: 'app/safe-mode' })],
});

type StateOf = Omit<PageState, 'page'>;

const statesOf: Readonly<Record<PageName, readonly [StateOf, ...StateOf[]]>> = {
  accounts: [
    { name: 'accounts-loading', view: loading, ready: '.blanks', wordless: true },
    { name: 'accounts', view: busy, ready: '.card' },
    { name: 'good-day', view: goodDay, ready: '.card' },
    { name: 'accounts-without-tray', view: withoutTray, ready: '.footer-no-tray' },
    {
      name: 'accounts-order',
      view: busy,
      press: ['[data-account="openai:bert"] .handle'],
      ready: '.move > :nth-child(3)',
    },
    // The cards are gone there, and with them what was pressed.
    { name: 'accounts-empty', view: empty, ready: '.method' },
    { name: 'accounts-long', view: longNames, ready: '.card' },
    { name: 'accounts-problems', view: problems, ready: '.note' },
    { name: 'accounts-safe-mode', view: safeMode, ready: '.banner' },
    ...firstRunSteps.map((step) => ({
      name: `first-run-${step}`,
      view: firstRunAt(step),
      ready: '.first-run',
    })),
    {
      name: 'first-run-found',
      view: firstRunAt('import'),
      answers: (main) => {
        main.answer('logins.find', () => good({ logins: [codexLogin, claudeKey, knownLogin], unseen: [] }));
      },
      ready: '.found-login',
    },
    { name: 'sign-in', view: signingIn, ready: '.step-current' },
    { name: 'sign-in-code', view: codeWaiting, ready: '.device-code' },
  ],
  history: [
    {
      name: 'history',
      view: busy,
      answers: (main) => {
        main.answer('history.get', ({ account, days }) => good(historyOf(account, days)));
      },
      ready: '.history-chart canvas',
    },
    { name: 'history-empty', view: busy, ready: '.history-head' },
    {
      name: 'history-error',
      view: busy,
      answers: (main, language) => {
        main.answer('history.get', () => refused(problemIn(language, offline)));
      },
      ready: '.note',
    },
  ],
  agents: [
    {
      name: 'agents',
      view: busy,
      answers: (main) => {
        main.answer('agents.get', () => good(working));
      },
      ready: '.bar-room',
    },
    {
      name: 'agents-empty',
      view: busy,
      ready: '.agent-try',
    },
  ],
  activity: [
    {
      name: 'activity',
      view: busy,
      answers: (main, language) => {
        main.answer('activity.get', () => good(activityIn(language)));
      },
      ready: '.activity-entry',
    },
    {
      name: 'activity-empty',
      view: busy,
      ready: '.activity-none',
    },
    {
      name: 'file-history',
      view: busy,
      answers: (main) => {
        main.answer('activity.get', () => good(activityIn('en')));
        main.answer('files.history', () => good(codexHistory));
      },
      press: ['.activity-files > :last-child > summary', '.file-history-name'],
      ready: '.file-version-list',
    },
  ],
  doctor: [
    {
      name: 'doctor',
      view: busy,
      answers: (main, language) => {
        main.answer('doctor.look', () => good(doctorIn(language)));
      },
      ready: '.finding-head',
    },
    {
      name: 'doctor-error',
      view: busy,
      answers: (main, language) => {
        main.answer('doctor.look', () => refused(problemIn(language, noKeyStore)));
      },
      ready: '.note',
    },
  ],
  about: [
    { name: 'about', view: busy, ready: '.about-package' },
    { name: 'about-update', view: { ...busy, updates: updateFound }, ready: '.about-package' },
    { name: 'about-update-fetching', view: { ...busy, updates: updateFetching }, ready: '.about-package' },
  ],
  settings: [
    { name: 'settings', view: busy, ready: '.setting' },
    {
      name: 'settings-flag-asked',
      view: withFlags,
      answers: (main) => {
        main.answer('flag.set', () => new Promise(() => undefined));
      },
      press: ['[aria-label$="provider-packages"]'],
      ready: '[aria-busy="true"][aria-label$="provider-packages"]',
    },
  ],
};

const miniStates: readonly PageState[] = [
  { name: 'mini', page: 'mini', view: mini, ready: '.mini-line' },
  { name: 'mini-empty', page: 'mini', view: empty, ready: '.mini-empty' },
];

/** In the order in which they are walked through, in one and the same window. */
export const everyPage: readonly PageState[] = [
  ...pageNames.flatMap((page) => statesOf[page].map((state) => ({ ...state, page }))),
  ...miniStates,
];

/** As main/desktop/mini-window.ts opens it. */
const miniSize = { width: 280, height: 68 };

/** The same page, asked for by its name. */
async function becomeMini({ page, main }: WindowPage, view: View): Promise<void> {
  if (new URL(page.url()).hash === '#mini') return;
  main.answer('view.get', () => good(view));
  await page.setViewportSize(miniSize);
  await page.evaluate("location.hash = 'mini'");
  await page.reload();
}

/** A picture of the whole page has what is out of sight as well, which the page itself draws only when it comes into sight. */
function drawAll(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { content-visibility: visible !important }');
  document.adoptedStyleSheets = [sheet];
}

/** Brings one of them about in a window that may show any other; the small meter, which stays one, comes last. */
export async function walkTo(window: WindowPage, state: PageState, language: Language): Promise<void> {
  const { page, main } = window;
  const view = inLanguage(language, state.view);
  if (state.page === 'mini') await becomeMini(window, view);
  await page.evaluate(drawAll);
  await main.showPage('accounts');
  answerAsUsual(main);
  state.answers?.(main, language);
  await main.show(view);
  if (state.page !== 'accounts' && state.page !== 'mini') await main.showPage(state.page);
  for (const pressed of state.press ?? []) await page.locator(pressed).first().click();
  await page.locator(`${state.ready}:visible`).first().waitFor();
  await page.evaluate(async () => {
    scrollTo({ top: 0, behavior: 'instant' });
    for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}
