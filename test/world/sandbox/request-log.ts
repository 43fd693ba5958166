// The request log: who asked what, with whose credential, without any secret in it.
import { bodyFields } from './body-fields.ts';
import { machineNowMs } from './clock.ts';
import type { DeviationId } from './deviations.ts';
import type { Inquiry } from './endpoint.ts';
import { fingerprint } from './secrets.ts';
import type { SecretMention, Secrets } from './secrets.ts';

export type Logged = string | SecretMention;

export interface LogEntry {
  /** Counts up from 1 and is not reset, so that `GET /requests?since=` never misses one. */
  readonly id: number;
  /** In the sandbox's own time, which a scenario may shift. */
  readonly at: string;
  /**
   * When the head of the request was there and when its answer was ready to be sent, delays of faults included: the time
   * that the provider took. Milliseconds of the machine's clock since 1970, with fractions, whatever the scenario says.
   */
  readonly startedMs: number;
  readonly endedMs: number;
  readonly via: 'app' | 'browser' | 'direct';
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: Readonly<Record<string, Logged>>;
  readonly headers: Readonly<Record<string, Logged>>;
  /** The top-level fields of a form or JSON body. */
  readonly body: Readonly<Record<string, Logged>>;
  /** The persona whose credential the request carried. */
  readonly account?: string;
  readonly credential?: SecretMention;
  readonly status: number;
  readonly deviation?: string;
  readonly allowed?: readonly DeviationId[];
  readonly fault?: true;
}

export type Outcome = Pick<LogEntry, 'status' | 'deviation' | 'allowed' | 'fault'>;

// Values that are secret although the sandbox did not make them.
const secretNames =
  /^(authorization|cookie|x-api-key|proxy-authorization|state|code|code_verifier|user_code|attempt|.*(token|secret|password|key))$/i;
const harmlessNames = new Set(['token_type_hint', 'subject_token_type', 'requested_token']);
const longestLogged = 300;
const mostEntries = 50_000;

export class RequestLog {
  readonly #secrets: Secrets;
  #entries: LogEntry[] = [];
  #lastId = 0;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  reset(): void {
    this.#entries = [];
  }

  since(id: number): LogEntry[] {
    return this.#entries.filter((entry) => entry.id > id);
  }

  /** The credential that a request carries in a header or in its body. */
  credential(inquiry: Inquiry): SecretMention | undefined {
    const [inHeader] = ['authorization', 'x-api-key', 'x-goog-api-key'].flatMap(
      (name) => inquiry.headers.get(name) ?? [],
    );
    if (inHeader !== undefined) return this.#mention(inHeader);
    return this.#secrets.find(inquiry.body);
  }

  add(inquiry: Inquiry, circumstances: Pick<LogEntry, 'at' | 'startedMs' | 'via'>, outcome: Outcome): void {
    const credential = this.credential(inquiry);
    this.#lastId += 1;
    this.#entries.push({
      id: this.#lastId,
      ...circumstances,
      endedMs: machineNowMs(),
      method: inquiry.method,
      host: inquiry.host,
      path: this.#scrub(inquiry.path),
      query: this.#fields(inquiry.query),
      headers: this.#fields(inquiry.headers),
      body: this.#fields(bodyFields(inquiry.body)),
      ...(credential && { account: credential.account, credential }),
      ...outcome,
      ...(outcome.deviation !== undefined && { deviation: this.#scrub(outcome.deviation) }),
    });
    if (this.#entries.length > mostEntries) this.#entries.shift();
  }

  #fields(values: Iterable<readonly [string, string]>): Record<string, Logged> {
    return Object.fromEntries([...values].map(([name, value]) => [name, this.#value(name, value)] as const));
  }

  #value(name: string, value: string): Logged {
    if (secretNames.test(name) && !harmlessNames.has(name)) return this.#mention(value);
    return this.#secrets.find(value) ?? value.slice(0, longestLogged);
  }

  #mention(value: string): SecretMention {
    return (
      this.#secrets.find(value) ?? { account: 'unknown', kind: 'unknown', fingerprint: fingerprint(value) }
    );
  }

  #scrub(text: string): string {
    return this.#secrets.find(text) === undefined ? text : '[secret]';
  }
}
