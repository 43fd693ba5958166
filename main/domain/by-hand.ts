// What a person has chosen by hand: how it is remembered, and for how long it holds (design §9). Pure.
import type { ByHand, Course } from './course-memory.ts';
import { evidenceOf, shortWindows } from './exhaustion.ts';
import type { AccountId, ProviderId } from './ids.ts';
import { orderingOf } from './ordering.ts';
import type { AccountFacts, ProviderFacts, SelectionFacts } from './selection-facts.ts';
import { preferredBy } from './selection.ts';

/** The account of a provider that the person has put in use, while that holds. */
export function chosenAccount(
  facts: SelectionFacts,
  { byHand, spent, accepted }: Pick<Course, 'byHand' | 'spent' | 'accepted'>,
  provider: ProviderId,
): AccountFacts | undefined {
  if (byHand?.strategy !== facts.strategy) return undefined;
  const id = byHand.accounts[provider];
  const account = facts.accounts.find((each) => each.account === id && each.provider === provider);
  if (account?.signedIn !== true || !account.subscribed) return undefined;
  return spent[account.account] === undefined || accepted.includes(account.account) ? account : undefined;
}

/** The provider that serves because the person has chosen so, while that holds. */
export function chosenProvider(
  facts: SelectionFacts,
  course: Pick<Course, 'byHand' | 'spent' | 'accepted'>,
  only: readonly ProviderFacts[],
): ProviderFacts | undefined {
  return only.find(
    ({ provider }) =>
      provider === course.byHand?.serves && chosenAccount(facts, course, provider) !== undefined,
  );
}

/** Without what does not hold any more. */
export function stillByHand(facts: SelectionFacts, course: Course): Course {
  const { byHand, ...others } = course;
  if (byHand === undefined) return course;
  const closed = (id: AccountId | undefined): AccountId | undefined =>
    facts.accounts.find(({ account, isClosed }) => account === id && isClosed === true)?.account;
  const accounts = Object.fromEntries<AccountId>(
    facts.providers.flatMap(({ provider }): [ProviderId, AccountId][] => {
      const account = chosenAccount(facts, course, provider)?.account ?? closed(byHand.accounts[provider]);
      return account === undefined ? [] : [[provider, account]];
    }),
  );
  const { strategy, serves } = byHand;
  const leads = serves !== undefined && accounts[serves] !== undefined;
  if (Object.keys(accounts).length === 0) return others;
  return { ...others, byHand: { strategy, accounts, ...(leads && { serves }) } };
}

/** Whether it may turn out to be used up already: nothing has been read of its quota, or what was is in doubt. */
export function isUnsure({ windows, isApiKey }: AccountFacts, reservePercent: number): boolean {
  if (windows.length === 0) return !isApiKey;
  return evidenceOf({ windows }, reservePercent).level === 'suspected';
}

function without<Value>(
  record: Readonly<Record<ProviderId, Value>>,
  provider: ProviderId,
): Readonly<Record<ProviderId, Value>> {
  return Object.fromEntries(Object.entries(record).filter(([each]) => each !== provider));
}

interface Chosen {
  readonly provider: ProviderId;
  /** Absent: the wanted one. */
  readonly account?: AccountId;
  /** It is to serve although another provider is preferred, as after an undo. */
  readonly serves?: boolean;
  /** It has just been signed in: nobody has said that it is to be used although it may turn out to be used up. */
  readonly signedIn?: boolean;
}

/** What is remembered of a choice; under a strategy that picks among all accounts it is the only one, and serves. */
function byHandAfter(
  facts: SelectionFacts,
  before: Course,
  { provider, account, serves }: Chosen,
): ByHand | undefined {
  const { strategy } = facts;
  if (orderingOf(strategy) !== undefined)
    return account && { strategy, accounts: { [provider]: account }, serves: provider };
  const known = before.byHand?.strategy === strategy ? before.byHand : undefined;
  const led = serves === true ? provider : known?.serves;
  const leading = isPreferredIn(facts, provider) ? undefined : led;
  const wanted = facts.providers.find((each) => each.provider === provider)?.wanted;
  // The wanted account of a provider is in use anyway.
  const isWorthIt = account !== undefined && (account !== wanted || leading === provider);
  const accounts = {
    ...without(known?.accounts ?? {}, provider),
    ...(isWorthIt && { [provider]: account }),
  };
  if (Object.keys(accounts).length === 0) return undefined;
  return { strategy, accounts, ...(leading !== undefined && { serves: leading }) };
}

function isPreferredIn(facts: SelectionFacts, provider: ProviderId): boolean {
  const providers = facts.providers.map((each) => ({
    provider: each.provider,
    signedIn: facts.accounts.some((account) => account.account === each.wanted && account.signedIn),
  }));
  return preferredBy(facts.strategy, facts.chosen, providers) === provider;
}

/**
 * The person has chosen by hand: it stays in use until they choose again, the strategy changes, or it is signed out or used
 * up anew. If it is used up already, or turns out to be at the first sure reading, they know that.
 * @param facts with what was chosen as the wanted one, unless it takes the place of the wanted one
 */
export function afterChoice(facts: SelectionFacts, before: Course, chosen: Chosen): Course {
  const { provider } = chosen;
  const wanted = facts.providers.find((each) => each.provider === provider)?.wanted;
  const id = chosen.account ?? wanted;
  const account = facts.accounts.find((each) => each.account === id);
  const isAccepted =
    account !== undefined &&
    (before.spent[account.account] !== undefined ||
      shortWindows(account, facts.reservePercent).length > 0 ||
      (chosen.signedIn !== true && isUnsure(account, facts.reservePercent)));
  const isOfAnother = (each: AccountId): boolean =>
    facts.accounts.some((other) => other.account === each && other.provider !== provider);
  const { serving: _before, byHand: _earlier, ...kept } = before;
  const byHand = byHandAfter(facts, before, { ...chosen, ...(id !== undefined && { account: id }) });
  return {
    ...kept,
    standIns: {
      ...without(before.standIns, provider),
      ...(account !== undefined && account.account !== wanted && { [provider]: account.account }),
    },
    accepted: [...before.accepted.filter(isOfAnother), ...(isAccepted ? [account.account] : [])],
    // What was chosen to serve does; where nothing was, what serves is decided anew.
    ...(byHand?.serves !== undefined && { serving: byHand.serves }),
    ...(byHand !== undefined && { byHand }),
  };
}
