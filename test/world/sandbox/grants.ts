// Authorization codes and token families: PKCE, rotation, and reuse that kills the family.
import { createHash } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { Secrets } from './secrets.ts';

/** What an authorization was given for. */
export interface Authorization {
  readonly account: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly codeChallenge: string;
  /** Unknown for a compact link, which does not carry it. */
  readonly state: string | undefined;
}

export interface Family {
  readonly account: string;
  readonly clientId: string;
  readonly scope: string;
  death: 'reused' | 'revoked' | undefined;
}

interface Issued {
  readonly family: Family;
  expiresAtMs: number;
  spent: boolean;
}

export type Refusal = 'unknown' | 'expired' | 'reused' | 'revoked';
export type Looked =
  { readonly family: Family; readonly refusal?: undefined } | { readonly refusal: Refusal };

/** The S256 challenge of a PKCE verifier. */
export const pkceChallenge = (verifier: string): string =>
  createHash('sha256').update(verifier).digest('base64url');

const codeLifeMs = 10 * 60_000;

export class Grants {
  readonly #clock: Clock;
  readonly #secrets: Secrets;
  readonly #codes = new Map<string, { authorization: Authorization; expiresAtMs: number }>();
  readonly #access = new Map<string, Issued>();
  readonly #refresh = new Map<string, Issued>();

  constructor(clock: Clock, secrets: Secrets) {
    this.#clock = clock;
    this.#secrets = secrets;
  }

  reset(): void {
    for (const store of [this.#codes, this.#access, this.#refresh]) store.clear();
  }

  makeCode(authorization: Authorization): string {
    const code = this.#secrets.issue('authorization-code', authorization.account, 'canary_code_');
    this.#codes.set(code, { authorization, expiresAtMs: this.#clock.nowMs() + codeLifeMs });
    return code;
  }

  /** Redeems a code once; says in words why it cannot be. */
  redeemCode(request: {
    readonly code: string;
    readonly clientId: string;
    readonly redirectUri: string;
    readonly codeVerifier: string;
  }): { readonly authorization: Authorization } | { readonly problem: string } {
    const found = this.#codes.get(request.code);
    this.#codes.delete(request.code);
    if (found === undefined) return { problem: 'unknown or used code' };
    const { authorization, expiresAtMs } = found;
    if (this.#clock.nowMs() > expiresAtMs) return { problem: 'expired code' };
    if (authorization.clientId !== request.clientId) return { problem: 'client_id differs from authorize' };
    if (authorization.redirectUri !== request.redirectUri)
      return { problem: 'redirect_uri differs from authorize' };
    if (pkceChallenge(request.codeVerifier) !== authorization.codeChallenge)
      return { problem: 'code_verifier does not match' };
    return { authorization };
  }

  addAccess(family: Family, token: string, expiresAtMs: number): void {
    this.#access.set(token, { family, expiresAtMs, spent: false });
  }

  addRefresh(family: Family, token: string, expiresAtMs: number): void {
    this.#refresh.set(token, { family, expiresAtMs, spent: false });
  }

  lookUpAccess(token: string): Looked {
    return this.#lookUp(this.#access.get(token));
  }

  /** Whose a refresh token is, spent or not. */
  ownerOf(refreshToken: string): string | undefined {
    return this.#refresh.get(refreshToken)?.family.account;
  }

  /** Spends a refresh token. A second use kills the family, and with it every access token of it. */
  spendRefresh(token: string, options: { readonly rotate: boolean }): Looked {
    const issued = this.#refresh.get(token);
    if (issued?.spent === true && issued.family.death === undefined) issued.family.death = 'reused';
    const looked = this.#lookUp(issued);
    if (looked.refusal === undefined && issued !== undefined) issued.spent = options.rotate;
    return looked;
  }

  /** Revokes the family that a token belongs to; an unknown token is nobody's. */
  revoke(token: string): void {
    const family = (this.#refresh.get(token) ?? this.#access.get(token))?.family;
    if (family !== undefined) family.death ??= 'revoked';
  }

  revokeAccount(account: string): void {
    for (const { family } of [...this.#refresh.values(), ...this.#access.values()]) {
      if (family.account === account) family.death ??= 'revoked';
    }
  }

  /** Lets an account's tokens expire now, whatever their text says; answers how many. */
  expire(account: string, which: 'access' | 'refresh'): number {
    const store = which === 'access' ? this.#access : this.#refresh;
    const live = [...store.values()].filter(
      ({ family, expiresAtMs }) => family.account === account && expiresAtMs > this.#clock.nowMs(),
    );
    for (const issued of live) issued.expiresAtMs = 0;
    return live.length;
  }

  #lookUp(issued: Issued | undefined): Looked {
    if (issued === undefined) return { refusal: 'unknown' };
    if (issued.family.death !== undefined) return { refusal: issued.family.death };
    if (issued.expiresAtMs <= this.#clock.nowMs()) return { refusal: 'expired' };
    return { family: issued.family };
  }
}
