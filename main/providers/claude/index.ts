// Claude: a Console API key. Signing in to a Claude.ai plan belongs to Anthropic's own client (protocols §2.1).
import * as z from 'zod/mini';
import { Failure } from '../../domain/failure.ts';
import { consumerId, providerId } from '../../domain/ids.ts';
import { readJson, refuseBadStatus } from '../answers.ts';
import type { ApiKeyMethod, ProviderDescription } from '../description.ts';
import { keyAccount } from '../key-account.ts';

const id = providerId('claude');
const subject = 'Claude';
const keyPattern = /^sk-ant-[\w-]{20,300}$/;

const apiKey: ApiKeyMethod = {
  kind: 'api-key',
  id: 'api-key',
  label: 'Enter an API key',
  standing: 'API key from the Anthropic Console: the way Anthropic provides for other programs.',
  hint: 'sk-ant-…',

  async accept(key, { http, clock }, signal) {
    if (!keyPattern.test(key.reveal())) throw new Failure('credential/malformed', { subject });
    // Listing the models costs nothing and needs a valid key.
    const response = await http('https://api.anthropic.com/v1/models', {
      headers: { accept: 'application/json', 'anthropic-version': '2023-06-01', 'x-api-key': key.reveal() },
      signal,
    });
    if (response.status === 401) throw new Failure('credential/key-rejected', { subject });
    refuseBadStatus(response, subject, clock.nowMs());
    await readJson(response, z.object({ data: z.array(z.unknown()) }), subject);
    return keyAccount(id, key, [consumerId('code')], clock.nowMs());
  },
};

export const claude: ProviderDescription = {
  id,
  label: 'Claude',
  hosts: ['api.anthropic.com'],
  methods: [apiKey],
};
