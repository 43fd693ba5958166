// Gemini Code Assist: the tier of a login and its buckets (protocols.md §5.4).
import { z } from 'zod';
import { json } from '../../answer.ts';
import type { Answer } from '../../answer.ts';
import { bare, bearer, endpoint } from '../../endpoint.ts';
import type { Endpoint } from '../../endpoint.ts';
import type { Persona } from '../../personas.ts';
import type { Lent } from '../../provider.ts';
import { codeAssistHost, googleError, loginOf } from './facts.ts';

const text = z.string().min(1);
const standard = {
  id: 'standard-tier',
  name: 'Gemini Code Assist',
  description: 'Unlimited coding assistant with the most powerful Gemini models',
  userDefinedCloudaicompanionProject: true,
};
const unsupported = {
  reasonCode: 'UNSUPPORTED_CLIENT',
  reasonMessage:
    'This client is no longer supported for Gemini Code Assist for individuals. To continue using Gemini, please migrate ' +
    'to the Antigravity suite of products: https://antigravity.google',
  tierId: 'free-tier',
  tierName: 'Gemini Code Assist for individuals',
};

const projectOf = ({ organization }: Persona): string | undefined =>
  organization === '' ? undefined : organization.toLowerCase().replaceAll(' ', '-');

/** A scenario adds to it, or takes away, in Google's own words. */
function tierOf(persona: Persona): object {
  if (persona.plan === 'free-tier') return { allowedTiers: [standard], ineligibleTiers: [unsupported] };
  const project = projectOf(persona);
  return {
    currentTier: standard,
    allowedTiers: [{ ...standard, isDefault: true }],
    ...(project !== undefined && { cloudaicompanionProject: project }),
    gcpManaged: false,
    ...persona.usage,
  };
}

export function geminiCodeAssist(lent: Lent): Endpoint[] {
  const { personas } = lent;

  const answerTo = (authorization: string, what: (persona: Persona) => Answer): Answer => {
    const caller = loginOf(lent, authorization);
    return 'refused' in caller ? caller.refused : what(caller);
  };

  const bucketsOf = (persona: Persona): object => ({
    buckets: Object.keys(persona.meters).flatMap((modelId) => {
      const meter = personas.meter(persona, modelId);
      if (meter === null) return [];
      const remainingFraction = (100 - meter.usedPercent) / 100;
      const resetTime = new Date(meter.resetsAtMs).toISOString();
      return [{ modelId, tokenType: 'REQUESTS', remainingFraction, resetTime }];
    }),
  });

  const method = {
    ...bare,
    method: 'POST',
    host: codeAssistHost,
    headers: z.strictObject({ authorization: bearer }),
  };

  return [
    endpoint({
      ...method,
      path: '/v1internal:loadCodeAssist',
      body: {
        json: z.strictObject({
          metadata: z.strictObject({ ideType: text, platform: text, pluginType: z.literal('GEMINI') }),
          cloudaicompanionProject: text.optional(),
        }),
      },
      answer: ({ headers }) => answerTo(headers.authorization, (persona) => json(200, tierOf(persona))),
    }),
    endpoint({
      ...method,
      path: '/v1internal:retrieveUserQuota',
      body: { json: z.strictObject({ project: text }) },
      answer: ({ headers, body }) =>
        answerTo(headers.authorization, (persona) =>
          body.project === projectOf(persona)
            ? json(200, bucketsOf(persona))
            : googleError(403, 'PERMISSION_DENIED', 'The caller does not have permission'),
        ),
    }),
  ];
}
