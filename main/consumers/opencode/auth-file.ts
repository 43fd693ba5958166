// `auth.json` of OpenCode: one entry for each provider, of which we write those for API keys (protocols §3). OpenCode
// drops whatever does not fit its schema, so an entry of ours is complete and has nothing else in it.
import { Failure } from '../../domain/failure.ts';
import { consumerId, providerId } from '../../domain/ids.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { CredentialFile, Places } from '../description.ts';
import { objectIn, textIn } from '../fields.ts';
import { opencodeFolder } from '../folders.ts';

const id = consumerId('opencode');

export function authPath(places: Places): string {
  return `${opencodeFolder(places)}/auth.json`;
}

/** Our provider's id, and OpenCode's own name for it, which is the key of the entry. */
export const entries = [
  { provider: providerId('claude'), entry: 'anthropic', vendor: 'Anthropic' },
  { provider: providerId('openai'), entry: 'openai', vendor: 'OpenAI' },
] as const;

/** The API key in an entry; undefined when there is none or it is of another type. */
export function keyIn(present: JsonObject | undefined, entry: string): string | undefined {
  const found = objectIn(present, entry);
  return textIn(found, 'type') === 'api' ? textIn(found, 'key') : undefined;
}

export const authFiles = entries.map(({ provider, entry, vendor }): CredentialFile => ({
  kind: 'credential',
  id: `opencode-${entry}`,
  provider,
  path: authPath,
  isOnByDefault: false,
  writes: `The ${vendor} API key in use; the entries of other providers stay as they are.`,
  accepts: ({ account, credential }) =>
    account.provider === provider && credential.kind === 'api-key' && credential.destinations.includes(id),
  content({ credential }, _facts, present) {
    if (credential.kind !== 'api-key') return {};
    // To write over a sign-in that OpenCode made would sign the person out there.
    if (textIn(objectIn(present, entry), 'type') === 'oauth')
      throw new Failure('storage/managed-elsewhere', {
        subject: 'OpenCode',
        detail: 'it is signed in itself',
      });
    return { [entry]: { type: 'api', key: credential.key.reveal() } };
  },
  holds: (present, { credential }) =>
    credential.kind === 'api-key' && keyIn(present, entry) === credential.key.reveal(),
  removal: () => ({ [entry]: undefined }),
}));
