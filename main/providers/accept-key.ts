// Asks a provider whether it accepts an API key, by a question that costs nothing and needs a valid key.
import * as z from 'zod/mini';
import type { SignedInAccount } from '../domain/account.ts';
import { Failure } from '../domain/failure.ts';
import type { ConsumerId, ProviderId } from '../domain/ids.ts';
import type { Secret } from '../domain/secret.ts';
import { readJson, refuseBadStatus } from './answers.ts';
import type { ProviderTools } from './description.ts';
import { keyAccount } from './key-account.ts';
import { vendorOfKey } from './key-vendors.ts';

export interface KeyRules {
  readonly provider: ProviderId;
  readonly subject: string;
  /** What does not look like a key is not sent anywhere. */
  readonly pattern: Pick<RegExp, 'test'>;
  /** Usually the list of models. */
  readonly checkUrl: string;
  /** The headers that carry the key. */
  readonly headersFor: (key: string) => Readonly<Record<string, string>>;
  readonly destinations: readonly ConsumerId[];
  /** The field by which a good answer is known; absent where it is a list under `data`. */
  readonly knownBy?: string;
  /** Fields of that answer that say, when they are true, that the key does not work. */
  readonly blockedBy?: readonly string[];
  /** A status beside 401 by which the provider says that it does not know the key. */
  readonly refusedBy?: number;
}

const list = z.object({ data: z.array(z.unknown()) });
const anyFields = z.record(z.string(), z.unknown());

/** Whether the answer, which came with a good status, speaks for the key. @throws Failure `provider/…`, `network/…` */
async function speaksForKey(response: Response, rules: KeyRules): Promise<boolean> {
  const { subject, knownBy, blockedBy = [] } = rules;
  if (knownBy === undefined) {
    await readJson(response, list, subject);
    return true;
  }
  const answer = await readJson(response, anyFields, subject);
  if (!Object.hasOwn(answer, knownBy))
    throw new Failure('provider/unexpected-answer', { subject, detail: `field ${knownBy}` });
  return !blockedBy.some((field) => answer[field] === true);
}

/** A key of somebody else is named, for the person has mixed up two of them. */
function malformed(text: string, subject: string): Failure {
  const vendor = vendorOfKey(text);
  return new Failure('credential/malformed', {
    subject,
    ...(vendor !== undefined && vendor !== subject && { detail: `it looks like a key of ${vendor}` }),
  });
}

/** @throws Failure `credential/malformed`, `credential/key-rejected`, `network/…`, `provider/…` */
export async function acceptKey(
  key: Secret,
  rules: KeyRules,
  { http, clock }: ProviderTools,
  signal: AbortSignal,
): Promise<SignedInAccount> {
  const { provider, subject, pattern, checkUrl, headersFor, destinations, refusedBy } = rules;
  const text = key.reveal();
  if (!pattern.test(text)) throw malformed(text, subject);
  const response = await http(checkUrl, {
    headers: { accept: 'application/json', ...headersFor(text) },
    signal,
  });
  const isRefused = response.status === 401 || response.status === refusedBy;
  if (!isRefused) refuseBadStatus(response, subject, clock.nowMs());
  if (isRefused || !(await speaksForKey(response, rules)))
    throw new Failure('credential/key-rejected', { subject });
  return keyAccount(provider, key, destinations, clock.nowMs());
}
