// What an update may be: which signed words about a release count, and which of its files are for this computer. Pure.
import type { FailureValue } from './failure.ts';

/**
 * Who puts a new version in place here. `itself`: Gatehouse does, when it is told to. `package-manager`: whoever installed it
 * for this computer. `by-hand`: it lies in a folder that the person has unpacked; and on macOS.
 */
export type UpdateWay = 'itself' | 'package-manager' | 'by-hand';

/** Facts of the release that runs, written into the package when it is made. Nothing else can set them. */
export interface UpdateFacts {
  /** The https folder with the words about the newest release, and with its files. */
  readonly address: string;
  /** Public ed25519 keys, as base64 of their SPKI form. One of them has to have signed. */
  readonly keys: readonly string[];
  /** Where a person finds the new version and what is new in it; null where there is no such page. */
  readonly page: string | null;
  /** No release from before this moment counts. Unix milliseconds. */
  readonly since: number;
}

export interface UpdateFile {
  /** A plain name beside the words about the release. */
  readonly name: string;
  /** Base64. */
  readonly sha512: string;
  readonly sizeBytes: number;
}

export interface Release {
  readonly version: string;
  /** For this system, the best first. */
  readonly files: readonly UpdateFile[];
}

export type UpdateStep = 'waiting' | 'looking' | 'found' | 'downloading' | 'ready' | 'restarting';

/** Where the updates of this app stand. */
export type Updates =
  /** `build`: it was made without an address. `elsewhere`: only the app with a window looks for them. */
  | { readonly kind: 'off'; readonly why: 'build' | 'package-manager' | 'elsewhere' }
  | {
      readonly kind: 'on';
      readonly way: UpdateWay;
      readonly page: string | null;
      readonly step: UpdateStep;
      /** The newer one, once it was found. */
      readonly version?: string;
      /** While it is fetched. */
      readonly percent?: number;
      /** Unix milliseconds. */
      readonly lookedAt?: number;
      readonly failure?: FailureValue;
    };

/** What is known of the last look after a restart. What it found is not: that has to be signed and newer then, too. */
export interface UpdateLook {
  /** Unix milliseconds. */
  readonly lookedAt: number;
  /** It came to its end, and there was nothing newer. */
  readonly foundNone: boolean;
  /** The version that the person was told of last. */
  readonly told?: string | undefined;
}

/** One look a day at most, whoever starts the app how often. */
const lookEveryMs = 86_400_000;
/** Nothing of it shall be in the way of a start. */
const firstLookAfterMs = 10 * 60_000;

/** When the next look is due. A clock that was set back must not put it off for ever. */
export function nextLookInMs(lookedAt: number | undefined, now: number): number {
  if (lookedAt === undefined || lookedAt > now) return firstLookAfterMs;
  return Math.max(firstLookAfterMs, lookedAt + lookEveryMs - now);
}

/** As electron-builder names the words about the newest release. */
export function metadataName(platform: string, arch: string): string {
  if (platform === 'win32') return 'latest.yml';
  if (platform === 'darwin') return 'latest-mac.yml';
  return `latest-linux${arch === 'x64' ? '' : `-${arch}`}.yml`;
}

/**
 * Beside the words, and of these words alone: whoever gets them from before a release, or while it is put there, finds the
 * signature of exactly those.
 * @param sha256 of the words, as hex
 */
export function signatureName(metadata: string, sha256: string): string {
  return `${metadata}.${sha256.slice(0, 16)}.sig`;
}

const largestFileBytes = 2 ** 30;
const aheadMs = 86_400_000;
const versionForm = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:-([\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*))?$/;
const fileNameForm = /^[\dA-Za-z][\w.-]{0,199}$/;
const sha512Form = /^[\d+/A-Za-z]{86}==$/;

const fileEnd: Readonly<Record<string, string>> = { win32: '.exe', darwin: '.zip' };
/** What makers of packages call the processors that Node knows by these names. */
const processorNames: Readonly<Record<string, readonly string[]>> = {
  x64: ['x64', 'x86_64', 'amd64'],
  arm64: ['arm64', 'aarch64'],
  arm: ['armv7l', 'armhf'],
  ia32: ['ia32', 'i386', 'i686'],
};

/** The one that the name of a file says it is for. */
function processorOf(name: string): string | undefined {
  const words = name.toLowerCase();
  const isNamed = (word: string): boolean => new RegExp(`(?<![a-z\\d])${word}(?![a-z\\d])`).test(words);
  return Object.keys(processorNames).find((arch) => processorNames[arch]?.some(isNamed));
}

