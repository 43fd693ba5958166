// The keys that OpenAI signs its id tokens with (design §4).
import * as z from 'zod/mini';
import { readJson, refuseBadStatus } from '../answers.ts';
import type { ProviderTools } from '../description.ts';
import { issuer, subject } from './client.ts';

const discoveryShape = z.object({ issuer: z.literal(issuer), jwks_uri: z.url() });
const keySetShape = z.object({ keys: z.array(z.record(z.string(), z.unknown())).check(z.minLength(1)) });

type KeySet = z.output<typeof keySetShape>;

/** The signing keys, or undefined when they cannot be had: the sign-in then goes on without them (design §4). */
export async function fetchKeys(
  { http, clock, log }: ProviderTools,
  signal: AbortSignal,
): Promise<KeySet | undefined> {
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
    return await readJson(await get(discovery.jwks_uri), keySetShape, subject);
  } catch (thrown) {
    if (!signal.aborted)
      log.warn('signing keys unreachable; claims are checked, the signature is not', {
        provider: subject,
        thrown,
      });
    return undefined;
  }
}
