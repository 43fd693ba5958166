// Whose login stands in Codex's `auth.json`, and whether it is what counts there (protocols §1.7).
import type { JsonObject } from '../../domain/json.ts';
import { chatgptIdentity } from '../chatgpt-identity.ts';
import type { LoginIdentity } from '../description.ts';
import { objectIn, textIn } from '../fields.ts';

/** Ways to be signed in beside a key and ChatGPT: the mode, the field that it needs, whether that alone tells the mode. */
const otherWays = [
  { mode: 'personalAccessToken', field: 'personal_access_token', tells: true, what: 'personal access token' },
  { mode: 'bedrockApiKey', field: 'bedrock_api_key', tells: true, what: 'key for Amazon Bedrock' },
  { mode: 'bedrockAccessKeys', field: 'auth_mode', tells: false, what: 'pair of keys for Amazon Bedrock' },
  { mode: 'agentIdentity', field: 'agent_identity', tells: false, what: 'identity of an agent' },
] as const;

/** The way that counts, a key and ChatGPT as its setting for the method calls them; undefined when nobody is signed in there. */
export function methodIn(
  present: JsonObject | undefined,
): 'api' | 'chatgpt' | (typeof otherWays)[number] | undefined {
  const holds = (field: string): boolean =>
    textIn(present, field) !== undefined || objectIn(present, field) !== undefined;
  const mode = textIn(present, 'auth_mode');
  const other = otherWays.find((way) =>
    mode === undefined ? way.tells && holds(way.field) : way.mode === mode,
  );
  if (other !== undefined) return holds(other.field) ? other : undefined;
  const hasKey = textIn(present, 'OPENAI_API_KEY') !== undefined;
  if (mode === 'apikey' || (mode === undefined && hasKey)) return hasKey ? 'api' : undefined;
  return objectIn(present, 'tokens') === undefined ? undefined : 'chatgpt';
}

/** The person and the workspace that a ChatGPT login is for; undefined when there is none, or nobody is named. */
export function identityIn(present: JsonObject | undefined): LoginIdentity | undefined {
  return chatgptIdentity(textIn(objectIn(present, 'tokens'), 'id_token'));
}

/** The same where that login is in use: tokens beside a key that is are what an older sign-in left. */
export function identityInUse(present: JsonObject | undefined): LoginIdentity | undefined {
  return methodIn(present) === 'chatgpt' ? identityIn(present) : undefined;
}
