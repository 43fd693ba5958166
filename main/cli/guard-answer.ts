// What `guard` answers: which account is meant, and whether enough of its quota is left.
import type { ProvidersAnswer, QuotaAnswer } from '../broker/protocol.ts';
import { accountNamed, fullName } from '../domain/account-name.ts';
import { Failure, isFailureCode, needsSignIn } from '../domain/failure.ts';
import { guard } from '../domain/guard.ts';
import { resetText } from './account-text.ts';
import { readingText } from './quota-text.ts';
import { guardWords } from './verbs/guard-words.ts';

export interface GuardOrder {
  /** 0–100. */
  readonly min: number;
  readonly provider?: string;
  readonly account?: string;
  readonly window?: string;
  readonly allowUnknown?: true;
}

type Provider = ProvidersAnswer['providers'][number];
type Account = QuotaAnswer['accounts'][number];
type Window = Account['windows'][number];

interface Meant {
  readonly account: Account;
  /** Whose account it is, as a person would say it. */
  readonly owner: string;
}

/**
 * The account that is named, else the one in use of the provider that is named, else the one that serves; where none can,
 * that of the preferred provider.
 * @throws Failure `credential/missing`, `selection/…`
 */
function accountMeant(
  providers: readonly Provider[],
  { accounts, selection }: QuotaAnswer,
  { provider, account: name }: GuardOrder,
): Meant {
  if (provider !== undefined && !providers.some(({ id }) => id === provider))
    throw new Failure('selection/unknown-provider', { subject: provider });
  const isMeant = ({ id, preferred }: Provider): boolean =>
    selection.provider === null ? preferred : id === selection.provider;
  const labelOf = (id: string | undefined): string =>
    providers.find((each) => each.id === id)?.label ?? guardWords.anyProvider;
  const wanted = provider ?? (name === undefined ? providers.find(isMeant)?.id : undefined);
  const own = accounts.filter((each) => wanted === undefined || each.provider === wanted);
  if (own.length === 0) throw new Failure('credential/missing', { subject: labelOf(wanted) });
  const account = accountNamed(
    name === undefined ? own.filter(({ active }) => active) : own,
    name,
    labelOf(wanted),
  );
  return { account, owner: labelOf(account.provider) };
}

interface Judged {
  /** For people. */
  readonly words: string;
  /** The window that decided; null where nothing is known, or there is nothing to know. */
  readonly window: Window | null;
}

/** Rounded down: what is not there must not be promised. */
const percentText = (percent: number): string => `${String(Math.floor(percent * 10) / 10)}%`;

/** @throws Failure `quota/too-little-left`, `quota/not-known`, or `broker/bad-request` with the windows that there are */
function judged(
  { account, owner }: Meant,
  { min, window: name, allowUnknown }: GuardOrder,
  now: number,
): Judged {
  const { windows, metered } = account;
  const subject = guardWords.ofProvider(fullName(account), owner);
  const verdict = guard(windows, min, name);
  switch (verdict.kind) {
    case 'no-such-window': {
      const there = windows.map(({ id, label }) => `${label} (${id})`);
      throw new Failure('broker/bad-request', { detail: guardWords.noSuchWindow(name ?? '', there) });
    }
    case 'too-little': {
      const { label, resetsAt } = verdict.window;
      const left = percentText(verdict.leftPercent);
      throw new Failure('quota/too-little-left', {
        subject,
        detail: guardWords.tooLittle(left, `${String(min)}%`, label, resetText({ resetsAt }, now)),
        ...(resetsAt !== null && { retryAt: resetsAt }),
      });
    }
    case 'unknown': {
      const { window } = verdict;
      if (!metered && windows.length === 0) return { words: guardWords.unmetered(subject), window: null };
      if (allowUnknown === true) return { words: guardWords.unknown(subject), window: null };
      throw new Failure('quota/not-known', {
        subject,
        ...(window !== undefined && { detail: guardWords.unread(window.label) }),
      });
    }
    case 'enough': {
      const { window, leftPercent } = verdict;
      const reading = readingText(window, now);
      return { words: guardWords.enough(percentText(leftPercent), window.label, subject, reading), window };
    }
  }
}

/** Whether its keys are refused: whatever is left, nobody can use it. */
function isSignedOut({ problem }: Account): boolean {
  return problem !== null && isFailureCode(problem.code) && needsSignIn(problem.code);
}

export interface Passed extends Judged {
  readonly account: Account;
}

/**
 * @param now Unix milliseconds
 * @throws Failure `quota/too-little-left`, `quota/not-known`, `credential/missing`, `selection/…`, or `broker/bad-request`
 *   with the windows that there are
 */
export function guardAnswer(
  providers: readonly Provider[],
  answer: QuotaAnswer,
  order: GuardOrder,
  now: number,
): Passed {
  const meant = accountMeant(providers, answer, order);
  const { account, owner } = meant;
  if (isSignedOut(account)) throw new Failure('credential/missing', { subject: owner });
  const passed = judged(meant, order, now);
  const isNamed = order.provider !== undefined || order.account !== undefined;
  // Enough is left of the preferred account, and yet it does not serve.
  if (!isNamed && answer.selection.provider === null)
    throw new Failure('selection/no-valid-auth', { subject: owner, detail: answer.selection.reason });
  return { account, ...passed };
}
