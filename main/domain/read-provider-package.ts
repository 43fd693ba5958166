// Reads the file in which a person has described a provider: what may stand there, and everything that is wrong with it. Pure,
// and never throws.
import { isCompanyGithub } from './company-github.ts';
import { isProviderId, type ProviderId } from './ids.ts';
import { isJsonPointer } from './json-pointer.ts';
import { beginsLike, isOfOneScript, lookAlike } from './look-alikes.ts';
import { createFieldReader, type Field, type FieldReader } from './package-fields.ts';
import { placeOf, readPlacedJson } from './placed-json.ts';
import {
  keyCharacters,
  packageUnits,
  type GithubPackage,
  type KeyPackage,
  type PackageWindow,
  type ProviderPackage,
  type ReadPackage,
  type ReservedNames,
} from './provider-package.ts';

const mostDeep = 6;
const mostHosts = 4;
const mostWindows = 8;
/** Oftener nobody asks, whatever the file allows. */
const leastSpacingSeconds = 60;
const mostSpacingSeconds = 86_400;

/** A DNS name of two labels or more whose last one has letters only, so that no IP address is one. */
const hostPattern = /^(?=.{4,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z]{2,63}$/;
const homeNames = /(?:^|\.)(?:localhost|localdomain|local|arpa)$/;
const addressPattern = /^https:\/\/([a-z\d.-]+)(?:\/[\w.~-]*)*(?:\?[\w.~=&-]*)?$/;
const mostAddress = 200;
const labelPattern = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .&+'()-]{0,38}[\p{L}\p{M}\p{N}.+)]$/u;
const visible = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]{1,40}$/u;

function isHost(text: string): boolean {
  const isPuny = text.split('.').some((part) => part.startsWith('xn--'));
  return hostPattern.test(text) && !isPuny && !homeNames.test(text);
}

/** What a vendor owns of a name. */
function domainOf(host: string): string {
  return host.split('.').slice(-2).join('.');
}

type Reserved = ReservedNames['providers'][number];

/** The built-in provider that this is, or could be taken for. */
function ownerOf(is: (provider: Reserved) => boolean, { providers }: ReservedNames): string | undefined {
  return providers.find(is)?.label;
}

interface Reading extends FieldReader {
  readonly reserved: ReservedNames;
}

function readId(field: Field | undefined, { text, wrong, reserved }: Reading): ProviderId | undefined {
  const id = text(field);
  if (field === undefined || id === undefined) return undefined;
  // What every object has from birth must not be the name of an entry.
  if (!isProviderId(id) || id in {}) {
    wrong(field, 'id');
    return undefined;
  }
  const owner = ownerOf((each) => lookAlike(id, each.id) || lookAlike(id, each.label), reserved);
  if (owner === undefined) return id;
  wrong(field, 'reserved', owner);
  return undefined;
}

function readLabel(field: Field | undefined, reading: Reading): string | undefined {
  const { fitting, wrong, reserved } = reading;
  const label = fitting(field, labelPattern, 'label');
  if (field === undefined || label === undefined) return undefined;
  if (!isOfOneScript(label)) {
    wrong(field, 'scripts');
    return undefined;
  }
  const owner = ownerOf((each) => beginsLike(label, each.label) || beginsLike(label, each.id), reserved);
  if (owner === undefined) return label;
  wrong(field, 'reserved', owner);
  return undefined;
}

/** @param code of a text that is no such name */
function readHost(
  field: Field | undefined,
  code: 'host' | 'site' | 'github-host',
  { text, wrong, reserved }: Reading,
): string | undefined {
  const host = text(field);
  if (field === undefined || host === undefined) return undefined;
  if (!isHost(host)) {
    wrong(field, code);
    return undefined;
  }
  const owner = ownerOf(
    ({ hosts }) => hosts.some((each) => lookAlike(domainOf(each), domainOf(host))),
    reserved,
  );
  if (owner === undefined) return host;
  wrong(field, 'reserved', owner);
  return undefined;
}

/** Undefined as soon as one of them is wrong, so that no address is judged by half a list. */
function readHosts(field: Field | undefined, reading: Reading): readonly string[] | undefined {
  const fields = reading.list(field, mostHosts) ?? [];
  const hosts: string[] = [];
  for (const each of fields) {
    const host = readHost(each, 'host', reading);
    if (host === undefined) continue;
    if (hosts.includes(host)) reading.wrong(each, 'twice');
    else hosts.push(host);
  }
  return hosts.length > 0 && hosts.length === fields.length ? hosts : undefined;
}

