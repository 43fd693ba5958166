// A provider that a person has described in a file, as it is known once it has been read. It is data and stays data: there is
// no field for a command, a variable of the environment or an address to open.
import type { ProviderId } from './ids.ts';
import type { PackageProblem } from './provider-package-words.ts';

/** Larger files are not read. */
export const mostPackageBytes = 64 * 1024;
/** More files are not looked at. */
export const mostPackages = 32;

export const keyCharacters = ['hex', 'alphanumeric', 'word', 'token'] as const;
export const packageUnits = ['percent', 'requests', 'tokens', 'credits', 'currency'] as const;

/** One figure or more in the answer about a quota, each by its JSON pointer. */
export interface PackageWindow {
  readonly id: string;
  readonly label: string;
  readonly unit: (typeof packageUnits)[number];
  /** ISO 4217; exactly with the unit `currency`. */
  readonly currency?: string;
  readonly used?: string;
  readonly limit?: string;
  readonly remaining?: string;
  readonly resetsAt?: string;
}

interface PackageBase {
  readonly id: ProviderId;
  readonly label: string;
  /** All that is ever asked. */
  readonly hosts: readonly string[];
}

/** A provider that takes API keys. */
export interface KeyPackage extends PackageBase {
  readonly kind: 'keys';
  /** The site on which people make their keys; shown, never opened. */
  readonly keysFrom: string;
  readonly key: {
    readonly hint: string;
    readonly startsWith: string;
    readonly characters: (typeof keyCharacters)[number];
    /** Of what stands behind the start, from the least to the most. */
    readonly length: readonly [least: number, most: number];
  };
  /** `bearer`, or the header that carries the key. */
  readonly header: string;
  readonly check: { readonly url: string; readonly field?: string; readonly refusedBy?: number };
  readonly quota?: {
    readonly url: string;
    readonly spacingMs: number;
    readonly perHour: number;
    readonly windows: readonly PackageWindow[];
  };
}

/** A company's own GitHub: everything but its address is known. */
export interface GithubPackage extends PackageBase {
  readonly kind: 'github';
  /** Where its people sign in; its API is below that. */
  readonly host: string;
}

export type ProviderPackage = KeyPackage | GithubPackage;

/** What belongs to the providers that are built in, so that no file can pass for one of them. */
export interface ReservedNames {
  readonly providers: readonly {
    readonly id: string;
    readonly label: string;
    readonly hosts: readonly string[];
  }[];
  /** Whose keys start like this text, where that is known. */
  readonly vendorOfKey: (text: string) => string | undefined;
}

export type ReadPackage =
  | { readonly kind: 'good'; readonly description: ProviderPackage }
  | { readonly kind: 'bad'; readonly problems: readonly PackageProblem[] };
