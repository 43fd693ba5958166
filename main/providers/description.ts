// What a provider says about itself. A provider returns values; it stores nothing, logs no secret and shows nothing.
// What it lacks is absent: no stub, no flag to check first. The description itself is data that is read at every start;
// the code behind it is loaded on use.
import type { Account, OAuthAccount, SignedInAccount } from '../domain/account.ts';
import type { CallbackExpectation } from '../domain/callback.ts';
import type { FailureValue } from '../domain/failure.ts';
import type { ConsumerId, ProviderId } from '../domain/ids.ts';
import type { CodePage } from '../domain/pasted-answer.ts';
import type { StatusPage } from '../domain/incident.ts';
import type { JsonObject } from '../domain/json.ts';
import type { PlanName } from '../domain/plan.ts';
import type { QuotaWindow, SourceKind } from '../domain/quota-window.ts';
import type { Secret } from '../domain/secret.ts';
import type { Clock, Http, Log } from '../ports.ts';

/** The effects a provider may use; `http` reaches only the hosts that its description lists. */
export interface ProviderTools {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
}

/** An attempt in the browser: where to send the person, what the answer must look like, how to redeem it. */
export interface BrowserAttempt {
  readonly url: string;
  readonly expectation: Omit<CallbackExpectation, 'port'>;
  /**
   * Redeems the code.
   * @param issuer as the answer named it, where it did
   * @throws Failure `sign-in/refused-answer`, `network/…`, `provider/…`
   */
  finish(code: string, signal: AbortSignal, issuer?: string): Promise<SignedInAccount>;
  /** Words for an `error` that the provider sent back with the right state. */
  denied(error: string, description: string): 'sign-in/denied' | 'sign-in/not-entitled';
  /** The provider's page that shows the answer for pasting, where that was asked for. */
  readonly codePage?: CodePage;
}

interface MethodBase {
  readonly id: string;
  readonly label: string;
  /** How the vendor stands towards this way of signing in; shown in the window. */
  readonly standing: string;
}

/** A client that the person has registered with the vendor, and what they agree to before it is used. */
export interface Registration {
  /** Asked and recorded before the first use, for each client id and each version of the words. */
  readonly consent: string;
  readonly consentVersion: number;
  /** What a client id looks like, as a hint in the empty field. */
  readonly clientIdHint: string;
  readonly clientIdPattern: RegExp;
}

/** One person may have several workspaces, each an account of its own, and a sign-in may be for a certain one. */
export interface WorkspaceNote {
  /** What the id of one looks like, as a hint in the empty field. */
  readonly hint: string;
  readonly pattern: RegExp;
}

/** Authorization code + PKCE in the system browser, answered on a loopback port (RFC 8252). */
export interface BrowserMethod extends MethodBase {
  readonly kind: 'browser';
  /** The ports that the provider's redirect allow-list has, best first. */
  readonly ports: readonly number[];
  /** Present where the vendor has no client for programs like ours, so that the person brings one. */
  readonly registration?: Registration;
  /** Present where a sign-in can be asked for one workspace; whose the answer is, is looked at for every method. */
  readonly workspace?: WorkspaceNote;
  /** The provider has a page that shows the answer for pasting, for where nothing here can listen. */
  readonly hasCodePage?: true;
  /**
   * @param given `clientId` is there exactly when the method has a registration, `workspace` only when the method has such
   * a note, `onCodePage` only when it has a page for codes: then the answer is shown there, and nothing listens at the port
   */
  begin(
    given: {
      readonly port: number;
      readonly clientId?: string;
      readonly workspace?: string;
      readonly onCodePage?: true;
    },
    tools: ProviderTools,
    signal: AbortSignal,
  ): Promise<BrowserAttempt>;
}

/** A key that the person enters once. */
export interface ApiKeyMethod extends MethodBase {
  readonly kind: 'api-key';
  /** How a key starts, as a hint in the empty field. */
  readonly hint: string;
  /** Asks the provider whether it accepts the key. @throws Failure `credential/malformed`, `credential/key-rejected`, … */
  accept(key: Secret, tools: ProviderTools, signal: AbortSignal): Promise<SignedInAccount>;
}

/** What one question about a device code was answered with. */
export type DeviceAnswer =
  | { readonly kind: 'pending' }
  /**
   * Asked too often: from now on more time lies between two questions (RFC 8628 §3.5). `intervalMs`: how much the provider
   * wants there at least, where it says so.
   */
  | { readonly kind: 'slow-down'; readonly intervalMs?: number }
  | { readonly kind: 'denied' }
  | { readonly kind: 'expired' }
  /** `finish` redeems what the device was given. @throws Failure as that of a `BrowserAttempt` */
  | { readonly kind: 'allowed'; finish(): Promise<SignedInAccount> };

/** A code that waits for the person to type it into a page of the provider's. */
export interface DeviceAttempt {
  readonly url: string;
  /** What the person types; worth nothing without the sign-in there. */
  readonly code: string;
  /** How long it can be entered, from now on. */
  readonly lifeMs: number;
  /** How long to wait before each question. */
  readonly intervalMs: number;
  /** What may be in the way on that page, as a sentence. */
  readonly advice: string;
  /** Asks once whether the person is done. @throws Failure `network/…`, `provider/…` */
  ask(signal: AbortSignal): Promise<DeviceAnswer>;
}

