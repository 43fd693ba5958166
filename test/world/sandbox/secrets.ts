// Every secret the sandbox has issued: made here, remembered for ever, recognised wherever it turns up.
import { createHash, randomBytes } from 'node:crypto';

export type SecretKind =
  | 'access-token'
  | 'refresh-token'
  | 'id-token'
  | 'api-key'
  | 'authorization-code'
  | 'code-verifier'
  | 'device-auth-id';

/** What the request log says in place of a secret. */
export interface SecretMention {
  readonly account: string;
  readonly kind: SecretKind | 'unknown';
  readonly fingerprint: string;
}

/** The first 12 hexadecimal digits of the SHA-256 of the secret's text. */
export const fingerprint = (value: string): string =>
  createHash('sha256').update(value).digest('hex').slice(0, 12);

export const randomText = (bytes = 24): string => randomBytes(bytes).toString('base64url');

const apartFromSecrets = /[^A-Za-z0-9_.~-]+/;

export class Secrets {
  // Never cleared, not even by a reset: a leak scan at the end must know the first secret too.
  readonly #issued = new Map<string, SecretMention>();

  /** A fresh secret that starts with the given text and carries `canary_` so that a leak scan finds it. */
  issue(kind: SecretKind, account: string, prefix: string): string {
    return this.remember(kind, account, `${prefix}${randomText()}`);
  }

  /** Remembers a secret made elsewhere, such as a signed token. */
  remember(kind: SecretKind, account: string, value: string): string {
    this.#issued.set(value, { account, kind, fingerprint: fingerprint(value) });
    return value;
  }

  /** Who a credential belongs to; a stranger's is named as unknown. */
  mention(value: string): SecretMention {
    return (
      this.#issued.get(value) ?? { account: 'unknown', kind: 'unknown', fingerprint: fingerprint(value) }
    );
  }

  /** The first issued secret inside a text, be it a header, a body or a value. */
  find(text: string): SecretMention | undefined {
    const whole = this.#issued.get(text);
    if (whole !== undefined) return whole;
    for (const part of text.split(apartFromSecrets)) {
      const known = this.#issued.get(part);
      if (known !== undefined) return known;
    }
    // The rare text that glues a secret to other characters; what cannot hold one is not searched.
    if (!/canary_|eyJ/.test(text)) return undefined;
    for (const [secret, mention] of this.#issued) if (text.includes(secret)) return mention;
    return undefined;
  }

  all(): string[] {
    return [...this.#issued.keys()];
  }
}
