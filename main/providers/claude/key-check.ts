// Asks Anthropic whether it accepts an API key (protocols §2.5).
import * as z from 'zod/mini';
import type { SignedInAccount } from '../../domain/account.ts';
import { Failure } from '../../domain/failure.ts';
import { consumerId, providerId } from '../../domain/ids.ts';
import type { Secret } from '../../domain/secret.ts';
import { readJson, refuseBadStatus } from '../answers.ts';
import type { ProviderTools } from '../description.ts';
import { keyAccount } from '../key-account.ts';

const subject = 'Claude';
const keyPattern = /^sk-ant-[\w-]{20,300}$/;

export async function accept(
  key: Secret,
  { http, clock }: ProviderTools,
  signal: AbortSignal,
): Promise<SignedInAccount> {
  if (!keyPattern.test(key.reveal())) throw new Failure('credential/malformed', { subject });
  // Listing the models costs nothing and needs a valid key.
  const response = await http('https://api.anthropic.com/v1/models', {
    headers: { accept: 'application/json', 'anthropic-version': '2023-06-01', 'x-api-key': key.reveal() },
    signal,
  });
  if (response.status === 401) throw new Failure('credential/key-rejected', { subject });
  refuseBadStatus(response, subject, clock.nowMs());
  await readJson(response, z.object({ data: z.array(z.unknown()) }), subject);
  return keyAccount(providerId('claude'), key, [consumerId('code')], clock.nowMs());
}
