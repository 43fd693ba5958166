// The sentence that says which provider serves now and why.
import type { ProviderId } from './ids.ts';
import type { Obstacle, Selection } from './selection.ts';

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
