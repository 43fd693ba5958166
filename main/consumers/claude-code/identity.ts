// Whose login Claude Code keeps, by what its two files say about it (protocols §2.4). Reads no token.
import { providerId } from '../../domain/ids.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { LoginIdentity } from '../description.ts';
import { objectIn, parsedObject, textIn } from '../fields.ts';

/** The texts of `.credentials.json` and `.claude.json`; undefined where there is no such file. */
export interface ClaudeFiles {
  readonly credentialsText: string | undefined;
  readonly claudeJsonText: string | undefined;
}

/** Claude Code counts as signed in when there are an access token and scopes; it blanks the token of a dead login. */
function isSignedIn(stored: JsonObject): boolean {
  return textIn(stored, 'accessToken') !== undefined && Array.isArray(stored['scopes']);
}

/** The size of a plan as its rate limit says it, for example `20x` of `default_claude_max_20x`. */
function sizeOfPlan(rateLimitTier: string | undefined): string | undefined {
  return rateLimitTier?.match(/_(\d{1,3}x)$/)?.[1];
}

/**
 * The stable subject of a person at an organisation; `none` stands in the place of one that is not known. Undefined when
 * a part is nothing that an account id can hold.
 */
export function subjectOf(email: string, organizationUuid: string | undefined): string | undefined {
  const subject = `cli/${email.toLowerCase()}/${organizationUuid ?? 'none'}`;
  return /^[^\s:]{1,190}$/.test(subject) ? subject : undefined;
}

/** The notes name whoever was used last, which may be another account than the one that is stored. */
function isOfAnother(stored: JsonObject, account: JsonObject | undefined): boolean {
  return ['accountUuid', 'organizationUuid'].some((name) => {
    const [one, other] = [textIn(stored, name), textIn(account, name)];
    return one !== undefined && other !== undefined && one !== other;
  });
}

/** Whether somebody is signed in, and the notes name another: they are then no help, and neither is the program. */
export function isNamedWrongly({ credentialsText, claudeJsonText }: ClaudeFiles): boolean {
  const stored = objectIn(parsedObject(credentialsText), 'claudeAiOauth');
  const account = objectIn(parsedObject(claudeJsonText), 'oauthAccount');
  return stored !== undefined && isSignedIn(stored) && isOfAnother(stored, account);
}

/** Undefined when nobody is signed in, or the files do not say who. */
export function identityOf({ credentialsText, claudeJsonText }: ClaudeFiles): LoginIdentity | undefined {
  const stored = objectIn(parsedObject(credentialsText), 'claudeAiOauth');
  const account = objectIn(parsedObject(claudeJsonText), 'oauthAccount');
  const label = textIn(account, 'emailAddress');
  if (stored === undefined || label === undefined || !isSignedIn(stored)) return undefined;
  if (isOfAnother(stored, account)) return undefined;
  const subject = subjectOf(label, textIn(account, 'organizationUuid') ?? textIn(stored, 'organizationUuid'));
  if (subject === undefined) return undefined;
  const organization = textIn(account, 'organizationName');
  const plan = textIn(stored, 'subscriptionType');
  const planDetail = sizeOfPlan(textIn(stored, 'rateLimitTier'));
  const ends = stored['refreshTokenExpiresAt'];
  return {
    provider: providerId('claude'),
    subject,
    label,
    ...(organization !== undefined && { organization }),
    ...(plan !== undefined && { plan }),
    ...(planDetail !== undefined && { planDetail }),
    ...(typeof ends === 'number' && ends > 0 && { loginExpiresAt: ends }),
  };
}

/**
 * Whether the login that is stored is still this subject's ({@link subjectOf}), also where the notes name somebody else: the
 * login itself says for which organisation it is, but not its e-mail address. Undefined where that does not tell.
 */
export function isStillOf(files: ClaudeFiles, subject: string): boolean | undefined {
  const named = identityOf(files);
  if (named !== undefined) return named.subject === subject;
  const stored = objectIn(parsedObject(files.credentialsText), 'claudeAiOauth');
  const organization = textIn(stored, 'organizationUuid');
  if (stored === undefined || organization === undefined || !isSignedIn(stored)) return undefined;
  const email = textIn(objectIn(parsedObject(files.claudeJsonText), 'oauthAccount'), 'emailAddress');
  // Whoever the notes name is the one person of that organisation that it is not.
  if (email !== undefined && subjectOf(email, organization) === subject) return false;
  if (subject.endsWith('/none')) return undefined;
  return subject.endsWith(`/${organization}`);
}
