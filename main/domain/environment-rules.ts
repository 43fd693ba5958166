// Which variables may be set or taken out for an agent, and what may stand in them (design §10, BR-08). Pure.
import type { EnvironmentChange } from './environment-change.ts';
import { Failure } from './failure.ts';
import type { Secret } from './secret.ts';

/** What every agent is told by us, whatever its program is. */
export const ourVariables = [
  'GATEHOUSE_SOCKET',
  'GATEHOUSE_GRANT',
  'GATEHOUSE_AGENT',
  'GATEHOUSE_LEASE',
  'GATEHOUSE_PROVIDER',
  'GATEHOUSE_ACCOUNT',
] as const;

const mostBytes = 32_768;
const namePattern = /^[A-Z][A-Z0-9_]*$/;

/** Never touched, whatever a list says: by these, a program is made to load or run something else, or to trust anybody. */
const denied: readonly RegExp[] = [
  // Where programs, start-up files and folders are found.
  /^(?:PATH|PATHEXT|HOME|USERPROFILE|SHELL|COMSPEC|SYSTEMROOT|WINDIR|TMPDIR|TEMP|TMP)$/,
  /^(?:BASH_ENV|ENV|IFS|SHELLOPTS|BASHOPTS|CDPATH|FPATH|ZDOTDIR|PS4|PROMPT_COMMAND)$/,
  /^(?:EDITOR|VISUAL|PAGER|BROWSER|LESSOPEN|LESSCLOSE)$/,
  // What a loader, an interpreter or a tool takes along.
  /^(?:LD|DYLD|GLIBC|MALLOC|NODE|NPM|BUN|DENO|ELECTRON|PYTHON|PERL5?|RUBY|GIT|SSH|GCONV)(?:_|$)/,
  /^(?:PYTHON|PERL5|RUBY)[A-Z0-9]/,
  /^(?:JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|CLASSPATH|GCONV_PATH|LOCPATH|NLSPATH)$/,
  // Through whom requests go, and whose word for a host counts.
  /_PROXY$/,
  /^SSL_CERT_(?:FILE|DIR)$/,
  /_CA_(?:BUNDLE|CERTIFICATE|CERTS)$/,
];

/** May be taken out, but never set: a secret would go to another host than its provider's. */
const neverSet: readonly RegExp[] = [/_URLS?$/, /_URL_OVERRIDE$/, /_UNIX_SOCKET$/, /_CUSTOM_HEADERS$/];

/** The name, where it is one, so that no text that only stands in its place is told. */
function refusal(name: string, detail: string): Failure {
  return new Failure('internal', {
    subject: namePattern.test(name) && name.length <= 100 ? name : 'a variable',
    detail,
  });
}

/** @throws Failure `internal` */
function checkName(name: string, allowed: ReadonlySet<string>): void {
  if (!namePattern.test(name)) throw refusal(name, 'not a name of a variable');
  if (denied.some((pattern) => pattern.test(name))) throw refusal(name, 'never changed for an agent');
  if (!allowed.has(name)) throw refusal(name, 'not one of the variables of its program');
}

/** What moves folders, or steers a program of ours or one that takes a company login: not for a server to say. */
const notForServers = /^(?:XDG|OPENCODE|GATEHOUSE)(?:_|$)/;

/** Why no server may have this variable set; undefined where it may. */
export function refusedVariable(name: string): string | undefined {
  if (!namePattern.test(name) || name.length > 100) return 'what it names is not the name of a variable';
  return [...denied, ...neverSet, notForServers].some((pattern) => pattern.test(name))
    ? `a server may not have ${name} set`
    : undefined;
}

/** As many as in UTF-8. A domain has no encoder of its own. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x8_00 ? 2 : point < 0x1_00_00 ? 3 : 4;
  }
  return bytes;
}

/** Why this text may stand in no variable; undefined where it may. */
export function refusedValue(text: string): string | undefined {
  if (/[\0\r\n]/.test(text)) return 'its value has a line break or a NUL in it';
  return bytesOf(text) > mostBytes ? `its value is longer than ${mostBytes} bytes` : undefined;
}

/** @throws Failure `internal` */
function checkValue(name: string, value: string | Secret): void {
  if (neverSet.some((pattern) => pattern.test(name))) throw refusal(name, 'may be taken out, never set');
  const text = typeof value === 'string' ? value : value.reveal();
  const why = refusedValue(text);
  if (why !== undefined) throw refusal(name, why);
}

/**
 * The change, when nothing in it is more than a consumer may ask for. Whatever leaves for an agent goes through here.
 * @param allowed the variables of the consumer; those that every agent gets from us are allowed besides
 * @throws Failure `internal` with the name of the variable, never its value
 */
export function checkedEnvironment(change: EnvironmentChange, allowed: readonly string[]): EnvironmentChange {
  const names = new Set<string>([...allowed, ...ourVariables]);
  // What was looked at is what leaves, even if somebody changes theirs afterwards.
  const set = new Map(change.set);
  const unset = [...change.unset];
  const words = [...change.words];
  for (const [name, value] of set) {
    checkName(name, names);
    checkValue(name, value);
  }
  for (const name of unset) {
    checkName(name, names);
    if (set.has(name)) throw refusal(name, 'both set and taken out');
  }
  if (words.some((word) => word.includes('\0')))
    throw new Failure('internal', { subject: 'a word of the command', detail: 'it has a NUL in it' });
  return { set, unset, words };
}
