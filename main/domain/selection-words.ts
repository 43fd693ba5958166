// The sentence that says what serves now and why.
import type { AccountId, ProviderId } from './ids.ts';
import type { Language } from './language.ts';
import type { Choice, Obstacle, Ordering, Selection } from './selection-facts.ts';

/** A reason stands after a comma: what it is about comes in its place in each language. */
interface Texts {
  readonly obstacles: Readonly<Record<Obstacle, (label: string) => string>>;
  readonly ways: Readonly<Record<Obstacle, string>>;
  readonly orderings: Readonly<Record<Ordering, string>>;
  readonly because: Readonly<Record<Obstacle | 'unusable', (label: string) => string>>;
  readonly nothing: (why: string) => string;
  readonly nothingAllowed: (why: string) => string;
  readonly inUse: (provider: string, account: string | undefined, quotaKnown: boolean) => string;
  readonly byRule: (folder: string) => string;
  readonly byHand: string;
  readonly untilRecovered: (label: string) => string;
}

const english: Texts = {
  obstacles: {
    'signed-out': (label) => `${label} is not signed in`,
    'not-subscribed': (label) => `${label} has no paid plan`,
    'used-up': (label) => `${label} is used up`,
  },
  ways: {
    'signed-out': 'Sign in to go on.',
    'not-subscribed': 'Sign in with another account to go on.',
    'used-up': 'Wait for its reset, or sign in with another account.',
  },
  orderings: {
    'cost-optimized': 'picked by what costs least',
    'soonest-reset': 'picked by what is refilled first',
  },
  because: {
    'signed-out': (label) => `because ${label} is not signed in`,
    'not-subscribed': (label) => `because ${label} has no paid plan`,
    'used-up': (label) => `because ${label} is used up`,
    unusable: (label) => `because ${label} cannot be used`,
  },
  nothing: (why) => `Nothing can be used: ${why}.`,
  nothingAllowed: (why) =>
    `Nothing can be used: ${why}, and falling back from it is off. Allow that in the settings to go on.`,
  inUse: (provider, account, quotaKnown) =>
    `In use: ${provider}${account === undefined ? '' : ` with ${account}`}${quotaKnown ? '' : ' (quota unknown)'}`,
  byRule: (folder) => `as it is set for ${folder}`,
  byHand: 'as you chose',
  untilRecovered: (label) => `until ${label} has recovered`,
};

const german: Texts = {
  obstacles: {
    'signed-out': (label) => `${label} ist nicht angemeldet`,
    'not-subscribed': (label) => `${label} hat keinen bezahlten Plan`,
    'used-up': (label) => `${label} ist aufgebraucht`,
  },
  ways: {
    'signed-out': 'Melde dich an, um weiterzumachen.',
    'not-subscribed': 'Melde dich mit einem anderen Konto an, um weiterzumachen.',
    'used-up': 'Warte, bis es sich erneuert, oder melde dich mit einem anderen Konto an.',
  },
  orderings: {
    'cost-optimized': 'ausgewählt, weil es am wenigsten kostet',
    'soonest-reset': 'ausgewählt, weil es sich zuerst erneuert',
  },
  because: {
    'signed-out': (label) => `weil ${label} nicht angemeldet ist`,
    'not-subscribed': (label) => `weil ${label} keinen bezahlten Plan hat`,
    'used-up': (label) => `weil ${label} aufgebraucht ist`,
    unusable: (label) => `weil ${label} nicht nutzbar ist`,
  },
  nothing: (why) => `Nichts ist nutzbar: ${why}.`,
  nothingAllowed: (why) =>
    `Nichts ist nutzbar: ${why}, und das Ausweichen ist ausgeschaltet. Erlaube es in den Einstellungen, um weiterzumachen.`,
  inUse: (provider, account, quotaKnown) =>
    `In Gebrauch: ${provider}${account === undefined ? '' : ` mit ${account}`}${quotaKnown ? '' : ' (Kontingent unbekannt)'}`,
  byRule: (folder) => `wie für ${folder} eingestellt`,
  byHand: 'wie du gewählt hast',
  untilRecovered: (label) => `bis sich ${label} erholt hat`,
};

const texts: Readonly<Record<Language, Texts>> = { en: english, de: german };

/** Without accounts. */
export function selectionWords(
  selection: Selection,
  labelOf: (provider: ProviderId) => string,
  language: Language = 'en',
): string {
  const words = texts[language];
  if (selection.kind === 'none') {
    const why = words.obstacles[selection.because](labelOf(selection.preferred));
    return selection.fallbackOff
      ? words.nothingAllowed(why)
      : `${words.nothing(why)} ${words.ways[selection.because]}`;
  }
  const { provider, insteadOf, quotaKnown } = selection;
  const using = words.inUse(labelOf(provider), undefined, quotaKnown);
  if (insteadOf === undefined) return `${using}.`;
  return `${using}, ${words.because[insteadOf.because](labelOf(insteadOf.provider))}.`;
}

interface Names {
  readonly provider: (id: ProviderId) => string;
  /** What a person recognises it by, without its provider. */
  readonly account: (id: AccountId) => string;
}

/** Why this and not another one; undefined where it needs no reason. */
function reasonOf(
  { selection, account, wanted, phase, rule, pickedBy, byHand, waitsFor }: Choice,
  names: Names,
  words: Texts,
): string | undefined {
  if (rule !== undefined) return words.byRule(rule.folder);
  if (byHand !== undefined) return words.byHand;
  const instead = selection?.kind === 'chosen' ? selection.insteadOf : undefined;
  const isSibling = instead === undefined && wanted !== undefined && account !== wanted;
  if (isSibling) {
    const name = names.account(wanted);
    if (phase === 'held') return words.untilRecovered(name);
    return words.because[waitsFor.length > 0 ? 'used-up' : 'unusable'](name);
  }
  if (instead !== undefined) {
    const name = names.provider(instead.provider);
    const isHeld = phase === 'held' && instead.because === 'used-up';
    return isHeld ? words.untilRecovered(name) : words.because[instead.because](name);
  }
  return pickedBy === undefined ? undefined : words.orderings[pickedBy];
}

/**
 * What serves and why, in one sentence; what to do, in another, where nothing serves. Empty without a provider. The moment
 * at which the wanted one is back stands beside it, for what is shown stays while time passes.
 */
export function choiceWords(choice: Choice, names: Names, language: Language = 'en'): string {
  const { selection, account, wanted, rule, pickedBy, byHand } = choice;
  if (selection?.kind !== 'chosen')
    return selection === undefined ? '' : selectionWords(selection, names.provider, language);
  const words = texts[language];
  const isNamed = rule !== undefined || pickedBy !== undefined || byHand === 'account' || account !== wanted;
  const isOwn = selection.insteadOf === undefined && byHand !== 'provider';
  const named = isNamed && isOwn && account !== undefined ? names.account(account) : undefined;
  const using = words.inUse(names.provider(selection.provider), named, selection.quotaKnown);
  const reason = reasonOf(choice, names, words);
  return `${using}${reason === undefined ? '' : `, ${reason}`}.`;
}
