// Joins the contract's calls to the intents they stand for.
import { Failure } from '../domain/failure.ts';
import { Secret } from '../domain/secret.ts';
import { isAccountId, isProviderId, type AccountId, type ProviderId } from '../domain/ids.ts';
import { isStrategy, type FolderRule, type SettingsChanges } from '../domain/settings.ts';
import type { CallInput } from '../../preload/contract.ts';
import type { View } from '../../preload/view.ts';
import type { FirstSteps } from './first-steps.ts';
import type { Intents } from './intents.ts';
import type { DesktopReads } from './desktop-reads.ts';
import type { Handlers } from './ipc.ts';
import type { PageReads } from './pages.ts';

export function handlersFor(
  intents: Intents,
  pages: PageReads & FirstSteps & DesktopReads,
  view: () => View,
): Handlers {
  return {
    'view.get': view,
    'window.open': () => {
      intents.open();
      return null;
    },
    'signIn.start': ({ provider, method, registration, workspace, onCodePage }) => {
      intents.signIn(provider, method, {
        ...(registration !== undefined && { clientId: registration.clientId }),
        ...(workspace !== undefined && { workspace }),
        ...(onCodePage !== undefined && { onCodePage }),
      });
      return null;
    },
    'signIn.cancel': ({ provider }) => {
      intents.cancelSignIn(provider);
      return null;
    },
    'signIn.copyUrl': ({ provider }) => {
      intents.copySignInAddress(provider);
      return null;
    },
    'secret.enter': async (entered) => {
      const secret = new Secret(entered.secret);
      switch (entered.for) {
        case 'passphrase':
          await intents.enterPassphrase(secret);
          return null;
        case 'key':
          await intents.enterKey(entered.provider, entered.method, secret);
          return null;
        case 'answer': {
          const fault = intents.pasteAnswer(entered.provider, secret);
          return fault === undefined ? null : { refused: fault };
        }
      }
    },
    'keyStore.choose': async ({ kind }) => {
      await intents.chooseKeyStore(kind);
      return null;
    },
    'keyStore.startAnew': async () => {
      await intents.startPassphraseAnew();
      return null;
    },
    'lock.set': async ({ on }) => {
      await (on ? intents.lock() : intents.unlock());
      return null;
    },
    'safeMode.end': async () => {
      await intents.startNormally();
      return null;
    },
    'file.preview': ({ file }) => intents.previewFile(file),
    'provider.prefer': async ({ provider }) => {
      await intents.prefer(provider);
      return null;
    },
    'account.use': async ({ account }) => {
      await intents.useAccount(account);
      return null;
    },
    'account.signOut': async ({ account, alsoProgram }) => {
      await intents.signOut(account, alsoProgram);
      return null;
    },
    'settings.change': async (changes) => {
      await intents.changeSettings(settingsOf(changes));
      return null;
    },
    'statusLine.set': async ({ consumer, on }) => {
      await intents.setStatusLine(consumer, on);
      return null;
    },
    'statusLine.preview': ({ consumer }) => intents.previewStatusLine(consumer),
    'hook.add': async ({ event }) => {
      await intents.addHook(event);
      return null;
    },
    'hook.remove': async ({ event, program }) => {
      await intents.removeHook(event, program);
      return null;
    },
    'company.login': async ({ address }) => {
      await intents.logInAtCompany(address);
      return null;
    },
    'company.logout': async ({ address }) => {
      await intents.logOutAtCompany(address);
      return null;
    },
    'flag.set': async ({ flag, variant }) => {
      await (variant === null ? intents.resetFlag(flag) : intents.setFlag(flag, variant));
      return null;
    },
    'switch.undo': async () => {
      await intents.undoSwitch();
      return null;
    },
    'shell.set': async ({ shell, on }) => {
      await intents.setShell(shell, on);
      return null;
    },
    'shell.preview': ({ shell }) => intents.previewShell(shell),
    'doctor.look': () => intents.lookForFindings(),
    'doctor.fix': ({ finding }) => intents.fixFinding(finding),
    'doctor.preview': ({ finding }) => intents.previewFix(finding),
    'doctor.undo': ({ repair }) => intents.undoRepair(repair),
    'quota.refresh': async ({ account }) => {
      await intents.refreshQuota(account);
      return null;
    },
    'agents.get': () => pages.agents(),
    'agents.end': ({ agent }) => pages.endAgent(agent),
    'activity.get': ({ limit }) => pages.activity(limit),
    'activity.verify': () => pages.verifyActivity(),
    'files.history': ({ file }) => pages.fileHistory(file),
    'files.restore': ({ file, force }) => pages.restoreFile(file, force === true),
    'logins.find': () => pages.findLogins(),
    'logins.take': ({ only }) => pages.takeLogins(only),
    'notice.try': () => {
      pages.tryNotice();
      return null;
    },
    'terminal.get': () => pages.terminal(),
    'terminal.link': ({ on }) => pages.linkTerminal(on),
    'history.get': ({ account, days }) => pages.history(account, days),
    'history.export': ({ account, days }) => pages.exportHistory(account, days),
    'settings.export': () => pages.exportSettings(),
    'settings.readFile': () => pages.readSettingsFile(),
    'settings.applyFile': ({ offer }) => pages.applySettingsFile(offer),
    'settings.putBack': () => pages.putSettingsBack(),
    'about.get': () => pages.about(),
    'update.look': async () => {
      await pages.updates.look();
      return null;
    },
    'update.fetch': async () => {
      await pages.updates.fetch();
      return null;
    },
    'update.cancelFetch': async () => {
      await pages.updates.cancelFetch();
      return null;
    },
    'update.restart': async () => {
      await pages.updates.restart();
      return null;
    },
  };
}

