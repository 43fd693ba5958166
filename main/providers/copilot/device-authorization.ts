// A device code of a GitHub for an app of the person's own, from the first question to the token (RFC 8628, protocols §4).
import * as openid from 'openid-client';
import * as z from 'zod/mini';
import type { SignedInAccount } from '../../domain/account.ts';
import { githubIssuer } from '../../domain/company-github.ts';
import { Failure, toFailure } from '../../domain/failure.ts';
import { consumerId } from '../../domain/ids.ts';
import { Secret } from '../../domain/secret.ts';
import { errorCodeOf, readJson, refuseBadStatus } from '../answers.ts';
import type { DeviceAnswer, DeviceAttempt, ProviderTools } from '../description.ts';
import { refusedAnswer } from '../openid-wire.ts';
import { grantedBy, type TokenAnswer } from '../token-answer.ts';
import { appFailure, configuration, withErrorStatus } from './client.ts';
import { issuerIn, type GithubSite } from './site.ts';
import { accountOf } from './user.ts';

const grantType = 'urn:ietf:params:oauth:grant-type:device_code';
/** The name of the person; nothing is changed with it, and no repository is read. */
const scope = 'read:user';

const lifeMs = 15 * 60_000;
const usualIntervalMs = 5_000;

const advice =
  'If the page refuses the code: the app needs “Enable Device Flow” in its settings on GitHub, and an organization may have ' +
  'to approve it.';

/** Seconds. What makes no sense must not cost the sign-in. */
const secondsShape = z.catch(z.optional(z.number().check(z.positive())), undefined);

const startedShape = z.object({
  device_code: z.string().check(z.minLength(1), z.maxLength(4096)),
  /** Shown to the person, so nothing but a code may stand there. */
  user_code: z.string().check(z.regex(/^[A-Za-z0-9-]{4,32}$/)),
  verification_uri: z.string(),
  interval: secondsShape,
  expires_in: secondsShape,
});

const slowDownShape = z.object({ interval: secondsShape });

function bounded(seconds: number | undefined, usualMs: number): number {
  return seconds === undefined ? usualMs : Math.min(seconds * 1000, lifeMs);
}

function pageOf({ host }: GithubSite): string {
  return `${host}/login/device`;
}

async function start(
  site: GithubSite,
  clientId: string,
  { http, clock }: ProviderTools,
  signal: AbortSignal,
): Promise<z.output<typeof startedShape>> {
  const subject = site.label;
  const page = pageOf(site);
  const answered = await http(`https://${page}/code`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams({ client_id: clientId, scope }).toString(),
    signal,
  });
  const response = await withErrorStatus(answered, site);
  if (response.status === 400) {
    const error = await errorCodeOf(response);
    throw appFailure(error, site) ?? new Failure('sign-in/refused-answer', { subject, ...named(error) });
  }
  refuseBadStatus(response, subject, clock.nowMs());
  const started = await readJson(response, startedShape, subject);
  // The person is sent to this page and no other, whatever stands there.
  if (started.verification_uri !== `https://${page}`) {
    const detail = `it names another page than ${page}`;
    throw new Failure('sign-in/refused-answer', { subject, detail });
  }
  return started;
}

function named(error: string | undefined): { readonly detail?: string } {
  return error === undefined ? {} : { detail: error };
}

/** What GitHub says while it gives no token. @throws Failure for anything that is no word about the code */
function endingOf(thrown: unknown, site: GithubSite): DeviceAnswer {
  const said = thrown instanceof openid.ResponseBodyError ? thrown : undefined;
  switch (said?.error) {
    case 'authorization_pending':
      return { kind: 'pending' };
    case 'slow_down': {
      const { interval } = slowDownShape.safeParse(said.cause).data ?? {};
      return {
        kind: 'slow-down',
        ...(interval !== undefined && { intervalMs: Math.min(interval * 1000, lifeMs) }),
      };
    }
    case 'access_denied':
      return { kind: 'denied' };
    case 'expired_token':
    case 'token_expired':
      return { kind: 'expired' };
    case undefined:
    default:
      throw appFailure(said?.error, site) ?? refusedAnswer(thrown, site.label);
  }
}

/** Without an end, the token is used like a key; one with an end needs another to renew it. */
async function entryOf(
  site: GithubSite,
  tokens: TokenAnswer,
  clientId: string,
  tools: ProviderTools,
  signal: AbortSignal,
): Promise<SignedInAccount> {
  const nowMs = tools.clock.nowMs();
  const { refresh_token, expires_in } = tokens;
  const ends = expires_in !== undefined;
  if (ends !== (refresh_token !== undefined)) {
    const detail = 'its token ends and cannot be renewed';
    throw new Failure('sign-in/refused-answer', { subject: site.label, detail });
  }
  const token = new Secret(tokens.access_token);
  const common = { origin: 'browser-sign-in', destinations: [consumerId('copilot')] } as const;
  const account = await ownerOf(site, token, ends ? 'oauth' : 'api-key', tools, signal);
  return {
    account,
    credential:
      refresh_token === undefined
        ? { ...common, kind: 'api-key', ...issuerIn(site), key: token, obtainedAt: nowMs }
        : {
            ...common,
            kind: 'oauth',
            issuer: githubIssuer(site.host),
            clientId,
            refreshToken: new Secret(refresh_token),
            ...grantedBy(tokens, nowMs),
          },
  };
}

async function ownerOf(
  site: GithubSite,
  token: Secret,
  kind: 'oauth' | 'api-key',
  tools: ProviderTools,
  signal: AbortSignal,
): Promise<SignedInAccount['account']> {
  try {
    return await accountOf(site, token, kind, tools, signal);
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (failure.code !== 'credential/rejected') throw failure;
    throw new Failure('sign-in/refused-answer', {
      subject: site.label,
      detail: 'its new token is not accepted',
    });
  }
}

/** Asks for a code and says how it is waited for and redeemed. */
export async function begin(
  site: GithubSite,
  clientId: string,
  tools: ProviderTools,
  signal: AbortSignal,
): Promise<DeviceAttempt> {
  const { device_code, user_code, interval, expires_in } = await start(site, clientId, tools, signal);
  return {
    url: `https://${pageOf(site)}`,
    code: user_code,
    lifeMs: bounded(expires_in, lifeMs),
    intervalMs: bounded(interval, usualIntervalMs),
    advice,

    async ask(asking): Promise<DeviceAnswer> {
      const config = configuration(site, clientId, tools, { signal: asking });
      try {
        const tokens = await openid.genericGrantRequest(config, grantType, { device_code });
        return { kind: 'allowed', finish: () => entryOf(site, tokens, clientId, tools, signal) };
      } catch (thrown) {
        return endingOf(thrown, site);
      }
    },
  };
}
