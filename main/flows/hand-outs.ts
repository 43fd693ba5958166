// Hands a secret out to a program, if it may go: the lock first, then the person's rule, then the person (design §10).
import type { Account, SignedInAccount } from '../domain/account.ts';
import type { Actor } from '../domain/actor.ts';
import type { AuditEntry } from '../domain/audit-entry.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import {
  verdictFor,
  type HandOutRule,
  type HandOutVerdict,
  type HandOutWish,
  type JudgedProgram,
} from '../domain/hand-out.ts';
import type { ConsumerId } from '../domain/ids.ts';
import type { AskHandOut, AuditLog, Clock, HandOutAnswer, HandOutRules, Log, Timer } from '../ports.ts';
import type { Store } from '../state/store.ts';
import { createTurns } from '../domain/in-turn.ts';

/** Whoever is there has read it by then (design §10). */
const answerLimitMs = 60_000;
/** Programs that are known to have got something; more than anybody has. */
const mostTold = 10_000;

export interface HandOutOrder {
  readonly program: JudgedProgram | undefined;
  readonly consumer: ConsumerId;
  /** How a person calls the kind of program. */
  readonly reader: string;
  readonly account: Account;
  /** How a person calls the provider. */
  readonly provider: string;
  readonly actor: Actor;
  /** `machine`, or the agent whose grant it is. */
  readonly grant: string;
  readonly pid?: number;
  /** Whether the person has said yes to this run already: then only a rule against it counts. */
  readonly isAllowed?: boolean;
}

/** An account with keys of its own: what a program keeps for itself never goes out. */
export interface KeysToHandOut extends SignedInAccount {
  readonly credential: Exclude<SignedInAccount['credential'], { readonly kind: 'delegated' }>;
}

export interface HandOutParts {
  readonly rules: HandOutRules;
  readonly ask: AskHandOut;
  readonly audit: Pick<AuditLog, 'append' | 'read'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Pick<Log, 'warn'>;
  /** Tells the person that a program has got a key for the first time. Never fails. */
  readonly tellFirst: (order: HandOutOrder) => void;
}

export interface HandOuts {
  /**
   * Resolves with what goes out, once it may; the audit has it by then.
   * @param signal aborts when nobody waits for it any more
   * @param bring called when it may go out; may take a while
   * @throws Failure `broker/locked`, `broker/hand-out-denied`, or the signal's reason, or what `bring` throws
   */
  handOut(
    order: HandOutOrder,
    signal: AbortSignal,
    bring: () => Promise<KeysToHandOut>,
  ): Promise<KeysToHandOut>;
  rules(): Promise<readonly HandOutRule[]>;
  /** `ask` takes the rule away. @throws Failure of the `storage/` family */
  setRule(
    wish: Required<HandOutWish> & { readonly program: JudgedProgram },
    verdict: HandOutVerdict,
  ): Promise<void>;
  /** Nothing goes out from now on, and an answer to a question that waits counts no more. */
  lock(by: Actor): void;
  unlock(by: Actor): void;
  /** Resolves when the list of rules is changed no more by what has happened until now. */
  stop(): Promise<void>;
}

/** What a rule is about, and a first time. */
function keyOf(program: string | undefined, consumer: ConsumerId, account: Account['id']): string {
  return JSON.stringify([program, consumer, account]);
}

/** What nobody can be told from is no question of somebody else's. */
function questionKeyOf({ program, consumer, account, pid, grant }: HandOutOrder): string | symbol {
  const key = keyOf(program?.path, consumer, account.id);
  if (program !== undefined) return key;
  return pid === undefined ? Symbol('nobody else’s') : `${key} ${String(pid)} ${grant}`;
}

/** For the audit. */
function whatGoesOut({ credential }: KeysToHandOut): Pick<AuditEntry, 'what' | 'until'> {
  if (credential.kind === 'api-key') return { what: 'api-key' };
  const { expiresAt } = credential;
  return { what: 'access-token', ...(expiresAt !== undefined && { until: expiresAt }) };
}

