// What an account authenticates with, where it came from, and which shared files it may go to.
import type { ConsumerId } from './ids.ts';
import type { Secret } from './secret.ts';

/** Where a credential came from: our own sign-in in the browser, or typed in by the person. */
export type CredentialOrigin = 'browser-sign-in' | 'entered';

interface CredentialBase {
  readonly origin: CredentialOrigin;
  /** The consumers whose files this credential may be written to without asking again (design §5). */
  readonly destinations: readonly ConsumerId[];
}

/** Tokens of an OAuth sign-in. `expiresAt` in Unix milliseconds, absent when the provider does not say. */
export interface OAuthCredential extends CredentialBase {
  readonly kind: 'oauth';
  readonly issuer: string;
  readonly clientId: string;
  readonly accessToken: Secret;
  readonly refreshToken: Secret;
  /** Absent where the provider is no OpenID provider. */
  readonly idToken?: Secret;
  readonly expiresAt?: number;
  /** Unix milliseconds; when the whole sign-in ends unless it is renewed, where the provider says so. */
  readonly refreshTokenExpiresAt?: number;
  /** What was granted, where the provider says so. */
  readonly scopes?: readonly string[];
  /** Unix milliseconds; when these tokens were issued. */
  readonly obtainedAt: number;
}

export interface ApiKeyCredential extends CredentialBase {
  readonly kind: 'api-key';
  readonly key: Secret;
  readonly obtainedAt: number;
}

export type Credential = OAuthCredential | ApiKeyCredential;
