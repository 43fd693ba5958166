// What has to be known to choose an account (design §9). Pure data, no secret.
import type { AccountId, ProviderId } from './ids.ts';
import type { KnownWindow } from './quota-window.ts';
import type { FolderRule, Strategy } from './settings.ts';

/**
 * `primary`: the wanted account serves. `draining`: it has less left than the reserve, which is for what runs already; what
 * starts new goes elsewhere. `fallback`: it is used up, or cannot serve for another reason, and another one serves. `held`: it
 * recovers, but not yet in every window that was used up, or not for long enough, so the other one still serves.
 */
export type Phase = 'primary' | 'draining' | 'fallback' | 'held';

/** One account as the choice sees it. */
export interface AccountFacts {
  readonly account: AccountId;
  readonly provider: ProviderId;
  /** Whether its keys work, as far as is known. */
  readonly signedIn: boolean;
  /** Its keys are here, but the key store does not open them now: nobody can use it, and nothing is forgotten about it. */
  readonly isClosed?: true;
  /** Any paid plan not known to be expired, or an API key. */
  readonly subscribed: boolean;
  /** Billed by use, so that there is no quota. */
  readonly isApiKey: boolean;
  /** What is known of its windows now; one whose reset is past has no figures but its limit. */
  readonly windows: readonly KnownWindow[];
  /** What came of asking last, where it was no reading: refused for asking too often, or no answer in time. */
  readonly lastAnswer?: 'refused' | 'none';
}

/** One provider as the choice sees it. */
export interface ProviderFacts {
  readonly provider: ProviderId;
  readonly mayFallBack: boolean;
  /** Neither stands in for another provider nor has one stand in for it. */
  readonly standsAlone?: true;
  /** Whether another account of it may stand in. */
  readonly otherAccounts: boolean;
  /** The account that the person has chosen, or else the first; absent without an account. */
  readonly wanted?: AccountId;
  /** What a million tokens cost by API key, and as of when (Unix milliseconds); absent when unknown. */
  readonly price?: { readonly perMillionTokens: number; readonly asOf: number };
}

export interface SelectionFacts {
  /** Unix milliseconds. */
  readonly now: number;
  readonly strategy: Strategy;
  /** The provider chosen last. */
  readonly chosen?: ProviderId;
  /** In the order of the list: a provider falls back to those after it, the last one to those before. */
  readonly providers: readonly ProviderFacts[];
  readonly accounts: readonly AccountFacts[];
  readonly reservePercent: number;
  readonly folderRules: readonly FolderRule[];
}

/** What is to be done, as far as is known. */
export interface TaskContext {
  /** For example `review`; free text of the caller. */
  readonly kind?: string;
  /** How much it will take, in percent of the account's fullest window or in tokens. */
  readonly estimate?: { readonly unit: 'percent' | 'tokens'; readonly amount: number };
  /** The program or agent that does it; free text of the caller. */
  readonly agent?: string;
  /** Where it is to be done, absolute, by every name that it goes by. */
  readonly folders?: readonly string[];
  /** Only these can be used by what does it; absent: all. */
  readonly providers?: readonly ProviderId[];
}

/** Why a provider cannot serve. */
export type Obstacle = 'signed-out' | 'not-subscribed' | 'used-up';

/** The letters of the base rule's branches, in the order they were walked. */
export type Branch = 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G' | 'H' | 'I';

export type Selection =
  | {
      readonly kind: 'chosen';
      readonly provider: ProviderId;
      /** False when the choice was made without knowing the quota, which counts as above the threshold. */
      readonly quotaKnown: boolean;
      /** Present when another provider was preferred. */
      readonly insteadOf?: { readonly provider: ProviderId; readonly because: Obstacle };
      readonly path: readonly Branch[];
    }
  | {
      readonly kind: 'none';
      readonly preferred: ProviderId;
      readonly because: Obstacle;
      /** Whether a fallback would have been possible, had it been allowed. */
      readonly fallbackOff: boolean;
      readonly path: readonly Branch[];
    };

/** The strategies that pick an account among all of them, instead of starting from a preferred provider. */
export type Ordering = Extract<Strategy, 'cost-optimized' | 'soonest-reset'>;

/** What serves, and why. */
export interface Choice {
  readonly preferred: ProviderId | undefined;
  readonly selection: Selection | undefined;
  /** The account that serves. */
  readonly account?: AccountId;
  /** The account that would serve if nothing were in its way. */
  readonly wanted?: AccountId;
  readonly phase: Phase;
  /** The strategy that picked it among all accounts, where one did. */
  readonly pickedBy?: Ordering;
  /** What the person has chosen by hand, where it serves otherwise than by what they prefer. */
  readonly byHand?: 'provider' | 'account';
  /** Windows that have to recover before the wanted account serves again. */
  readonly waitsFor: readonly {
    readonly account: AccountId;
    readonly window: string;
    readonly label: string;
    readonly resetsAt: number | null;
  }[];
  /** Unix milliseconds; when all of them will have, where every reset is known. */
  readonly backAt?: number;
  /** The folder rule that decided, where one did. */
  readonly rule?: FolderRule;
}
