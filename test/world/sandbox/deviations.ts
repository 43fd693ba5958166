// Where Gatehouse knowingly differs from what protocols.md saw: the only extra values the sandbox accepts.

/** The client id of a made-up registration with Anthropic; a person with a real one enters theirs. */
export const registeredClaudeClient = 'ca7e4005-e000-4000-8000-6761746568a5';

interface AllowedDeviation {
  readonly where: string;
  readonly what: string;
  readonly value: string;
  readonly reason: string;
}

/** `test/world/deviations.md` says the same in words; a test compares the two. */
export const deviations = {
  'originator-gatehouse': {
    where: 'auth.openai.com/oauth/authorize, auth.openai.com/oauth/token',
    what: 'originator',
    value: 'gatehouse',
    reason: 'We say who we are instead of passing for Codex; OpenCode does the same with its own name.',
  },
  'openai-identity-scopes': {
    where: 'auth.openai.com/oauth/authorize',
    what: 'scope',
    value: 'openid profile email offline_access',
    reason: 'We never call connectors, so we do not ask for them; other third parties send this same set.',
  },
  'claude-registered-client': {
    where:
      'claude.com/cai/oauth/authorize, platform.claude.com/oauth/authorize, platform.claude.com/v1/oauth/token',
    what: 'client_id',
    value: registeredClaudeClient,
    reason: 'Only a client registered with Anthropic may run this flow; we never use the id of Claude Code.',
  },
  'claude-registered-scopes': {
    where:
      'claude.com/cai/oauth/authorize, platform.claude.com/oauth/authorize, platform.claude.com/v1/oauth/token',
    what: 'scope',
    value: 'user:profile user:inference',
    reason: 'Plan, usage and the hand-out of an access token need these two and nothing else.',
  },
  'claude-registered-redirect': {
    where:
      'claude.com/cai/oauth/authorize, platform.claude.com/oauth/authorize, platform.claude.com/v1/oauth/token',
    what: 'redirect_uri',
    value: 'http://127.0.0.1:1456/callback',
    reason: 'A registration names its redirects; a literal loopback address cannot be resolved elsewhere.',
  },
  'github-own-oauth-app': {
    where: 'github.com/login/device/code, github.com/login/oauth/access_token, and the same at acme.ghe.com',
    what: 'client_id',
    value: 'Ov23liGatehouseWorld',
    reason: 'A made-up OAuth App of the person’s own; we never use the id of another program.',
  },
  'github-own-app': {
    where: 'github.com/login/device/code, github.com/login/oauth/access_token, and the same at acme.ghe.com',
    what: 'client_id',
    value: 'Iv23liGatehouseWorld',
    reason: 'The same as a GitHub App whose tokens end, so that renewal can be tested.',
  },
} as const satisfies Record<string, AllowedDeviation>;

export type DeviationId = keyof typeof deviations;
