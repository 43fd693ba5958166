// What a person can ask for, in the tray, in the window or on the command line.
import type { Secret } from '../domain/secret.ts';
import type { PageName } from '../domain/page-name.ts';
import type { HookEventName } from '../domain/hook-event.ts';
import type { SettingsChanges } from '../domain/settings.ts';
import type { DoctorView, FilePreview, PasteFault } from '../../preload/view.ts';

/** Provider, method and account by the ids that the view shows. Unknown ones throw a Failure. */
export interface Intents {
  /**
   * Its outcome is in the state, where tray and window show it.
   * @param choice the client id that the person has just agreed to use, and the workspace that the account has to be of
   * @throws Failure at once when it cannot begin
   */
  signIn(
    provider: string,
    method: string,
    choice?: { readonly clientId?: string; readonly workspace?: string; readonly onCodePage?: true },
  ): void;
  cancelSignIn(provider: string): void;
  /** Resolves when the key is stored. @throws Failure */
  enterKey(provider: string, method: string, key: Secret): Promise<void>;
  /**
   * Hands in the address that a browser elsewhere ended at; the answer is why it was refused.
   * @throws Failure `broker/bad-request` when no sign-in waits for one
   */
  pasteAnswer(provider: string, pasted: Secret): PasteFault | undefined;
  /** Puts the address of the waiting sign-in on the clipboard. */
  copySignInAddress(provider: string): void;
  /** Each resolves when every shared file says so and has been read again. @throws Failure; nothing has changed then */
  prefer(provider: string): Promise<void>;
  useAccount(account: string): Promise<void>;
  undoSwitch(): Promise<void>;
  /** Has a plain call of the programs follow the account in use in this shell, or no longer. @throws Failure `shell/…` */
  setShell(shell: string, on: boolean): Promise<void>;
  previewShell(shell: string): Promise<FilePreview>;
  /** What Doctor finds now; a fix and its undo look again. @throws Failure `doctor/…`, `storage/…` */
  lookForFindings(): Promise<DoctorView>;
  fixFinding(finding: string): Promise<DoctorView>;
  previewFix(finding: string): Promise<FilePreview>;
  undoRepair(repair: string): Promise<DoctorView>;
  /**
   * Until it is unlocked no program is given a key, nor has another one put into a shared file by a switch or a setting.
   * @throws Failure
   */
  lock(): Promise<void>;
  unlock(): Promise<void>;
  /** @param alsoProgram for a login that its own program keeps: sign that program out as well */
  signOut(account: string, alsoProgram?: boolean): Promise<void>;
  /** Opens the passphrase vault, or makes it. @throws Failure */
  enterPassphrase(passphrase: Secret): Promise<void>;
  chooseKeyStore(kind: 'system' | 'memory'): Promise<void>;
  /** The passphrase was forgotten: the next one that is entered becomes the new one. @throws Failure */
  startPassphraseAnew(): Promise<void>;
  /** What would be written to a shared file now, without any secret. */
  previewFile(file: string): Promise<FilePreview>;
  /** Lets a program say the quota through its status line, or puts back what was there. @throws Failure */
  setStatusLine(consumer: string, on: boolean): Promise<void>;
  previewStatusLine(consumer: string): Promise<FilePreview>;
  /** Lets the person choose a program and asks them before it is ever run. @throws Failure `hook/…` */
  addHook(event: HookEventName): Promise<void>;
  removeHook(event: HookEventName, program: string): Promise<void>;
  /** Logs OpenCode in at a company's server; the person is asked before its command runs. @throws Failure `company-login/…` */
  logInAtCompany(address: string): Promise<void>;
  logOutAtCompany(address: string): Promise<void>;
  /** Asks the person in a dialog of the app whether a feature flag may be changed. @throws Failure `flag/refused` */
  setFlag(flag: string, variant: string): Promise<void>;
  resetFlag(flag: string): Promise<void>;
  refreshQuota(account: string): Promise<void>;
  changeSettings(changes: SettingsChanges): Promise<void>;
  /** Opens the window; at a provider, and with the form of one of its methods, when they are named. */
  open(provider?: string, method?: string): void;
  openPage(page: PageName): void;
  /** Opens the window at an account's card. */
  showAccount(account: string): void;
  /** Ends the safe mode: everything goes on by itself again. */
  startNormally(): Promise<void>;
  quit(): void;
}
