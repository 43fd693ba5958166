// Packages of a provider that nobody has, and what is reserved beside them.
import { providerId } from '../../main/domain/ids.ts';
import type { JsonObject } from '../../main/domain/json.ts';
import type { KnownPackage } from '../../main/domain/known-package.ts';
import type { ProviderPackage, ReservedNames } from '../../main/domain/provider-package.ts';
import { readProviderPackage } from '../../main/domain/read-provider-package.ts';
import { reservedNames } from '../../main/providers/reserved.ts';

/** As small as one can be. */
export const plainPackage = {
  schema: 1,
  id: 'acme',
  label: 'Acme AI',
  keysFrom: 'console.acme.example',
  hosts: ['api.acme.example'],
  key: { hint: 'acme-…', startsWith: 'acme-', characters: 'word', length: [20, 200] },
  header: 'bearer',
  check: { url: 'https://api.acme.example/v1/models' },
} as const satisfies JsonObject;

/** With everything that can stand in one. */
export const fullPackage = {
  schema: 1,
  id: 'zenith',
  label: 'Zenith',
  keysFrom: 'zenith.example',
  hosts: ['api.zenith.example', 'billing.zenith.example'],
  key: { hint: 'zk_…', startsWith: 'zk_', characters: 'token', length: [16, 120] },
  header: 'x-api-key',
  check: { url: 'https://api.zenith.example/v1/me', field: 'user', refusedBy: 403 },
  quota: {
    url: 'https://billing.zenith.example/v1/usage?period=month',
    spacingSeconds: 120,
    perHour: 20,
    windows: [
      {
        id: 'monthly',
        label: 'Monthly',
        unit: 'credits',
        used: '/data/used',
        limit: '/data/limit',
        resetsAt: '/data/resets_at',
      },
      { id: 'balance', label: 'Balance', unit: 'currency', currency: 'EUR', remaining: '/data/balance' },
    ],
  },
} as const satisfies JsonObject;

/** A company's own GitHub; the sandbox has one there. */
export const githubPackage = {
  schema: 1,
  id: 'acme-github',
  label: 'Acme GitHub',
  github: 'acme.ghe.com',
} as const satisfies JsonObject;

export const reserved: ReservedNames = reservedNames;

/** @throws Error for one that is not good */
export function packageOf(value: JsonObject): ProviderPackage {
  const read = readProviderPackage(JSON.stringify(value), reserved);
  if (read.kind === 'bad') throw new Error(JSON.stringify(read.problems));
  return read.description;
}

/** The plain one as it is known. */
export function acmePackage(
  state: KnownPackage['state'],
  problems: KnownPackage['problems'] = [],
): KnownPackage {
  const hosts = [...plainPackage.hosts];
  return { file: 'acme.json', state, provider: providerId('acme'), label: 'Acme AI', hosts, problems };
}
