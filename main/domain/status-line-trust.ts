// Whether what a session shows is the quota of the account whose login its folder holds. A session takes up a login that
// changes under it, and after `/clear` a new one shows the figures of the one before: so a snapshot counts only for an
// account that the folder had throughout, and only when the session has had an answer since it was seen before. Pure.
import type { AccountId } from './ids.ts';
import { canonicalJson } from './json.ts';
import type { StatusLineSnapshot } from './status-line-snapshot.ts';

/** Whose login a folder holds: an account of ours, somebody else, or nobody can say at present. */
export type FolderLogin =
  | {
      readonly kind: 'account';
      readonly account: AccountId;
      /** Unix milliseconds; when it signed in there, or its keys were issued. */
      readonly obtainedAt: number;
    }
  | { readonly kind: 'stranger' }
  | { readonly kind: 'unknown' };

/** As of the last look that could tell; undefined stands for a stranger. */
interface Holder {
  readonly account: AccountId | undefined;
  /** Unix milliseconds from which on it has been so, at the latest. */
  readonly since: number;
  /** Unix milliseconds. */
  readonly lookedAt: number;
}

interface SessionMark {
  /** Whom the folder held whenever the session was seen; `unknown` so far, or `several`, for good. */
  readonly login: AccountId | 'unknown' | 'several';
  /** Unix milliseconds; the earliest that any of its snapshots tells. */
  readonly startedAt: number | undefined;
  readonly answersMs: number | undefined;
  readonly figures: string;
}

/** What is remembered of one folder. */
export interface FolderTrust {
  readonly holder: Holder | undefined;
  /** The sessions seen last, by their id, oldest first. */
  readonly sessions: ReadonlyMap<string, SessionMark>;
}

/** Why a snapshot does not count, or that it does. */
export type Verdict =
  | 'counts'
  /** Before the first answer of the session, or nobody's plan. */
  | 'no-figures'
  /** Nobody can say who is signed in there, or it is no account of ours. */
  | 'unknown-login'
  /** It began before this login, or does not say when. */
  | 'older-than-login'
  | 'saw-another-login'
  /** The figures may be old: nothing has been answered since it was seen, or it ran for long before. */
  | 'nothing-new';

const mostSessions = 100;
/** Figures of this age are as good as new. */
const freshMs = 60_000;

function holderAfter(before: Holder | undefined, login: FolderLogin, now: number): Holder | undefined {
  if (login.kind === 'unknown') return before;
  const { account, obtainedAt } = login.kind === 'account' ? login : { account: undefined, obtainedAt: now };
  if (before === undefined) return { account, since: obtainedAt, lookedAt: now };
  if (before.account === account) return { ...before, lookedAt: now };
  // Somebody else was there at the last look, so it has changed between that and now.
  return { account, since: obtainedAt > before.lookedAt ? obtainedAt : now, lookedAt: now };
}

function loginAfter(before: SessionMark['login'] = 'unknown', login: FolderLogin): SessionMark['login'] {
  if (login.kind === 'unknown') return before;
  if (login.kind === 'stranger') return 'several';
  return before === 'unknown' || before === login.account ? login.account : 'several';
}

function earliest(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.min(one, other);
}

/**
 * A session that is seen for the first time has had an answer of its own when it says so, and its figures are no older than
 * itself; `/clear` begins one whose answers have taken no time.
 */
function hasAnswered(before: SessionMark | undefined, now: SessionMark, lastedMs: number): boolean {
  if (before === undefined) return (now.answersMs ?? 0) > 0 && lastedMs <= freshMs;
  return now.answersMs === undefined
    ? now.figures !== before.figures
    : now.answersMs !== (before.answersMs ?? 0);
}

/**
 * @param login whose login the folder holds, looked at after the snapshot was read
 * @param now Unix milliseconds
 */
export function judgeSnapshot(
  before: FolderTrust | undefined,
  snapshot: StatusLineSnapshot,
  login: FolderLogin,
  now: number,
): { readonly verdict: Verdict; readonly trust: FolderTrust } {
  const holder = holderAfter(before?.holder, login, now);
  const seen = before?.sessions.get(snapshot.session);
  const { lastedMs, answersMs, quota } = snapshot;
  const mark: SessionMark = {
    login: loginAfter(seen?.login, login),
    startedAt: earliest(seen?.startedAt, lastedMs === undefined ? undefined : now - lastedMs),
    answersMs,
    figures: canonicalJson(quota),
  };
  const sessions = new Map(before?.sessions);
  sessions.delete(snapshot.session);
  sessions.set(snapshot.session, mark);
  for (const [oldest] of [...sessions].slice(0, -mostSessions)) sessions.delete(oldest);

  const verdict = (): Verdict => {
    if (login.kind !== 'account' || holder === undefined) return 'unknown-login';
    if (mark.login !== login.account) return 'saw-another-login';
    if (mark.startedAt === undefined || mark.startedAt < holder.since) return 'older-than-login';
    if (quota === undefined) return 'no-figures';
    return hasAnswered(seen, mark, now - mark.startedAt) ? 'counts' : 'nothing-new';
  };
  return { verdict: verdict(), trust: { holder, sessions } };
}
