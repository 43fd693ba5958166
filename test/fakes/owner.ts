// A program that keeps logins: what it was asked is written down, and it does what the test says.
import type { LoginIdentity, LoginPlace } from '../../main/consumers/description.ts';
import { consumerId, type ConsumerId } from '../../main/domain/ids.ts';
import type { JsonObject } from '../../main/domain/json.ts';
import { Secret } from '../../main/domain/secret.ts';
import type { LoginOwners } from '../../main/flows/login-owners.ts';
import type { LoginFolders } from '../../main/ports.ts';
import { exampleId } from './provider.ts';

export const exampleProgram = consumerId('example-program');

export const adaAtProgram: LoginIdentity = {
  provider: exampleId,
  subject: 'cli/ada@example.test/org-1',
  label: 'ada@example.test',
  organization: 'Analytical Engines',
  plan: 'max',
  planDetail: '20x',
  loginExpiresAt: 1_800_000_000_000,
};

export class FakeOwners implements LoginOwners {
  readonly asked: string[] = [];
  /** What each does; a rejection is what the program would throw. */
  signingIn: (signal: AbortSignal) => Promise<void> = async () => undefined;
  found: LoginIdentity | undefined = adaAtProgram;
  signingOut: () => Promise<void> = async () => undefined;

  about(): { label: string; install: string } {
    return { label: 'Example Program', install: 'npm install -g example-program' };
  }

  async signIn(owner: ConsumerId, { folder }: LoginPlace, signal: AbortSignal): Promise<void> {
    this.asked.push(`${owner} signs in at ${folder}`);
    await this.signingIn(signal);
  }

  async read(_owner: ConsumerId, { folder }: LoginPlace): Promise<LoginIdentity | undefined> {
    this.asked.push(`whose login is at ${folder}`);
    return this.found;
  }

  /** What its files say of themselves about whose login it is. */
  still: boolean | undefined;

  /** Whom each of those questions was about. */
  readonly askedAbout: string[] = [];

  async isStill(_owner: ConsumerId, { folder }: LoginPlace, subject: string): Promise<boolean | undefined> {
    this.asked.push(`whether it is still theirs at ${folder}`);
    this.askedAbout.push(subject);
    return this.still;
  }

  async signOut(owner: ConsumerId, { folder, place }: LoginPlace): Promise<void> {
    this.asked.push(`${owner} signs out at ${folder}, ${place}`);
    await this.signingOut();
  }

  async renew(): Promise<void> {
    this.asked.push('renew');
  }

  usage: ReturnType<LoginOwners['usageOf']>;
  says: () => Promise<JsonObject> = async () => ({});

  usageOf(): ReturnType<LoginOwners['usageOf']> {
    return this.usage;
  }

  async readUsage(_owner: ConsumerId, { folder }: LoginPlace): Promise<JsonObject> {
    this.asked.push(`the quota at ${folder}`);
    return this.says();
  }

  async lendToken(_owner: ConsumerId, { folder }: LoginPlace): Promise<Secret> {
    this.asked.push(`the token at ${folder}`);
    return new Secret('canary_lent');
  }
}

export class MemoryFolders implements LoginFolders {
  readonly attempts = new Set<string>();
  readonly inUse = new Set<string>();
  readonly retired = new Set<string>();
  #count = 0;

  async make(owner: string): Promise<string> {
    this.#count += 1;
    const folder = `/data/logins/${owner}/${String(this.#count)}`;
    this.attempts.add(folder);
    return folder;
  }

  async keep(folder: string): Promise<void> {
    this.attempts.delete(folder);
    this.inUse.add(folder);
  }

  async retire(folder: string, _successor: string): Promise<void> {
    this.inUse.delete(folder);
    this.retired.add(folder);
  }

  async discard(folder: string): Promise<void> {
    this.attempts.delete(folder);
    this.inUse.delete(folder);
  }

  async sweep(): Promise<void> {
    this.attempts.clear();
  }

  async kept(): Promise<readonly string[]> {
    return [...this.inUse];
  }
}
