// What the local service can have done with hand-out rules, the lock and the audit.
import type { Account } from '../../domain/account.ts';
import type { Actor } from '../../domain/actor.ts';
import type { AuditEntry, AuditVerdict } from '../../domain/audit-entry.ts';
import {
  verdictFor,
  type HandOutRule,
  type HandOutVerdict,
  type JudgedProgram,
} from '../../domain/hand-out.ts';
import { Failure } from '../../domain/failure.ts';
import type { ConsumerId } from '../../domain/ids.ts';
import type { Secret } from '../../domain/secret.ts';
import type { HandOutsAnswer } from '../protocol/oversight.ts';
import type { OversightActions, RuleOrder } from '../routes/oversight.ts';

interface RuleWish {
  readonly program: JudgedProgram;
  readonly consumer: ConsumerId;
  readonly account: Account['id'];
}

export interface OversightParts {
  readonly handOuts: {
    rules(): Promise<readonly HandOutRule[]>;
    setRule(wish: RuleWish, verdict: HandOutVerdict): Promise<void>;
  };
  /** Those that wait where there is no dialog for them. */
  readonly questions: () => HandOutsAnswer['questions'];
  /** @throws Failure `broker/bad-request` for one that does not wait any more */
  readonly answer: (question: string, answer: 'once' | 'always' | 'never') => void;
  /** @throws Failure `storage/passphrase-wrong`, or `broker/not-confirmed` where there is none to check */
  readonly checkPassphrase: (passphrase: Secret) => Promise<void>;
  /** Asks the person whether a rule may be set; false when they would rather not, or nobody is there. */
  readonly confirmRule: (
    rule: { readonly program: string; readonly account: string; readonly verdict: HandOutVerdict },
    signal: AbortSignal,
  ) => Promise<boolean>;
  /** Whose account that is; the only one or the active one without a name. @throws Failure `selection/…` */
  readonly accountFor: (provider: string, named: string | undefined) => Promise<Account>;
  /** @throws Failure `broker/bad-request` */
  readonly consumerId: (named: string) => ConsumerId;
  /** Where it really lies. @throws Failure `broker/no-such-program` */
  readonly resolveProgram: (path: string) => Promise<JudgedProgram>;
  readonly accountLabel: (account: Account['id']) => string;
  readonly isLocked: () => boolean;
  /** Answers how many runs lost their grant. */
  readonly lock: (by: Actor) => Promise<number>;
  /** Asks the person whether keys may be given out again; false when they would rather not, or nobody is there. */
  readonly confirmUnlock: (signal: AbortSignal) => Promise<boolean>;
  readonly unlock: (by: Actor) => void;
  readonly audit: {
    read(filter: { readonly limit: number; readonly since?: number }): Promise<readonly AuditEntry[]>;
    verify(): Promise<AuditVerdict>;
  };
}

export function oversightActions(parts: OversightParts): OversightActions {
  async function shown(): Promise<HandOutsAnswer> {
    const rules = await parts.handOuts.rules();
    return {
      schema: 1,
      locked: parts.isLocked(),
      rules: rules.map(({ program, consumer, account, verdict, decidedAt }) => ({
        program,
        consumer,
        account,
        accountLabel: parts.accountLabel(account),
        verdict,
        decidedAt,
      })),
      questions: parts.questions(),
    };
  }

  /** A rule that is to be taken back is named as the list shows it: its program and its account may be gone. */
  async function meant(order: RuleOrder): Promise<readonly RuleWish[]> {
    const { program, provider, account: named, verdict } = order;
    const known = verdict === 'ask' ? await parts.handOuts.rules() : [];
    const account =
      known.find((rule) => rule.account === named)?.account ?? (await parts.accountFor(provider, named)).id;
    const about = { consumer: parts.consumerId(order.consumer), account };
    const listed = { program: { path: program }, ...about };
    if (verdictFor(known, listed) === 'ask')
      return [{ program: await parts.resolveProgram(program), ...about }];
    // Where a link lies in its place now, what is there must not go on getting the key.
    const real = await parts.resolveProgram(program).catch(() => undefined);
    return real === undefined || real.path === program ? [listed] : [listed, { program: real, ...about }];
  }

  /** Whoever takes a right away needs nobody's leave; to take a no back is to give one. */
  async function requireLeave(wish: RuleWish, verdict: HandOutVerdict, signal: AbortSignal): Promise<void> {
    const before = verdict === 'ask' ? verdictFor(await parts.handOuts.rules(), wish) : undefined;
    if (verdict !== 'always' && before !== 'never') return;
    const account = parts.accountLabel(wish.account);
    if (!(await parts.confirmRule({ program: wish.program.path, account, verdict }, signal)))
      throw new Failure('broker/not-confirmed', { detail: 'no rule was set' });
  }

  return {
    handOuts: () => shown(),
    async setRule(order, { signal }) {
      const { verdict, passphrase } = order;
      const wishes = await meant(order);
      if (passphrase !== undefined) await parts.checkPassphrase(passphrase);
      else for (const wish of wishes) await requireLeave(wish, verdict, signal);
      for (const wish of wishes) await parts.handOuts.setRule(wish, verdict);
      return shown();
    },
    async answerQuestion(question, { answer, passphrase }) {
      await parts.checkPassphrase(passphrase);
      parts.answer(question, answer);
      return shown();
    },
    async lock({ actor }) {
      return { schema: 1, locked: true, revoked: await parts.lock(actor) };
    },
    async unlock({ actor, signal }) {
      // The lock protects against whoever calls as well.
      if (parts.isLocked() && !(await parts.confirmUnlock(signal)))
        throw new Failure('broker/not-confirmed', { detail: 'it stays locked' });
      parts.unlock(actor);
      return { schema: 1, locked: parts.isLocked(), revoked: 0 };
    },
    async audit({ limit, since }) {
      const entries = await parts.audit.read({ limit, ...(since !== undefined && { since }) });
      return { schema: 1, entries: entries.map((entry) => ({ ...entry })) };
    },
    async verifyAudit() {
      const verdict = await parts.audit.verify();
      return verdict.kind === 'whole'
        ? {
            schema: 1,
            whole: true,
            entries: verdict.entries,
            sealedUpTo: verdict.sealedUpTo,
            brokenAt: null,
            why: null,
          }
        : {
            schema: 1,
            whole: false,
            entries: null,
            sealedUpTo: null,
            brokenAt: verdict.index,
            why: verdict.why,
          };
    },
  };
}