function comparePart(one: string, other: string): number {
  const [a, b] = [one, other].map((part) => (/^\d+$/.test(part) ? Number(part) : undefined));
  if (a !== undefined && b !== undefined) return a - b;
  // A number comes before a word.
  if (a !== undefined || b !== undefined) return a === undefined ? 1 : -1;
  return one < other ? -1 : Number(one > other);
}

/**
 * By the rules of semantic versioning; undefined where one of them is no version. Not by the library `semver`: it also takes
 * versions such as `v1.2.3`, so the form above would stay, and this room has no libraries. What is left are these rules.
 */
export function compareVersions(one: string, other: string): number | undefined {
  const [left, right] = [versionForm.exec(one), versionForm.exec(other)];
  if (left === null || right === null) return undefined;
  for (const index of [1, 2, 3]) {
    const difference = Number(left[index]) - Number(right[index]);
    if (difference !== 0) return difference;
  }
  const [before, after] = [left[4]?.split('.'), right[4]?.split('.')];
  // What leads up to a version is older than it.
  if (before === undefined || after === undefined)
    return Number(after !== undefined) - Number(before !== undefined);
  for (let index = 0; index < Math.min(before.length, after.length); index += 1) {
    const difference = comparePart(before[index] ?? '', after[index] ?? '');
    if (difference !== 0) return difference;
  }
  return before.length - after.length;
}

export interface ReleaseExpectation {
  /** The version that runs. */
  readonly current: string;
  readonly platform: string;
  readonly arch: string;
  /** Unix milliseconds, as is `since`. */
  readonly now: number;
  readonly since: number;
  /** Only named to the person: which files there are does not matter then. */
  readonly onlyTold: boolean;
}

/** `refused`: signed, and yet nothing that this app takes; `why` is for people who make releases. */
export type ReleaseVerdict =
  | { readonly kind: 'newer'; readonly release: Release }
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly why: string };

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined where it is no file with everything that is needed to take it. */
function fileIn(entry: unknown): UpdateFile | undefined {
  if (!isFields(entry)) return undefined;
  const { url: name, sha512, size: sizeBytes } = entry;
  if (typeof name !== 'string' || !fileNameForm.test(name)) return undefined;
  if (typeof sha512 !== 'string' || !sha512Form.test(sha512)) return undefined;
  if (typeof sizeBytes !== 'number' || !Number.isSafeInteger(sizeBytes)) return undefined;
  return sizeBytes > 0 && sizeBytes <= largestFileBytes ? { name, sha512, sizeBytes } : undefined;
}

/** Those of this system; of several, those that name this processor. */
function ownFiles(
  files: readonly UpdateFile[],
  { platform, arch }: ReleaseExpectation,
): readonly UpdateFile[] {
  const fitting = files.filter(({ name }) => name.endsWith(fileEnd[platform] ?? '.AppImage'));
  const named = fitting.filter(({ name }) => processorOf(name) === arch);
  if (named.length > 0 || fitting.length > 1) return named;
  // The only one there is, unless it says that it is for another: the name of the words was not signed.
  return fitting.filter(({ name }) => processorOf(name) === undefined);
}

/**
 * Judges the words about a release once their signature has been found good.
 * @param words as they were parsed
 */
export function judgeRelease(words: unknown, expected: ReleaseExpectation): ReleaseVerdict {
  const refused = (why: string): ReleaseVerdict => ({ kind: 'refused', why });
  if (!isFields(words)) return refused('no fields');
  const { version, releaseDate, files: listed } = words;
  const order = typeof version === 'string' ? compareVersions(version, expected.current) : undefined;
  if (typeof version !== 'string' || order === undefined) return refused('no version');
  // The one that runs, or one before it: nobody is led back to an old fault.
  if (order <= 0) return { kind: 'none' };
  const date = typeof releaseDate === 'string' ? Date.parse(releaseDate) : NaN;
  if (Number.isNaN(date)) return refused('no date');
  if (date > expected.now + aheadMs) return refused('a date to come');
  if (date < expected.since) return refused('older than this version');
  if (!Array.isArray(listed) || listed.length === 0) return refused('no files');
  const read = listed.map(fileIn);
  const files = read.filter((file) => file !== undefined);
  if (files.length < read.length) return refused('a file without name, size or SHA-512');
  const own = ownFiles(files, expected);
  if (own.length === 0 && !expected.onlyTold) return refused('no file for this computer');
  return { kind: 'newer', release: { version, files: own } };
}
