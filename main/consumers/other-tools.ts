// Other tools: `<data>/auth.json`, how things stand as a file that scripts and status bars may read. No key in it.
import { Failure } from '../domain/failure.ts';
import { consumerId, type ProviderId } from '../domain/ids.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../domain/json.ts';
import type { ConsumerDescription, StateFile } from './description.ts';

const schemaVersion = 1;
/** To say each check would be to write the file for nothing else, all day long. */
const checkedEveryMs = 3_600_000;

/** What stands there stays while it is less than an hour behind. */
function lastCheck(at: number, written: JsonValue | undefined): string {
  const writtenAt = typeof written === 'string' ? Date.parse(written) : Number.NaN;
  const isRecent = writtenAt <= at && at - writtenAt < checkedEveryMs;
  return new Date(isRecent ? writtenAt : at).toISOString();
}

/** What stands there of a provider; undefined where nothing of ours does. */
function writtenOf(present: JsonObject | undefined, id: ProviderId): JsonObject | undefined {
  const providers = present?.['providers'];
  const written = isJsonObject(providers) ? providers[id] : undefined;
  return isJsonObject(written) ? written : undefined;
}

const unifiedView: StateFile = {
  kind: 'state',
  id: 'unified-view',
  path: ({ data }) => `${data}/auth.json`,
  isOnByDefault: true,
  writes:
    'For each provider the account in use, its plan and the last check, to the hour; the preferred provider. No key.',
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
              last_check:
                quota === undefined ? null : lastCheck(quota.at, writtenOf(present, id)?.['last_check']),
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
