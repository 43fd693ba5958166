// Claude: profile, roles, API keys and usage (protocols.md §2.2 and §2.5).
import { z } from 'zod';
import { json } from '../../answer.ts';
import type { Answer } from '../../answer.ts';
import { bare, bearer, endpoint } from '../../endpoint.ts';
import type { Endpoint } from '../../endpoint.ts';
import type { Persona } from '../../personas.ts';
import type { Lent } from '../../provider.ts';
import { apiError, apiHost, keyCaller, oauthCaller, requestId } from './facts.ts';

const usageLimit = { count: 28, windowMs: 60 * 60_000 };

interface PlanFacts {
  readonly organizationType: string;
  readonly rateLimitTier: string;
}

const plans: Readonly<Record<string, PlanFacts>> = {
  free: { organizationType: 'claude_free', rateLimitTier: 'default_claude_ai' },
  pro: { organizationType: 'claude_pro', rateLimitTier: 'default_claude_ai' },
  max_5x: { organizationType: 'claude_max', rateLimitTier: 'default_claude_max_5x' },
  max_20x: { organizationType: 'claude_max', rateLimitTier: 'default_claude_max_20x' },
  team: { organizationType: 'claude_team', rateLimitTier: 'default_raven' },
};

export function claudeAccount(lent: Lent): Endpoint[] {
  const { personas, rateLimits } = lent;

  const planFacts = ({ plan }: Persona): PlanFacts =>
    plans[plan] ?? { organizationType: `claude_${plan}`, rateLimitTier: `default_claude_${plan}` };

  const profile = (persona: Persona): object => {
    const { organizationType, rateLimitTier } = planFacts(persona);
    return {
      account: {
        uuid: persona.accountId,
        full_name: persona.name,
        display_name: persona.name.split(' ')[0],
        email: persona.email,
        has_claude_max: organizationType === 'claude_max',
        has_claude_pro: organizationType === 'claude_pro',
        created_at: '2025-03-04T09:00:00.000000Z',
      },
      organization: {
        uuid: persona.organizationId,
        name: persona.organization,
        organization_type: organizationType,
        billing_type: persona.plan === 'free' ? 'none' : 'stripe_subscription',
        rate_limit_tier: rateLimitTier,
        has_extra_usage_enabled: false,
        seat_tier: persona.plan === 'team' ? 'team_standard' : null,
      },
    };
  };

  const roles = (persona: Persona): object => ({
    organization_name: persona.organization,
    organization_role: 'admin',
    workspace_role: null,
  });

  const window = (persona: Persona, name: string): { utilization: number; resets_at: string } | null => {
    const meter = personas.meter(persona, name);
    return meter && { utilization: meter.usedPercent, resets_at: isoWithOffset(meter.resetsAtMs) };
  };

  const limit = (persona: Persona, name: string, kind: string, scope: object | null): object[] => {
    const meter = window(persona, name);
    if (meter === null) return [];
    const group = kind === 'session' ? 'session' : 'weekly';
    return [{ kind, group, percent: meter.utilization, resets_at: meter.resets_at, scope, is_active: true }];
  };

  const usage = (persona: Persona): object => {
    const old = persona.shape === 'old-keys';
    const model = { model: { id: null, display_name: 'Fable' }, surface: null };
    return {
      five_hour: window(persona, 'fiveHour'),
      seven_day: window(persona, 'sevenDay'),
      seven_day_oauth_apps: null,
      seven_day_opus: old ? window(persona, 'sevenDayModel') : null,
      seven_day_sonnet: null,
      extra_usage: { is_enabled: false, monthly_limit: null, used_credits: null, utilization: null },
      spend: {
        used: { amount_minor: 0, currency: 'USD', exponent: 2 },
        limit: null,
        percent: 0,
        severity: 'normal',
        enabled: false,
      },
      ...(!old && {
        limits: [
          ...limit(persona, 'fiveHour', 'session', null),
          ...limit(persona, 'sevenDay', 'weekly_all', null),
          ...limit(persona, 'sevenDayModel', 'weekly_scoped', model),
        ],
      }),
      ...persona.usage,
    };
  };

  const tell = (authorization: string, what: (persona: Persona) => object, scope?: string): Answer => {
    const caller = oauthCaller(lent, authorization);
    if ('refused' in caller) return caller.refused;
    if (scope !== undefined && !caller.family?.scope.split(' ').includes(scope)) {
      return apiError(403, 'permission_error', `OAuth token does not meet scope requirement ${scope}`);
    }
    return json(200, what(caller.persona), requestId());
  };

  const plain = { ...bare, host: apiHost, headers: z.strictObject({ authorization: bearer }) };

  return [
    endpoint({
      ...plain,
      method: 'GET',
      path: '/api/oauth/profile',
      answer: ({ headers }) => tell(headers.authorization, profile, 'user:profile'),
    }),
    endpoint({
      ...plain,
      method: 'GET',
      path: '/api/oauth/claude_cli/roles',
      answer: ({ headers }) => tell(headers.authorization, roles),
    }),
    endpoint({
      ...plain,
      method: 'POST',
      path: '/api/oauth/claude_cli/create_api_key',
      answer: ({ headers }) =>
        tell(headers.authorization, (persona) => ({ raw_key: persona.apiKey }), 'org:create_api_key'),
    }),
    endpoint({
      ...plain,
      method: 'GET',
      path: '/api/oauth/usage',
      headers: z.strictObject({ authorization: bearer, 'anthropic-beta': z.literal('oauth-2025-04-20') }),
      answer: ({ headers }) => {
        const caller = oauthCaller(lent, headers.authorization);
        const account = 'refused' in caller ? undefined : caller.persona.id;
        const waitSeconds =
          account === undefined ? 0 : rateLimits.take(`claude usage ${account}`, usageLimit);
        if (waitSeconds > 0) {
          const retry = { 'retry-after': waitSeconds.toString() };
          return apiError(429, 'rate_limit_error', 'Rate limited. Please try again later.', retry);
        }
        return tell(headers.authorization, usage, 'user:profile');
      },
    }),
    endpoint({
      ...bare,
      method: 'GET',
      host: apiHost,
      path: '/v1/models',
      headers: z.strictObject({
        'x-api-key': z.string().min(1),
        'anthropic-version': z.literal('2023-06-01'),
      }),
      answer: ({ headers }) => {
        const caller = keyCaller(lent, headers['x-api-key']);
        if ('refused' in caller) return caller.refused;
        const model = {
          type: 'model',
          id: 'claude-fable-5',
          display_name: 'Claude Fable 5',
          created_at: '2026-06-01T00:00:00Z',
        };
        return json(
          200,
          { data: [model], has_more: false, first_id: model.id, last_id: model.id },
          requestId(),
        );
      },
    }),
  ];
}

/** The provider writes microseconds and an offset rather than Z. */
const isoWithOffset = (atMs: number): string => new Date(atMs).toISOString().replace('Z', '000+00:00');
