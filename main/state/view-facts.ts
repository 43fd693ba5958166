// What the view needs to know that is no state: providers, files and programs as their lists describe them.
import type { FailureValue } from '../domain/failure.ts';
import type { ConsumerId, ProviderId } from '../domain/ids.ts';
import type { Language } from '../domain/language.ts';

/** What the view needs to know of a provider; its description fits. */
export interface ProviderFacts {
  readonly id: ProviderId;
  readonly label: string;
  readonly methods: readonly {
    readonly id: string;
    readonly label: string;
    readonly standing: string;
    readonly kind: 'browser' | 'device' | 'api-key' | 'delegated';
    readonly hint?: string;
    /** The consumer whose program keeps the login. */
    readonly owner?: ConsumerId;
    readonly registration?: {
      readonly consent: string;
      readonly consentVersion: number;
      readonly clientIdHint: string;
    };
    readonly workspace?: { readonly hint: string; readonly pattern: RegExp };
    readonly hasCodePage?: true;
  }[];
  readonly standsAlone?: true;
  readonly thirdParty?: { readonly hosts: readonly string[]; readonly idle?: FailureValue };
  readonly isHiddenAtFirst?: true;
  readonly readQuota?: unknown;
  readonly readKeyQuota?: unknown;
  readonly quotaIn?: unknown;
  readonly plans?: readonly string[];
  readonly borrowedKeyStanding?: string;
  readonly keyPrice?: { readonly perMillionTokens: number; readonly asOf: number };
}

/** A shared file and where it lies on this machine. */
export interface FileFacts {
  readonly id: string;
  readonly reader: string;
  readonly path: string;
  readonly writes: string;
  readonly isOnByDefault: boolean;
  /** Whose keys it holds; absent where it is about nobody in particular. */
  readonly provider?: ProviderId;
}

/** A program that keeps logins of its own; with an `install` it can be asked to sign in, and most often out. */
export interface OwnerFacts {
  readonly id: ConsumerId;
  readonly label: string;
  readonly install?: string;
  /** Only a person can sign it out, in the program itself. */
  readonly signsOutByHand?: true;
  /** Whether it can be asked about the quota, and by itself again and again. */
  readonly usage?: { readonly polled: boolean };
  /** Whether it says the quota to a status line. */
  readonly hasStatusLine: boolean;
}

export interface ViewFacts {
  readonly providers: readonly ProviderFacts[];
  readonly files: readonly FileFacts[];
  readonly owners: readonly OwnerFacts[];
  readonly version: string;
  /** Of the texts; without one, English, as in a terminal. */
  readonly language?: Language;
  /** Unix milliseconds. */
  readonly now: number;
}
