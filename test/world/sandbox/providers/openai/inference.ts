// OpenAI: the answer of a model to one prompt of Codex or OpenCode. Gatehouse never asks for one.
import { z } from 'zod';
import { eventStream } from '../../answer.ts';
import type { Answer } from '../../answer.ts';
import { bare, bearer, endpoint } from '../../endpoint.ts';
import type { Endpoint } from '../../endpoint.ts';
import type { Persona } from '../../personas.ts';
import type { Lent } from '../../provider.ts';
import { promptHeaders } from './codex.ts';
import { apiHost, chatHost } from './facts.ts';
import { keyCaller } from './models.ts';
import { chatCaller } from './usage.ts';

const text = z.string().min(1);

// Seen from OpenCode 1.18.33, and from Codex 0.169.0 with a key (README, "Seen beyond protocols.md").
const keyHeaders = promptHeaders
  .omit({ version: true, 'openai-beta': true, 'x-codex-routing-hint': true, 'chatgpt-account-id': true })
  .extend({ authorization: bearer });

const responseBody = z.looseObject({ model: text, input: z.unknown(), stream: z.literal(true) });

export function openaiInference(lent: Lent): Endpoint[] {
  const { personas } = lent;

  const limitHeaders = (persona: Persona): Record<string, string> => {
    const headers: Record<string, string> = {};
    const slots = Object.keys(persona.meters).filter((name) => persona.meters[name] !== null);
    for (const [index, position] of (['primary', 'secondary'] as const).entries()) {
      const meter = personas.meter(persona, slots[index] ?? '');
      if (meter === null) continue;
      headers[`x-codex-${position}-used-percent`] = meter.usedPercent.toFixed(1);
      headers[`x-codex-${position}-window-minutes`] = (meter.lengthSeconds / 60).toString();
      headers[`x-codex-${position}-reset-at`] = Math.floor(meter.resetsAtMs / 1000).toString();
    }
    return headers;
  };

  return [
    endpoint({
      ...bare,
      method: 'POST',
      host: chatHost,
      path: '/backend-api/codex/responses',
      headers: promptHeaders,
      body: { json: responseBody },
      answer: ({ headers, body }) => {
        const caller = chatCaller(lent, headers);
        if ('refused' in caller) return caller.refused;
        return streamed(body.model, caller.persona.name, limitHeaders(caller.persona));
      },
    }),
    endpoint({
      ...bare,
      method: 'POST',
      host: apiHost,
      path: '/v1/responses',
      headers: keyHeaders,
      body: { json: responseBody },
      answer: ({ headers, body }) => {
        const caller = keyCaller(lent, headers.authorization);
        return 'refused' in caller ? caller.refused : streamed(body.model, caller.persona.name);
      },
    }),
  ];
}

function streamed(model: string, name: string, headers: Record<string, string> = {}): Answer {
  const words = `Hello from the sandbox, ${name}.`;
  const part = { type: 'output_text', text: words, annotations: [] };
  const item = {
    id: 'msg_sandbox',
    type: 'message',
    status: 'completed',
    role: 'assistant',
    content: [part],
  };
  const base = { id: 'resp_sandbox', object: 'response', created_at: 1_790_000_000, model };
  const usage = {
    input_tokens: 10,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 8,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 18,
  };
  const at = { item_id: item.id, output_index: 0, content_index: 0 };
  const events: [string, object][] = [
    ['response.created', { response: { ...base, status: 'in_progress', output: [] } }],
    [
      'response.output_item.added',
      { output_index: 0, item: { ...item, status: 'in_progress', content: [] } },
    ],
    ['response.content_part.added', { ...at, part: { ...part, text: '' } }],
    ['response.output_text.delta', { ...at, delta: words }],
    ['response.output_text.done', { ...at, text: words }],
    ['response.content_part.done', { ...at, part }],
    ['response.output_item.done', { output_index: 0, item }],
    ['response.completed', { response: { ...base, status: 'completed', output: [item], usage } }],
  ];
  const numbered = events.map(
    ([type, data], index) => [type, { type, sequence_number: index, ...data }] as const,
  );
  return eventStream(numbered, headers);
}
