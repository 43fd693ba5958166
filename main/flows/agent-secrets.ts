// What an agent is given to work with: its environment, and the key or token of its account, once that may go out.
import type { Account, SignedInAccount } from '../domain/account.ts';
import type { Actor } from '../domain/actor.ts';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import { checkedEnvironment, ourVariables } from '../domain/environment-rules.ts';
import { Failure } from '../domain/failure.ts';
import type { JudgedProgram } from '../domain/hand-out.ts';
import { canBeRuled } from '../domain/judged-program.ts';
import type { AccountId } from '../domain/ids.ts';
import type { AgentId, Lease } from '../domain/lease.ts';
import { withSameService } from '../domain/same-service.ts';
import type { Secret } from '../domain/secret.ts';
import type { ConsumerDescription, EnvironmentOrder, Finder } from '../consumers/description.ts';
import type { Caller } from '../ports.ts';
import type { ProviderDescription } from '../providers/description.ts';
import type { Store } from '../state/store.ts';
import type { AccountBook } from './account-book.ts';
import type { FreshCredentials } from './fresh-credential.ts';
import type { HandOuts, KeysToHandOut } from './hand-outs.ts';
import type { LoginHome } from './login-homes.ts';
import { requireOwnKey } from './own-keys.ts';
import { consumerFor, isOwnProgram, type StartableConsumer } from './start-agent.ts';

/** Who asks, and by which right. */
export interface Asking {
  readonly actor: Actor;
  readonly grant: 'machine' | AgentId;
  readonly caller: Caller | undefined;
  readonly signal: AbortSignal;
}

export interface AgentSecretParts {
  readonly consumers: readonly ConsumerDescription[];
  readonly find: (provider: string) => ProviderDescription;
  readonly book: Pick<AccountBook, 'get'>;
  readonly fresh: Pick<FreshCredentials, 'get'>;
  readonly store: Store;
  readonly handOuts: Pick<HandOuts, 'handOut'>;
  /** Out of the processes above a caller, the one that a secret would go to. Undefined: nobody can be told. */
  readonly judge: (caller: Caller | undefined) => Promise<JudgedProgram | undefined>;
  /** Whether its lease has not ended. */
  readonly isRunning: (agent: AgentId) => boolean;
  /** Whether it is our own command line that calls, as the system tells it. */
  readonly isOurs: (caller: Caller | undefined) => Promise<boolean>;
  /** Where a sign-in of ours lives now; see `login-homes.ts`. */
  readonly homeOf: (account: AccountId) => LoginHome | undefined;
  /** What the folder of a login needs beside the login. Never fails. */
  readonly shareFolder: (entry: SignedInAccount) => Promise<void>;
  /** Where the person's own settings of a program are, which may say something else. */
  readonly finder: Finder;
}

export interface EnvironmentWish {
  readonly consumer?: string;
  readonly project: string;
  readonly userAgent?: string;
  /** Absolute; the launcher that prints a key on demand. */
  readonly launcher?: string;
  /** What every agent of ours gets beside it. */
  readonly own: Readonly<Partial<Record<(typeof ourVariables)[number], string | Secret>>>;
  /** Absolute: what the caller says that it will run. Judged in its place, where our own command line says so. */
  readonly program: string | undefined;
}

export interface HandedToken {
  readonly account: Account;
  readonly kind: 'api-key' | 'access-token';
  readonly token: Secret;
  /** Unix milliseconds; null: it does not end by itself. */
  readonly expiresAt: number | null;
}

export interface AgentSecrets {
  /** @throws Failure `broker/hand-out-denied`, `broker/locked`, `broker/not-acceptable`, `credential/…` */
  environment(lease: Lease, wish: EnvironmentWish, asking: Asking): Promise<EnvironmentChange>;
  /** Access material only, never a refresh token. @throws Failure as `environment`, and `credential/left-to-owner` */
  token(account: Account, consumer: string | undefined, asking: Asking): Promise<HandedToken>;
  /** What was allowed to an agent ends with it. */
  ended(agent: AgentId): void;
}

/**
 * Of a sign-in; a key is for whatever program the person allows it to (`hand-outs.ts`).
 * @throws Failure `broker/not-acceptable`
 */
function requireDestination(
  { account, credential }: SignedInAccount,
  { id, label }: StartableConsumer,
): void {
  if (credential.kind !== 'oauth' || credential.destinations.includes(id)) return;
  throw new Failure('broker/not-acceptable', {
    subject: label,
    detail: `the sign-in of ${account.label} is for ${credential.destinations.join(', ')} alone`,
  });
}

