// What a token answer makes of a credential: the same for a sign-in and for a refresh.
import type * as openid from 'openid-client';
import * as z from 'zod/mini';
import type { OAuthCredential } from '../domain/credential.ts';
import { Secret } from '../domain/secret.ts';
import { expiryOf } from '../domain/token-claims.ts';

/** As openid-client has checked it. */
export type TokenAnswer = openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers;

/** Longer lives than a year are taken for a mistake of the answer (reliability TK-06). */
const longestLifeMs = 366 * 86_400_000;

// A field that nobody needs for the tokens to work must not cost them.
const lifeShape = z.catch(z.optional(z.number().check(z.nonnegative())), undefined);

/** A name beside the tokens: where it is empty, or none, it counts as not told and must not cost them. */
export const nameShape = z.catch(
  z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(200))),
  undefined,
);

type Granted = Pick<
  OAuthCredential,
  'accessToken' | 'expiresAt' | 'refreshTokenExpiresAt' | 'scopes' | 'obtainedAt'
>;

/** The parts of a credential that every token answer states anew (RFC 6749 §5.1). */
export function grantedBy(tokens: TokenAnswer, nowMs: number): Granted {
  const accessToken = new Secret(tokens.access_token);
  const latest = nowMs + longestLifeMs;
  const endOf = (seconds: number | undefined): number | undefined =>
    seconds === undefined ? undefined : nowMs + seconds * 1000;
  // Where the answer does not say, the token itself may.
  const expiresAt = endOf(tokens.expires_in) ?? expiryOf(accessToken);
  const refreshTokenExpiresAt = endOf(lifeShape.parse(tokens['refresh_token_expires_in']));
  const scopes = tokens.scope?.split(' ').filter((scope) => scope !== '') ?? [];
  return {
    accessToken,
    ...(expiresAt !== undefined && { expiresAt: Math.min(expiresAt, latest) }),
    ...(refreshTokenExpiresAt !== undefined && {
      refreshTokenExpiresAt: Math.min(refreshTokenExpiresAt, latest),
    }),
    ...(scopes.length > 0 && { scopes }),
    obtainedAt: nowMs,
  };
}

/** The credential after a refresh: what the answer leaves out stays, except ends that belong to tokens now gone. */
export function renewedBy(tokens: TokenAnswer, old: OAuthCredential, nowMs: number): OAuthCredential {
  const { expiresAt: _expired, refreshTokenExpiresAt, ...kept } = old;
  const rotated = tokens.refresh_token !== undefined;
  return {
    ...kept,
    ...(!rotated && refreshTokenExpiresAt !== undefined && { refreshTokenExpiresAt }),
    ...(tokens.refresh_token !== undefined && { refreshToken: new Secret(tokens.refresh_token) }),
    ...(tokens.id_token !== undefined && { idToken: new Secret(tokens.id_token) }),
    ...grantedBy(tokens, nowMs),
  };
}
