// What OpenAI says about its sign-in: the keys that it signs id tokens with (design §4), and whether its answers name it.
import * as z from 'zod/mini';
import { readJson, refuseBadStatus } from '../answers.ts';
import type { ProviderTools } from '../description.ts';
import { issuer, subject } from './client.ts';

const discoveryShape = z.object({
  issuer: z.literal(issuer),
  /** As it stands there: whether it may be asked is decided where it is, and by nobody who mends it first. */
  jwks_uri: z.string(),
  authorization_response_iss_parameter_supported: z.catch(z.optional(z.boolean()), undefined),
});
const keySetShape = z.object({ keys: z.array(z.record(z.string(), z.unknown())).check(z.minLength(1)) });

interface Metadata {
  readonly keys: z.output<typeof keySetShape>['keys'];
  /** Each answer in the browser says whose it is (RFC 9207 §3). */
  readonly announcesIssuer: boolean;
}

/** Undefined when the signing keys cannot be had: the sign-in then goes on without them (design §4). */
export async function fetchMetadata(
  { http, clock, log }: ProviderTools,
  signal: AbortSignal,
): Promise<Metadata | undefined> {
  const get = async (url: string): Promise<Response> => {
    const response = await http(url, { headers: { accept: 'application/json' }, signal });
    refuseBadStatus(response, subject, clock.nowMs());
    return response;
  };
  try {
    const discovery = await readJson(
      await get(`${issuer}/.well-known/openid-configuration`),
      discoveryShape,
      subject,
    );
    const { keys } = await readJson(await get(discovery.jwks_uri), keySetShape, subject);
    return { keys, announcesIssuer: discovery.authorization_response_iss_parameter_supported === true };
  } catch (thrown) {
    if (!signal.aborted)
      log.warn('signing keys unreachable; claims are checked, the signature is not', {
        provider: subject,
        thrown,
      });
    return undefined;
  }
}
