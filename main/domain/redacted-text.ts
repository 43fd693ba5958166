// The text of a credential file with every secret replaced by a short fingerprint: what changed stays visible, and two
import { isJsonText } from './json.ts';
// places with the same secret stay recognisable. Unlike redact.ts it knows the keys of a file, and hides when in doubt.

/** The same for the same secret, and nothing that leads back to it; its first characters are shown. */
export type Fingerprint = (secret: string) => string;

const shownCharacters = 8;
/** What is longer without a space may be a token, whatever its key is called. */
const longestWord = 15;

/** Named by any of these words, a value is secret whatever it looks like. */
const secretWords = new Set(
  'access auth authorization bearer code codes key keys otp pat pin private pwd refresh session sessions sid verifier'.split(
    ' ',
  ),
);
/** Parts of a name that say the same when no capital or underscore tells its words apart. */
const secretParts =
  /token|secret|passw|passphrase|passcode|credential|cookie|jwt|assertion|signature|apikey|privatekey|accesskey/;

const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;
const email = /^[\w.+-]{1,40}@[a-z\d-]{1,40}(?:\.[a-z\d-]{1,24}){1,4}$/i;
/** An address without a user, a query or a fragment, whose parts are too short for a token. */
const plainUrl = /^https?:\/\/(?:[\w-]{1,20}\.){0,5}[\w-]{1,20}(?::\d{1,5})?(?:\/[\w.~-]{0,15})*$/;
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** What providers call their accounts and people, for example `org-…` or `app_…`. */
const namedId = /^(?:acc|acct|account|app|org|organization|proj|user|workspace|ws)[-_][\w-]{1,40}$/;
const idName = /(?:id|uuid)$/i;
/** What is made of words, even where it is long, under a name that stands for such: `user:sessions:claude_code`. */
const wordList = /^(?:[a-z]{1,14}|\d{1,4}x?)(?:[:._ -](?:[a-z]{1,14}|\d{1,4}x?))*$/;
const wordName = /(?:scopes?|tier|plan|mode|type|source)$/i;
const knownToken = /^(?:sk-|eyJ|gh[opsu]_|github_pat_|xox|ya29\.|1\/\/|AKIA|Bearer\s)/i;

function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
}

function namesSecret(name: string): boolean {
  return (
    secretParts.test(name.toLowerCase().replaceAll(/[^a-z]/g, '')) ||
    wordsOf(name).some((word) => secretWords.has(word))
  );
}

const isWordy = (value: string): boolean => value.split(/\s+/).every((word) => word.length <= longestWord);

/** @param names the keys above the value, outermost first */
function isHarmless(value: string, names: readonly string[]): boolean {
  if (value === '' || timestamp.test(value)) return true;
  const name = names.at(-1) ?? '';
  if (namesSecret(name) && !wordName.test(name)) return false;
  if (knownToken.test(value)) return false;
  if (idName.test(name) && (uuid.test(value) || namedId.test(value))) return true;
  if (wordName.test(name) && wordList.test(value)) return true;
  if (email.test(value) || plainUrl.test(value)) return true;
  return isWordy(value) && !names.some(namesSecret);
}

/** Names are ours or a program's, but some files have addresses, and some have keys, in their place. */
function isHarmlessName(name: string): boolean {
  return !knownToken.test(name) && (isWordy(name) || plainUrl.test(name) || /^[a-z_]{1,60}$/i.test(name));
}

const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:,]/gsu;

/** @param text has to be JSON */
function redactedDocument(text: string, replaced: (secret: string) => string): string {
  /** Of each object or list around: the name that stands before it or, inside an object, the one read last. */
  const names: string[] = [];
  const inObject: boolean[] = [];
  let expectsName = false;
  return text.replaceAll(token, (found) => {
    if (found === '{' || found === '[') {
      inObject.push(found === '{');
      names.push(found === '{' ? '' : (names.at(-1) ?? ''));
      expectsName = found === '{';
    } else if (found === '}' || found === ']') {
      inObject.pop();
      names.pop();
      expectsName = false;
    } else if (found === ',') expectsName = inObject.at(-1) === true;
    else if (found === ':') expectsName = false;
    else {
      const value: unknown = JSON.parse(found);
      if (typeof value !== 'string') return found;
      if (!expectsName) return isHarmless(value, names) ? found : JSON.stringify(replaced(value));
      names.splice(-1, 1, value);
      return isHarmlessName(value) ? found : JSON.stringify(replaced(value));
    }
    return found;
  });
}

/**
 * The text with each secret replaced by `[secret …]`. Of a text that is no JSON, half-written for example, every value
 * in quotes and every run of more than 15 characters is replaced.
 */
export function redactedJson(text: string, fingerprint: Fingerprint): string {
  const replaced = (secret: string): string => `[secret ${fingerprint(secret).slice(0, shownCharacters)}]`;
  if (isJsonText(text)) return redactedDocument(text, replaced);
  return text
    .replaceAll(
      /([:=]\s*)(["'])((?:(?!\2)[^\\]|\\.)+)/gsu,
      (_match, before: string, quote: string, value: string) => [before, quote, replaced(value)].join(''),
    )
    .replaceAll(/\S{16,}/gu, replaced);
}
