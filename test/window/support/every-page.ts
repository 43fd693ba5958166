// Every page of the window with its main states, for whatever has to hold on each of them. The compiler asks for a new one.
import { pageNames } from '../../../main/domain/page-name.ts';
import type { PageName } from '../../../preload/contract.ts';
import type { Language, View } from '../../../preload/view.ts';
import { nobody, working } from './agent-views.ts';
import {
  activity,
  busy,
  empty,
  firstRunAt,
  firstRunSteps,
  goodDay,
  historyOf,
  inLanguage,
  loading,
  longNames,
  signingIn,
} from './every-page-views.ts';
import { type FakeMain, refused } from './fake-main.ts';
import { doctor } from './switching-views.ts';
import { keyAccount, noKeyStore, offline, openAi, claude, silentStore, viewOf } from './views.ts';
import type { WindowPage } from './window-page.ts';

export interface PageState {
  /** Also the picture's name. */
  readonly name: string;
  readonly page: PageName;
  readonly view: View;
  /** What main answers there; what is not named is answered as main does on a fresh machine. */
  readonly answers?: (main: FakeMain) => void;
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
  main.answer('doctor.look', () => good({ ...doctor, identities: [], findings: [] }));
}
const problems = viewOf([openAi({ problem: offline }), claude({ accounts: [keyAccount] })], {
  problems: [noKeyStore],
  keyStore: silentStore,
});

type StateOf = Omit<PageState, 'page'>;

const statesOf: Readonly<Record<PageName, readonly [StateOf, ...StateOf[]]>> = {
  accounts: [
    { name: 'accounts-loading', view: loading, ready: '.blanks', wordless: true },
    { name: 'accounts', view: busy, ready: '.card' },
    { name: 'good-day', view: goodDay, ready: '.card' },
    { name: 'accounts-empty', view: empty, ready: '.method' },
    { name: 'accounts-long', view: longNames, ready: '.card' },
    { name: 'accounts-problems', view: problems, ready: '.note' },
    ...firstRunSteps.map((step) => ({
      name: `first-run-${step}`,
      view: firstRunAt(step),
      ready: '.first-run',
    })),
    { name: 'sign-in', view: signingIn, ready: '.step-current' },
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
      answers: (main) => {
        main.answer('history.get', () => refused(offline));
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
      answers: (main) => {
        main.answer('activity.get', () => good(activity));
      },
      ready: '.activity-entry',
    },
    {
      name: 'activity-empty',
      view: busy,
      ready: '.activity-none',
    },
  ],
  doctor: [
    {
      name: 'doctor',
      view: busy,
      answers: (main) => {
        main.answer('doctor.look', () => good(doctor));
      },
      ready: '.finding-head',
    },
    {
      name: 'doctor-error',
      view: busy,
      answers: (main) => {
        main.answer('doctor.look', () => refused(noKeyStore));
      },
      ready: '.note',
    },
  ],
  about: [{ name: 'about', view: busy, ready: '.about-package' }],
  settings: [{ name: 'settings', view: busy, ready: '.setting' }],
};

/** In the order in which they are walked through, in one and the same window. */
export const everyPage: readonly PageState[] = pageNames.flatMap((page) =>
  statesOf[page].map((state) => ({ ...state, page })),
);

/** Brings one of them about in a window that may show any other. */
export async function walkTo(window: WindowPage, state: PageState, language: Language): Promise<void> {
  const { page, main } = window;
  await main.showPage('accounts');
  answerAsUsual(main);
  state.answers?.(main);
  await main.show(inLanguage(language, state.view));
  if (state.page !== 'accounts') await main.showPage(state.page);
  await page.locator(`${state.ready}:visible`).first().waitFor();
  await page.evaluate(async () => {
    scrollTo({ top: 0, behavior: 'instant' });
    for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}
