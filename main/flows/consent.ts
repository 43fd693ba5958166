// Which client id a method runs with that needs one of the person's own, and the record of their yes to its terms.
import { Failure } from '../domain/failure.ts';
import type { ProviderId } from '../domain/ids.ts';
import { consentKey, type Consent } from '../domain/settings.ts';
import type { Clock } from '../ports.ts';
import type { BrowserMethod, DeviceMethod } from '../providers/description.ts';

export interface ConsentParts {
  readonly consents: () => Readonly<Record<string, Consent>>;
  readonly record: (consents: Readonly<Record<string, Consent>>) => void;
  readonly clock: Clock;
}

/**
 * @param given the client id that the person has just agreed to use
 * @returns undefined for a method that needs none
 * @throws Failure `sign-in/consent-needed` without a client id and a yes to today's words
 */
export function clientFor(
  provider: { readonly id: ProviderId; readonly label: string },
  method: BrowserMethod | DeviceMethod,
  given: string | undefined,
  { consents, record, clock }: ConsentParts,
): string | undefined {
  const { registration } = method;
  if (registration === undefined) {
    if (given === undefined) return undefined;
    throw new Failure('broker/bad-request', { subject: provider.label, detail: 'it takes no client id' });
  }
  const key = consentKey(provider.id, method.id);
  if (given === undefined) {
    const recorded = consents()[key];
    if (recorded?.version === registration.consentVersion) return recorded.clientId;
    throw new Failure('sign-in/consent-needed', { subject: provider.label });
  }
  if (!registration.clientIdPattern.test(given))
    throw new Failure('sign-in/consent-needed', {
      subject: provider.label,
      detail: `that is not a client id of your own, which looks like ${registration.clientIdHint}`,
    });
  record({ [key]: { clientId: given, version: registration.consentVersion, at: clock.nowMs() } });
  return given;
}
