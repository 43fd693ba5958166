// Whose token it is, by GitHub's documented address for that.
import * as z from 'zod/mini';
import type { Account } from '../../domain/account.ts';
import { Failure } from '../../domain/failure.ts';
import type { Secret } from '../../domain/secret.ts';
import { readJson, refuseBadStatus } from '../answers.ts';
import type { ProviderTools } from '../description.ts';
import { countOf } from '../figures.ts';
import { accountIdAt, apiHostOf, type GithubSite } from './site.ts';

/** The number stays when the name is changed. Names of people in companies may have an underscore. */
const userShape = z.object({
  id: z.int().check(z.positive()),
  login: z.string().check(z.regex(/^[A-Za-z\d][\w-]{0,99}$/)),
});

/**
 * GitHub says by 403 that there were too many requests, and by two headers that it is that.
 * @throws Failure for a status that is a fault of the moment or of the access
 */
export function refuseGithubStatus(response: Response, { label: subject }: GithubSite, nowMs: number): void {
  const { status, headers } = response;
  if (status === 403 && headers.get('x-ratelimit-remaining') === '0') {
    const resetSeconds = countOf(headers.get('x-ratelimit-reset'));
    throw new Failure('provider/rate-limited', {
      subject,
      detail: 'status 403',
      ...(resetSeconds !== null && { retryAt: resetSeconds * 1000 }),
    });
  }
  refuseBadStatus(response, subject, nowMs);
}

/** Asks an address of GitHub's API as the owner of a token. @throws Failure `network/…` */
export function askGithub(
  site: GithubSite,
  path: string,
  token: Secret,
  { http }: ProviderTools,
  signal?: AbortSignal,
): Promise<Response> {
  return http(`https://${apiHostOf(site)}${path}`, {
    headers: { accept: 'application/json', authorization: `Bearer ${token.reveal()}` },
    ...(signal !== undefined && { signal }),
  });
}

/** @throws Failure `credential/rejected`, `network/…`, `provider/…` */
export async function accountOf(
  site: GithubSite,
  token: Secret,
  kind: Account['kind'],
  tools: ProviderTools,
  signal?: AbortSignal,
): Promise<Account> {
  const response = await askGithub(site, '/user', token, tools, signal);
  refuseGithubStatus(response, site, tools.clock.nowMs());
  const { id, login } = await readJson(response, userShape, site.label);
  return { id: accountIdAt(site, id), provider: site.id, label: login, kind };
}
