// Claude: what Claude Code and OpenCode ask around one prompt. Only they call these; Gatehouse never does.
import { z } from 'zod';
import { eventStream, json } from '../../answer.ts';
import type { Answer } from '../../answer.ts';
import { bare, bearer, bearerToken, Deviation, endpoint } from '../../endpoint.ts';
import type { Endpoint } from '../../endpoint.ts';
import type { Persona } from '../../personas.ts';
import type { Lent } from '../../provider.ts';
import { apiError, apiHost, keyCaller, oauthCaller, requestId } from './facts.ts';
import type { Caller } from './facts.ts';

const text = z.string().min(1);
const version = z.literal('2023-06-01');

// §2.5 names the betas, the version and x-app; the rest was seen from 2.1.331 and OpenCode (README, "Seen beyond protocols.md").
const messageHeaders = z.strictObject({
  authorization: bearer.optional(),
  'x-api-key': text.optional(),
  'anthropic-beta': text,
  'anthropic-version': version,
  'anthropic-dangerous-direct-browser-access': z.literal('true').optional(),
  'x-app': z.literal('cli').optional(),
  'x-session-affinity': text.optional(),
  'x-session-id': text.optional(),
  'x-claude-1p-request-class': text.optional(),
  'x-claude-code-prompt-id': text.optional(),
  'x-claude-code-request-class': text.optional(),
  'x-claude-code-sandy-plover': text.optional(),
  'x-claude-code-session-id': text.optional(),
  'x-client-request-id': text.optional(),
  ...Object.fromEntries(
    [
      'arch',
      'lang',
      'os',
      'package-version',
      'retry-count',
      'runtime',
      'runtime-version',
      'timeout',
      'helper-method',
    ].map((name) => [`x-stainless-${name}`, text.optional()] as const),
  ),
});

const messageBody = z.looseObject({
  model: text,
  messages: z.array(z.unknown()).min(1),
  stream: z.boolean().optional(),
});

const serverListHeaders = z.strictObject({
  authorization: bearer,
  'anthropic-beta': z.literal('mcp-servers-2025-12-04'),
  'anthropic-version': version,
  'anthropic-mcp-client-capabilities': text,
  'mcp-protocol-version': text,
});

