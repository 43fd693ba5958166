// What sign-in and refresh at a GitHub have in common (protocols §4).
import * as openid from 'openid-client';
import * as z from 'zod/mini';
import { githubIssuer } from '../../domain/company-github.ts';
import { Failure } from '../../domain/failure.ts';
import { jsonOf } from '../answers.ts';
import type { ProviderTools } from '../description.ts';
import { wire } from '../openid-wire.ts';
import type { GithubSite } from './site.ts';

const errorShape = z.object({ error: z.string() });

/** GitHub answers most refusals with 200; OAuth, and so the library, knows them by 400 (RFC 6749 §5.2). */
export async function withErrorStatus(
  response: Response,
  { label: subject }: Pick<GithubSite, 'label'>,
): Promise<Response> {
  // A client id that it does not know is an address that it does not know.
  if (response.status === 404)
    throw new Failure('credential/malformed', { subject, detail: 'GitHub knows no app with this client id' });
  if (!response.ok) return response;
  const text = await response.text();
  const body = jsonOf(text);
  if (body === undefined && response.headers.get('content-type')?.includes('html') === true)
    throw new Failure('network/intercepted', { subject, detail: 'a web page' });
  return errorShape.safeParse(body).success
    ? Response.json(body, { status: 400 })
    : new Response(text === '' ? null : text, response);
}

/** A refusal that speaks of the app itself; undefined for any other. */
export function appFailure(
  error: string | undefined,
  { label: subject }: Pick<GithubSite, 'label'>,
): Failure | undefined {
  if (error === 'device_flow_disabled') {
    const detail = 'device flow is switched off in the settings of this app';
    return new Failure('sign-in/denied', { subject, detail });
  }
  if (error === 'incorrect_client_credentials')
    return new Failure('credential/malformed', {
      subject,
      detail: 'GitHub knows no app with this client id',
    });
  return undefined;
}

/** openid-client set up for GitHub, with our HTTP below it. There is no discovery and no id token. */
export function configuration(
  site: GithubSite,
  clientId: string,
  tools: ProviderTools,
  options: {
    readonly signal?: AbortSignal;
    readonly receive?: (response: Response) => Promise<Response>;
  },
): openid.Configuration {
  const issuer = githubIssuer(site.host);
  const config = new openid.Configuration(
    { issuer, token_endpoint: `${issuer}/access_token` },
    clientId,
    undefined,
    openid.None(),
  );
  config[openid.customFetch] = wire(tools, {
    subject: site.label,
    receive: (response) => withErrorStatus(response, site),
    ...options,
  });
  return config;
}
