// What may be known about an account's keys without seeing them: who keeps them, how long they last, who renewed them.
import type { SignedInAccount } from './account.ts';
import type { ConsumerId } from './ids.ts';

export interface KeyFacts {
  /** The program that keeps the login; absent when Gatehouse does. */
  readonly owner?: ConsumerId;
  /** Where that program keeps it; `usual` is the folder that it uses without being told. */
  readonly login?: { readonly folder: string; readonly place: 'private' | 'usual' };
  /** A token that a sign-in has brought, and nobody entered, although it is used like a key. */
  readonly isOfSignIn?: true;
  /** The key store that protects them; absent where there is nothing to protect, or when it is not known. */
  readonly backend?: string;
  /** Unix milliseconds; when the present access token ends. */
  readonly expiresAt?: number;
  /** Unix milliseconds; when the whole sign-in ends. */
  readonly signInEndsAt?: number;
  /** Unix milliseconds; when they were issued. */
  readonly renewedAt: number;
  /** Who had them issued, as a person would say it; absent when that was before this run. */
  readonly renewedBy?: string;
}

export function keyFactsOf(
  { credential }: SignedInAccount,
  backend: string | undefined,
  renewedBy: string | undefined,
): KeyFacts {
  const known = {
    renewedAt: credential.obtainedAt,
    ...(backend !== undefined && { backend }),
    ...(renewedBy !== undefined && { renewedBy }),
  };
  switch (credential.kind) {
    case 'api-key':
      return { ...known, ...(credential.origin === 'browser-sign-in' && { isOfSignIn: true }) };
    case 'delegated': {
      const { owner, folder, place, loginExpiresAt } = credential;
      const login = { folder, place };
      return {
        ...known,
        owner,
        login,
        ...(loginExpiresAt !== undefined && { signInEndsAt: loginExpiresAt }),
      };
    }
    case 'oauth': {
      const { expiresAt, refreshTokenExpiresAt } = credential;
      return {
        ...known,
        ...(expiresAt !== undefined && { expiresAt }),
        ...(refreshTokenExpiresAt !== undefined && { signInEndsAt: refreshTokenExpiresAt }),
      };
    }
  }
}

const dayMs = 86_400_000;
/** The person hears of the end of a sign-in this many days before it, each once. */
const expiryDays = [1, 3, 7] as const;
export type ExpiryDays = (typeof expiryDays)[number];

/** The nearest of the levels that has been reached; undefined while the end is further off, or unknown. */
export function expiryLevel(signInEndsAt: number | undefined, now: number): ExpiryDays | undefined {
  if (signInEndsAt === undefined) return undefined;
  return expiryDays.find((days) => signInEndsAt - now <= days * dayMs);
}

/** When each of the levels is reached, Unix milliseconds. */
export function expiryMoments(signInEndsAt: number | undefined): readonly number[] {
  return signInEndsAt === undefined ? [] : expiryDays.map((days) => signInEndsAt - days * dayMs);
}
