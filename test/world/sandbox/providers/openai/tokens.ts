// OpenAI's tokens: signed id and access tokens, rotating refresh tokens.
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { JWK } from 'jose';
import type { Family } from '../../grants.ts';
import { randomText } from '../../secrets.ts';
import type { Persona } from '../../personas.ts';
import type { Lent } from '../../provider.ts';
import { issuer } from './facts.ts';

const keyId = 'sandbox-1';
const idTokenLifeSeconds = 3600;

export type TokenAnswer = Readonly<Record<string, string | number>>;

export class OpenaiTokens {
  readonly #lent: Lent;
  readonly #keys = generateKeyPair('RS256', { extractable: true });

  constructor(lent: Lent) {
    this.#lent = lent;
    // Nobody may be waiting yet when making the key fails; whoever asks later gets the failure.
    this.#keys.catch(() => undefined);
  }

  async publicKeys(): Promise<{ readonly keys: readonly JWK[] }> {
    const { publicKey } = await this.#keys;
    return { keys: [{ ...(await exportJWK(publicKey)), kid: keyId, use: 'sig', alg: 'RS256' }] };
  }

  /** What the token endpoint answers for a family; `rotated: false` leaves the refresh token out. */
  async answer(family: Family, { rotated = true } = {}): Promise<TokenAnswer> {
    const { grants, secrets, clock, personas } = this.#lent;
    const persona = personas.get(family.account);
    const accessExpiresAt = clock.nowSeconds() + persona.accessLifeSeconds;
    const access = secrets.remember(
      'access-token',
      persona.id,
      await this.#access(persona, family, accessExpiresAt),
    );
    grants.addAccess(family, access, accessExpiresAt * 1000);
    const answer: TokenAnswer = {
      id_token: secrets.remember('id-token', persona.id, await this.#identity(persona, family)),
      access_token: access,
      ...(rotated && { refresh_token: this.#refresh(persona, family) }),
      token_type: 'Bearer',
      expires_in: persona.accessLifeSeconds,
      scope: family.scope,
    };
    return Object.fromEntries(
      Object.entries(answer).filter(([field]) => !persona.omitFromTokens.includes(field)),
    );
  }

  #refresh(persona: Persona, family: Family): string {
    const { grants, secrets, clock } = this.#lent;
    const token = secrets.issue('refresh-token', persona.id, 'canary_rt_');
    grants.addRefresh(family, token, clock.nowMs() + persona.refreshLifeSeconds * 1000);
    return token;
  }

  #access(persona: Persona, family: Family, expiresAtSeconds: number): Promise<string> {
    const claims = {
      client_id: family.clientId,
      scp: family.scope.split(' '),
      'https://api.openai.com/auth': {
        chatgpt_account_id: persona.accountId,
        chatgpt_plan_type: persona.plan,
        chatgpt_user_id: persona.userId,
        user_id: persona.userId,
      },
      'https://api.openai.com/profile': { email: persona.email, email_verified: true },
    };
    return this.#sign(claims, persona, 'https://api.openai.com/v1', expiresAtSeconds);
  }

  #identity(persona: Persona, family: Family): Promise<string> {
    const claims = {
      email: persona.email,
      email_verified: true,
      name: persona.name,
      'https://api.openai.com/profile': { email: persona.email },
      'https://api.openai.com/auth': {
        chatgpt_plan_type: persona.plan,
        chatgpt_account_id: persona.accountId,
        chatgpt_user_id: persona.userId,
        user_id: persona.userId,
        chatgpt_account_is_fedramp: false,
        organization_id: `org-${persona.organizationId.slice(0, 13)}`,
        project_id: `proj-${persona.accountId.slice(0, 13)}`,
        completed_platform_onboarding: true,
        is_org_owner: true,
        organizations: [
          {
            id: `org-${persona.organizationId.slice(0, 13)}`,
            title: persona.organization,
            role: 'owner',
            is_default: true,
          },
        ],
      },
    };
    return this.#sign(claims, persona, family.clientId, this.#lent.clock.nowSeconds() + idTokenLifeSeconds);
  }

  async #sign(
    claims: Record<string, unknown>,
    persona: Persona,
    audience: string,
    expiresAt: number,
  ): Promise<string> {
    const { privateKey } = await this.#keys;
    return new SignJWT({ ...claims, jti: `canary_jti_${randomText(12)}` })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: keyId })
      .setIssuer(issuer)
      .setSubject(`auth0|${persona.userId}`)
      .setAudience(audience)
      .setIssuedAt(this.#lent.clock.nowSeconds())
      .setExpirationTime(expiresAt)
      .sign(privateKey);
  }
}
