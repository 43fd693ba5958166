// Joins what a person can ask for, in the tray, in the window or on the command line, with the flows that do it.
import type { Flows } from './compose-flows.ts';
import type { Notices } from './compose-notices.ts';
import type { Terminal } from './compose-terminal.ts';
import type { Intents } from './desktop/intents.ts';
import type { MainWindow } from './desktop/window.ts';
import { toFailure } from './domain/failure.ts';
import { accountId, isProviderId } from './domain/ids.ts';
import type { Language } from './domain/language.ts';
import { phrase } from './domain/phrases.ts';
import { pasteFaultOf } from './domain/pasted-answer.ts';
import type { CompanyLoginFlow } from './flows/company-logins.ts';
import type { Flags } from './flows/flags.ts';
import type { FilePreview } from './flows/preview-file.ts';
import type { Report } from './flows/sign-in.ts';
import type { ProviderDescription } from './providers/description.ts';
import type { Store } from './state/store.ts';

export interface IntentParts {
  readonly flows: Pick<Flows, 'signOut' | 'previewFile' | 'changeSettings' | 'readQuota' | 'retry'> & {
    readonly desk: Pick<Flows['desk'], 'begin' | 'cancel' | 'paste'>;
    readonly switching: Pick<Flows['switching'], 'switchTo' | 'undo'>;
    readonly keyStore: Pick<Flows['keyStore'], 'enterPassphrase' | 'choose' | 'startAnew'>;
  };
  readonly notices: Pick<Notices, 'look'> & {
    readonly hooks: Pick<Notices['hooks'], 'add' | 'remove'>;
    readonly statusLine: Pick<Notices['statusLine'], 'install' | 'uninstall' | 'preview'>;
  };
  readonly terminal: Pick<Terminal, 'shells' | 'doctor'>;
  readonly companyLogins: Pick<CompanyLoginFlow, 'look' | 'login' | 'logout'>;
  readonly flags: Pick<Flags, 'set' | 'reset'>;
  readonly lock: { lock(): Promise<unknown>; unlock(): Promise<void> };
  readonly store: Store;
  /** That of the window and the tray. */
  readonly language: () => Language;
  readonly find: (id: string) => ProviderDescription;
  readonly window: Pick<MainWindow, 'open' | 'isOpen' | 'push'>;
  /** Puts a text on the clipboard. */
  readonly copy: (text: string) => void;
  /** Lets the person choose a program; undefined when they do not. */
  readonly chooseProgram: () => Promise<string | undefined>;
  readonly startNormally: () => Promise<void>;
  readonly quit: () => void;
}

export function composeIntents(parts: IntentParts): Intents {
  const { flows, notices, store, find, window, copy, language } = parts;
  const { desk, switching } = flows;
  const { hooks, statusLine } = notices;
  const { shells, doctor } = parts.terminal;
  const { companyLogins } = parts;

  const inTheirLanguage = (preview: FilePreview): FilePreview => ({
    ...preview,
    reason: preview.reason === null ? null : phrase(language(), preview.reason),
  });

  const intents: Intents = {
    signIn: (provider, method, choice) => {
      const report: Report = (step) => {
        // The tray cannot take a code.
        if (step === 'paste-code' && !window.isOpen()) intents.open(provider);
      };
      desk
        .begin({ provider: find(provider).id, method, report, ...choice })
        .account.catch((thrown: unknown) => {
          // The tray cannot show how to install it.
          if (toFailure(thrown).code === 'sign-in/program-missing') intents.open(provider);
        });
    },
    cancelSignIn: (provider) => {
      // The provider may have gone with the file that described it.
      if (!isProviderId(provider) || !desk.cancel(provider)) find(provider);
    },
    enterKey: async (provider, method, key) => {
      await desk.begin({ provider: find(provider).id, method, secret: key }).account;
    },
    pasteAnswer: (provider, pasted) => {
      const verdict = desk.paste(find(provider).id, pasted);
      return verdict.kind === 'taken' ? undefined : pasteFaultOf(verdict.reason);
    },
    copySignInAddress: (provider) => {
      const address = store.state().signIns.get(find(provider).id)?.url;
      if (address !== undefined) copy(address);
    },
    prefer: (provider) => switching.switchTo({ prefer: find(provider).id }),
    useAccount: (account) => switching.switchTo({ account: accountId(account) }),
    undoSwitch: async () => {
      await switching.undo();
    },
    setShell: (shell, on) => (on ? shells.install(shell) : shells.uninstall(shell)),
    previewShell: async (shell) => inTheirLanguage(await shells.preview(shell)),
    lookForFindings: () => doctor.look(undefined, language()),
    fixFinding: (finding) => doctor.fix(finding, undefined, undefined, language()),
    previewFix: (finding) => doctor.preview(finding, undefined, language()),
    undoRepair: (repair) => doctor.undo(repair, undefined, language()),
    signOut: async (account, alsoProgram = false) => {
      await flows.signOut(accountId(account), { alsoProgram });
    },
    lock: async () => {
      await parts.lock.lock();
    },
    unlock: () => parts.lock.unlock(),
    enterPassphrase: (passphrase) => flows.keyStore.enterPassphrase(passphrase, { by: 'person' }),
    chooseKeyStore: (kind) => flows.keyStore.choose(kind, { by: 'person' }),
    startPassphraseAnew: () => flows.keyStore.startAnew({ by: 'person' }),
    previewFile: (file) => flows.previewFile(file, language()),
    changeSettings: flows.changeSettings,
    setStatusLine: (consumer, on) => (on ? statusLine.install(consumer) : statusLine.uninstall(consumer)),
    previewStatusLine: async (consumer) => inTheirLanguage(await statusLine.preview(consumer)),
    async addHook(event) {
      const program = await parts.chooseProgram();
      if (program !== undefined) await hooks.add(event, program);
    },
    removeHook: (event, program) => hooks.remove(event, program),
    logInAtCompany: async (address) => {
      // The question and the command end by themselves.
      await companyLogins.login(address, new AbortController().signal);
    },
    logOutAtCompany: async (address) => {
      await companyLogins.logout(address);
    },
    setFlag: (flag, variant) => parts.flags.set(flag, variant),
    resetFlag: (flag) => parts.flags.reset(flag),
    refreshQuota: (account) => flows.readQuota(accountId(account)),
    open: (provider, method) => {
      void flows.retry();
      void notices.look();
      void shells.look();
      void companyLogins.look();
      window.open();
      if (provider !== undefined) window.push('provider.show', { provider, method: method ?? null });
    },
    openPage: (page) => {
      intents.open();
      window.push('page.show', { page });
    },
    showAccount: (account) => {
      intents.open();
      window.push('account.show', { account });
    },
    startNormally: parts.startNormally,
    quit: parts.quit,
  };
  return intents;
}
