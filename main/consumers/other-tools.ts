// Other tools: `<data>/auth.json`, how things stand as a file that scripts and status bars may read. No key in it.
import { Failure } from '../domain/failure.ts';
import { consumerId } from '../domain/ids.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../domain/json.ts';
import type { ConsumerDescription, StateFile } from './description.ts';

const schemaVersion = 1;
/** To say each check would be to write the file for nothing else, all day long. */
const checkedEveryMs = 3_600_000;

/** What stands there with these facts stays while it is less than an hour behind. */
function lastCheck(at: number, facts: JsonObject, written: JsonValue | undefined): string {
  const isSame = (before: JsonObject): boolean =>
    Object.entries(facts).every(([name, value]) => before[name] === value);
  const said = isJsonObject(written) && isSame(written) ? written['last_check'] : undefined;
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
    'For each provider the account in use, its plan and the last check, at most an hour out of date; the preferred provider. No key.',
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
          .map(({ id, account, quota }) => {
            const facts = {
              signed_in: account !== undefined,
              account: account?.label ?? null,
              organization: account?.organization ?? null,
              kind: account?.kind ?? null,
              plan: account?.plan ?? null,
            };
            const checked = quota === undefined ? null : lastCheck(quota.at, facts, written[id]);
            return [id, { ...facts, last_check: checked }];
          }),
      ),
    };
  },
};

export const otherTools: ConsumerDescription = {
  id: consumerId('other-tools'),
  label: 'Other tools',
  files: [unifiedView],
};
