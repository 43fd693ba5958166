// Gemini: what Gemini CLI asks around one prompt with an API key. Only it calls these; Gatehouse never does.
import { z } from 'zod';
import { json } from '../../answer.ts';
import type { Answer } from '../../answer.ts';
import { bare, endpoint } from '../../endpoint.ts';
import type { Endpoint } from '../../endpoint.ts';
import type { Lent } from '../../provider.ts';
import { keyHost, keyRefusal } from './facts.ts';

const text = z.string().min(1);

// Seen from 0.61.0 (README, "Seen beyond protocols.md"); which models it asks changes with every version of it.
const models = ['gemini-3.5-flash-lite', 'gemini-3.1-pro-preview', 'gemini-3.8-flash'];
const headers = z.strictObject({
  'x-goog-api-key': text,
  'x-goog-api-client': text.optional(),
  'x-gemini-api-privileged-user-id': text.optional(),
});
const body = { json: z.looseObject({ contents: z.array(z.unknown()).min(1) }) };

const easy = { complexity_reasoning: 'a greeting', complexity_score: 1 };

const said = (words: string): object => ({
  candidates: [{ content: { role: 'model', parts: [{ text: words }] }, finishReason: 'STOP', index: 0 }],
  usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 8, totalTokenCount: 18 },
  modelVersion: 'gemini-sandbox',
});

export function geminiInference({ personas }: Lent): Endpoint[] {
  const answerTo = (key: string, what: (name: string) => Answer): Answer => {
    const persona = personas.byApiKey('gemini', key);
    return persona?.apiKeyValid === true ? what(persona.name) : keyRefusal();
  };

  return models.flatMap((model) => {
    const prompt = { ...bare, method: 'POST', host: keyHost, headers, body };
    const path = `/v1beta/models/${model}`;
    return [
      endpoint({
        ...prompt,
        path: `${path}:generateContent`,
        // How hard the prompt is, by which it chooses the model for it.
        answer: (request) =>
          answerTo(request.headers['x-goog-api-key'], () => json(200, said(JSON.stringify(easy)))),
      }),
      endpoint({
        ...prompt,
        path: `${path}:streamGenerateContent`,
        query: z.strictObject({ alt: z.literal('sse') }),
        answer: (request) =>
          answerTo(request.headers['x-goog-api-key'], (name) => ({
            status: 200,
            headers: { 'content-type': 'text/event-stream' },
            body: `data: ${JSON.stringify(said(`Hello from the sandbox, ${name}.`))}\n\n`,
          })),
      }),
    ];
  });
}