function readAddress(
  field: Field | undefined,
  hosts: readonly string[] | undefined,
  { text, wrong }: Reading,
): string | undefined {
  const url = text(field);
  if (field === undefined || url === undefined) return undefined;
  if (!url.startsWith('https://')) {
    wrong(field, 'https');
    return undefined;
  }
  const host = addressPattern.exec(url)?.[1];
  if (host === undefined || url.length > mostAddress || /\/\.{1,2}(?:\/|$|\?)/.test(url)) {
    wrong(field, 'address');
    return undefined;
  }
  if (hosts === undefined) return undefined;
  if (hosts.includes(host)) return url;
  wrong(field, 'host-not-listed', hosts.join(', '));
  return undefined;
}

function readLength(field: Field | undefined, { wrong }: Reading): readonly [number, number] | undefined {
  if (field === undefined) return undefined;
  const { value } = field;
  const numbers =
    value.kind === 'list' ? value.items.map((item) => (item.kind === 'number' ? item.value : NaN)) : [];
  const [least = NaN, most = NaN] = numbers;
  const isFit =
    numbers.length === 2 && numbers.every(Number.isInteger) && least >= 8 && least <= most && most <= 300;
  if (isFit) return [least, most];
  wrong(field, 'length');
  return undefined;
}

function readKey(field: Field | undefined, reading: Reading): KeyPackage['key'] | undefined {
  const { fields, fitting, choice, wrong, reserved } = reading;
  const found = field && fields(field, ['hint', 'characters', 'length'], ['startsWith']);
  if (found === undefined) return undefined;
  const hint = fitting(found.get('hint'), visible, 'hint');
  const characters = choice(found.get('characters'), keyCharacters);
  const length = readLength(found.get('length'), reading);
  const start = found.get('startsWith');
  const startsWith = start === undefined ? '' : fitting(start, /^[\w.-]{0,40}$/, 'key-start');
  const vendor = startsWith === undefined ? undefined : reserved.vendorOfKey(startsWith);
  if (start !== undefined && vendor !== undefined) {
    wrong(start, 'key-start-taken', vendor);
    return undefined;
  }
  if (hint === undefined || characters === undefined || length === undefined || startsWith === undefined)
    return undefined;
  return { hint, characters, length, startsWith };
}

function readCheck(
  field: Field | undefined,
  hosts: readonly string[] | undefined,
  reading: Reading,
): KeyPackage['check'] | undefined {
  const { fields, fitting, whole } = reading;
  const found = field && fields(field, ['url'], ['field', 'refusedBy']);
  if (found === undefined) return undefined;
  const url = readAddress(found.get('url'), hosts, reading);
  const known = fitting(found.get('field'), /^[\w.-]{1,40}$/, 'answer-field');
  const refusedBy = whole(found.get('refusedBy'), 400, 499);
  if (url === undefined) return undefined;
  return { url, ...(known !== undefined && { field: known }), ...(refusedBy !== undefined && { refusedBy }) };
}

const pointers = ['used', 'limit', 'remaining', 'resetsAt'] as const;

function readWindow(field: Field, reading: Reading): PackageWindow | undefined {
  const { fields, fitting, choice, text, wrong } = reading;
  const found = fields(field, ['id', 'label', 'unit'], ['currency', ...pointers]);
  if (found === undefined) return undefined;
  const id = fitting(found.get('id'), /^[a-z][a-z\d-]{0,31}$/, 'id');
  const label = fitting(found.get('label'), labelPattern, 'label');
  const unit = choice(found.get('unit'), packageUnits);
  const money = found.get('currency');
  const currency = fitting(money, /^[A-Z]{3}$/, 'currency');
  if (unit !== undefined && (unit === 'currency') !== (money !== undefined)) {
    wrong(money ?? field, 'currency');
    return undefined;
  }
  const ways = pointers.flatMap((name) => {
    const way = found.get(name);
    const pointer = text(way);
    if (way === undefined || pointer === undefined) return [];
    if (isJsonPointer(pointer)) return [[name, pointer] as const];
    wrong(way, 'pointer');
    return [];
  });
  if (!found.has('used') && !found.has('remaining')) {
    wrong(field, 'figures');
    return undefined;
  }
  if (id === undefined || label === undefined || unit === undefined) return undefined;
  return { id, label, unit, ...(currency !== undefined && { currency }), ...Object.fromEntries(ways) };
}

