// OpenAI: Codex's own background requests, answered with "nothing there". Gatehouse never makes them.
import { z } from 'zod';
import { json } from '../../answer.ts';
import type { Answer } from '../../answer.ts';
import { bare, endpoint } from '../../endpoint.ts';
import type { Endpoint } from '../../endpoint.ts';
import type { Lent } from '../../provider.ts';
import { chatHost } from './facts.ts';
import { accountHeaders, chatCaller } from './usage.ts';

const text = z.string().min(1);
const anyBody = { json: z.looseObject({}) };

type AccountHeaders = z.infer<typeof accountHeaders>;

// All seen from Codex 0.169.0 (README, "Seen beyond protocols.md").
const codexHeaders = accountHeaders.extend({ originator: text });
const pluginHeaders = codexHeaders.extend({ 'oai-product-sku': z.literal('codex') });

/** What accompanies a prompt; the WebSocket headers are those of an attempt that is turned down. */
export const promptHeaders = codexHeaders.extend({
  'session-id': text.optional(),
  'x-session-affinity': text.optional(),
  'x-session-id': text.optional(),
  'thread-id': text.optional(),
  version: text.optional(),
  'openai-beta': text.optional(),
  'x-client-request-id': text.optional(),
  'x-codex-beta-features': text.optional(),
  'x-codex-routing-hint': text.optional(),
  'x-codex-turn-metadata': text.optional(),
  'x-codex-window-id': text.optional(),
  'x-openai-internal-codex-responses-lite': z.literal('true').optional(),
});
const webSocketHeaders = promptHeaders.extend({
  upgrade: z.literal('websocket'),
  'sec-websocket-version': text,
  'sec-websocket-key': text,
  'sec-websocket-extensions': text.optional(),
});

export function openaiCodex(lent: Lent): Endpoint[] {
  const known = (headers: AccountHeaders, answer: Answer): Answer => {
    const caller = chatCaller(lent, headers);
    return 'refused' in caller ? caller.refused : answer;
  };
  const get = { ...bare, method: 'GET', host: chatHost };
  const post = { ...bare, method: 'POST', host: chatHost, body: anyBody };

  return [
    endpoint({
      ...get,
      path: '/backend-api/codex/models',
      query: z.strictObject({ client_version: text }),
      headers: codexHeaders.extend({ version: text }),
      answer: ({ headers }) => known(headers, json(200, { models: [] })),
    }),
    endpoint({
      ...get,
      path: '/backend-api/ps/plugins/installed',
      query: z.strictObject({ limit: text, includeDownloadUrls: z.literal('true').optional() }),
      headers: pluginHeaders,
      answer: ({ headers }) =>
        known(headers, json(200, { plugins: [], pagination: { limit: 200, next_page_token: null } })),
    }),
    endpoint({
      ...get,
      path: '/backend-api/ps/plugins/suggested/codex',
      query: z.strictObject({ scope: z.literal('GLOBAL') }),
      headers: pluginHeaders,
      answer: ({ headers }) => known(headers, json(200, { enabled: false, plugins: [] })),
    }),
    endpoint({
      ...get,
      path: '/backend-api/wham/settings/user',
      headers: accountHeaders,
      answer: ({ headers }) => known(headers, json(200, {})),
    }),
    endpoint({
      ...get,
      path: '/backend-api/wham/config/bundle',
      // Asked for plans with a workspace; without an answer `account/read` fails.
      headers: accountHeaders,
      answer: ({ headers }) => known(headers, json(200, {})),
    }),
    endpoint({
      ...post,
      path: '/backend-api/ps/mcp',
      headers: codexHeaders.extend({ 'x-openai-product-sku': z.literal('codex') }),
      answer: ({ headers }) => known(headers, json(404, { detail: 'Not Found' })),
    }),
    endpoint({
      ...post,
      path: '/backend-api/codex/analytics-events/events',
      headers: codexHeaders,
      answer: ({ headers }) => known(headers, json(200, {})),
    }),
    endpoint({
      ...get,
      path: '/backend-api/codex/responses',
      headers: webSocketHeaders,
      // 426 makes Codex go on over plain HTTP at once, which is the path that the sandbox serves.
      answer: ({ headers }) => known(headers, json(426, { detail: 'Upgrade Required' })),
    }),
  ];
}
