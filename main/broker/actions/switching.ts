// What the local service can have done about the account in use, and what it tells about it.
import { isAbsolute, resolve } from 'node:path';
import { accountNamed } from '../../domain/account-name.ts';
import { Failure } from '../../domain/failure.ts';
import { accountId } from '../../domain/ids.ts';
import { isStrategy, type FolderRule, type SettingsChanges, type Strategy } from '../../domain/settings.ts';
import type { State } from '../../state/state.ts';
import type { Store } from '../../state/store.ts';
import type { AccountView, View } from '../../../preload/view.ts';
import type { Status } from '../protocol.ts';
import type { AddRuleRequest, RulesAnswer, SwitchAnswer } from '../protocol/switching.ts';
import type { SwitchingActions } from '../routes/switching.ts';
import { accountIn, providerIn, requireUnlocked, type ViewAtHand } from './shown.ts';
import type { SignInParts } from './sign-ins.ts';

export interface SwitchingParts extends Pick<SignInParts, 'find'> {
  readonly store: Pick<Store, 'state'>;
  readonly switching: {
    /** Resolves when every shared file holds it. @throws Failure when nothing was switched */
    switchTo(order: {
      readonly provider: string;
      /** Its id; the one in use of the provider when left out. */
      readonly account?: string;
      /** Without asking the provider first whether the sign-in works. */
      readonly unchecked?: boolean;
    }): Promise<void>;
    /** Resolves with the title of the switch that was undone. @throws Failure `selection/…`, `storage/…` */
    undo(): Promise<string>;
    /** Looks who still runs with the account of before; never fails. */
    look(): Promise<void>;
  };
  readonly changeSettings: (changes: Pick<SettingsChanges, 'strategy' | 'folderRules'>) => Promise<void>;
}

/** What serves now; where another account stands in, since when, and with the provider of the wanted one by its id. */
export function shownSelection({ selection, providers }: View, { course }: State): Status['selection'] {
  const { phase, wanted } = selection;
  const owner = providers.find(({ accounts }) => accounts.some(({ id }) => id === wanted?.account));
  return {
    ...selection,
    since: phase === 'primary' ? null : course.since,
    wanted: wanted === null ? null : { ...wanted, provider: owner?.id ?? wanted.provider },
  };
}

function strategyNamed(name: string, { settings }: View): Strategy {
  const known = settings.strategies.map(({ id }) => id);
  if (isStrategy(name) && known.includes(name)) return name;
  throw new Failure('broker/bad-request', { detail: `the strategies are ${known.join(', ')}` });
}

/** The account that a rule is about; of any provider unless one is named. */
function accountOfRule(view: View, { account, provider }: AddRuleRequest, find: SwitchingParts['find']) {
  if (provider !== undefined) return accountIn(providerIn(view, find(provider).id), account);
  const all = view.providers.flatMap(({ accounts }) => accounts);
  return accountNamed(all, account, account);
}

/** As the rules keep it: absolute, without a slash at its end. */
function ruleFolder(folder: string): string {
  if (!isAbsolute(folder))
    throw new Failure('broker/bad-request', { detail: 'a folder is an absolute path' });
  return resolve(folder);
}

/** A login in a folder of its own is used only by who is told where it lies. */
function unfollowed({ id, keys }: AccountView, { settings }: View, state: State): string | null {
  const isPrivate = state.keys.get(accountId(id))?.login?.place === 'private';
  const isToldInShells = settings.shells.some(({ kind }) => kind === 'on');
  return isPrivate && !isToldInShells ? keys.keptBy : null;
}

export function switchingActions(
  { store, find, switching, changeSettings }: SwitchingParts,
  { view, loadedView }: ViewAtHand,
): SwitchingActions {
  const switched = async (): Promise<SwitchAnswer> => {
    await switching.look();
    const [now, state] = [view(), store.state()];
    const preferred = now.providers.find((provider) => provider.preferred);
    const account = preferred?.accounts.find(({ active }) => active);
    return {
      schema: 1,
      preferred: preferred?.id ?? null,
      account: account?.label ?? null,
      strategy: now.settings.strategy,
      selection: shownSelection(now, state),
      switching: now.switching,
      unfollowed: account === undefined ? null : unfollowed(account, now, state),
    };
  };
  const listed = (): RulesAnswer => {
    const { providers, settings } = view();
    const accounts = providers.flatMap((provider) => provider.accounts);
    const rules = settings.folderRules.map((rule) => {
      const keptBy = accounts.find(({ id }) => id === rule.account)?.keys.keptBy ?? null;
      return { ...rule, keptBy };
    });
    return { schema: 1, rules, followed: settings.shells.some(({ kind }) => kind === 'on') };
  };
  /** The rules as they are kept, without the one of this folder. */
  const othersThan = (folder: string): readonly FolderRule[] =>
    store.state().settings.folderRules.filter((rule) => rule.folder !== folder);

  return {
    async switchTo({ provider: name, account: named, strategy: strategyName, unchecked = false }) {
      requireUnlocked(view());
      const strategy = strategyName === undefined ? undefined : strategyNamed(strategyName, view());
      if (name !== undefined) {
        const { id } = find(name);
        // Only who names an account needs a look at what could not be opened before, which may take its time.
        const account =
          named === undefined ? undefined : accountIn(providerIn(await loadedView(), id), named).id;
        // That look may have taken as long as a screen needs to lock.
        requireUnlocked(view());
        await switching.switchTo({
          provider: id,
          ...(account !== undefined && { account }),
          ...(unchecked && { unchecked }),
        });
      }
      // Behind the switch, after which the person's choice of provider rules.
      if (strategy !== undefined) await changeSettings({ strategy });
      return switched();
    },
    async undo() {
      requireUnlocked(await loadedView());
      const undone = await switching.undo();
      return { ...(await switched()), undone };
    },
    async rules() {
      await loadedView();
      return listed();
    },
    async addRule(rule) {
      const folder = ruleFolder(rule.folder);
      const account = accountId(accountOfRule(await loadedView(), rule, find).id);
      await changeSettings({ folderRules: [...othersThan(folder), { folder, account }] });
      return listed();
    },
    async removeRule(given) {
      const folder = ruleFolder(given);
      await loadedView();
      await changeSettings({ folderRules: othersThan(folder) });
      return listed();
    },
  };
}
