// The file in which a person or a company pins public keys of hosts. Without it nothing is pinned; with one that cannot be
// understood nothing is asked, for nobody knows what was meant to be refused.
import { createHash, X509Certificate } from 'node:crypto';
import * as z from 'zod/mini';
import { Failure } from '../../domain/failure.ts';
import { placeOf, readPlacedJson, type PlacedValue } from '../../domain/placed-json.ts';
import { isPin, isPinnedHost, type Pin, type Pins } from '../../domain/public-key-pins.ts';
import { textFiles } from './credential-files.ts';

const host = z.string().check(z.refine(isPinnedHost));
const fileShape = z.strictObject({
  schema: z.literal(1),
  pins: z.record(host, z.array(z.custom<Pin>(isPin)).check(z.minLength(1))),
});

/** As deep as the file can be: hosts, and the list of each. */
const mostDeep = 3;

/** Where the value of this path stands; what is missing, at what lacks it. */
function offsetOf(value: PlacedValue, at: number, [key, ...rest]: readonly PropertyKey[]): number {
  if (key === undefined) return at;
  if (value.kind === 'list') {
    const item = value.items[Number(key)];
    return item === undefined ? at : offsetOf(item, item.at, rest);
  }
  const entry = value.kind === 'object' ? value.entries.findLast((each) => each.key === key) : undefined;
  return entry === undefined ? at : offsetOf(entry.value, entry.at, rest);
}

/** The first place that is wrong. */
function wrongAt(text: string, { issues: [first] }: z.core.$ZodError): number {
  const placed = readPlacedJson(text, mostDeep);
  if (placed.kind === 'broken') return placed.at;
  const { value } = placed;
  const beside = first?.code === 'unrecognized_keys' ? first.keys.slice(0, 1) : [];
  return offsetOf(value, value.at, [...(first?.path ?? []), ...beside]);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export type ParsedPins =
  | { readonly kind: 'pins'; readonly pins: Pins }
  /** With the first line that is wrong. */
  | { readonly kind: 'broken'; readonly line: number; readonly detail: string };

/** @param text undefined where there is no file */
export function parsePins(text: string | undefined): ParsedPins {
  if (text === undefined) return { kind: 'pins', pins: new Map() };
  const { data, error } = fileShape.safeParse(parsedJson(text));
  if (data !== undefined) return { kind: 'pins', pins: new Map(Object.entries(data.pins)) };
  const { line } = placeOf(text, wrongAt(text, error));
  const detail = `line ${String(line)}: it has to be JSON that gives sha256 pins for host names`;
  return { kind: 'broken', line, detail };
}

/** @throws Failure `storage/unreadable` naming the file, and the line that is wrong */
export async function readPins(path: string): Promise<Pins> {
  const parsed = parsePins(await textFiles.read(path));
  if (parsed.kind === 'pins') return parsed.pins;
  throw new Failure('storage/unreadable', { subject: path, detail: parsed.detail });
}

/** Of the public key in a certificate. @param pem as Electron hands it over */
export function pinOf(pem: string): Pin {
  const key = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
  return `sha256/${createHash('sha256').update(key).digest('base64')}`;
}
