// Asks a provider whether it accepts an API key. Listing the models costs nothing and needs a valid key.
import * as z from 'zod/mini';
import type { SignedInAccount } from '../domain/account.ts';
import { Failure } from '../domain/failure.ts';
import type { ConsumerId, ProviderId } from '../domain/ids.ts';
import type { Secret } from '../domain/secret.ts';
import { readJson, refuseBadStatus } from './answers.ts';
import type { ProviderTools } from './description.ts';
import { keyAccount } from './key-account.ts';

export interface KeyRules {
  readonly provider: ProviderId;
  readonly subject: string;
  /** What does not look like a key is not sent anywhere. */
  readonly pattern: RegExp;
  readonly modelsUrl: string;
  /** The headers that carry the key. */
  readonly headersFor: (key: string) => Readonly<Record<string, string>>;
  readonly destinations: readonly ConsumerId[];
}

/** @throws Failure `credential/malformed`, `credential/key-rejected`, `network/…`, `provider/…` */
export async function acceptKey(
  key: Secret,
  { provider, subject, pattern, modelsUrl, headersFor, destinations }: KeyRules,
  { http, clock }: ProviderTools,
  signal: AbortSignal,
): Promise<SignedInAccount> {
  if (!pattern.test(key.reveal())) throw new Failure('credential/malformed', { subject });
  const headers = { accept: 'application/json', ...headersFor(key.reveal()) };
  const response = await http(modelsUrl, { headers, signal });
  if (response.status === 401) throw new Failure('credential/key-rejected', { subject });
  refuseBadStatus(response, subject, clock.nowMs());
  await readJson(response, z.object({ data: z.array(z.unknown()) }), subject);
  return keyAccount(provider, key, destinations, clock.nowMs());
}
