// What a provider of the sandbox is, and what the sandbox lends it.
import type { Clock } from './clock.ts';
import type { DeviceCodes } from './device-codes.ts';
import type { Endpoint } from './endpoint.ts';
import type { Grants } from './grants.ts';
import type { PersonaKind, Personas } from './personas.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Secrets } from './secrets.ts';
import type { SignIns } from './sign-in.ts';

export interface Lent {
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly personas: Personas;
  readonly grants: Grants;
  readonly signIns: SignIns;
  readonly deviceCodes: DeviceCodes;
  readonly rateLimits: RateLimits;
}

export interface Provider extends PersonaKind {
  readonly hosts: readonly string[];
  /** Who signs in when the scenario does not say. */
  readonly defaultPersona: string;
  /** The client that a person would have registered with it, where it wants one. */
  readonly registeredClient?: string;
  /** A token as the vendor's own program keeps it for somebody, where only that program may sign in. */
  readonly lentToken?: (lent: Lent, account: string) => string;
  endpoints(lent: Lent): readonly Endpoint[];
}
