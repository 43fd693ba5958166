// The sign-ins and requests of a well-behaved client, for tests of the sandbox itself.
import { z } from 'zod';
import { pkce, signInAs } from './client.ts';
import type { Ask, Response } from './client.ts';
import { registeredClaudeClient } from './deviations.ts';

export const codexClient = 'app_EMoamEEZ73f0CkXaXp7hrann';
const openaiCallback = 'http://127.0.0.1:1455/auth/callback';
const claudeCallback = 'http://127.0.0.1:1456/callback';
const state = 'state-of-the-test';

const tokens = z.object({ access_token: z.string(), refresh_token: z.string() });
export type Tokens = z.infer<typeof tokens>;

export const readTokens = ({ text }: Response): Tokens => tokens.parse(JSON.parse(text));

/** Where Gatehouse sends the browser to sign in with ChatGPT, with the given changes. */
export const openaiAuthorize = (challenge: string, change: Record<string, string> = {}): string =>
  `https://auth.openai.com/oauth/authorize?${new URLSearchParams({
    response_type: 'code',
    client_id: codexClient,
    redirect_uri: openaiCallback,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    state,
    scope: 'openid profile email offline_access',
    id_token_add_organizations: 'true',
    codex_cli_simplified_flow: 'true',
    originator: 'gatehouse',
    ...change,
  }).toString()}`;

/** Where a registered client sends the browser to sign in with Claude, with the given changes. */
export const claudeAuthorize = (challenge: string, change: Record<string, string> = {}): string =>
  `https://claude.com/cai/oauth/authorize?${new URLSearchParams({
    code: 'true',
    client_id: registeredClaudeClient,
    response_type: 'code',
    redirect_uri: claudeCallback,
    scope: 'user:profile user:inference',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    state,
    ...change,
  }).toString()}`;

export const openaiCodeForm = (code: string, verifier: string): URLSearchParams =>
  new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: codexClient,
    code,
    redirect_uri: openaiCallback,
    code_verifier: verifier,
  });

export const claudeCodeBody = (code: string, verifier: string) => ({
  grant_type: 'authorization_code',
  code,
  redirect_uri: claudeCallback,
  client_id: registeredClaudeClient,
  code_verifier: verifier,
  state,
});

export interface Flows {
  openaiTokens(email?: string): Promise<Tokens>;
  claudeTokens(email?: string): Promise<Tokens>;
  openaiUsage(accessToken: string, accountId: string): Promise<Response>;
  claudeUsage(accessToken: string): Promise<Response>;
  refreshOpenai(refreshToken: string): Promise<Response>;
  refreshClaude(refreshToken: string): Promise<Response>;
}

export function makeFlows(ask: Ask): Flows {
  const openaiToken = 'https://auth.openai.com/oauth/token';
  const claudeToken = 'https://platform.claude.com/v1/oauth/token';
  const codeOf = (back: URL): string => back.searchParams.get('code') ?? '';
  return {
    async openaiTokens(email = 'ada@plus.example.test') {
      const { verifier, challenge } = pkce();
      const back = await signInAs(ask, openaiAuthorize(challenge), email);
      return readTokens(await ask(openaiToken, { body: openaiCodeForm(codeOf(back), verifier) }));
    },
    async claudeTokens(email = 'lea@max.example.test') {
      const { verifier, challenge } = pkce();
      const back = await signInAs(ask, claudeAuthorize(challenge), email);
      return readTokens(await ask(claudeToken, { body: claudeCodeBody(codeOf(back), verifier) }));
    },
    openaiUsage: (accessToken, accountId) =>
      ask('https://chatgpt.com/backend-api/wham/usage', {
        headers: { authorization: `Bearer ${accessToken}`, 'chatgpt-account-id': accountId },
      }),
    claudeUsage: (accessToken) =>
      ask('https://api.anthropic.com/api/oauth/usage', {
        headers: { authorization: `Bearer ${accessToken}`, 'anthropic-beta': 'oauth-2025-04-20' },
      }),
    refreshOpenai: (refreshToken) =>
      ask(openaiToken, {
        body: { client_id: codexClient, grant_type: 'refresh_token', refresh_token: refreshToken },
      }),
    refreshClaude: (refreshToken) =>
      ask(claudeToken, {
        body: { client_id: registeredClaudeClient, grant_type: 'refresh_token', refresh_token: refreshToken },
      }),
  };
}
