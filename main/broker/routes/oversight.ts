// The routes for hand-out rules, the lock and the audit.
import type * as z from 'zod/mini';
import type { HandOutVerdict } from '../../domain/hand-out.ts';
import { Secret } from '../../domain/secret.ts';
import type { CallContext } from '../call-context.ts';
import {
  auditShape,
  auditVerdictShape,
  handOutsShape,
  lockShape,
  questionAnswerShape,
  ruleRequestShape,
  type AuditAnswer,
  type AuditVerdictAnswer,
  type HandOutsAnswer,
} from '../protocol/oversight.ts';
import { auditQueryShape, idParametersShape } from '../protocol/parameters.ts';
import { defineRoute, type GrantedRoute } from '../route.ts';

export type LockAnswer = z.output<typeof lockShape>;

const usualAuditLimit = 100;
const auditLimit = 10_000;

export interface RuleOrder {
  readonly program: string;
  readonly consumer: string;
  readonly provider: string;
  readonly account: string | undefined;
  /** `ask` takes a rule away. */
  readonly verdict: HandOutVerdict;
  /** That of the vault; without it the person is asked in a dialog. */
  readonly passphrase: Secret | undefined;
}

export interface QuestionAnswer {
  readonly answer: z.output<typeof questionAnswerShape>['answer'];
  readonly passphrase: Secret;
}

export interface OversightActions {
  handOuts(call: CallContext): Promise<HandOutsAnswer>;
  setRule(order: RuleOrder, call: CallContext): Promise<HandOutsAnswer>;
  answerQuestion(question: string, given: QuestionAnswer, call: CallContext): Promise<HandOutsAnswer>;
  lock(call: CallContext): Promise<LockAnswer>;
  unlock(call: CallContext): Promise<LockAnswer>;
  /** The newest first. */
  audit(
    filter: { readonly limit: number; readonly since: number | undefined },
    call: CallContext,
  ): Promise<AuditAnswer>;
  verifyAudit(call: CallContext): Promise<AuditVerdictAnswer>;
}

function handOutRoutes(oversight: OversightActions): readonly GrantedRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/hand-outs',
      about: 'Which programs may have the keys of which accounts, and the questions that wait for an answer.',
      intent: 'oversee',
      answer: handOutsShape,
      handle: ({ call }) => oversight.handOuts(call),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/hand-outs/rules',
      about:
        'Sets or takes away a rule; the person is asked first, unless the passphrase of the vault is given.',
      intent: 'oversee',
      slow: true,
      body: ruleRequestShape,
      answer: handOutsShape,
      handle: ({ body: { program, consumer, provider, account, verdict, passphrase }, call }) =>
        oversight.setRule(
          {
            program,
            consumer,
            provider,
            account,
            verdict,
            passphrase: passphrase === undefined ? undefined : new Secret(passphrase),
          },
          call,
        ),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/hand-outs/questions/{id}',
      about: 'Answers a question that waits, with the passphrase of the vault.',
      intent: 'oversee',
      parameters: idParametersShape,
      body: questionAnswerShape,
      answer: handOutsShape,
      handle: ({ parameters, body: { answer, passphrase }, call }) =>
        oversight.answerQuestion(parameters.id, { answer, passphrase: new Secret(passphrase) }, call),
    }),
  ];
}

export function oversightRoutes(oversight: OversightActions): readonly GrantedRoute[] {
  return [
    ...handOutRoutes(oversight),
    defineRoute({
      method: 'POST',
      path: '/v1/lock',
      about: 'Ends every run grant, and hands nothing out until it is unlocked.',
      intent: 'oversee',
      answer: lockShape,
      handle: ({ call }) => oversight.lock(call),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/unlock',
      about: 'Hands out again.',
      intent: 'oversee',
      slow: true,
      answer: lockShape,
      handle: ({ call }) => oversight.unlock(call),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/audit',
      about: 'Who did what with which account, the newest first.',
      intent: 'audit',
      query: auditQueryShape,
      answer: auditShape,
      handle: ({ query: { limit, since }, call }) =>
        oversight.audit(
          {
            limit: limit === undefined ? usualAuditLimit : Math.min(Number(limit), auditLimit),
            since: since === undefined ? undefined : Number(since),
          },
          call,
        ),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/audit/verify',
      about: 'Whether the audit is as it was written.',
      intent: 'audit',
      answer: auditVerdictShape,
      handle: ({ call }) => oversight.verifyAudit(call),
    }),
  ];
}
