// What node-oidc-provider remembers during a figure: in memory. Its own store of that kind warns on the console at each start.

interface Remembered {
  readonly uid?: string;
  readonly grantId?: string;
  consumed?: number;
}

const remembered = new Map<string, Remembered>();

/** One for each kind of thing that the provider keeps; the names of the methods are the package's. */
export class ProviderStore {
  readonly #kind: string;

  constructor(kind: string) {
    this.#kind = kind;
  }

  async upsert(id: string, payload: Remembered): Promise<void> {
    remembered.set(this.#key(id), payload);
  }

  async find(id: string): Promise<Remembered | undefined> {
    return remembered.get(this.#key(id));
  }

  async findByUid(uid: string): Promise<Remembered | undefined> {
    return [...remembered]
      .filter(([key]) => key.startsWith(this.#key('')))
      .find(([, payload]) => payload.uid === uid)?.[1];
  }

  async consume(id: string): Promise<void> {
    const payload = await this.find(id);
    if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    remembered.delete(this.#key(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, payload] of remembered) if (payload.grantId === grantId) remembered.delete(key);
  }

  #key(id: string): string {
    return `${this.#kind} ${id}`;
  }
}
