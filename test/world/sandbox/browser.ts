// What the person in front of the world's browser would do, asked by the browser driver.
import type { DeviceCodes } from './device-codes.ts';
import type { Personas } from './personas.ts';
import type { Provider } from './provider.ts';
import type { BrowserPatch, Scenario } from './scenario.ts';

type BrowserScenario = NonNullable<Scenario['browser']>;

export interface BrowserAnswer {
  readonly provider: string;
  readonly email: string;
  readonly decision: NonNullable<BrowserPatch['decision']>;
  /** What to type on a device page: the scenario's, else what the device shows. */
  readonly userCode?: string;
}

export class Browser {
  readonly #providers: readonly Provider[];
  readonly #personas: Personas;
  readonly #deviceCodes: DeviceCodes;
  #wish: BrowserScenario = {};

  constructor(providers: readonly Provider[], personas: Personas, deviceCodes: DeviceCodes) {
    this.#providers = providers;
    this.#personas = personas;
    this.#deviceCodes = deviceCodes;
  }

  reset(): void {
    this.#wish = {};
  }

  merge(patch: BrowserScenario): void {
    const byProvider = { ...this.#wish.byProvider };
    for (const [id, one] of Object.entries(patch.byProvider ?? {}))
      byProvider[id] = { ...byProvider[id], ...one };
    this.#wish = { ...this.#wish, ...patch, byProvider };
  }

  /** For the page at this address; an address of no provider gets the first one's answer. */
  answer(url: string | undefined): BrowserAnswer | undefined {
    const host = url !== undefined && URL.canParse(url) ? new URL(url).hostname : undefined;
    const provider =
      this.#providers.find(({ hosts }) => host !== undefined && hosts.includes(host)) ?? this.#providers[0];
    if (provider === undefined) return undefined;
    const special = this.#wish.byProvider?.[provider.id] ?? {};
    const userCode = special.userCode ?? this.#wish.userCode ?? this.#deviceCodes.newestUserCode(provider.id);
    return {
      provider: provider.id,
      email: special.email ?? this.#personaEmail(provider, special.persona) ?? this.#generalEmail(provider),
      decision: special.decision ?? this.#wish.decision ?? 'allow',
      ...(userCode !== undefined && { userCode }),
    };
  }

  /** The wish for all providers counts where its persona is one of the provider's. */
  #generalEmail(provider: Provider): string {
    return (
      this.#personaEmail(provider, this.#wish.persona) ??
      this.#wish.email ??
      this.#personas.get(provider.defaultPersona).email
    );
  }

  #personaEmail(provider: Provider, id: string | undefined): string | undefined {
    const persona = id === undefined ? undefined : this.#personas.find(id);
    return persona?.provider === provider.id ? persona.email : undefined;
  }
}
