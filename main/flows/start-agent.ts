// Makes an order for a lease of what a caller wants: whose kind of program, which account, and with what the lease lives.
import type { Account } from '../domain/account.ts';
import { accountNamed } from '../domain/account-name.ts';
import { Failure } from '../domain/failure.ts';
import type { ProviderId } from '../domain/ids.ts';
import type { LeaseAmount, LeaseHolder, LeasePriority } from '../domain/lease.ts';
import { repeated } from '../domain/repeated.ts';
import { withSameService, type Service } from '../domain/same-service.ts';
import type { AgentEnvironment, ConsumerDescription } from '../consumers/description.ts';
import type { Caller, ProcessWatch } from '../ports.ts';
import type { ProviderDescription } from '../providers/description.ts';
import type { State } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { AgentWish } from './choose-for-agent.ts';
import type { LeaseOrder } from './lease-desk.ts';

/** What a caller may say; nothing of it is believed where the system knows better. */
export interface StartOrder {
  readonly label: string;
  readonly consumer?: string | undefined;
  readonly task?: string | undefined;
  /** Absolute, without links on the way. */
  readonly folder?: string | undefined;
  /** The same as its shell spells it. */
  readonly spelledFolder?: string | undefined;
  readonly provider?: string | undefined;
  /** By id, label or `label (organization)`. */
  readonly account?: string | undefined;
  readonly estimate?: LeaseAmount | undefined;
  readonly priority?: LeasePriority | undefined;
  readonly holder:
    | { readonly kind: 'process'; readonly pid: number }
    | { readonly kind: 'stream' }
    | { readonly kind: 'heartbeat' };
}

export interface StartAgentParts {
  readonly consumers: readonly ConsumerDescription[];
  readonly store: Store;
  /** As they are now. */
  readonly providers: readonly Service[];
  /** @throws Failure `selection/unknown-provider` */
  readonly find: (provider: string) => ProviderDescription;
  readonly watch: Pick<ProcessWatch, 'stampOf'>;
}

/** A consumer whose agents can be started. */
export interface StartableConsumer extends ConsumerDescription {
  readonly environment: AgentEnvironment;
}

function isStartable(consumer: ConsumerDescription): consumer is StartableConsumer {
  return consumer.environment !== undefined;
}

/** `claude.exe` is `claude`. */
const withoutExtension = (name: string): string => name.replace(/\.(?:exe|cmd|bat)$/i, '');

/** Whether a command of this name is the consumer's own program, and no script that starts it. */
export function isOwnProgram(
  { shellStart, owner, processNames = [] }: ConsumerDescription,
  label: string,
): boolean {
  const command = withoutExtension(label);
  return shellStart?.command === command || owner?.program === command || processNames.includes(command);
}

/**
 * By its name, or else by how its command is called; anything else is a script.
 * @throws Failure `broker/bad-request` for a name that there is not
 */
export function consumerFor(
  consumers: readonly ConsumerDescription[],
  named: string | undefined,
  label: string,
): StartableConsumer {
  const startable = consumers.filter(isStartable);
  if (named !== undefined) {
    const found = startable.find(({ id }) => id === named);
    if (found !== undefined) return found;
    const names = startable.map(({ id }) => id).join(', ');
    throw new Failure('broker/bad-request', {
      detail: `no consumer is called ${repeated(named)}; there are ${names}`,
    });
  }
  const found =
    startable.find((consumer) => isOwnProgram(consumer, label)) ??
    startable.find(({ environment }) => environment.forScripts === true);
  if (found === undefined) throw new Failure('internal', { detail: 'no consumer is for scripts' });
  return found;
}

/**
 * A process counts when the system says that it is the caller or one of its ancestors; where the system says nothing of the
 * caller, one of this person's own.
 * @throws Failure `broker/unknown-caller`
 */
async function holderFor(
  holder: StartOrder['holder'],
  caller: Caller | undefined,
  watch: StartAgentParts['watch'],
): Promise<LeaseHolder> {
  if (holder.kind !== 'process') return holder;
  const { pid } = holder;
  const seen = caller?.line.find((each) => each.pid === pid);
  if (caller !== undefined && seen === undefined) throw new Failure('broker/unknown-caller');
  const stamp = seen ?? (await watch.stampOf(pid));
  if (stamp === undefined) throw new Failure('broker/unknown-caller');
  return { kind: 'process', pid, startTime: stamp.startTime };
}

/** Of the provider that was named, or else of any that the program can use. */
export function accountsOf(
  { accounts }: Pick<State, 'accounts'>,
  named: ProviderId | undefined,
  served: readonly ProviderId[],
): readonly Account[] {
  return accounts.filter(({ provider }) =>
    named === undefined ? served.includes(provider) : provider === named,
  );
}

/** Where the work is done, by every name that was told. */
export function foldersOf({
  folder,
  spelledFolder,
}: Pick<StartOrder, 'folder' | 'spelledFolder'>): Pick<AgentWish, 'folders'> {
  const folders = [folder, spelledFolder].filter((each) => each !== undefined);
  return folders.length === 0 ? {} : { folders };
}

function wishFor(
  { account, provider, task, folder, spelledFolder }: StartOrder,
  { label, environment }: StartableConsumer,
  { store, providers, find }: StartAgentParts,
): AgentWish {
  const wanted = provider === undefined ? undefined : find(provider);
  const idle = wanted?.thirdParty?.idle;
  if (idle !== undefined) throw new Failure(idle.code, idle);
  const served = withSameService(environment.providers, providers);
  if (wanted !== undefined && !served.includes(wanted.id))
    throw new Failure('broker/not-acceptable', { subject: label });
  const candidates = accountsOf(store.state(), wanted?.id, served);
  const named = account === undefined ? undefined : accountNamed(candidates, account, wanted?.label ?? label);
  return {
    reader: label,
    environment,
    ...(wanted !== undefined && { provider: wanted.id }),
    ...(named !== undefined && { account: named.id }),
    ...(task !== undefined && { task }),
    ...foldersOf({ folder, spelledFolder }),
  };
}

/**
 * @throws Failure `broker/bad-request`, `broker/unknown-caller`, `broker/not-acceptable`, `selection/unknown-provider`,
 * `selection/unknown-account`, `selection/several-accounts`, `package/…`
 */
export async function leaseOrderFor(
  order: StartOrder,
  caller: Caller | undefined,
  parts: StartAgentParts,
): Promise<LeaseOrder> {
  const consumer = consumerFor(parts.consumers, order.consumer, order.label);
  const wish = wishFor(order, consumer, parts);
  const { label, task, folder, estimate, priority = 'normal' } = order;
  return {
    agent: {
      label,
      consumer: consumer.id,
      ...(task !== undefined && { task }),
      ...(folder !== undefined && { folder }),
    },
    wish,
    holder: await holderFor(order.holder, caller, parts.watch),
    priority,
    ...(estimate !== undefined && { estimate }),
  };
}
