// The two addresses of a sign-in by code as each provider has them: how a script's answers look there.
import { Failure } from '../../../../main/domain/failure.ts';
import type { ProviderDescription } from '../../../../main/providers/description.ts';
import * as github from '../../../fakes/github-server.ts';
import * as chatgpt from '../../../fakes/openai-server.ts';
import type { Reply, Script } from './scripts.ts';

export interface Wire {
  /** Of the person's own, where the method wants one. */
  readonly clientId?: string;
  readonly code: string;
  readonly question: string;
  /** What asking for a code is answered with. */
  started(script: Script): Response;
  /** What a question is answered with. @throws Failure where nothing comes */
  answered(reply: Reply): Response;
  /** Everything that is asked besides. */
  rest(call: string): Response | Promise<Response>;
  /** Whether "slow down" can carry a time here. */
  readonly statesPace: boolean;
}

const host = 'the provider';

/** What looks the same at every provider, or comes from between. */
function common(reply: Reply): Response | undefined {
  switch (reply.kind) {
    case 'offline':
      throw new Failure('network/offline', { subject: host });
    case 'timed-out':
      throw new Failure('network/timed-out', { subject: host });
    case 'unavailable':
      return Response.json({}, { status: 503 });
    case 'portal':
      return new Response('<!doctype html><title>Welcome</title>', {
        headers: { 'content-type': 'text/html' },
      });
    case 'limited': {
      const { retryAfterSeconds } = reply;
      const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
      return Response.json({}, { status: 429, headers });
    }
    case 'pending':
    case 'slow-down':
    case 'denied':
    case 'expired':
    case 'allowed':
      return undefined;
  }
}

const oauthErrors = {
  pending: 'authorization_pending',
  'slow-down': 'slow_down',
  denied: 'access_denied',
  expired: 'expired_token',
} as const;

type Spoken = keyof typeof oauthErrors;

function isSpoken(kind: Reply['kind']): kind is Spoken {
  return kind in oauthErrors;
}

const openai: Wire = {
  code: `POST ${chatgpt.issuer}/api/accounts/deviceauth/usercode`,
  question: `POST ${chatgpt.issuer}/api/accounts/deviceauth/token`,
  statesPace: false,
  started: ({ intervalSeconds, lifeSeconds }) =>
    Response.json({
      device_auth_id: 'canary_device',
      user_code: 'ABCD-EFGH',
      // A text there, today.
      ...(intervalSeconds !== undefined && { interval: String(intervalSeconds) }),
      ...(lifeSeconds !== undefined && { expires_in: lifeSeconds }),
    }),
  answered: (reply) =>
    common(reply) ??
    (isSpoken(reply.kind)
      ? Response.json({ error: { code: oauthErrors[reply.kind] } }, { status: 403 })
      : Response.json({ authorization_code: 'canary_code', code_verifier: 'canary_verifier' })),
  rest: (call) =>
    call === chatgpt.discoveryUrl
      ? chatgpt.discovery()()
      : call === chatgpt.keysUrl
        ? chatgpt.keys()
        : chatgpt.tokens(),
};

const copilot: Wire = {
  clientId: github.clientId,
  code: github.codeUrl,
  question: github.tokenUrl,
  statesPace: true,
  started: ({ intervalSeconds, lifeSeconds }) => {
    const { interval: _interval, expires_in: _life, ...started } = github.started;
    return Response.json({
      ...started,
      ...(intervalSeconds !== undefined && { interval: intervalSeconds }),
      ...(lifeSeconds !== undefined && { expires_in: lifeSeconds }),
    });
  },
  answered: (reply) =>
    common(reply) ??
    (isSpoken(reply.kind)
      ? // With 200, as GitHub does.
        Response.json({
          error: oauthErrors[reply.kind],
          ...('intervalSeconds' in reply && { interval: reply.intervalSeconds }),
        })
      : Response.json(github.token)),
  rest: () => Response.json(github.ada),
};

const wires: Readonly<Partial<Record<string, Wire>>> = { openai, copilot };

/** Fails for a provider that nobody has described here: none may be left out. */
export function wireOf({ id }: Pick<ProviderDescription, 'id'>): Wire {
  const wire = wires[id];
  if (wire === undefined) throw new Error(`nobody has said how a sign-in by code looks at ${id}`);
  return wire;
}
