// OpenCode, unmodified, against the sandbox: whose API key its model requests carry.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeHome, run } from './run-client.ts';
import { apiKeyOf, credentialOf, expectNothingUnknown, personAtBrowser, requestsTo } from './sandbox-log.ts';

test.each([
  ['openai', 'openai/gpt-5.2', 'openai-pro-dan', 'api.openai.com/v1/responses'],
  ['anthropic', 'anthropic/claude-opus-4-5', 'claude-pro-ada', 'api.anthropic.com/v1/messages'],
])(
  'opencode sends a model request to %s with the API key in its auth.json',
  async (provider, model, persona, address) => {
    await using home = await makeHome();
    await personAtBrowser(persona);
    const key = await apiKeyOf(persona);
    const folder = join(home.path, '.local/share/opencode');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'auth.json'), JSON.stringify({ [provider]: { type: 'api', key } }), {
      mode: 0o600,
    });
    expect(await run(home.path, ['opencode', 'run', '--model', model, 'hi'])).toMatchObject({ code: 0 });
    const requests = await requestsTo('POST', address);
    // One for the answer and one for the title of the conversation, in either order.
    expect(requests.length).toBeGreaterThan(0);
    for (const request of requests) {
      expect(request).toMatchObject({ status: 200, credential: credentialOf(persona, 'api-key', key) });
    }
    await expectNothingUnknown();
  },
);
