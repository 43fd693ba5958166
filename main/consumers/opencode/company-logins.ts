// Company logins of OpenCode, which it calls "well-known" (protocols §3): a server names a command whose output is a key, and a
// variable. From then on OpenCode has the server change its settings at every start.
import type { CompanyLogin, CompanyOffer } from '../../domain/company-login.ts';
import { refusedVariable } from '../../domain/environment-rules.ts';
import { Failure } from '../../domain/failure.ts';
import type { JsonObject, JsonValue } from '../../domain/json.ts';
import type { CompanyLogins } from '../description.ts';
import { objectIn, textIn } from '../fields.ts';
import { authPath } from './auth-file.ts';

const longestAddress = 200;
/** More could not be read whole in a question. */
const mostWords = 24;
const mostCharacters = 1000;
/** Control characters, and those that turn the direction of text, could make a question say something else. */
const unshownCharacters = /[\p{C}\p{Zl}\p{Zp}]/u;

function unsuitable(subject: string, detail: string): Failure {
  return new Failure('company-login/unsuitable', { subject, detail });
}

/** Why it is no address of a server that may be asked; undefined where it is one. */
function wrongWith(
  typed: string,
  { protocol, username, password, port, search, hash }: URL,
): string | undefined {
  if (protocol !== 'https:') return 'it has to begin with https://';
  if (username + password !== '') return 'a user or a password stands in it';
  if (port !== '') return 'it names a port';
  if (search + hash !== '' || /[?#]/.test(typed)) return 'something stands behind its path';
  return typed.length > longestAddress ? 'it is too long' : undefined;
}

function address(typed: string): string {
  let url: URL;
  try {
    url = new URL(typed.trim());
  } catch {
    throw unsuitable('that address', 'it is not an address');
  }
  const wrong = wrongWith(typed, url);
  if (wrong !== undefined) throw unsuitable(url.hostname === '' ? 'that address' : url.hostname, wrong);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

function commandIn(words: JsonValue | undefined, host: string): CompanyOffer['command'] {
  const texts = Array.isArray(words) ? words.filter((word) => typeof word === 'string') : [];
  const [program, ...rest] = texts;
  if (!Array.isArray(words) || texts.length < words.length || program === undefined || program === '')
    throw unsuitable(host, 'it names no command');
  if (texts.length > mostWords || texts.join(' ').length > mostCharacters)
    throw unsuitable(host, 'its command is too long to be read in a question');
  if (texts.some((word) => unshownCharacters.test(word)))
    throw unsuitable(host, 'its command cannot be shown as it is');
  return [program, ...rest];
}

function offer(url: string, document: JsonObject): CompanyOffer {
  const host = new URL(url).hostname;
  const auth = objectIn(document, 'auth');
  if (auth === undefined) throw unsuitable(host, 'its answer is not such a login');
  const command = commandIn(auth['command'], host);
  const variable = textIn(auth, 'env') ?? '';
  const refused = refusedVariable(variable);
  if (refused !== undefined) throw unsuitable(host, refused);
  return { host, url, command, variable };
}

/** OpenCode keeps whatever address it was given; one with a password in it is not for a window. */
function shownAddress(name: string): string {
  try {
    const url = new URL(name);
    if (url.username + url.password === '') return name;
    url.username = '';
    url.password = '';
    return url.href;
  } catch {
    return name;
  }
}

function list(present: JsonObject | undefined): readonly (CompanyLogin & { readonly name: string })[] {
  return Object.keys(present ?? {}).flatMap((name) => {
    const entry = objectIn(present, name);
    const variable = textIn(entry, 'key');
    if (textIn(entry, 'type') !== 'wellknown' || variable === undefined) return [];
    return [{ name, url: shownAddress(name), variable }];
  });
}

export const companyLogins: CompanyLogins = {
  path: authPath,
  address,
  documentAt: (base) => `${base}/.well-known/opencode`,
  offer,
  list,
  withLogin: ({ url, variable }, key) => ({
    [url]: { type: 'wellknown', key: variable, token: key.reveal() },
  }),
};