/** What the window sends, as settings. @throws Failure `broker/bad-request` for a name that is none */
function settingsOf({
  hiddenProviders,
  accountOrder,
  strategy,
  fallBackFrom,
  borrowKeys,
  otherAccounts,
  folderRules,
  dailyLimits,
  ...rest
}: CallInput<'settings.change'>): SettingsChanges {
  const changes = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  if (strategy !== undefined && !isStrategy(strategy))
    throw new Failure('broker/bad-request', { detail: 'strategy' });
  return {
    ...changes,
    ...(strategy !== undefined && { strategy }),
    ...(fallBackFrom !== undefined && { fallBackFrom: byProvider(fallBackFrom) }),
    ...(hiddenProviders !== undefined && { hiddenProviders: hiddenProviders.map(providerOf) }),
    ...(accountOrder !== undefined && { accountOrder: accountOrder.map(accountOf) }),
    ...(borrowKeys !== undefined && { borrowKeys: byProvider(borrowKeys) }),
    ...(otherAccounts !== undefined && { otherAccounts: byProvider(otherAccounts) }),
    ...(folderRules !== undefined && { folderRules: folderRules.map(ruleOf) }),
    ...(dailyLimits !== undefined && { dailyLimits: byAccount(dailyLimits) }),
  };
}

function accountOf(account: string): AccountId {
  if (!isAccountId(account)) throw new Failure('broker/bad-request', { detail: 'account' });
  return account;
}

function providerOf(provider: string): ProviderId {
  if (!isProviderId(provider)) throw new Failure('broker/bad-request', { detail: 'provider' });
  return provider;
}

function ruleOf({ folder, account }: { readonly folder: string; readonly account: string }): FolderRule {
  return { folder, account: accountOf(account) };
}

function byAccount<Value>(values: Readonly<Record<string, Value>>): Readonly<Record<AccountId, Value>> {
  const entries = Object.entries(values).map(([account, value]): [AccountId, Value] => {
    return [accountOf(account), value];
  });
  return Object.fromEntries(entries);
}

function byProvider(flags: Readonly<Record<string, boolean>>): Readonly<Record<ProviderId, boolean>> {
  const entries = Object.entries(flags).map(([provider, enabled]): [ProviderId, boolean] => {
    return [providerOf(provider), enabled];
  });
  return Object.fromEntries(entries);
}
