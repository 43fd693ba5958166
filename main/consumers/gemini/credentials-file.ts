// `oauth_creds.json` of Gemini CLI and the note beside it: whose Code Assist login it keeps (protocols §5.3). Read, never
// written.
import { providerId } from '../../domain/ids.ts';
import type { JsonObject } from '../../domain/json.ts';
import { Secret } from '../../domain/secret.ts';
import { claimsOf } from '../../domain/token-claims.ts';
import type { LoginIdentity } from '../description.ts';
import { parsedObject, textIn } from '../fields.ts';

export const credentialsName = 'oauth_creds.json';
const accountsName = 'google_accounts.json';

/** The texts of both; undefined where there is no such file. */
export interface GeminiFiles {
  readonly credentialsText: string | undefined;
  readonly accountsText: string | undefined;
}

/** An address goes into our own id of the account, so it is held to what an id may look like. */
const emailPattern = /^[^\s:@]{1,90}@[^\s:@]{1,90}$/;

export async function readGeminiFiles(
  folder: string,
  read: (path: string) => Promise<string | undefined>,
): Promise<GeminiFiles> {
  return {
    credentialsText: await read(`${folder}/${credentialsName}`),
    accountsText: await read(`${folder}/${accountsName}`),
  };
}

/** A file with neither token is that of nobody. */
function signedIn(text: string | undefined): JsonObject | undefined {
  const stored = parsedObject(text);
  const hasToken = ['access_token', 'refresh_token'].some((name) => textIn(stored, name) !== undefined);
  return hasToken ? stored : undefined;
}

/** The token itself says it best; a renewed login may be without one, and then the note says who was signed in last. */
export function identityOf({ credentialsText, accountsText }: GeminiFiles): LoginIdentity | undefined {
  const stored = signedIn(credentialsText);
  if (stored === undefined) return undefined;
  const idToken = textIn(stored, 'id_token');
  const claims = idToken === undefined ? undefined : claimsOf(new Secret(idToken));
  const email = textIn(claims, 'email') ?? textIn(parsedObject(accountsText), 'active');
  if (email === undefined || !emailPattern.test(email)) return undefined;
  return { provider: providerId('gemini'), subject: `cli/${email.toLowerCase()}`, label: email };
}

/** Its access token, as long as it works: only the program itself renews it. @param nowMs Unix milliseconds */
export function workingToken(credentialsText: string | undefined, nowMs: number): Secret | undefined {
  const stored = parsedObject(credentialsText);
  const token = textIn(stored, 'access_token');
  const endsAt = stored?.['expiry_date'];
  const works = typeof endsAt === 'number' && endsAt > nowMs;
  return token !== undefined && works ? new Secret(token) : undefined;
}
