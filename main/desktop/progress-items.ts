// What the tray says while a sign-in is under way: its step in words, a way to stop it, and its link. And how names are
// hidden, for whoever is about to share the screen. Pure.
import type { ProviderView, SignInStep, View } from '../../preload/view.ts';
import type { Language } from '../domain/language.ts';
import type { Intents } from './intents.ts';
import { action, info, oneLine, plain, type MenuItem } from './menu-items.ts';

export interface ProgressIntents extends Pick<Intents, 'cancelSignIn' | 'copySignInAddress'> {
  hideNames(on: boolean): void;
}

interface Words {
  readonly signingIn: (provider: string, step: string) => string;
  readonly steps: Readonly<Record<SignInStep, string>>;
  /** @param code what the person types into the page there */
  readonly enterCode: (code: string) => string;
  readonly cancel: string;
  readonly copyLink: string;
  readonly hideNames: string;
  readonly showNames: string;
  readonly reports: (provider: string, text: string) => string;
}

const english: Words = {
  signingIn: (provider, step) => `Signing in to ${provider}: ${step}`,
  steps: {
    starting: 'starting',
    'opening-browser': 'opening the browser',
    'open-it-yourself': 'waiting for you to open the link',
    waiting: 'waiting for you in the browser',
    'paste-code': 'waiting for the code of its page',
    'enter-code': 'waiting for the code',
    'in-program': 'waiting for the program',
    exchanging: 'finishing the sign-in',
    saving: 'keeping the sign-in',
    'writing-files': 'writing files',
    'reading-plan': 'reading the plan',
  },
  enterCode: (code) => `waiting for the code ${code}`,
  cancel: 'Cancel sign-in',
  copyLink: 'Copy the sign-in link',
  hideNames: 'Hide names',
  showNames: 'Show names',
  reports: (provider, text) => `${provider} reports: ${text}`,
};

const german: Words = {
  signingIn: (provider, step) => `Anmeldung bei ${provider}: ${step}`,
  steps: {
    starting: 'beginnt',
    'opening-browser': 'öffnet den Browser',
    'open-it-yourself': 'wartet, bis du den Link öffnest',
    waiting: 'wartet auf dich im Browser',
    'paste-code': 'wartet auf den Code der Seite',
    'enter-code': 'wartet auf den Code',
    'in-program': 'wartet auf das Programm',
    exchanging: 'wird abgeschlossen',
    saving: 'wird aufbewahrt',
    'writing-files': 'schreibt Dateien',
    'reading-plan': 'liest den Plan',
  },
  enterCode: (code) => `wartet auf den Code ${code}`,
  cancel: 'Anmeldung abbrechen',
  copyLink: 'Link zur Anmeldung kopieren',
  hideNames: 'Namen verbergen',
  showNames: 'Namen zeigen',
  reports: (provider, text) => `${provider} meldet: ${text}`,
};

const wordsIn: Readonly<Record<Language, Words>> = { en: english, de: german };

/** For example "Signing in to Claude: waiting for you in the browser"; null while nobody does. */
function signInWords({ label, signIn }: ProviderView, language: Language): string | null {
  if (signIn === null) return null;
  const words = wordsIn[language];
  const { step, code } = signIn;
  const isAsked = step === 'enter-code' && code !== undefined;
  return words.signingIn(label, isAsked ? words.enterCode(code.text) : words.steps[step]);
}

/** Every sign-in that is under way, as the tooltip says it; null while there is none. */
export function progressWords({ providers, language }: View): string | null {
  const words = providers.map((provider) => signInWords(provider, language)).filter((text) => text !== null);
  return words.length === 0 ? null : oneLine(words.join('; '));
}

/** For the top of the menu: how far each sign-in is. */
export function progressItems({ providers, language }: View): readonly MenuItem[] {
  return providers.flatMap((provider) => {
    const words = signInWords(provider, language);
    return words === null ? [] : [info(plain(words))];
  });
}

/** In the place of the ways to sign in, while one of them is under way. */
export function signInItems(
  provider: ProviderView,
  language: Language,
  intents: ProgressIntents,
): readonly MenuItem[] {
  const { cancel, copyLink } = wordsIn[language];
  const words = signInWords(provider, language);
  return [
    ...(words === null ? [] : [info(plain(words))]),
    ...(provider.signIn?.url == null
      ? []
      : [
          action(copyLink, () => {
            intents.copySignInAddress(provider.id);
          }),
        ]),
    action(cancel, () => {
      intents.cancelSignIn(provider.id);
    }),
  ];
}

/** For whoever is about to share the screen. */
export function namesItem({ settings, language }: View, intents: ProgressIntents): MenuItem {
  const { hideNames, showNames } = wordsIn[language];
  return action(settings.hideIdentities ? showNames : hideNames, () => {
    intents.hideNames(!settings.hideIdentities);
  });
}

/** What the vendor's own status page says is wrong. */
export function incidentItems({ label, incident }: ProviderView, language: Language): readonly MenuItem[] {
  return incident === null ? [] : [info(`⚠ ${plain(wordsIn[language].reports(label, incident.text))}`)];
}
