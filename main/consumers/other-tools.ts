// Other tools: `<data>/auth.json`, how things stand as a file that scripts and status bars may read. No key in it.
import { Failure } from '../domain/failure.ts';
import { consumerId } from '../domain/ids.ts';
import { isJsonObject, type JsonValue } from '../domain/json.ts';
import type { ConsumerDescription, StateFile } from './description.ts';

const schemaVersion = 1;
/** To say each check would be to write the file for nothing else, all day long. */
const checkedEveryMs = 3_600_000;

/** What stands there of this account stays while it is less than an hour behind. */
function lastCheck(at: number, label: string, written: JsonValue | undefined): string {
  const said = isJsonObject(written) && written['account'] === label ? written['last_check'] : undefined;
  const saidAt = typeof said === 'string' ? Date.parse(said) : Number.NaN;
  const isRecent = saidAt <= at && at - saidAt < checkedEveryMs;
  return new Date(isRecent ? saidAt : at).toISOString();
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
    const before = present?.['providers'];
    const written = isJsonObject(before) ? before : {};
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
                account === undefined || quota === undefined
                  ? null
                  : lastCheck(quota.at, account.label, written[id]),
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
