// Which provider serves a request: the base rule of design §9, branch for branch, with its reason. Pure.
import { isShort } from './exhaustion.ts';
import type { ProviderId } from './ids.ts';
import type { Branch, Obstacle, Selection } from './selection-facts.ts';
import type { Strategy } from './settings.ts';

/** What the rule needs to know of a provider; `usedPercent` is its fullest window, null when unknown. */
export interface Candidate {
  readonly provider: ProviderId;
  readonly signedIn: boolean;
  /** Any paid plan not known to be expired, or an API key. */
  readonly subscribed: boolean;
  readonly usedPercent: number | null;
  /** What was decided of it, whatever the figure says: `spent`: it counts as used up. `open`: it does not. */
  readonly standing?: 'spent' | 'open';
  /** Whether another provider may stand in for it. */
  readonly mayFallBack: boolean;
}

export interface SelectionInput {
  /** In the order of the list: a provider falls back to those after it, the last one to those before. */
  readonly candidates: readonly Candidate[];
  readonly preferred: ProviderId;
  /** The one that serves now: used up, it is not exchanged for the end of the list when that is used up too. */
  readonly present?: ProviderId;
  /** With less than this left, a provider counts as used up. */
  readonly reservePercent: number;
}

function obstacleOf(candidate: Candidate, reservePercent: number): Obstacle | undefined {
  if (!candidate.signedIn) return 'signed-out';
  if (!candidate.subscribed) return 'not-subscribed';
  const { usedPercent, standing } = candidate;
  if (standing !== undefined) return standing === 'spent' ? 'used-up' : undefined;
  return usedPercent !== null && isShort(usedPercent, reservePercent) ? 'used-up' : undefined;
}

/**
 * The provider a strategy starts from: the named one, or the person's last choice, or the first that is signed in.
 * @param providers in the order of the list
 */
export function preferredBy(
  strategy: Strategy,
  chosen: ProviderId | undefined,
  providers: readonly { readonly provider: ProviderId; readonly signedIn: boolean }[],
): ProviderId | undefined {
  const named = providers.find(({ provider }) => strategy === `prefer-${provider}`);
  const last = providers.find(({ provider }) => provider === chosen);
  return (named ?? last ?? providers.find(({ signedIn }) => signedIn) ?? providers[0])?.provider;
}

/**
 * The base rule. The last of the list is its end: it serves whenever it is signed in, whatever its quota, unless it may
 * fall back itself. A provider that is not signed in is passed over without asking whether it may fall back, except the last.
 * @throws RangeError when the preferred provider is not among the candidates
 */
export function select({ candidates, preferred, present, reservePercent }: SelectionInput): Selection {
  const start = candidates.findIndex(({ provider }) => provider === preferred);
  const first = candidates[start];
  if (first === undefined) throw new RangeError('the preferred provider is not a candidate');
  const last = candidates.at(-1);
  const isLast = first === last;
  const path: Branch[] = ['A', 'B'];
  const chosen = (candidate: Candidate, because?: Obstacle): Selection => ({
    kind: 'chosen',
    provider: candidate.provider,
    quotaKnown: candidate.usedPercent !== null,
    ...(because !== undefined && candidate !== first && { insteadOf: { provider: preferred, because } }),
    path,
  });
  const none = (because: Obstacle, fallbackOff: boolean): Selection => {
    path.push('H');
    return { kind: 'none', preferred, because, fallbackOff, path };
  };
  const others = isLast ? candidates.slice(0, start) : candidates.slice(start + 1);
  const standIn = (): Candidate | undefined =>
    others.find((candidate) =>
      candidate === last ? candidate.signedIn : obstacleOf(candidate, reservePercent) === undefined,
    );

  const obstacle = obstacleOf(first, reservePercent);
  if (isLast) {
    path.push('G');
    if (obstacle !== undefined && first.mayFallBack) {
      path.push('F', 'C');
      const stays = others.find(({ provider, signedIn }) => provider === present && signedIn);
      const other = standIn() ?? (obstacle === 'used-up' ? stays : undefined);
      if (other !== undefined) {
        path.push('D', 'E');
        return chosen(other, obstacle);
      }
    }
    if (!first.signedIn) return none('signed-out', !first.mayFallBack && standIn() !== undefined);
    path.push('I');
    return chosen(first);
  }

  path.push('C');
  if (obstacle !== 'signed-out') path.push('D');
  if (obstacle === undefined) {
    path.push('E');
    return chosen(first);
  }
  if (obstacle !== 'signed-out') {
    path.push('F');
    if (!first.mayFallBack) return none(obstacle, standIn() !== undefined);
  }
  path.push('G');
  const other = standIn();
  if (other === undefined) return none(obstacle, false);
  path.push('I');
  return chosen(other, obstacle);
}
