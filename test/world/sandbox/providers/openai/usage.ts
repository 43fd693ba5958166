// OpenAI: what an account has used and which workspaces it has (protocols.md §1.8).
import { z } from 'zod';
import { json } from '../../answer.ts';
import type { Answer } from '../../answer.ts';
import { bare, bearer, bearerToken, Deviation, endpoint } from '../../endpoint.ts';
import type { Endpoint } from '../../endpoint.ts';
import type { Persona } from '../../personas.ts';
import type { Lent } from '../../provider.ts';
import { chatHost } from './facts.ts';

export const accountHeaders = z.strictObject({
  authorization: bearer,
  'chatgpt-account-id': z.string().min(1),
});

/** Who a request with a ChatGPT access token is, or the 401 that it gets. */
export function chatCaller(
  { personas, grants }: Lent,
  headers: { readonly authorization: string; readonly 'chatgpt-account-id'?: string | undefined },
): { readonly persona: Persona } | { readonly refused: Answer } {
  const looked = grants.lookUpAccess(bearerToken(headers.authorization));
  if (looked.refusal !== undefined) {
    const message = `Your authentication token is ${looked.refusal}. Please try signing in again.`;
    return {
      refused: json(401, { error: { code: `token_${looked.refusal}`, message, type: null }, status: 401 }),
    };
  }
  const persona = personas.find(looked.family.account);
  if (persona?.provider !== 'openai') return { refused: json(401, { detail: 'Unauthorized' }) };
  const named = headers['chatgpt-account-id'];
  if (named !== undefined && named !== persona.accountId) {
    throw new Deviation('header "chatgpt-account-id" names another account than the token');
  }
  return { persona };
}

export function openaiUsage(lent: Lent): Endpoint[] {
  const { clock, personas } = lent;

  const window = (persona: Persona, slot: string | undefined): object | null => {
    const meter = slot === undefined ? null : personas.meter(persona, slot);
    if (meter === null) return null;
    const resetAt = Math.floor(meter.resetsAtMs / 1000);
    return {
      used_percent: Math.round(meter.usedPercent),
      limit_window_seconds: meter.lengthSeconds,
      reset_after_seconds: Math.max(0, resetAt - clock.nowSeconds()),
      reset_at: resetAt,
    };
  };

  const usage = (persona: Persona): object => {
    const slots = Object.keys(persona.meters).filter((name) => persona.meters[name] !== null);
    // The server moves the weekly window into the first slot for some accounts.
    if (persona.shape === 'weekly-first') slots.reverse();
    const reached = slots.some((slot) => (personas.meter(persona, slot)?.usedPercent ?? 0) >= 100);
    const balance = persona.shape === 'number-balance' ? 150 : '150.0';
    const paid = persona.plan !== 'free';
    return {
      plan_type: persona.plan,
      rate_limit: {
        allowed: !reached,
        limit_reached: reached,
        primary_window: window(persona, slots[0]),
        secondary_window: window(persona, slots[1]),
      },
      credits: paid
        ? {
            has_credits: true,
            unlimited: false,
            balance,
            approx_local_messages: null,
            approx_cloud_messages: null,
          }
        : null,
      spend_control: null,
      additional_rate_limits: null,
      rate_limit_reached_type: reached ? { type: 'rate_limit_reached' } : null,
      rate_limit_reset_credits: paid ? { available_count: 1 } : null,
      ...persona.usage,
    };
  };

  const workspaces = (persona: Persona): object => ({
    accounts: [
      {
        id: persona.accountId,
        name: persona.organization,
        structure: persona.plan === 'business' ? 'workspace' : 'personal',
        profile_picture_url: null,
        account_routing_override: 'NO_CONSTRAINT',
        workspace_backend_origin: `https://${chatHost}`,
      },
    ],
    account_ordering: [persona.accountId],
    default_account_id: persona.accountId,
  });

  const resetCredits = (persona: Persona): object => {
    const credit = {
      id: `credit-${persona.accountId.slice(0, 8)}`,
      reset_type: 'rate_limit',
      status: 'available',
      granted_at: new Date(clock.nowMs() - 86_400_000).toISOString(),
      expires_at: new Date(clock.nowMs() + 30 * 86_400_000).toISOString(),
      title: 'Reset credit',
      description: 'Resets your limits once.',
    };
    const credits = persona.plan === 'free' ? [] : [credit];
    return { credits, available_count: credits.length, total_earned_count: credits.length };
  };

  const read = (path: string, tell: (persona: Persona) => object): Endpoint =>
    endpoint({
      ...bare,
      method: 'GET',
      host: chatHost,
      path,
      headers: accountHeaders,
      answer: ({ headers }) => {
        const caller = chatCaller(lent, headers);
        return 'refused' in caller ? caller.refused : json(200, tell(caller.persona));
      },
    });

  return [
    read('/backend-api/wham/usage', usage),
    read('/api/codex/usage', usage),
    read('/backend-api/wham/rate-limit-reset-credits', resetCredits),
    read('/backend-api/wham/accounts/check', workspaces),
  ];
}
