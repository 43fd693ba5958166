// The names things are known by. Branded, so that one kind of id cannot stand in for another.

declare const brand: unique symbol;

/** A provider's id as its description says it, for example the first word of an account id. */
export type ProviderId = string & { readonly [brand]: 'provider' };

/** `<provider>:<the provider's own stable id of the identity>`. */
export type AccountId = string & { readonly [brand]: 'account' };

/** The program that reads a shared file. */
export type ConsumerId = string & { readonly [brand]: 'consumer' };

const idPattern = /^[a-z][a-z0-9-]{0,31}$/;

export function isProviderId(value: unknown): value is ProviderId {
  return typeof value === 'string' && idPattern.test(value);
}

export function isConsumerId(value: unknown): value is ConsumerId {
  return typeof value === 'string' && idPattern.test(value);
}

export function isAccountId(value: unknown): value is AccountId {
  return typeof value === 'string' && /^[a-z][a-z0-9-]{0,31}:[^\s:][^\s]{0,199}$/.test(value);
}

/** @throws RangeError when the text is not a lower-case word of at most 32 characters. */
export function providerId(text: string): ProviderId {
  if (!isProviderId(text)) throw new RangeError('not a provider id');
  return text;
}

/** @throws RangeError when the text is not a lower-case word of at most 32 characters. */
export function consumerId(text: string): ConsumerId {
  if (!isConsumerId(text)) throw new RangeError('not a consumer id');
  return text;
}

/** @throws RangeError when the text is not `<provider>:<subject>`. */
export function accountId(text: string): AccountId {
  if (!isAccountId(text)) throw new RangeError('not an account id');
  return text;
}

/** Joins a provider and the provider's own id of an identity. */
export function accountIdOf(provider: ProviderId, subject: string): AccountId {
  return accountId(`${provider}:${subject}`);
}
