// Whose login stands in Codex's `auth.json` (protocols §1.7). Every Code's file has the same shape.
import type { JsonObject } from '../../domain/json.ts';
import { chatgptIdentity } from '../chatgpt-identity.ts';
import type { LoginIdentity } from '../description.ts';
import { objectIn, textIn } from '../fields.ts';

/** The person and the workspace that a ChatGPT login is for; undefined when there is none, or nobody is named. */
export function identityIn(present: JsonObject | undefined): LoginIdentity | undefined {
  return chatgptIdentity(textIn(objectIn(present, 'tokens'), 'id_token'));
}
