// A device code of auth.openai.com, from the first question to the tokens (protocols §1.4). Like RFC 8628, but the answer
// is an authorization code, with a PKCE pair that the server has made.
import * as z from 'zod/mini';
import { Failure } from '../../domain/failure.ts';
import { errorCodeOf, readJson, refuseBadStatus } from '../answers.ts';
import type { DeviceAnswer, DeviceAttempt, ProviderTools } from '../description.ts';
import { clientId, issuer, subject } from './client.ts';
import { redeemCode, redeemParts } from './redeem-code.ts';

const codeUrl = `${issuer}/api/accounts/deviceauth/usercode`;
const answerUrl = `${issuer}/api/accounts/deviceauth/token`;
const redirectUri = `${issuer}/deviceauth/callback`;
const page = `${issuer}/codex/device`;

/** The answer states no end of its own; Codex gives up after as long. */
const lifeMs = 15 * 60_000;
const usualIntervalMs = 5_000;

const advice =
  'If the page does not take codes: allow sign-in by device code in ChatGPT, under Settings, Security; in a workspace its ' +
  'administrator does.';

const text = z.string().check(z.minLength(1), z.maxLength(4096));
/** Shown to the person, so nothing but a code may stand there. */
const userCodeShape = z.string().check(z.regex(/^[A-Za-z0-9-]{4,32}$/));
/** Seconds; a text there today. What makes no sense must not cost the sign-in. */
const secondsShape = z.catch(
  z.optional(
    z.pipe(
      z.union([z.number(), z.string().check(z.regex(/^\d{1,6}$/))]),
      z.transform((value) => Number(value)),
    ),
  ),
  undefined,
);

const startedShape = z.object({
  device_auth_id: text,
  user_code: z.optional(userCodeShape),
  usercode: z.optional(userCodeShape),
  interval: secondsShape,
  expires_in: secondsShape,
});

const grantShape = z.object({ authorization_code: text, code_verifier: text });

const endings: Readonly<Partial<Record<string, 'slow-down' | 'denied' | 'expired'>>> = {
  slow_down: 'slow-down',
  access_denied: 'denied',
  expired_token: 'expired',
};

function post({ http }: ProviderTools, url: string, body: object, signal: AbortSignal): Promise<Response> {
  return http(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
    signal,
  });
}

async function start(tools: ProviderTools, signal: AbortSignal): Promise<z.output<typeof startedShape>> {
  const response = await post(tools, codeUrl, { client_id: clientId }, signal);
  if (response.status === 404)
    throw new Failure('sign-in/denied', { subject, detail: 'it gives no device codes out here' });
  refuseBadStatus(response, subject, tools.clock.nowMs());
  return readJson(response, startedShape, subject);
}

/** A number of seconds as milliseconds, at most the life of a code; 0 makes no sense and counts as not said. */
function bounded(seconds: number | undefined, usualMs: number): number {
  return seconds === undefined || seconds <= 0 ? usualMs : Math.min(seconds * 1000, lifeMs);
}

/** Asks for a code and says how it is waited for and redeemed. */
export async function begin(tools: ProviderTools, signal: AbortSignal): Promise<DeviceAttempt> {
  const { device_auth_id, user_code, usercode, interval, expires_in } = await start(tools, signal);
  const code = user_code ?? usercode;
  if (code === undefined)
    throw new Failure('provider/unexpected-answer', { subject, detail: 'field user_code' });
  const parts = redeemParts(tools, signal);

  return {
    url: page,
    code,
    lifeMs: bounded(expires_in, lifeMs),
    intervalMs: bounded(interval, usualIntervalMs),
    advice,

    async ask(asking): Promise<DeviceAnswer> {
      const response = await post(tools, answerUrl, { device_auth_id, user_code: code }, asking);
      const said = response.ok ? undefined : await errorCodeOf(response);
      const ending = said === undefined ? undefined : endings[said];
      if (ending !== undefined) return { kind: ending };
      // Whatever else these two say: nobody has entered the code yet.
      if (response.status === 403 || response.status === 404) return { kind: 'pending' };
      refuseBadStatus(response, subject, tools.clock.nowMs());
      const { authorization_code, code_verifier } = await readJson(response, grantShape, subject);
      const answered = new URL(redirectUri);
      answered.searchParams.set('code', authorization_code);
      return {
        kind: 'allowed',
        finish: () => redeemCode(answered, { pkceCodeVerifier: code_verifier }, parts),
      };
    },
  };
}
