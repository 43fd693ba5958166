// What serves by the course that was decided last, and why (design §9). Moves nothing. Pure.
import { chosenAccount, chosenProvider } from './by-hand.ts';
import { coolDownEnd, type Course } from './course-memory.ts';
import { evidenceOf, shortWindows, unrecovered, usedPercentOf } from './exhaustion.ts';
import type { AccountId, ProviderId } from './ids.ts';
import { inOrder, orderingOf } from './ordering.ts';
import { limitingWindows } from './quota-window.ts';
import type {
  AccountFacts,
  Choice,
  Ordering,
  Phase,
  ProviderFacts,
  Selection,
  SelectionFacts,
} from './selection-facts.ts';
import { preferredBy, select, type Candidate } from './selection.ts';

export function accountOf(facts: SelectionFacts, id: AccountId | undefined): AccountFacts | undefined {
  return facts.accounts.find(({ account }) => account === id);
}

/** The account in use of a provider: its stand-in, or else the wanted one. */
export function accountInUse(
  facts: SelectionFacts,
  { standIns }: Pick<Course, 'standIns'>,
  { provider, wanted }: ProviderFacts,
): AccountFacts | undefined {
  const standIn = accountOf(facts, standIns[provider]);
  return standIn?.provider === provider ? standIn : accountOf(facts, wanted);
}

/** Whether an account can be put in the place of another one. */
export function isUsable(
  { account, signedIn, subscribed }: AccountFacts,
  { spent }: Pick<Course, 'spent'>,
): boolean {
  return signedIn && subscribed && spent[account] === undefined;
}

/** Accounts that a strategy without a preferred provider may pick, the one to use first at the beginning. */
export function pickable(
  facts: SelectionFacts,
  course: Pick<Course, 'spent'>,
  ordering: Ordering,
): readonly AccountFacts[] {
  const isOpen = (account: AccountFacts): boolean =>
    facts.providers.some(
      ({ provider, wanted, otherAccounts, standsAlone }) =>
        standsAlone === undefined &&
        provider === account.provider &&
        (otherAccounts || account.account === wanted),
    );
  return inOrder(
    facts.accounts.filter((account) => isOpen(account) && isUsable(account, course)),
    ordering,
    facts,
  );
}

/** The provider to start from. One that cannot be used for the task is none. */
function preferredIn(
  facts: SelectionFacts,
  course: Course,
  usableProviders: readonly ProviderFacts[],
): ProviderId | undefined {
  const ordering = orderingOf(facts.strategy);
  const isThere = (id: ProviderId | undefined): boolean =>
    usableProviders.some(({ provider }) => provider === id);
  if (ordering !== undefined) {
    if (isThere(course.serving)) return course.serving;
    const first = pickable(facts, course, ordering).find(({ provider }) => isThere(provider));
    if (first !== undefined) return first.provider;
  }
  const all = usableProviders.map((each) => ({
    provider: each.provider,
    signedIn: accountInUse(facts, course, each)?.signedIn === true,
  }));
  return preferredBy(facts.strategy, facts.chosen, all);
}

/** Once something was decided, it holds until it is decided anew: what is read meanwhile moves nothing. */
function standingOf(account: AccountId, course: Course, isPreferred: boolean): Candidate['standing'] {
  // What the person has accepted is theirs to use; it is no help for somebody else.
  if (isPreferred && course.accepted.includes(account)) return 'open';
  if (course.spent[account] !== undefined) return 'spent';
  return course.serving === undefined ? undefined : 'open';
}

interface Standpoint {
  readonly facts: SelectionFacts;
  readonly course: Course;
  /** Only these can be used; the others count as not signed in. */
  readonly only: readonly ProviderFacts[];
}

function candidateOf(
  each: ProviderFacts,
  { facts, course, only }: Standpoint,
  preferred: ProviderId,
): Candidate {
  const { provider, mayFallBack } = each;
  const account = accountInUse(facts, course, each);
  if (account === undefined || !only.includes(each))
    return { provider, signedIn: false, subscribed: false, usedPercent: null, mayFallBack };
  const standing = standingOf(account.account, course, provider === preferred);
  return {
    provider,
    signedIn: account.signedIn,
    subscribed: account.subscribed,
    usedPercent: usedPercentOf(account, facts.reservePercent),
    mayFallBack,
    ...(standing !== undefined && { standing }),
  };
}

/** The provider with all that may stand in for it. */
function exchangeableWith(
  preferred: ProviderId,
  providers: readonly ProviderFacts[],
): readonly ProviderFacts[] {
  const own = providers.filter(({ provider }) => provider === preferred);
  if (own.some(({ standsAlone }) => standsAlone)) return own;
  return providers.filter(({ standsAlone }) => standsAlone === undefined);
}

