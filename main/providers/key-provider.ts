// Makes a provider out of a few facts, where an API key is all there is: nobody signs in, and agents are given the key.
import { consumerId, providerId } from '../domain/ids.ts';
import type { KeyRules } from './accept-key.ts';
import type { ProviderDescription } from './description.ts';
import type { WindowsOf } from './key-quota.ts';

interface KeyProviderFacts {
  readonly id: string;
  readonly label: string;
  /** The hosts that are asked, most often one, which is the one that takes the keys. */
  readonly hosts: readonly string[];
  /** The site on which people make their keys. */
  readonly keysFrom: string;
  /** How a key starts, as a hint in the empty field. */
  readonly hint: string;
  /** What a key looks like; keys that start like somebody else's are none. */
  readonly pattern: KeyRules['pattern'];
  /** The headers that carry the key; it is sent as a bearer token when left out. */
  readonly headersFor?: KeyRules['headersFor'];
  /** How the vendor stands towards the key; the usual words when left out. */
  readonly standing?: string;
  /** What is asked to find out whether the key works. It must cost nothing, and fail without a key. */
  readonly check: { readonly url: string } & Pick<KeyRules, 'knownBy' | 'blockedBy' | 'refusedBy'>;
  /** Present where the key itself may ask what is left for it. */
  readonly quota?: {
    readonly url: string;
    readonly limits: { readonly spacingMs: number; readonly perHour: number };
    readonly windows: () => Promise<WindowsOf>;
  };
}

function bearer(key: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${key}` };
}

function quotaParts({ label, quota, headersFor = bearer }: KeyProviderFacts): Partial<ProviderDescription> {
  if (quota === undefined) return {};
  const { url, limits, windows } = quota;
  return {
    quotaLimits: limits,
    readKeyQuota: async ({ key }, tools) => {
      const { readKeyQuota } = await import('./key-quota.ts');
      const rules = { subject: label, url, headersFor };
      return readKeyQuota(key, { ...rules, windowsOf: await windows() }, tools);
    },
  };
}

export function keyProvider(facts: KeyProviderFacts): ProviderDescription {
  const { label, hosts, keysFrom, hint, pattern, check, headersFor = bearer } = facts;
  const { url: checkUrl, ...answers } = check;
  const id = providerId(facts.id);
  return {
    id,
    label,
    hosts,
    standsAlone: true,
    isHiddenAtFirst: true,
    methods: [
      {
        kind: 'api-key',
        id: 'api-key',
        label: 'Enter an API key',
        standing: facts.standing ?? `API key from ${keysFrom}: the way ${label} provides for other programs.`,
        hint,
        accept: async (key, tools, signal) => {
          const { acceptKey } = await import('./accept-key.ts');
          const rules = { provider: id, subject: label, pattern, headersFor, ...answers };
          const destinations = [consumerId('opencode')];
          return acceptKey(key, { ...rules, checkUrl, destinations }, tools, signal);
        },
      },
    ],
    ...quotaParts(facts),
  };
}
