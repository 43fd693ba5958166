// What the window says of the protection of the keys, and of the passphrase.
import type { keyStoreMessages as english } from '../en/key-store.ts';
import type { Texts } from '../texts.ts';
import type { KeyStoreView } from '../../../preload/view.ts';
import type { PassphraseFault } from '../kinds.ts';

const passphraseFaults: Readonly<Record<PassphraseFault, string>> = {
  missing: 'Enter the passphrase first.',
  short: 'Use at least 8 characters.',
  different: 'The two are not the same. Type it again.',
};

const protections: Readonly<
  Record<KeyStoreView['kind'], { readonly name: string; readonly effect: string }>
> = {
  system: {
    name: 'The system’s key store',
    effect: 'Keys are encrypted on this computer and open with your login.',
  },
  passphrase: {
    name: 'A passphrase of yours',
    effect: 'For computers without a key store. You enter it each time Gatehouse starts.',
  },
  memory: {
    name: 'Memory only',
    effect:
      'New sign-ins are forgotten when Gatehouse ends. Accounts that are stored already stay on disk, under what protects them.',
  },
};

export const keyStoreMessages: Texts<typeof english> = {
  protection: 'Protection of your keys',
  protectionEffect: 'What protects the keys that Gatehouse keeps on this computer.',
  protectionName: (kind: KeyStoreView['kind']): string => protections[kind].name,
  protectionIs: (kind: KeyStoreView['kind'], backend: string | null): string =>
    kind === 'system' && backend !== null
      ? `${protections.system.effect} Here it is ${backend}.`
      : protections[kind].effect,
  protectionLocked: 'It was not entered yet.',
  use: 'Use',
  useProtection: (kind: 'system' | 'memory'): string =>
    kind === 'system' ? 'Use the system’s key store' : 'Use memory only',
  keepInMemory: 'Keep in memory until I quit',
  useSystem: 'Use the system’s key store',
  trySystem: 'Try the system’s key store again',
  waysOut: 'Ways to go on',
  memoryBanner: 'New sign-ins are forgotten when Gatehouse ends.',
  memoryBannerNext:
    'Accounts that were stored before stay on disk. Those whose protection does not work now may need a new sign-in after the next start.',
  changeProtection: 'Choose another way',
  enterPassphrase: 'Enter the passphrase',
  choosePassphrase: 'Choose a passphrase',
  passphraseField: 'Passphrase',
  newPassphraseField: 'New passphrase',
  passphraseAgain: 'The same again',
  passphraseHint: 'The one that your keys are protected by.',
  newPassphraseHint:
    'At least 8 characters. Nobody can bring it back: without it the stored keys are lost, and you sign in again everywhere.',
  forgotten: 'Forgot it? Start with a new passphrase…',
  forgottenQuestion: 'Start with a new passphrase?',
  forgottenEffect:
    'What the old one protects is kept, but stays closed: you sign in to those accounts again. What tells the old passphrase is set aside in Gatehouse’s folder, with today’s date.',
  startAnew: 'Start anew',
  startingAnew: 'Setting the old one aside…',
  passphraseFault: (fault: PassphraseFault): string => passphraseFaults[fault],
  unlock: 'Unlock',
  unlocking: 'Checking…',
  savePassphrase: 'Use this passphrase',
  savingPassphrase: 'Encrypting…',
};
