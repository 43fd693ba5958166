// What tray app and `gatehouse serve` have alike before anything else is there: the state, and what is shown of it.
import { app } from 'electron/main';
import { systemClock } from './adapters/node/system-time.ts';
import type { ManagedFile, Places } from './consumers/description.ts';
import { consumers, managedFiles } from './consumers/list.ts';
import { nameAmong } from './domain/account-name.ts';
import { hiddenNames, withTexts } from './domain/hidden-names.ts';
import type { AccountId } from './domain/ids.ts';
import { languageOf, type Language } from './domain/language.ts';
import { withoutOurOwn } from './domain/own-variables.ts';
import type { Paths } from './paths.ts';
import { createProviderList, type ProviderList } from './providers/list.ts';
import { withHiddenNames } from './state/hidden-state.ts';
import { filesInUse } from './state/in-use.ts';
import { createStore, type Store } from './state/store.ts';
import type { State } from './state/state.ts';
import { makeView } from './state/view.ts';
import type { ViewFacts } from './state/view-facts.ts';
import type { View } from '../preload/view.ts';

export interface BaseParts {
  readonly paths: Paths;
  readonly wslHomes: NonNullable<Places['wslHomes']>;
}

export interface Base {
  readonly paths: Paths;
  readonly store: Store;
  readonly version: string;
  readonly places: Places;
  readonly providers: ProviderList;
  readonly managed: readonly ManagedFile[];
  /** In English, for terminals and programs. */
  readonly view: () => View;
  /** The one that the person reads now. */
  readonly language: () => Language;
  /** In that language, and with other names for the accounts where theirs are to be hidden. */
  readonly shownView: () => View;
  /** As tray and window call an account. */
  readonly shownLabel: (account: AccountId) => string;
  /** The same value, without a name in any of its texts where names are to be hidden. */
  readonly shown: <Value>(value: Value) => Value;
}

export function composeBase({ paths, wslHomes }: BaseParts): Base {
  const store = createStore();
  const version = app.getVersion();
  // Before anything asks where programs have their files.
  const keys = consumers.flatMap(({ keyVariables = [] }) => keyVariables);
  withoutOurOwn(process.env, paths.logins, keys);
  const places = { home: paths.home, data: paths.data, environment: process.env, wslHomes };
  const managed = managedFiles(places);
  const providers = createProviderList();
  const files = managed
    .filter(({ file }) => file.kind !== 'text')
    .map(({ file, path, reader }) => ({
      id: file.id,
      writes: file.writes,
      path,
      reader,
      isOnByDefault: file.isOnByDefault,
      ...(file.kind === 'credential' && { provider: file.provider }),
    }));
  const owners = consumers.map(({ id, label, owner, statusLine }) => ({
    id,
    label,
    ...(owner?.signIn !== undefined && { install: owner.install }),
    ...(owner?.signOut === undefined && { signsOutByHand: true as const }),
    ...(owner?.usage !== undefined && { usage: owner.usage }),
    hasStatusLine: statusLine !== undefined,
  }));
  const facts = (): ViewFacts => ({
    providers: providers.all,
    files,
    owners,
    version,
    now: systemClock.nowMs(),
  });
  const preferred = app.getPreferredSystemLanguages();
  const language = (): Language => languageOf(store.state().settings.language, preferred);
  const shownState = (): State => withHiddenNames(store.state(), language());
  return {
    paths,
    store,
    version,
    places,
    providers,
    managed,
    view: () => makeView(store.state(), facts()),
    language,
    shownView() {
      const state = shownState();
      return makeView(state, { ...facts(), files: filesInUse(files, state), language: language() });
    },
    shownLabel: (account) => nameAmong(shownState().accounts, account),
    shown(value) {
      const { accounts, settings } = store.state();
      if (!settings.hideIdentities) return value;
      const names = hiddenNames(accounts, language());
      return withTexts(value, (text) => names.text(text));
    },
  };
}
