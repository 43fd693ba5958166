// GitHub's API: whose token it is (docs.github.com), and plan and quota of Copilot (protocols.md §4).
import { z } from 'zod';
import { json } from '../../answer.ts';
import type { Answer } from '../../answer.ts';
import { bare, endpoint } from '../../endpoint.ts';
import type { Endpoint } from '../../endpoint.ts';
import type { Persona } from '../../personas.ts';
import type { Lent } from '../../provider.ts';
import type { GithubSite } from './facts.ts';
import { loginOf, numberOf } from './people.ts';

const headers = z.strictObject({
  authorization: z.string().regex(/^(?:Bearer|token) \S+$/, 'is not "Bearer <token>" or "token <token>"'),
});

const monthly: Readonly<Record<string, number>> = { chat: 50, completions: 2000 };
const entitlement = 300;

export function githubApi(lent: Lent, { id: provider, apiHost }: GithubSite): Endpoint[] {
  const { personas, grants } = lent;

  /** A sign-in, or a personal access token. */
  const caller = (authorization: string): Persona | undefined => {
    const [, token = ''] = authorization.split(' ');
    const byKey = personas.byApiKey(provider, token);
    if (byKey !== undefined) return byKey.apiKeyValid ? byKey : undefined;
    const looked = grants.lookUpAccess(token);
    const persona = looked.refusal === undefined ? personas.find(looked.family.account) : undefined;
    return persona?.provider === provider ? persona : undefined;
  };

  const resetDay = (persona: Persona): string => {
    const [first = ''] = Object.keys(persona.meters);
    return new Date(personas.meter(persona, first)?.resetsAtMs ?? 0).toISOString();
  };

  const snapshot = (persona: Persona, id: string, unlimited: boolean): object => {
    const used = personas.meter(persona, 'premium')?.usedPercent ?? 0;
    return {
      entitlement: unlimited ? 0 : entitlement,
      // Below nothing once more is used than there is.
      remaining: unlimited ? 0 : Math.round((entitlement * (100 - used)) / 100),
      percent_remaining: unlimited ? 100 : 100 - used,
      unlimited,
      overage_count: 0,
      overage_permitted: false,
      quota_id: id,
    };
  };

  const paid = (persona: Persona): object => ({
    quota_reset_date: resetDay(persona).slice(0, 10),
    quota_reset_date_utc: resetDay(persona),
    quota_snapshots: {
      chat: snapshot(persona, 'chat', true),
      completions: snapshot(persona, 'completions', true),
      premium_interactions: snapshot(persona, 'premium_interactions', false),
    },
  });

  const free = (persona: Persona): object => ({
    limited_user_reset_date: resetDay(persona).slice(0, 10),
    monthly_quotas: monthly,
    limited_user_quotas: Object.fromEntries(
      Object.entries(monthly).map(([name, limit]) => {
        const used = personas.meter(persona, name)?.usedPercent ?? 0;
        return [name, Math.max(0, Math.round((limit * (100 - used)) / 100))];
      }),
    ),
  });

  const subscription = (persona: Persona): object => {
    const { organization, plan } = persona;
    const isFree = plan === 'free';
    return {
      login: loginOf(persona),
      access_type_sku: isFree ? 'free_limited_copilot' : `${plan}_monthly`,
      copilot_plan: isFree ? 'individual' : plan,
      chat_enabled: true,
      assigned_date: null,
      organization_login_list: organization === '' ? [] : [organization],
      organization_list: organization === '' ? [] : [{ login: organization, name: organization }],
      endpoints: {
        api: 'https://api.individual.githubcopilot.com',
        proxy: 'https://proxy.individual.githubcopilot.com',
        telemetry: 'https://telemetry.individual.githubcopilot.com',
        'origin-tracker': 'https://origin-tracker.individual.githubcopilot.com',
      },
      ...(isFree ? free(persona) : paid(persona)),
      ...persona.usage,
    };
  };

  const user = (persona: Persona): object => ({
    login: loginOf(persona),
    id: numberOf(persona),
    type: 'User',
    name: persona.name,
    email: null,
  });

  const read = (path: string, tell: (persona: Persona) => object): Endpoint =>
    endpoint({
      ...bare,
      method: 'GET',
      host: apiHost,
      path,
      headers,
      answer: (request): Answer => {
        const persona = caller(request.headers.authorization);
        return persona === undefined
          ? json(401, { message: 'Bad credentials', documentation_url: 'https://docs.github.com/rest' })
          : json(200, tell(persona));
      },
    });

  return [
    read('/user', user),
    read('/copilot_internal/user', subscription),
    // Copilot CLI asks for it after a login; that there is nothing is fine with it.
    endpoint({
      ...bare,
      method: 'GET',
      host: apiHost,
      path: '/copilot_internal/managed_settings',
      query: z.strictObject({
        client_id: z.string(),
        client_version: z.string(),
        copilot_runtime_version: z.string(),
      }),
      headers: z.strictObject({ authorization: z.string() }),
      answer: () => json(404, { message: 'Not Found' }),
    }),
  ];
}
