// The programs that keep logins of their own: found on this machine, and asked to do something with one of them.
import type {
  ConsumerDescription,
  LoginIdentity,
  LoginOwner,
  LoginPlace,
  ProgramUsage,
} from '../consumers/description.ts';
import { Failure, type FailureCode } from '../domain/failure.ts';
import type { ConsumerId } from '../domain/ids.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Secret } from '../domain/secret.ts';
import type { Browser, Clock, Programs, TextFiles, Timer } from '../ports.ts';

/** With these a program that keeps a login cannot be asked, so it says nothing about its login. */
const silentCodes: ReadonlySet<FailureCode> = new Set([
  'sign-in/program-missing',
  'credential/owner-silent',
  'broker/bad-request',
]);

export function isOwnerSilent({ code }: Pick<Failure, 'code'>): boolean {
  return silentCodes.has(code);
}

export interface LoginOwnerParts {
  readonly consumers: readonly Pick<ConsumerDescription, 'id' | 'label' | 'owner'>[];
  readonly programs: Programs;
  readonly browser: Browser;
  readonly files: TextFiles;
  readonly clock: Clock;
  readonly timer: Timer;
}

export interface LoginOwners {
  /** How people call a program, and how it is installed. @throws Failure `broker/bad-request` for one that cannot be asked */
  about(owner: ConsumerId): Pick<LoginOwner, 'label' | 'install'>;
  /** Each @throws Failure `sign-in/program-missing`, and what the owner throws; none takes longer than it may. */
  signIn(owner: ConsumerId, at: LoginPlace, signal: AbortSignal): Promise<void>;
  read(owner: ConsumerId, at: LoginPlace, signal?: AbortSignal): Promise<LoginIdentity | undefined>;
  /** Whether the login there is still this person's; undefined where only the program itself can tell. */
  isStill(owner: ConsumerId, at: LoginPlace, subject: string): Promise<boolean | undefined>;
  signOut(owner: ConsumerId, at: LoginPlace): Promise<void>;
  /** @throws Failure `credential/left-to-owner` also when the program cannot be asked to renew */
  renew(owner: ConsumerId, at: LoginPlace): Promise<void>;
  /** How it can be asked about the quota; undefined when it cannot. */
  usageOf(owner: ConsumerId): Pick<ProgramUsage, 'kind' | 'polled' | 'limits'> | undefined;
  /** What it says about the quota, in its own words. */
  readUsage(owner: ConsumerId, at: LoginPlace): Promise<JsonObject>;
  /** The access token that it keeps. @throws Failure `credential/left-to-owner` when it cannot be had now */
  lendToken(owner: ConsumerId, at: LoginPlace): Promise<Secret>;
}

const answerLimitMs = 30_000;

export function createLoginOwners(parts: LoginOwnerParts): LoginOwners {
  const { consumers, programs, browser, files, clock, timer } = parts;

  function ownerOf(id: ConsumerId): LoginOwner {
    const owner = consumers.find((consumer) => consumer.id === id)?.owner;
    if (owner === undefined)
      throw new Failure('broker/bad-request', { subject: id, detail: 'it cannot be asked from here' });
    return owner;
  }

  async function toolsFor({ program, label, install }: LoginOwner) {
    const executable = await programs.find(program);
    if (executable === undefined)
      throw new Failure('sign-in/program-missing', { subject: label, detail: install });
    return { programs, executable, read: (path: string) => files.read(path), browser, timer };
  }

  /** For a question that some programs need not be there for. */
  async function readersFor(owner: LoginOwner) {
    if (owner.isReadFromFiles === undefined) return toolsFor(owner);
    return { programs, executable: owner.program, read: (path: string) => files.read(path) };
  }

  function onlyByHand({ label }: LoginOwner, what: string): Failure {
    return new Failure('broker/bad-request', {
      subject: label,
      detail: `only you can sign it ${what}, in its own terminal`,
    });
  }

  /** A program that says nothing must not hold up whoever waits for it. */
  async function inTime<Value>(
    { label }: LoginOwner,
    work: (signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const limit = new AbortController();
    const stop = timer.after(answerLimitMs, () => {
      limit.abort(new Failure('credential/owner-silent', { subject: label }));
    });
    try {
      return await work(limit.signal);
    } finally {
      stop();
    }
  }

  return {
    about: ownerOf,
    async signIn(id, at, signal) {
      const owner = ownerOf(id);
      if (owner.signIn === undefined) throw onlyByHand(owner, 'in');
      await owner.signIn(at, await toolsFor(owner), signal);
    },
    async read(id, at, signal) {
      const owner = ownerOf(id);
      const tools = await readersFor(owner);
      return inTime(owner, (limit) =>
        owner.read(at, tools, signal === undefined ? limit : AbortSignal.any([limit, signal])),
      );
    },
    async isStill(id, at, subject) {
      return ownerOf(id).isStill?.(at, subject, { read: (path) => files.read(path) });
    },
    async signOut(id, at) {
      const owner = ownerOf(id);
      if (owner.signOut === undefined) throw onlyByHand(owner, 'out');
      const tools = await toolsFor(owner);
      await inTime(owner, async (limit) => owner.signOut?.(at, tools, limit));
    },
    async renew(id, at) {
      const owner = ownerOf(id);
      if (owner.renew === undefined) throw new Failure('credential/left-to-owner', { subject: owner.label });
      const tools = await toolsFor(owner);
      await inTime(owner, async (limit) => owner.renew?.(at, tools, limit));
    },
    usageOf: (id) => consumers.find((consumer) => consumer.id === id)?.owner?.usage,
    async readUsage(id, at) {
      const owner = ownerOf(id);
      const { usage } = owner;
      if (usage === undefined) throw new Failure('broker/bad-request', { subject: owner.label });
      const tools = await toolsFor(owner);
      return inTime(owner, (limit) => usage.read(at, tools, limit));
    },
    async lendToken(id, at) {
      const owner = ownerOf(id);
      const token = await owner.lendToken?.(at, await readersFor(owner), clock.nowMs());
      // It renews the token with its own next request.
      if (token === undefined) throw new Failure('credential/left-to-owner', { subject: owner.label });
      return token;
    },
  };
}
