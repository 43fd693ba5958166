// What is known of an account's quota and plan, as it is kept across restarts. No secret.
import type { Plan } from './plan.ts';
import type { RequestRecord } from './poll-policy.ts';
import type { KnownQuota } from './quota-window.ts';

export interface QuotaNote {
  readonly requests: RequestRecord;
  /** The fingerprint of who is asked about: several accounts may be one and the same person at the provider. */
  readonly identity?: string;
  readonly quota?: KnownQuota;
  readonly plan?: Plan;
}
