// Other tools: `<data>/auth.json`, how things stand as a file that scripts and status bars may read. No key in it.
import { Failure } from '../domain/failure.ts';
import { consumerId } from '../domain/ids.ts';
import type { ConsumerDescription, StateFile } from './description.ts';

const schemaVersion = 1;

const unifiedView: StateFile = {
  kind: 'state',
  id: 'unified-view',
  path: ({ data }) => `${data}/auth.json`,
  isOnByDefault: true,
  writes:
    'For each provider the account in use, its plan and the last check; the preferred provider. No key.',
  content({ preferred, selected, reason, providers }, present) {
    const schema = present?.['schema'];
    if (typeof schema === 'number' && schema > schemaVersion)
      throw new Failure('storage/newer-schema', { subject: 'auth.json in the data folder' });
    return {
      schema: schemaVersion,
      preferred_provider: preferred ?? null,
      selected_provider: selected ?? null,
      selected_because: reason,
      providers: Object.fromEntries(
        providers
          .filter(({ isUnused }) => isUnused === undefined)
          .map(({ id, account, quota }) => [
            id,
            {
              signed_in: account !== undefined,
              account: account?.label ?? null,
              organization: account?.organization ?? null,
              kind: account?.kind ?? null,
              plan: account?.plan ?? null,
              last_check: quota === undefined ? null : new Date(quota.at).toISOString(),
            },
          ]),
      ),
    };
  },
};

export const otherTools: ConsumerDescription = {
  id: consumerId('other-tools'),
  label: 'Other tools',
  files: [unifiedView],
};
