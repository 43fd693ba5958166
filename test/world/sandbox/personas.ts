// The people who have accounts in the sandbox, their plans and their meters.
import { createHash } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { Secrets } from './secrets.ts';

export interface Meter {
  usedPercent: number;
  lengthSeconds: number;
  resetsAtMs: number;
}

/** What a provider says about one of its people; everything else follows from it. */
export interface PersonaSeed {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly plan: string;
  readonly organization: string;
  readonly meters: Readonly<Record<string, { used: number; lengthSeconds: number; resetsInSeconds: number }>>;
}

export interface Persona {
  readonly id: string;
  readonly provider: string;
  readonly apiKey: string;
  readonly accountId: string;
  readonly userId: string;
  readonly organizationId: string;
  name: string;
  email: string;
  plan: string;
  organization: string;
  /** Whether the API key is accepted. */
  apiKeyValid: boolean;
  /** In the order in which slots (primary, secondary) are filled; null is a meter the provider does not show. */
  meters: Record<string, Meter | null>;
  accessLifeSeconds: number;
  refreshLifeSeconds: number;
  /** Fields left out of token answers, such as `refresh_token` (then the old one stays good) or `expires_in`. */
  omitFromTokens: string[];
  /** The provider's newer or older way to say the same, by the provider's own name for it. */
  shape: string | undefined;
  /** Fields of the usage answer, in the provider's own words, that stand in place of what follows from the rest. */
  usage: Readonly<Record<string, unknown>>;
}

/** The same person has the same ids in every run, so that scenarios and screenshots can name them. */
function stableUuid(text: string): string {
  const digits = createHash('sha256').update(text).digest('hex');
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}

/** The part of a provider that its people are made from. */
export interface PersonaKind {
  readonly id: string;
  readonly apiKeyPrefix: string;
  readonly accessLifeSeconds: number;
  readonly seeds: readonly PersonaSeed[];
}

const refreshLifeSeconds = 30 * 86_400;

export class Personas {
  readonly #clock: Clock;
  readonly #kinds: readonly PersonaKind[];
  readonly #apiKeys: ReadonlyMap<string, string>;
  #people: ReadonlyMap<string, Persona>;

  constructor(clock: Clock, secrets: Secrets, kinds: readonly PersonaKind[]) {
    this.#clock = clock;
    this.#kinds = kinds;
    this.#apiKeys = new Map(
      kinds.flatMap(({ seeds, apiKeyPrefix }) =>
        seeds.map(({ id }) => [id, secrets.issue('api-key', id, apiKeyPrefix)] as const),
      ),
    );
    this.#people = this.#birth();
  }

  reset(): void {
    this.#people = this.#birth();
  }

  all(): Persona[] {
    return [...this.#people.values()];
  }

  find(id: string): Persona | undefined {
    return this.#people.get(id);
  }

  /** For an account that came from here and so exists. */
  get(id: string): Persona {
    const persona = this.#people.get(id);
    if (persona === undefined) throw new Error(`no persona ${id}`);
    return persona;
  }

  byEmail(provider: string, email: string): Persona | undefined {
    const wanted = email.trim().toLowerCase();
    return this.all().find((one) => one.provider === provider && one.email.toLowerCase() === wanted);
  }

  byApiKey(provider: string, apiKey: string): Persona | undefined {
    return this.all().find((one) => one.provider === provider && one.apiKey === apiKey);
  }

  /** A meter as it stands now: one whose reset has passed starts again at nothing. */
  meter(persona: Persona, name: string): Meter | null {
    const meter = persona.meters[name] ?? null;
    if (meter === null) return null;
    const overdueMs = this.#clock.nowMs() - meter.resetsAtMs;
    if (overdueMs >= 0) {
      const lengthMs = meter.lengthSeconds * 1000;
      meter.usedPercent = 0;
      meter.resetsAtMs += (Math.floor(overdueMs / lengthMs) + 1) * lengthMs;
    }
    return meter;
  }

  #birth(): ReadonlyMap<string, Persona> {
    return new Map(
      this.#kinds.flatMap((kind) => kind.seeds.map((seed) => [seed.id, this.#one(kind, seed)] as const)),
    );
  }

  #one(kind: PersonaKind, seed: PersonaSeed): Persona {
    const nowMs = this.#clock.nowMs();
    const meters = Object.entries(seed.meters).map(([name, { used, lengthSeconds, resetsInSeconds }]) => {
      return [
        name,
        { usedPercent: used, lengthSeconds, resetsAtMs: nowMs + resetsInSeconds * 1000 },
      ] as const;
    });
    return {
      id: seed.id,
      provider: kind.id,
      apiKey: this.#apiKeys.get(seed.id) ?? '',
      accountId: stableUuid(`account ${seed.id}`),
      userId: `user-${stableUuid(`user ${seed.id}`).slice(0, 13)}`,
      organizationId: stableUuid(`organization ${seed.organization}`),
      name: seed.name,
      email: seed.email,
      plan: seed.plan,
      organization: seed.organization,
      apiKeyValid: true,
      meters: Object.fromEntries(meters),
      accessLifeSeconds: kind.accessLifeSeconds,
      refreshLifeSeconds,
      omitFromTokens: [],
      shape: undefined,
      usage: {},
    };
  }
}
