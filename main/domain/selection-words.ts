// The sentence that says which provider serves now and why.
import type { ProviderId } from './ids.ts';
import type { Obstacle, Selection } from './selection.ts';

const obstacles: Readonly<Record<Obstacle, (label: string) => string>> = {
  'signed-out': (label) => `${label} is not signed in`,
  'not-subscribed': (label) => `${label} has no paid plan`,
  'used-up': (label) => `${label} is used up`,
};

export function selectionWords(selection: Selection, labelOf: (provider: ProviderId) => string): string {
  if (selection.kind === 'none') {
    const why = obstacles[selection.because](labelOf(selection.preferred));
    return selection.fallbackOff
      ? `Nothing can be used: ${why}, and falling back from it is off.`
      : `Nothing can be used: ${why}.`;
  }
  const { provider, insteadOf, quotaKnown } = selection;
  const label = labelOf(provider);
  const unknown = quotaKnown ? '' : ' (quota unknown)';
  if (insteadOf === undefined) return `${label} is used${unknown}.`;
  return `${label} stands in${unknown}: ${obstacles[insteadOf.because](labelOf(insteadOf.provider))}.`;
}
