// Which account an agent gets: one that its program can use, by the rules of every other choice (design §9, §10).
import type { Account, SignedInAccount } from '../domain/account.ts';
import type { ByHand, Course } from '../domain/course-memory.ts';
import { Failure, type FailureCode } from '../domain/failure.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import { withSameService } from '../domain/same-service.ts';
import type { AccountFacts, Choice, ProviderFacts, SelectionFacts } from '../domain/selection-facts.ts';
import { choiceWords } from '../domain/selection-words.ts';
import { chooseForTask } from '../domain/task-choice.ts';
import type { AgentEnvironment } from '../consumers/description.ts';
import { selectionFacts, type Selectable } from '../state/selected.ts';
import type { State } from '../state/state.ts';
import type { AccountBook } from './account-book.ts';

/** What an agent is started for, as far as the choice goes by it. */
export interface AgentWish {
  /** How a person calls the kind of program. */
  readonly reader: string;
  readonly environment: AgentEnvironment;
  /** Only this one, whatever is preferred. */
  readonly account?: AccountId;
  readonly provider?: ProviderId;
  readonly task?: string;
  /** Of where it works: without links, and as its shell spells it. */
  readonly folders?: readonly string[];
}

export interface AgentChoice {
  readonly account: Account;
  /** A sentence; empty where the person named the account. */
  readonly reason: string;
  /** Whether it is another one than would serve if nothing were in its way. */
  readonly fallenBack: boolean;
}

export interface ChooseParts {
  readonly providers: readonly Selectable[];
  readonly book: Pick<AccountBook, 'get'>;
  /** Whether the file that a sign-in of ours lives in holds it, for a program that reads that file alone. */
  readonly isAtHome: (account: AccountId) => boolean;
}

/** A sign-in that is handed to nobody is used where it lives. */
function isReachable(entry: SignedInAccount, { environment }: AgentWish, { isAtHome }: ChooseParts): boolean {
  const isHanded = entry.credential.kind !== 'oauth' || environment.handsOver(entry);
  return isHanded || isAtHome(entry.account.id);
}

/** Accounts that the program can use; keys that are closed now count, so that the refusal can name them. */
function usableFacts(wish: AgentWish, facts: SelectionFacts, parts: ChooseParts): readonly AccountFacts[] {
  const { environment, account, provider } = wish;
  const served = withSameService(environment.providers, parts.providers);
  return facts.accounts.filter((each) => {
    const entry = parts.book.get(each.account);
    return (
      (account === undefined || each.account === account) &&
      (provider === undefined || each.provider === provider) &&
      served.includes(each.provider) &&
      entry !== undefined &&
      environment.accepts(entry) &&
      isReachable(entry, wish, parts)
    );
  });
}

/**
 * The accounts that the choice would come to one after the other, whatever is left of them: who waits stands in line at
 * those, and is in nobody's way at the others.
 */
export function usableAccounts(
  wish: AgentWish,
  state: State,
  now: number,
  parts: ChooseParts,
): readonly AccountId[] {
  const facts = selectionFacts(state, parts.providers, now);
  const usable = usableFacts(wish, facts, parts);
  if (wish.account !== undefined || usable.length < 2) return usable.map(({ account }) => account);
  const unread = usable.map((account) => ({ ...account, windows: [] }));
  const { switchedAt: _before, ...course } = state.course;
  const found = new Set<AccountId>();
  for (;;) {
    const { account } = choiceFor(
      wish,
      found,
      { ...facts, accounts: unread },
      { ...course, spent: {} },
      parts,
    );
    if (account === undefined || found.has(account)) return [...found];
    found.add(account);
  }
}

/** @param facts of the accounts that the program can use alone */
function choiceFor(
  wish: AgentWish,
  excluded: ReadonlySet<AccountId>,
  facts: SelectionFacts,
  course: Course,
  parts: ChooseParts,
): Choice {
  const only: SelectionFacts = { ...facts, providers: providersWith(facts, facts.accounts) };
  const choice = chooseForTask(only, courseWithout(course, excluded), {
    providers: environmentProviders(wish, parts),
    ...(wish.task !== undefined && { kind: wish.task }),
    ...(wish.folders !== undefined && { folders: wish.folders }),
  });
  return choice.selection?.kind === 'chosen' ? choice : withoutAccount(choice);
}

function withoutAccount({ account: _account, ...choice }: Choice): Choice {
  return choice;
}

/** The wanted account of a provider is one of those that the program can use. */
function providersWith(facts: SelectionFacts, usable: readonly AccountFacts[]): readonly ProviderFacts[] {
  return facts.providers.map(({ wanted, ...each }) => {
    const own = usable.filter(({ provider }) => provider === each.provider);
    const found = own.find(({ account }) => account === wanted) ?? own[0];
    return { ...each, ...(found !== undefined && { wanted: found.account }) };
  });
}

/** The course in which these accounts count as used up, whoever had chosen them. */
function courseWithout(course: Course, excluded: ReadonlySet<AccountId>): Course {
  if (excluded.size === 0) return course;
  const { byHand: before, ...rest } = course;
  const byHand = before === undefined ? undefined : byHandWithout(before, excluded);
  return {
    ...rest,
    spent: {
      ...Object.fromEntries<readonly string[]>([...excluded].map((account) => [account, ['lease']])),
      ...course.spent,
    },
    accepted: course.accepted.filter((account) => !excluded.has(account)),
    ...(byHand !== undefined && { byHand }),
  };
}