function selectionIn(standpoint: Standpoint, preferred: ProviderId): Selection {
  const { facts } = standpoint;
  // Where no provider is preferred, there is nothing to fall back from: the account that was picked serves.
  const inQuestion =
    orderingOf(facts.strategy) === undefined
      ? exchangeableWith(preferred, facts.providers)
      : facts.providers.filter(({ provider }) => provider === preferred);
  const candidates = inQuestion.map((each) => candidateOf(each, standpoint, preferred));
  const { serving } = standpoint.course;
  return select({
    candidates,
    preferred,
    reservePercent: facts.reservePercent,
    ...(serving !== undefined && { present: serving }),
  });
}

/** The windows that keep an account out of use: those that were used up, and those that are now. */
function spentWindows(account: AccountFacts, facts: SelectionFacts, course: Course): readonly string[] {
  return [
    ...new Set([...(course.spent[account.account] ?? []), ...shortWindows(account, facts.reservePercent)]),
  ];
}

function phaseOf(
  wanted: AccountFacts | undefined,
  serving: AccountId | undefined,
  facts: SelectionFacts,
  course: Course,
): Phase {
  if (wanted === undefined || wanted.account === serving) return 'primary';
  const spent = spentWindows(wanted, facts, course);
  if (spent.length === 0) return serving === undefined ? 'primary' : 'fallback';
  const short = shortWindows(wanted, facts.reservePercent);
  if (spent.some((id) => !short.includes(id))) return 'held';
  return evidenceOf(wanted, facts.reservePercent).level === 'exhausted' ? 'fallback' : 'draining';
}

/** What of that the person has chosen by hand, where it is not as their settings alone would have it. */
function byHandIn(
  { facts, course }: Standpoint,
  { provider, wanted }: ProviderFacts,
  preferred: ProviderId,
  inUse: AccountFacts | undefined,
): Choice['byHand'] {
  if (inUse === undefined || chosenAccount(facts, course, provider) !== inUse) return undefined;
  if (orderingOf(facts.strategy) !== undefined || inUse.account !== wanted) return 'account';
  return provider === preferred ? undefined : 'provider';
}

function recoveryOf(
  wanted: AccountFacts,
  facts: SelectionFacts,
  course: Course,
): Pick<Choice, 'waitsFor' | 'backAt'> {
  const spent = spentWindows(wanted, facts, course);
  const ids = unrecovered(wanted, spent, facts);
  const waitsFor = limitingWindows(wanted)
    .filter(({ id }) => ids.includes(id))
    .map(({ id, label, resetsAt }) => ({ account: wanted.account, window: id, label, resetsAt }));
  const resets = waitsFor.flatMap(({ resetsAt }) => (resetsAt === null ? [] : [resetsAt]));
  const coolsUntil = coolDownEnd(course, facts.now) ?? 0;
  const isKnown = spent.length > 0 && resets.length === ids.length;
  const backAt = Math.max(coolsUntil, ...resets);
  return { waitsFor, ...(isKnown && backAt > facts.now && { backAt }) };
}

/**
 * As `choiceAt`, with some of the providers only.
 * @param only those that can be used, as they stand in `facts.providers`
 */
export function choiceAmong(facts: SelectionFacts, course: Course, only: readonly ProviderFacts[]): Choice {
  const preferred = preferredIn(facts, course, only);
  const first = only.find(({ provider }) => provider === preferred);
  if (preferred === undefined || first === undefined)
    return { preferred: undefined, selection: undefined, phase: 'primary', waitsFor: [] };
  const standpoint: Standpoint = { facts, course, only };
  const start = chosenProvider(facts, course, only) ?? first;
  const selection = selectionIn(standpoint, start.provider);
  const serving =
    selection.kind === 'chosen' ? only.find(({ provider }) => provider === selection.provider) : undefined;
  const account = serving === undefined ? undefined : accountInUse(facts, course, serving)?.account;
  const ordering = orderingOf(facts.strategy);
  const inUse = accountInUse(facts, course, start);
  const wanted = ordering === undefined ? accountOf(facts, first.wanted) : inUse;
  const byHand = byHandIn(standpoint, start, preferred, inUse);
  const phase = phaseOf(wanted, account, facts, course);
  const common = {
    preferred,
    selection,
    ...(account !== undefined && { account }),
    ...(wanted !== undefined && { wanted: wanted.account }),
  };
  // Nothing has to recover for what was chosen by hand.
  if (byHand !== undefined)
    return { ...common, phase: phase === 'primary' ? phase : 'fallback', byHand, waitsFor: [] };
  return {
    ...common,
    phase,
    ...(ordering !== undefined && { pickedBy: ordering }),
    ...(phase === 'primary' || wanted === undefined ? { waitsFor: [] } : recoveryOf(wanted, facts, course)),
  };
}

/**
 * What serves by this course, without moving it: an account that became used up since is left only when that is decided. A
 * sign-out is seen at once, and before the first decision the base rule goes by what is known.
 */
export function choiceAt(facts: SelectionFacts, course: Course): Choice {
  return choiceAmong(facts, course, facts.providers);
}
