// What an account authenticates with, where it came from, who may renew it, and which shared files it may go to.
import type { ConsumerId } from './ids.ts';
import type { Secret } from './secret.ts';

/**
 * Where a credential came from: our own sign-in in the browser, typed in by the person, a sign-in that its own program
 * made for us, or found on this computer.
 */
export type CredentialOrigin = 'browser-sign-in' | 'entered' | 'owner-sign-in' | 'imported';

interface CredentialBase {
  readonly origin: CredentialOrigin;
  /** The consumers whose files this credential may be written to without asking again (design §5). */
  readonly destinations: readonly ConsumerId[];
  /** Unix milliseconds; when these tokens were issued, the key was entered or the program signed in. */
  readonly obtainedAt: number;
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
}

/** A key that works until it is revoked: entered, found, or given to us by a sign-in that ends with one. */
export interface ApiKeyCredential extends CredentialBase {
  readonly kind: 'api-key';
  /** Whose it is, where its provider's programs would take it for another's otherwise; as that of a sign-in. */
  readonly issuer?: string;
  readonly key: Secret;
}

/** A login that a vendor's own program keeps and renews. No secret of it is ever here. */
export interface DelegatedCredential extends CredentialBase {
  readonly kind: 'delegated';
  /** The program that owns the login. */
  readonly owner: ConsumerId;
  /** The program's folder that holds the login, absolute. */
  readonly folder: string;
  /** `private`: made by us for this account alone; `usual`: where the program keeps its login anyway. */
  readonly place: 'private' | 'usual';
  /** Unix milliseconds; when the whole login ends, where the program says so. */
  readonly loginExpiresAt?: number;
}

export type Credential = OAuthCredential | ApiKeyCredential | DelegatedCredential;