/** What was chosen by hand at another provider still is. */
function byHandWithout(
  { strategy, accounts, serves }: ByHand,
  excluded: ReadonlySet<AccountId>,
): ByHand | undefined {
  const kept = Object.entries(accounts).filter(([, account]) => !excluded.has(account));
  if (kept.length === 0) return undefined;
  const leads = serves !== undefined && kept.some(([provider]) => provider === serves);
  return { strategy, accounts: Object.fromEntries(kept), ...(leads && { serves }) };
}

function isFallenBack({ selection, account, wanted, byHand }: Choice): boolean {
  if (selection?.kind === 'chosen' && selection.insteadOf !== undefined) return true;
  // What the person has put in use serves as it is meant to.
  return byHand === undefined && account !== wanted;
}

/** Why none of the accounts of these providers can be used at all. */
function nobody(wish: AgentWish, state: State, parts: ChooseParts): Failure {
  const { environment, account, reader } = wish;
  const wanted = environmentProviders(wish, parts);
  const here = state.accounts.filter(
    (each) => wanted.includes(each.provider) && (account === undefined || each.id === account),
  );
  const labels = parts.providers.filter(({ id }) => wanted.includes(id)).map(({ label }) => label);
  if (here.length === 0) return new Failure('credential/missing', { subject: labels.join(' or ') });
  const closed = here.map(({ id }) => state.readings.get(id)?.failure).find((each) => each !== undefined);
  const entries = here.flatMap(({ id }) => parts.book.get(id) ?? []);
  const isOpen = entries.length > 0;
  const away = entries.find((entry) => environment.accepts(entry));
  if (away !== undefined)
    return new Failure('broker/not-acceptable', {
      subject: reader,
      detail: `${away.account.label} is not the account in its file; switch to it first`,
    });
  // Keys that cannot be opened now are another matter than keys of the wrong kind.
  return !isOpen && closed !== undefined
    ? new Failure(closed.code, closed)
    : new Failure('broker/not-acceptable', { subject: reader });
}

/** The one that the person has named. @throws Failure when nobody could use it */
function namedAccount(
  { account, provider, signedIn, subscribed }: AccountFacts,
  state: State,
  parts: ChooseParts,
): AgentChoice {
  const found = state.accounts.find(({ id }) => id === account);
  const subject = parts.providers.find(({ id }) => id === provider)?.label ?? provider;
  if (found === undefined) throw new Failure('selection/unknown-account', { subject: account });
  const failure = state.readings.get(account)?.failure;
  if (!signedIn)
    throw failure === undefined
      ? new Failure('credential/rejected', { subject })
      : new Failure(failure.code, failure);
  if (!subscribed) throw new Failure('quota/subscription-ended', { subject: found.label });
  return { account: found, reason: '', fallenBack: false };
}

/** @throws Failure `selection/no-valid-auth`, `credential/…` saying why nothing serves */
function refuse(choice: Choice, reason: string, usable: readonly AccountFacts[]): never {
  const isSignedOut = usable.every(({ signedIn }) => !signedIn);
  const why = choice.selection?.kind === 'none' ? choice.selection.because : undefined;
  if (isSignedOut || why === 'signed-out') throw new Failure('credential/missing', { detail: reason });
  if (why === 'not-subscribed') throw new Failure('quota/subscription-ended', { detail: reason });
  throw new Failure('selection/no-valid-auth', {
    detail: reason,
    ...(choice.backAt !== undefined && { retryAt: choice.backAt }),
  });
}

/**
 * @param excluded accounts that have been found to have no room
 * @param now Unix milliseconds
 * @returns undefined when only excluded ones are left
 * @throws Failure `credential/missing`, `credential/rejected`, `broker/not-acceptable`, `selection/no-valid-auth`,
 * `quota/subscription-ended`
 */
export function chooseForAgent(
  wish: AgentWish,
  excluded: ReadonlySet<AccountId>,
  state: State,
  now: number,
  parts: ChooseParts,
): AgentChoice | undefined {
  const facts = selectionFacts(state, parts.providers, now);
  const usable = usableFacts(wish, facts, parts);
  const [first] = usable;
  if (first === undefined) throw nobody(wish, state, parts);
  if (wish.account !== undefined)
    return excluded.has(wish.account) ? undefined : namedAccount(first, state, parts);
  const choice = choiceFor(wish, excluded, { ...facts, accounts: usable }, state.course, parts);
  const account = state.accounts.find(({ id }) => id === choice.account);
  const reason = choiceWords(choice, {
    provider: (id) => parts.providers.find((each) => each.id === id)?.label ?? id,
    account: (id) => state.accounts.find((each) => each.id === id)?.label ?? id,
  });
  if (account !== undefined && !excluded.has(account.id))
    return { account, reason, fallenBack: isFallenBack(choice) };
  return excluded.size > 0 ? undefined : refuse(choice, reason, usable);
}

function environmentProviders(
  { environment, provider }: AgentWish,
  { providers }: Pick<ChooseParts, 'providers'>,
): readonly ProviderId[] {
  return provider === undefined ? withSameService(environment.providers, providers) : [provider];
}

const passing: readonly FailureCode[] = [
  'quota/exceeded',
  'quota/concurrent-limit',
  'quota/daily-limit',
  'selection/no-valid-auth',
];

/** Whether a failure of the choice can pass by itself, so that waiting makes sense. */
export function canPass({ code }: Pick<Failure, 'code'>): boolean {
  return passing.includes(code);
}