export function claudeInference(lent: Lent): Endpoint[] {
  const { personas } = lent;

  const caller = (headers: z.infer<typeof messageHeaders>): Caller | { readonly refused: Answer } => {
    const { authorization, 'x-api-key': apiKey } = headers;
    if (authorization === undefined && apiKey === undefined)
      throw new Deviation('one of the headers "authorization" and "x-api-key" is expected');
    // What a helper of Claude Code says stands in both.
    if (authorization !== undefined && apiKey !== undefined && bearerToken(authorization) !== apiKey)
      throw new Deviation('the headers "authorization" and "x-api-key" name two credentials');
    if (apiKey !== undefined) return keyCaller(lent, apiKey);
    const betas = headers['anthropic-beta'].split(',');
    for (const needed of ['oauth-2025-04-20', 'claude-code-20250219']) {
      if (!betas.includes(needed)) throw new Deviation(`header "anthropic-beta" lacks ${needed}`);
    }
    return oauthCaller(lent, authorization ?? '');
  };

  /** The unified rate-limit headers, for subscriptions only. */
  const limitHeaders = (
    persona: Persona,
  ): { readonly spent: boolean; readonly headers: Record<string, string> } => {
    const windows = [
      ['5h', 'five_hour', personas.meter(persona, 'fiveHour')],
      ['7d', 'seven_day', personas.meter(persona, 'sevenDay')],
    ] as const;
    const headers: Record<string, string> = {};
    let fullest = { percent: -1, claim: '', reset: 0 };
    for (const [short, claim, meter] of windows) {
      if (meter === null) continue;
      const reset = Math.floor(meter.resetsAtMs / 1000);
      const percent = meter.usedPercent;
      headers[`anthropic-ratelimit-unified-${short}-utilization`] = (percent / 100).toString();
      headers[`anthropic-ratelimit-unified-${short}-reset`] = reset.toString();
      headers[`anthropic-ratelimit-unified-${short}-status`] = statusOf(percent);
      if (percent > fullest.percent) fullest = { percent, claim, reset };
    }
    if (fullest.percent >= 0) {
      headers['anthropic-ratelimit-unified-status'] = statusOf(fullest.percent);
      headers['anthropic-ratelimit-unified-reset'] = fullest.reset.toString();
      headers['anthropic-ratelimit-unified-representative-claim'] = fullest.claim;
    }
    headers['anthropic-ratelimit-unified-overage-status'] = 'rejected';
    headers['anthropic-ratelimit-unified-overage-disabled-reason'] = 'org_level_disabled';
    const spent = fullest.percent >= 100;
    const waitSeconds = Math.max(1, fullest.reset - lent.clock.nowSeconds());
    return { spent, headers: { ...headers, ...(spent && { 'retry-after': waitSeconds.toString() }) } };
  };

  const answerMessage = (found: Caller, body: z.infer<typeof messageBody>): Answer => {
    if (found.family !== undefined && !found.family.scope.split(' ').includes('user:inference')) {
      return apiError(403, 'permission_error', 'OAuth token does not meet scope requirement user:inference');
    }
    const { spent, headers } =
      found.family === undefined ? { spent: false, headers: {} } : limitHeaders(found.persona);
    if (spent)
      return apiError(429, 'rate_limit_error', 'This request would exceed your rate limit.', headers);
    const words = `Hello from the sandbox, ${found.persona.name}.`;
    const all = { ...requestId(), ...headers };
    return body.stream === true
      ? streamed(body.model, words, all)
      : json(200, message(body.model, words), all);
  };

  /** Settings and policy that an organization manages: these people have none. */
  const managed = (path: string, more: z.ZodRawShape): Endpoint =>
    endpoint({
      ...bare,
      method: 'GET',
      host: apiHost,
      path,
      headers: z.strictObject({ authorization: bearer.optional(), 'x-api-key': text.optional(), ...more }),
      answer: () => apiError(404, 'not_found_error', 'Not found'),
    });

  return [
    managed('/api/claude_code/settings', { 'anthropic-beta': text.optional() }),
    managed('/api/claude_code/policy_limits', {
      'anthropic-client-capabilities': text,
      'anthropic-beta': text.optional(),
    }),
    endpoint({
      ...bare,
      method: 'POST',
      host: apiHost,
      path: '/v1/messages',
      query: z.strictObject({ beta: z.literal('true').optional() }),
      headers: messageHeaders,
      body: { json: messageBody },
      answer: ({ headers, body }) => {
        const found = caller(headers);
        return 'refused' in found ? found.refused : answerMessage(found, body);
      },
    }),
    endpoint({
      ...bare,
      method: 'GET',
      host: apiHost,
      path: '/v1/mcp_servers',
      query: z.strictObject({ limit: text, include_additional_installs: z.literal('true').optional() }),
      headers: serverListHeaders,
      answer: ({ headers }) => {
        const found = oauthCaller(lent, headers.authorization);
        return 'refused' in found
          ? found.refused
          : json(200, { data: [], has_more: false, next_page: null }, requestId());
      },
    }),
  ];
}

const statusOf = (percent: number): string =>
  percent >= 100 ? 'rejected' : percent >= 80 ? 'allowed_warning' : 'allowed';

const message = (model: string, words: string): object => ({
  id: 'msg_sandbox',
  type: 'message',
  role: 'assistant',
  model,
  content: words === '' ? [] : [{ type: 'text', text: words }],
  stop_reason: words === '' ? null : 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 10, output_tokens: words === '' ? 1 : 8 },
});

const streamed = (model: string, words: string, headers: Record<string, string>): Answer =>
  eventStream(
    [
      ['message_start', { type: 'message_start', message: message(model, '') }],
      [
        'content_block_start',
        { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      ],
      [
        'content_block_delta',
        { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: words } },
      ],
      ['content_block_stop', { type: 'content_block_stop', index: 0 }],
      [
        'message_delta',
        {
          type: 'message_delta',
          delta: { stop_reason: 'end_turn', stop_sequence: null },
          usage: { output_tokens: 8 },
        },
      ],
      ['message_stop', { type: 'message_stop' }],
    ],
    headers,
  );
