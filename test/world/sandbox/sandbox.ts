// The parts of a sandbox and its state, apart from any port.
import { Browser } from './browser.ts';
import { Clock } from './clock.ts';
import { companyEndpoints } from './company.ts';
import { DeviceCodes } from './device-codes.ts';
import { Faults } from './faults.ts';
import { Grants } from './grants.ts';
import { Network } from './network.ts';
import { Outside } from './outside.ts';
import { Personas } from './personas.ts';
import { providers } from './providers/list.ts';
import { RateLimits } from './rate-limits.ts';
import { RequestLog } from './request-log.ts';
import { applyScenario } from './scenario.ts';
import { Secrets } from './secrets.ts';
import { SignIns } from './sign-in.ts';

export class Sandbox {
  readonly clock = new Clock();
  readonly secrets = new Secrets();
  readonly personas = new Personas(this.clock, this.secrets, providers);
  readonly grants = new Grants(this.clock, this.secrets);
  readonly deviceCodes = new DeviceCodes(this.clock, this.secrets);
  readonly signIns = new SignIns(this.personas, this.grants, this.deviceCodes);
  readonly browser = new Browser(providers, this.personas, this.deviceCodes);
  readonly rateLimits = new RateLimits(this.clock);
  readonly faults = new Faults();
  readonly network = new Network();
  readonly log = new RequestLog(this.secrets);
  readonly outside = new Outside(this.clock);
  readonly endpoints = [...providers.flatMap((provider) => provider.endpoints(this)), ...companyEndpoints];
  readonly #initialScenario: unknown;

  constructor(initialScenario: unknown = {}) {
    this.#initialScenario = initialScenario;
    this.apply(initialScenario);
  }

  apply(scenario: unknown): void {
    const providerIds = providers.map(({ id }) => id);
    const { clock, faults, network, personas, browser, deviceCodes } = this;
    applyScenario(scenario, { clock, faults, network, personas, browser, deviceCodes, providerIds });
  }

  /** As just started, except that issued secrets stay known. */
  reset(): void {
    this.clock.offsetMs = 0;
    this.faults.set([]);
    const { network, personas, grants, deviceCodes, signIns, browser, rateLimits, log, outside } = this;
    for (const part of [network, personas, grants, deviceCodes, signIns, browser, rateLimits, log, outside])
      part.reset();
    this.apply(this.#initialScenario);
  }

  describePersonas(): object[] {
    return this.personas.all().map(({ meters, ...persona }) => ({
      ...persona,
      windows: Object.fromEntries(
        Object.keys(meters).map((name) => [name, this.personas.meter(this.personas.get(persona.id), name)]),
      ),
    }));
  }
}
