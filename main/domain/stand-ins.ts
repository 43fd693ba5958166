// Which account stands in for the wanted one of each provider, and which provider a strategy picks (design §9). Pure.
import { chosenAccount, chosenProvider } from './by-hand.ts';
import { accountInUse, accountOf, isUsable, pickable } from './choice.ts';
import { coolDownEnd, type Course } from './course-memory.ts';
import { usedPercentOf } from './exhaustion.ts';
import type { AccountId, ProviderId } from './ids.ts';
import { leftPercent, orderingOf } from './ordering.ts';
import type { AccountFacts, Ordering, ProviderFacts, SelectionFacts } from './selection-facts.ts';

/** Another account has to have so many points more left to take the place of one that can be used. */
const hysteresisPoints = 10;

/** Known quota before unknown, what is billed by use last; within that, the one with most left. */
function bestSibling(siblings: readonly AccountFacts[], reservePercent: number): AccountFacts | undefined {
  const rank = (account: AccountFacts): number => {
    if (account.isApiKey) return 2;
    return usedPercentOf(account, reservePercent) === null ? 1 : 0;
  };
  const [best] = siblings.toSorted(
    (left, right) =>
      rank(left) - rank(right) || leftPercent(right, reservePercent) - leftPercent(left, reservePercent),
  );
  return best;
}

/**
 * The account that is to stand in; undefined when the wanted one serves. One that stands in stays while it can be used, and
 * also when nobody else can: going back to what is used up as well would be of no use.
 */
function standInOf(
  { provider, wanted, otherAccounts }: ProviderFacts,
  facts: SelectionFacts,
  course: Course,
): AccountId | undefined {
  const own = accountOf(facts, wanted);
  if (own === undefined || !otherAccounts) return undefined;
  if (course.accepted.includes(own.account) || isUsable(own, course)) return undefined;
  const siblings = facts.accounts.filter((each) => each.provider === provider && each !== own);
  const present = siblings.find(({ account }) => account === course.standIns[provider]);
  if (present !== undefined && isUsable(present, course)) return present.account;
  const usable = siblings.filter((each) => isUsable(each, course));
  const stays = present?.signedIn === true ? present : undefined;
  return (bestSibling(usable, facts.reservePercent) ?? stays)?.account;
}

/** The account that a strategy without a preferred provider uses; undefined when none can be used. */
function picked(
  facts: SelectionFacts,
  course: Course,
  ordering: Ordering,
  only: readonly ProviderFacts[],
): AccountFacts | undefined {
  const among = pickable(facts, course, ordering).filter((account) =>
    only.some(({ provider }) => provider === account.provider),
  );
  const byHand = chosenProvider(facts, course, only);
  if (byHand !== undefined) return chosenAccount(facts, course, byHand.provider);
  const serving = only.find(({ provider }) => provider === course.serving);
  const present = serving === undefined ? undefined : accountInUse(facts, course, serving);
  const [best] = among;
  if (best === undefined || present === undefined || !among.includes(present)) return best;
  const gained = leftPercent(best, facts.reservePercent) - leftPercent(present, facts.reservePercent);
  const isWorthIt = gained >= hysteresisPoints || (present.isApiKey && !best.isApiKey);
  return isWorthIt && coolDownEnd(course, facts.now) === undefined ? best : present;
}

/** The course with its stand-ins as they are to be by what is spent, accepted and chosen in it, and by what was picked. */
export function withStandIns(
  facts: SelectionFacts,
  course: Course,
  only: readonly ProviderFacts[] = facts.providers,
): Course {
  const ordering = orderingOf(facts.strategy);
  const pick = ordering === undefined ? undefined : picked(facts, course, ordering, only);
  const standIn = (each: ProviderFacts): AccountId | undefined => {
    const given = pick?.provider === each.provider ? pick : chosenAccount(facts, course, each.provider);
    if (given !== undefined) return given.account === each.wanted ? undefined : given.account;
    const present = accountInUse(facts, course, each);
    // Where any account is as good as another, one that can be used is not exchanged.
    const stays = ordering !== undefined && each.otherAccounts && present !== undefined;
    if (stays && isUsable(present, course))
      return present.account === each.wanted ? undefined : present.account;
    return standInOf(each, facts, course);
  };
  const standIns = Object.fromEntries<AccountId>(
    facts.providers.flatMap((each): [ProviderId, AccountId][] => {
      const account = standIn(each);
      return account === undefined ? [] : [[each.provider, account]];
    }),
  );
  return { ...course, standIns, ...(pick !== undefined && { serving: pick.provider }) };
}