function readWindows(field: Field | undefined, reading: Reading): readonly PackageWindow[] {
  const windows: PackageWindow[] = [];
  for (const each of reading.list(field, mostWindows) ?? []) {
    const window = readWindow(each, reading);
    if (window === undefined) continue;
    if (windows.some(({ id }) => id === window.id)) reading.wrong(each, 'twice');
    windows.push(window);
  }
  return windows;
}

function readQuota(
  field: Field | undefined,
  hosts: readonly string[] | undefined,
  reading: Reading,
): KeyPackage['quota'] | undefined {
  const { fields, whole } = reading;
  const found = field && fields(field, ['url', 'spacingSeconds', 'perHour', 'windows']);
  if (found === undefined) return undefined;
  const url = readAddress(found.get('url'), hosts, reading);
  const spacing = whole(found.get('spacingSeconds'), leastSpacingSeconds, mostSpacingSeconds);
  const perHour = whole(found.get('perHour'), 1, 60);
  const windows = readWindows(found.get('windows'), reading);
  if (url === undefined || spacing === undefined || perHour === undefined) return undefined;
  return { url, spacingMs: spacing * 1000, perHour, windows };
}

function readSchema(field: Field | undefined, { wrong }: Reading): void {
  if (field !== undefined && !(field.value.kind === 'number' && field.value.value === 1))
    wrong(field, 'schema');
}

function readGithubHost(field: Field | undefined, reading: Reading): string | undefined {
  const host = readHost(field, 'github-host', reading);
  if (field === undefined || host === undefined || isCompanyGithub(host)) return host;
  reading.wrong(field, 'github-host');
  return undefined;
}

function readGithub(field: Field, reading: Reading): GithubPackage | undefined {
  const found = reading.fields(field, ['schema', 'id', 'label', 'github']);
  if (found === undefined) return undefined;
  readSchema(found.get('schema'), reading);
  const id = readId(found.get('id'), reading);
  const label = readLabel(found.get('label'), reading);
  const host = readGithubHost(found.get('github'), reading);
  if (id === undefined || label === undefined || host === undefined) return undefined;
  return { kind: 'github', id, label, host, hosts: [host, `api.${host}`] };
}

const required = ['schema', 'id', 'label', 'keysFrom', 'hosts', 'key', 'header', 'check'];

function readKeys(field: Field, reading: Reading): KeyPackage | undefined {
  const { fields, fitting } = reading;
  const found = fields(field, required, ['quota']);
  if (found === undefined) return undefined;
  readSchema(found.get('schema'), reading);
  const id = readId(found.get('id'), reading);
  const label = readLabel(found.get('label'), reading);
  const keysFrom = readHost(found.get('keysFrom'), 'site', reading);
  const hosts = readHosts(found.get('hosts'), reading);
  const key = readKey(found.get('key'), reading);
  const header = fitting(
    found.get('header'),
    /^(?:bearer|authorization|api-key|x-[a-z\d](?:[a-z\d-]{0,38}[a-z\d])?)$/,
    'header',
  );
  const check = readCheck(found.get('check'), hosts, reading);
  const quota = readQuota(found.get('quota'), hosts, reading);
  if (id === undefined || label === undefined || keysFrom === undefined || hosts === undefined)
    return undefined;
  if (key === undefined || header === undefined || check === undefined) return undefined;
  const common = { id, label, keysFrom, hosts, key, header, check };
  return { kind: 'keys', ...common, ...(quota !== undefined && { quota }) };
}

/** Which of both it is, one field says. */
function readWhole(field: Field, reading: Reading): ProviderPackage | undefined {
  const { value } = field;
  const isGithub = value.kind === 'object' && value.entries.some(({ key }) => key === 'github');
  return isGithub ? readGithub(field, reading) : readKeys(field, reading);
}

/** @param text of the file, without a mark at its start. All problems come at once, in the order of the file. */
export function readProviderPackage(text: string, reserved: ReservedNames): ReadPackage {
  const placed = readPlacedJson(text, mostDeep);
  if (placed.kind === 'broken')
    return {
      kind: 'bad',
      problems: [{ ...placeOf(text, placed.at), field: '', code: placed.problem, about: '' }],
    };
  const reader = createFieldReader(text);
  const description = readWhole({ path: '', value: placed.value }, { ...reader, reserved });
  if (description !== undefined && reader.problems.length === 0) return { kind: 'good', description };
  const problems = reader.problems.toSorted(
    (one, other) => one.line - other.line || one.column - other.column,
  );
  return { kind: 'bad', problems };
}