/** A code for the page of the provider's on any device: nothing opens and nothing listens on this one (after RFC 8628). */
export interface DeviceMethod extends MethodBase {
  readonly kind: 'device';
  /** Present where the vendor has no client for programs like ours, so that the person brings one. */
  readonly registration?: Registration;
  /** Present where a person can say which workspace they mean; the answer alone shows whether it is that one. */
  readonly workspace?: WorkspaceNote;
  /**
   * @param given `clientId` is there exactly when the method has a registration
   * @throws Failure `sign-in/denied` where the provider gives no codes out, `network/…`, `provider/…`
   */
  begin(
    given: { readonly clientId?: string },
    tools: ProviderTools,
    signal: AbortSignal,
  ): Promise<DeviceAttempt>;
}

/** The vendor's own program signs in and keeps the login; we never hold a token of it. */
export interface DelegatedMethod extends MethodBase {
  readonly kind: 'delegated';
  /** The consumer whose program that is. */
  readonly owner: ConsumerId;
}

export type SignInMethod = BrowserMethod | DeviceMethod | ApiKeyMethod | DelegatedMethod;

export interface QuotaAnswer {
  readonly windows: readonly QuotaWindow[];
  readonly source: string;
  /** The plan as this answer states it, where it does. */
  readonly plan?: PlanName;
  /** What the plan has, in short words, as far as the answer states it: `extra usage`. */
  readonly features?: readonly string[];
}

/** A provider that a file of the person's describes. */
export interface ThirdParty {
  /** The hosts of its file, also while nothing may be asked. */
  readonly hosts: readonly string[];
  /** Why nothing of it is used; absent while it is. */
  readonly idle?: FailureValue;
}

export interface ProviderDescription {
  readonly id: ProviderId;
  readonly label: string;
  /** The only hosts that requests for this provider may reach. */
  readonly hosts: readonly string[];
  /** Where the vendor says how its services are; asked only where the person wants that. */
  readonly statusPage?: StatusPage;
  readonly methods: readonly SignInMethod[];
  /** Neither stands in for another provider nor has one stand in for it: agents cannot exchange them. */
  readonly standsAlone?: true;
  /** Another house of this provider's service, with hosts and people of its own: agents use its accounts as they use those. */
  readonly sameServiceAs?: ProviderId;
  /** Present where it is not built in. */
  readonly thirdParty?: ThirdParty;
  /** Whose the keys of its accounts are, as those keep it; absent where the provider's name says that for ever. */
  readonly keyIssuer?: string;
  /** Takes no room until the person wants it or has an account of it. */
  readonly isHiddenAtFirst?: true;
  /** Reads the quota of one account. @throws Failure */
  readonly readQuota?: (
    entry: { readonly account: Account; readonly accessToken: Secret },
    tools: ProviderTools,
  ) => Promise<QuotaAnswer>;
  /**
   * Reads what is left for an API key, where the provider lets the key itself ask: a balance or a limit. It is asked as
   * often as `quotaLimits` allow. @throws Failure
   */
  readonly readKeyQuota?: (
    entry: { readonly account: Account; readonly key: Secret },
    tools: ProviderTools,
  ) => Promise<QuotaAnswer>;
  /** Reads what a program of the vendor says about the quota, by the kind of source. Undefined: it says nothing. */
  readonly quotaIn?: Readonly<
    Partial<
      Record<
        Exclude<SourceKind, 'api'>,
        (answer: JsonObject, nowMs: number) => Promise<QuotaAnswer | undefined>
      >
    >
  >;
  /** From the smallest to the largest plan, in the provider's own words, as far as they can be ordered. */
  readonly plans?: readonly string[];
  /**
   * Present where the quota of a login that a program keeps may be asked for with that program's own key, once the person
   * has allowed it: how the vendor stands towards that, as a sentence.
   */
  readonly borrowedKeyStanding?: string;
  /**
   * What a million tokens cost by API key, in US dollars: of the vendor's main model for coding, three parts read and one
   * written, as published at this date (Unix milliseconds).
   */
  readonly keyPrice?: { readonly perMillionTokens: number; readonly asOf: number };
  /** How often the provider lets one account be asked for its quota. */
  readonly quotaLimits?: { readonly spacingMs: number; readonly perHour: number };
  /** Asks for the plan, where the quota answer does not state it; undefined when the provider does not tell. @throws Failure */
  readonly readPlan?: (entry: OAuthAccount, tools: ProviderTools) => Promise<PlanName | undefined>;
  /**
   * Spends the refresh token for new tokens of the same identity (RFC 6749 §6); the old one is worthless afterwards.
   * @throws Failure `credential/rejected` when the token is dead, `credential/revoked` when the provider has ended the
   * sign-in, anything else when trying again makes sense
   */
  readonly refresh?: (entry: OAuthAccount, tools: ProviderTools) => Promise<OAuthAccount>;
  /** Ends the sign-in at the provider (RFC 7009). @throws Failure */
  readonly revoke?: (entry: OAuthAccount, tools: ProviderTools, signal: AbortSignal) => Promise<void>;
}