/** Resolves when the signal aborts. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}

export function createHandOuts(parts: HandOutParts): HandOuts {
  const { rules, ask, audit, store, clock } = parts;
  /** Programs that ask together are one question. */
  const asking = new Map<
    string | symbol,
    {
      readonly account: Account['id'];
      readonly answer: Promise<HandOutAnswer>;
      waiting: number;
      readonly gone: AbortController;
    }
  >();
  const told = new Set<string>();
  let remembering: Promise<void> | undefined;
  /** Signed out while the rules could not be changed: each yes for their keys counts no more, and goes when it can. */
  const owed = new Set<Account['id']>();
  /** No change of the list is lost. */
  const inTurn = createTurns();
  let lockings = 0;

  function note(
    action: 'hand-out' | 'hand-out-denied',
    order: HandOutOrder,
    more: Pick<AuditEntry, 'what' | 'until' | 'failure'>,
  ): void {
    audit.append({
      at: clock.nowMs(),
      actor: order.actor,
      action,
      provider: order.account.provider,
      account: order.account.id,
      consumer: order.consumer,
      grant: order.grant,
      ...(order.pid !== undefined && { pid: order.pid }),
      ...(order.program !== undefined && { program: order.program.path }),
      ...more,
    });
  }

  function noteRule(
    { program, consumer, account }: Pick<HandOutRule, 'program' | 'consumer' | 'account'>,
    what: HandOutVerdict,
  ): void {
    const at = clock.nowMs();
    audit.append({ at, actor: 'person', action: 'rule', account, consumer, program, what });
  }

  async function setRule(
    { program, consumer, account }: Required<HandOutWish> & { readonly program: JudgedProgram },
    verdict: HandOutVerdict,
  ): Promise<void> {
    await inTurn(async () => {
      // What a sign-out has left to be taken back goes along, so that it does not take this one.
      const paid = [...owed];
      const others = (await rules.loadToChange()).filter(
        (rule) =>
          (rule.program !== program.path || rule.consumer !== consumer || rule.account !== account) &&
          (rule.verdict !== 'always' || !paid.includes(rule.account)),
      );
      const decidedAt = clock.nowMs();
      const own: HandOutRule[] =
        verdict === 'ask' ? [] : [{ program: program.path, consumer, account, verdict, decidedAt }];
      await rules.save([...others, ...own]);
      for (const each of paid) owed.delete(each);
    });
    noteRule({ program: program.path, consumer, account }, verdict);
  }

  /** To sign an account out takes back every yes for its keys, and ends what is asked about them. A no stays. */
  async function signedOut(account: Account['id']): Promise<void> {
    for (const question of asking.values()) if (question.account === account) question.gone.abort();
    await takeBack(account);
  }

  async function takeBack(account: Account['id']): Promise<void> {
    owed.add(account);
    await inTurn(async () => {
      if (!owed.has(account)) return;
      const kept = await rules.loadToChange();
      const ended = kept.filter((rule) => rule.account === account && rule.verdict === 'always');
      if (ended.length > 0) await rules.save(kept.filter((rule) => !ended.includes(rule)));
      for (const rule of ended) noteRule(rule, 'ask');
      owed.delete(account);
    }).catch((thrown: unknown) => {
      // An earlier turn may have paid it meanwhile.
      owed.add(account);
      parts.log.warn('rules of a signed-out account were not taken back', {
        account,
        failure: toFailure(thrown),
      });
    });
  }

  async function standing(): Promise<readonly HandOutRule[]> {
    const all = await rules.load();
    return all.filter(({ account, verdict }) => verdict !== 'always' || !owed.has(account));
  }

  /** What was answered is kept where it can be; where it cannot, it counted this once. */
  async function keep(order: HandOutOrder, answer: HandOutAnswer): Promise<void> {
    const { program, consumer, account } = order;
    if (program === undefined || (answer !== 'always' && answer !== 'never')) return;
    await setRule({ program, consumer, account: account.id }, answer).catch((thrown: unknown) => {
      parts.log.warn('a hand-out rule was not kept', { failure: toFailure(thrown) });
    });
  }

  /** Whatever comes after the limit, after the lock or when nobody waits any more is no answer. */
  async function question(order: HandOutOrder, gone: AbortSignal): Promise<HandOutAnswer> {
    const limit = new AbortController();
    const cancel = parts.timer.after(answerLimitMs, () => {
      limit.abort();
    });
    const signal = AbortSignal.any([limit.signal, gone]);
    const { program, reader, account, provider, consumer } = order;
    const wish = {
      program: program?.path ?? 'An unknown program',
      ...(program?.interpreter !== undefined && { interpreter: program.interpreter }),
      reader,
      account: account.label,
      provider,
      consumer,
      accountId: account.id,
      canKeep: program !== undefined,
    };
    const over = aborted(signal).then((): HandOutAnswer => 'nobody');
    try {
      const answer = await Promise.race([over, ask.ask(wish, signal)]);
      return signal.aborted ? 'nobody' : answer;
    } catch (thrown) {
      parts.log.warn('not asked', { thrown });
      return 'nobody';
    } finally {
      cancel();
    }
  }

  /** The question goes away when the last one who waits for it does. */
  async function answerTo(order: HandOutOrder, signal: AbortSignal): Promise<HandOutAnswer> {
    const key = questionKeyOf(order);
    const begin = () => {
      const gone = new AbortController();
      const answer = question(order, gone.signal)
        .then(async (given) => {
          await keep(order, given);
          return given;
        })
        .finally(() => {
          if (asking.get(key) === begun) asking.delete(key);
        });
      const begun = { account: order.account.id, answer, waiting: 0, gone };
      asking.set(key, begun);
      return begun;
    };
    const present = asking.get(key);
    // One that everybody has left is on its way out.
    const shared = present === undefined || present.gone.signal.aborted ? begin() : present;
    shared.waiting += 1;
    const leave = (): void => {
      shared.waiting -= 1;
      if (shared.waiting === 0) shared.gone.abort();
    };
    signal.addEventListener('abort', leave);
    try {
      // Whoever has gone does not wait for what others are told.
      return await Promise.race([shared.answer, aborted(signal).then((): HandOutAnswer => 'nobody')]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** Whoever got something in an earlier run of the app is known by the audit. */
  function remember(): Promise<void> {
    remembering ??= audit.read({ limit: mostTold }).then(
      (entries) => {
        for (const { action, program, consumer, account } of entries)
          if (action === 'hand-out' && consumer !== undefined && account !== undefined)
            told.add(keyOf(program, consumer, account));
      },
      (thrown: unknown) => {
        parts.log.warn('not known who got keys before', { failure: toFailure(thrown) });
      },
    );
    return remembering;
  }

  /** The first time, which the person has not just been asked about. */
  function isNews({ program, consumer, account }: HandOutOrder, how: 'by-rule' | 'asked'): boolean {
    const key = keyOf(program?.path, consumer, account.id);
    const isFirst = !told.has(key);
    if (isFirst && told.size < mostTold) told.add(key);
    return isFirst && how === 'by-rule';
  }

  async function decide(
    order: HandOutOrder,
    signal: AbortSignal,
    requireOpen: () => void,
  ): Promise<'by-rule' | 'asked'> {
    requireOpen();
    const { program, consumer, account } = order;
    const wish: HandOutWish = { program, consumer, account: account.id };
    const verdict = verdictFor(await standing(), wish);
    // Nobody is asked on behalf of somebody who has gone, or once it is locked.
    signal.throwIfAborted();
    requireOpen();
    // The person has said yes to the run, and not to each program in it: of a new one they are told.
    const isAllowed = verdict === 'ask' && order.isAllowed === true;
    if ((verdict === 'always' || isAllowed) && !told.has(keyOf(program?.path, consumer, account.id)))
      await remember();
    if (isAllowed) return 'by-rule';
    const answer = verdict === 'ask' ? await answerTo(order, signal) : verdict;
    signal.throwIfAborted();
    // A late yes after the lock is a no.
    requireOpen();
    if (answer === 'once' || answer === 'always') return verdict === 'ask' ? 'asked' : 'by-rule';
    throw new Failure('broker/hand-out-denied', {
      subject: program?.path ?? 'an unknown program',
      ...(answer === 'nobody' && { detail: 'nobody answered the question' }),
    });
  }

  store.subscribe((_state, event) => {
    if (event.type === 'account.signed-out') void signedOut(event.account);
    if (event.type === 'key-store.seen' && event.keyStore.failure === undefined)
      for (const account of [...owed]) void takeBack(account);
  });

  return {
    async handOut(order, signal, bring) {
      const before = lockings;
      const requireOpen = (): void => {
        if (store.state().locked || lockings !== before) throw new Failure('broker/locked');
      };
      try {
        const how = await decide(order, signal, requireOpen);
        const entry = await bring();
        // Whoever has gone or is locked out meanwhile gets nothing.
        signal.throwIfAborted();
        requireOpen();
        note('hand-out', order, whatGoesOut(entry));
        if (isNews(order, how)) parts.tellFirst(order);
        return entry;
      } catch (thrown) {
        note('hand-out-denied', order, { failure: toFailure(thrown).code });
        throw thrown;
      }
    },
    rules: standing,
    setRule,
    lock(by) {
      lockings += 1;
      if (store.state().locked) return;
      store.dispatch({ type: 'lock.changed', locked: true });
      for (const { gone } of asking.values()) gone.abort();
      audit.append({ at: clock.nowMs(), actor: by, action: 'lock' });
    },
    unlock(by) {
      if (!store.state().locked) return;
      store.dispatch({ type: 'lock.changed', locked: false });
      audit.append({ at: clock.nowMs(), actor: by, action: 'unlock' });
    },
    stop: () => inTurn(async () => undefined),
  };
}
