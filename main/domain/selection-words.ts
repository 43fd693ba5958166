// The sentence that says what serves now and why.
import type { AccountId, ProviderId } from './ids.ts';
import type { Language } from './language.ts';
import type { Choice, Obstacle, Ordering, Selection } from './selection-facts.ts';

const obstacles: Readonly<Record<Obstacle, (label: string) => string>> = {
  'signed-out': (label) => `${label} is not signed in`,
  'not-subscribed': (label) => `${label} has no paid plan`,
  'used-up': (label) => `${label} is used up`,
};

const ways: Readonly<Record<Obstacle, string>> = {
  'signed-out': 'Sign in to go on.',
  'not-subscribed': 'Sign in with another account to go on.',
  'used-up': 'Wait for its reset, or sign in with another account.',
};

const orderings: Readonly<Record<Ordering, string>> = {
  'cost-optimized': 'picked by what costs least',
  'soonest-reset': 'picked by what is refilled first',
};

/** Without accounts. */
export function selectionWords(selection: Selection, labelOf: (provider: ProviderId) => string): string {
  if (selection.kind === 'none') {
    const why = obstacles[selection.because](labelOf(selection.preferred));
    return selection.fallbackOff
      ? `Nothing can be used: ${why}, and falling back from it is off. Allow that in the settings to go on.`
      : `Nothing can be used: ${why}. ${ways[selection.because]}`;
  }
  const { provider, insteadOf, quotaKnown } = selection;
  const using = `In use: ${labelOf(provider)}${quotaKnown ? '' : ' (quota unknown)'}`;
  if (insteadOf === undefined) return `${using}.`;
  return `${using}, because ${obstacles[insteadOf.because](labelOf(insteadOf.provider))}.`;
}

interface Names {
  readonly provider: (id: ProviderId) => string;
  /** What a person recognises it by, without its provider. */
  readonly account: (id: AccountId) => string;
}

/** Why this and not another one; empty where it needs no reason. */
function reasonOf(
  { selection, account, wanted, phase, rule, pickedBy, byHand, waitsFor }: Choice,
  names: Names,
): string {
  if (rule !== undefined) return `, as it is set for ${rule.folder}`;
  if (byHand !== undefined) return ', as you chose';
  const instead = selection?.kind === 'chosen' ? selection.insteadOf : undefined;
  const isSibling = instead === undefined && wanted !== undefined && account !== wanted;
  if (isSibling) {
    const name = names.account(wanted);
    if (phase === 'held') return `, until ${name} has recovered`;
    return `, because ${waitsFor.length > 0 ? obstacles['used-up'](name) : `${name} cannot be used`}`;
  }
  if (instead !== undefined) {
    const name = names.provider(instead.provider);
    const isHeld = phase === 'held' && instead.because === 'used-up';
    return isHeld ? `, until ${name} has recovered` : `, because ${obstacles[instead.because](name)}`;
  }
  return pickedBy === undefined ? '' : `, ${orderings[pickedBy]}`;
}

/**
 * What serves and why, in one sentence; what to do, in another, where nothing serves. Empty without a provider. The moment
 * at which the wanted one is back stands beside it, for what is shown stays while time passes.
 */
export function choiceWords(choice: Choice, names: Names, _language: Language = 'en'): string {
  const { selection, account, wanted, rule, pickedBy, byHand } = choice;
  if (selection?.kind !== 'chosen')
    return selection === undefined ? '' : selectionWords(selection, names.provider);
  const isNamed = rule !== undefined || pickedBy !== undefined || byHand === 'account' || account !== wanted;
  const isOwn = selection.insteadOf === undefined && byHand !== 'provider';
  const withAccount = isNamed && isOwn && account !== undefined ? ` with ${names.account(account)}` : '';
  const quota = selection.quotaKnown ? '' : ' (quota unknown)';
  return `In use: ${names.provider(selection.provider)}${withAccount}${quota}${reasonOf(choice, names)}.`;
}
