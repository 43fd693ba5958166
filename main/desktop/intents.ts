// What a person can ask for, in the tray, in the window or on the command line.
import type { Secret } from '../domain/secret.ts';
import type { HookEventName } from '../domain/hook-event.ts';
import type { SettingsChanges } from '../domain/settings.ts';
import type { FilePreview } from '../../preload/view.ts';

/** Provider, method and account by the ids that the view shows. Unknown ones throw a Failure. */
export interface Intents {
  /**
   * Its outcome is in the state, where tray and window show it.
   * @param clientId the client id that the person has just agreed to use
   * @throws Failure at once when it cannot begin
   */
  signIn(provider: string, method: string, clientId?: string): void;
  cancelSignIn(provider: string): void;
  /** Resolves when the key is stored. @throws Failure */
  enterKey(provider: string, method: string, key: Secret): Promise<void>;
  /** Puts the address of the waiting sign-in on the clipboard. */
  copySignInAddress(provider: string): void;
  prefer(provider: string): void;
  /** Resolves when the shared files hold it. */
  useAccount(account: string): Promise<void>;
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
  refreshQuota(account: string): Promise<void>;
  changeSettings(changes: SettingsChanges): Promise<void>;
  /** Opens the window; at a provider, and with the form of one of its methods, when they are named. */
  open(provider?: string, method?: string): void;
  /** Opens the window at an account's card. */
  showAccount(account: string): void;
  quit(): void;
}
