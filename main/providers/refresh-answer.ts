// Reads a token endpoint's answer to a refresh before the library does: a dead token is told from a fault of the moment,
// and nothing optional may cost the new tokens, because the old one is spent.
import * as z from 'zod/mini';
import type { OAuthAccount } from '../domain/account.ts';
import { Failure } from '../domain/failure.ts';
import type { Clock } from '../ports.ts';
import { errorCodeOf, jsonOf, refuseBadStatus } from './answers.ts';
import { refusedAnswer } from './openid-wire.ts';

export interface RefreshRules {
  /** The provider's name, for failures that are not the account's. */
  readonly subject: string;
  /** The codes by which the provider says that the refresh token is dead for good. */
  readonly deadCodes: readonly string[];
  /** Those of them by which it says that it has ended the whole sign-in, not only this token of it. */
  readonly endedCodes: readonly string[];
  /** Whether every other answer with 401 means that too. */
  readonly deadAt401: boolean;
}

const answerShape = z.record(z.string(), z.unknown());

interface GoodAnswer {
  readonly answer: Response;
  readonly bringsTokens: boolean;
}

async function goodAnswer(response: Response, { credential }: OAuthAccount): Promise<GoodAnswer> {
  // Read once: what is still needed is made anew, which costs less than a second reader of the body.
  const text = await response.text();
  const untouched = (): GoodAnswer => ({
    answer: new Response(text === '' ? null : text, response),
    bringsTokens: false,
  });
  const parsed = answerShape.safeParse(jsonOf(text));
  if (!parsed.success) return untouched();
  const said = Object.entries(parsed.data).filter(([, value]) => value !== null && value !== '');
  const answer: Readonly<Record<string, unknown>> = {
    token_type: 'Bearer',
    access_token: credential.accessToken.reveal(),
    ...Object.fromEntries(said),
  };
  const brings = said.some(([field]) => field === 'access_token' || field === 'refresh_token');
  return brings ? { answer: Response.json(answer), bringsTokens: true } : untouched();
}

async function refuseAnswer(
  response: Response,
  { account }: OAuthAccount,
  { subject, deadCodes, endedCodes, deadAt401 }: RefreshRules,
  nowMs: number,
): Promise<never> {
  const code = await errorCodeOf(response);
  const detail = code ?? `status ${response.status}`;
  if (code !== undefined && endedCodes.includes(code))
    throw new Failure('credential/revoked', { subject: account.label, detail });
  if ((code !== undefined && deadCodes.includes(code)) || (response.status === 401 && deadAt401)) {
    throw new Failure('credential/rejected', { subject: account.label, detail });
  }
  if (response.status === 403) refuseBadStatus(response, subject, nowMs);
  // A 401 that comes here speaks of the request or of the client: the token itself may still be good.
  throw new Failure('provider/unexpected-answer', { subject, detail });
}

export interface RefreshReader {
  /**
   * Sees the answer before the library does, and gives it with everything that it leaves out (protocols §1.6: all fields are
   * optional). @throws Failure `credential/rejected` for a dead token, `credential/revoked` for a sign-in that was ended,
   * `provider/…` for anything else that is no success
   */
  readonly receive: (response: Response) => Promise<Response>;
  /**
   * What the renewal has come to when something was thrown. An answer that brought tokens and was refused has spent the old
   * one: that is `credential/rejected`, so that nobody offers it again.
   */
  readonly refused: (thrown: unknown) => Failure;
}

/** For the one answer to one refresh. */
export function createRefreshReader(entry: OAuthAccount, rules: RefreshRules, clock: Clock): RefreshReader {
  let isSpent = false;
  return {
    async receive(response) {
      if (!response.ok) return refuseAnswer(response, entry, rules, clock.nowMs());
      const { answer, bringsTokens } = await goodAnswer(response, entry);
      isSpent = bringsTokens;
      return answer;
    },
    refused(thrown) {
      const failure = refusedAnswer(thrown, rules.subject);
      if (!isSpent || failure.code !== 'sign-in/refused-answer') return failure;
      const { detail } = failure;
      return new Failure('credential/rejected', {
        subject: entry.account.label,
        ...(detail !== undefined && { detail }),
        cause: failure.cause,
      });
    },
  };
}