export function createAgentSecrets(parts: AgentSecretParts): AgentSecrets {
  const { consumers, book, fresh, store, handOuts, find } = parts;
  /** What a run was allowed counts for its whole life: it is one answer of the person. */
  const allowed = new Map<string, Set<string>>();

  /**
   * The account with keys that work now, if it may go out.
   * @param prepare what has to be done before; once it goes out nothing may stand in the way any more
   */
  async function handOut(
    account: Account,
    consumer: StartableConsumer,
    program: JudgedProgram | undefined,
    { actor, grant, caller, signal }: Asking,
    agent: AgentId | undefined,
    prepare: (entry: SignedInAccount) => Promise<void> = async () => undefined,
  ): Promise<KeysToHandOut> {
    const what = `${consumer.id} ${account.id}`;
    const isAllowed = agent !== undefined && allowed.get(agent)?.has(what) === true;
    const pid = caller?.line[0]?.pid;
    const order = {
      program,
      consumer: consumer.id,
      reader: consumer.label,
      account,
      provider: find(account.provider).label,
      actor,
      grant,
      ...(pid !== undefined && { pid }),
      ...(isAllowed && { isAllowed }),
    };
    return handOuts.handOut(order, signal, async () => {
      // The yes counts, even where the keys cannot be had now.
      if (agent !== undefined && parts.isRunning(agent))
        allowed.set(agent, (allowed.get(agent) ?? new Set()).add(what));
      const entry = await fresh.get(account.id);
      const { credential } = entry;
      if (credential.kind === 'delegated')
        throw new Failure('credential/left-to-owner', { subject: account.label });
      requireOwnKey(entry, find(account.provider));
      await prepare(entry);
      return { account: entry.account, credential };
    });
  }

  /** What anybody else says of themselves counts for nothing (reliability BR-07). */
  async function programOf(
    said: string | undefined,
    caller: Caller | undefined,
  ): Promise<JudgedProgram | undefined> {
    if (said === undefined || !(await parts.isOurs(caller))) return parts.judge(caller);
    return canBeRuled(said) ? { path: said } : undefined;
  }

  function loginOf({ account, credential }: SignedInAccount): EnvironmentOrder['login'] {
    if (credential.kind === 'oauth') return parts.homeOf(account.id);
    if (credential.kind === 'api-key') return undefined;
    const { owner, folder, place } = credential;
    const variable = consumers.find(({ id }) => id === owner)?.shellStart?.variable;
    return variable === undefined ? undefined : { folder, place, variable };
  }

  function orderFor(
    entry: SignedInAccount,
    { agent }: Lease,
    consumer: StartableConsumer,
    wish: EnvironmentWish,
  ): EnvironmentOrder {
    const { account } = entry;
    const login = loginOf(entry);
    const quota = store.state().readings.get(account.id)?.quota;
    const { launcher, userAgent, project } = wish;
    // A script may start anything, and words of ours would be none of its own.
    const isToAsk = launcher !== undefined && isOwnProgram(consumer, agent.label);
    const words = [
      'token',
      '--provider',
      account.provider,
      '--account',
      account.id,
      '--consumer',
      consumer.id,
    ];
    return {
      agent: agent.id,
      project,
      ...(quota !== undefined && { quota }),
      ...(login !== undefined && { login }),
      ...(isToAsk && { keyCommand: [launcher, ...words] as const }),
      ...(userAgent !== undefined && { userAgent }),
    };
  }

  return {
    async environment(lease, wish, asking) {
      // Logins that hand no secret over are none of the hand-out rules, but are locked as well.
      if (store.state().locked) throw new Failure('broker/locked');
      const consumer = consumerFor(consumers, wish.consumer ?? lease.agent.consumer, lease.agent.label);
      const { environment } = consumer;
      const known = book.get(lease.account);
      if (
        known === undefined ||
        !withSameService(environment.providers, [find(lease.provider)]).includes(lease.provider) ||
        !environment.accepts(known)
      )
        throw new Failure('broker/not-acceptable', { subject: consumer.label });
      const isOurs = known.credential.kind === 'oauth' && !environment.handsOver(known);
      // Its program reads that file alone: with another account in there it would be somebody else.
      if (isOurs && parts.homeOf(lease.account) === undefined)
        throw new Failure('broker/not-acceptable', {
          subject: consumer.label,
          detail: `${known.account.label} is not the account in its file; switch to it first`,
        });
      const entry = environment.handsOver(known)
        ? await handOut(
            known.account,
            consumer,
            await programOf(wish.program, asking.caller),
            asking,
            lease.agent.id,
            (ready) => parts.shareFolder(ready),
          )
        : known;
      if (entry === known) await parts.shareFolder(known);
      asking.signal.throwIfAborted();
      const change = environment.change(entry, orderFor(entry, lease, consumer, wish));
      const set = new Map([...change.set, ...Object.entries(wish.own)]);
      const checked = checkedEnvironment({ ...change, set }, [...environment.variables, ...ourVariables]);
      const note = await environment.overruledBy?.(entry, parts.finder);
      return { ...checked, ...(note !== undefined && { notes: [note] }) };
    },
    async token(account, consumer, asking) {
      const known = book.get(account.id);
      if (known === undefined) throw new Failure('credential/missing', { subject: account.label });
      if (known.credential.kind === 'delegated')
        throw new Failure('credential/left-to-owner', { subject: account.label });
      const agent = asking.grant === 'machine' ? undefined : asking.grant;
      const reader = consumerFor(consumers, consumer, '');
      requireDestination(known, reader);
      const program = await parts.judge(asking.caller);
      const { credential } = await handOut(account, reader, program, asking, agent);
      switch (credential.kind) {
        case 'api-key':
          return { account, kind: 'api-key', token: credential.key, expiresAt: null };
        case 'oauth': {
          const { accessToken, expiresAt = null } = credential;
          return { account, kind: 'access-token', token: accessToken, expiresAt };
        }
      }
    },
    ended(agent) {
      allowed.delete(agent);
    },
  };
}
