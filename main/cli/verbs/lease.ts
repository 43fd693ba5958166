// `gatehouse lease …` and `estimate`: what agents have reserved, by hand where they do not do it themselves.
import {
  agentsShape,
  leasesShape,
  oneLeaseShape,
  releasedShape,
  type LeaseAnswer,
  type LeasesAnswer,
} from '../../broker/protocol/leases.ts';
import { Failure, toFailure } from '../../domain/failure.ts';
import type { LeaseAmount, LeasePriority } from '../../domain/lease.ts';
import { askingShell } from '../asking-shell.ts';
import { connectToApp, type Client } from '../client.ts';
import { amountWords } from '../lease-amount.ts';
import { askForLease, withFigures } from '../lease-request.ts';
import { heldText, leasesText } from '../lease-text.ts';
import { agentMessages } from '../messages-agents.ts';
import { messages } from '../messages.ts';
import { exit, print, tell } from '../output.ts';
import { reachApp } from '../start-app.ts';
import { cancellable, withProgress } from '../terminal.ts';
import { spanText } from '../time-text.ts';
import { workingFolder } from '../working-folder.ts';
import { leaseWords } from './lease-words.ts';
import type { CliParts, JsonOption } from './parts.ts';

export interface CreateLeaseOptions extends JsonOption {
  readonly label?: string;
  readonly consumer?: string;
  readonly provider?: string;
  readonly account?: string;
  readonly estimate?: LeaseAmount;
  readonly task?: string;
  readonly priority?: LeasePriority;
  readonly pid?: number;
  readonly heartbeat?: true;
  readonly wait?: true;
}

export interface LeaseOptions extends JsonOption {
  readonly id: string;
}

export interface UsedOptions extends LeaseOptions {
  /** A bare number counts in the unit of the lease. */
  readonly used?: LeaseAmount | number;
}

export interface RevokeOptions extends JsonOption {
  readonly agent?: string;
  readonly all?: true;
}

const pathOf = (id: string, rest = ''): string => `/v1/leases/${encodeURIComponent(id)}${rest}`;

function listed(client: Client): Promise<LeasesAnswer> {
  return client.ask({ method: 'GET', path: '/v1/leases' }, leasesShape);
}

export async function leases({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  const answer = await withProgress(messages.asking, listed(connectToApp(paths, environment)));
  print(json === true ? JSON.stringify({ ok: true, ...answer }) : leasesText(answer, Date.now()));
  return exit.ok;
}

/** Its id on standard output, for scripts; everything else is words. */
export async function createLease(
  options: CreateLeaseOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const { json, label, pid, heartbeat, consumer, provider, account, estimate, task, priority, wait } =
    options;
  const client = await reachApp(paths, environment, tell);
  const body = {
    label: label ?? agentMessages.lease.labelDefault,
    ...(await workingFolder(environment)),
    // The launcher has become us, so who asks is above us.
    holder:
      heartbeat === true
        ? ({ kind: 'heartbeat' } as const)
        : ({ kind: 'process', pid: pid ?? askingShell() } as const),
    ...(consumer !== undefined && { consumer }),
    ...(provider !== undefined && { provider }),
    ...(account !== undefined && { account }),
    ...(estimate !== undefined && { estimate }),
    ...(task !== undefined && { task }),
    ...(priority !== undefined && { priority }),
    ...(wait === true && { wait }),
  };
  const granted = await cancellable((signal) => askForLease(client, body, signal)).catch(
    (thrown: unknown) => {
      throw withFigures(toFailure(thrown), Date.now());
    },
  );
  const { lease, reason } = granted;
  if (json === true) {
    print(JSON.stringify({ ok: true, ...granted }));
    return exit.ok;
  }
  print(lease.id);
  tell(leaseWords.created(heldText(lease), `${lease.accountLabel} (${lease.provider})`, reason));
  return exit.ok;
}

/** In the unit of the lease. @throws Failure `broker/no-such-lease`, or `broker/bad-request` for another unit */
async function usedOf(client: Client, id: string, used: LeaseAmount | number): Promise<number> {
  if (typeof used === 'number') return used;
  const lease = (await listed(client)).leases.find((each) => each.id === id);
  if (lease === undefined) throw new Failure('broker/no-such-lease');
  const { unit } = lease.amount;
  if (unit !== used.unit) throw new Failure('broker/bad-request', { detail: leaseWords.wrongUnit(unit) });
  return used.value;
}

export async function releaseLease(
  { id, used, json }: UsedOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = connectToApp(paths, environment);
  const body = used === undefined ? undefined : { used: await usedOf(client, id, used) };
  const call = { method: 'DELETE', path: pathOf(id), ...(body !== undefined && { body }) } as const;
  const answer = await withProgress(leaseWords.working, client.ask(call, releasedShape));
  if (json === true) print(JSON.stringify({ ok: true, ...answer }));
  else print(leaseWords.released(amountWords(answer.givenBack)));
  return exit.ok;
}

export async function useLease(
  { id, used = 0, json }: UsedOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = connectToApp(paths, environment);
  const body = { used: await usedOf(client, id, used) };
  const call = { method: 'POST', path: pathOf(id, '/usage'), body } as const;
  const answer = await withProgress(leaseWords.working, client.ask(call, oneLeaseShape));
  const { lease } = answer;
  const usedNow = { unit: lease.amount.unit, value: lease.used };
  if (json === true) print(JSON.stringify({ ok: true, ...answer }));
  else print(leaseWords.nowUsed(amountWords(usedNow), amountWords(lease.amount)));
  return exit.ok;
}

function keptText({ expiresAt, pid }: LeaseAnswer, now: number): string {
  return expiresAt === null ? leaseWords.keptByProcess(pid) : leaseWords.kept(spanText(expiresAt, now));
}

export async function keepLease(
  { id, json }: LeaseOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = connectToApp(paths, environment);
  const call = { method: 'POST', path: pathOf(id, '/heartbeat') } as const;
  const answer = await withProgress(leaseWords.working, client.ask(call, oneLeaseShape));
  if (json === true) print(JSON.stringify({ ok: true, ...answer }));
  else print(keptText(answer.lease, Date.now()));
  return exit.ok;
}

export async function revokeAgents(
  { agent, json }: RevokeOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = connectToApp(paths, environment);
  const agents =
    agent !== undefined
      ? [agent]
      : (await client.ask({ method: 'GET', path: '/v1/agents' }, agentsShape)).agents.map(({ id }) => id);
  for (const each of agents)
    await client
      .ask({ method: 'DELETE', path: `/v1/agents/${encodeURIComponent(each)}` }, releasedShape)
      .catch((thrown: unknown) => {
        // Of all of them, one may have ended by itself meanwhile.
        if (agent !== undefined || toFailure(thrown).code !== 'broker/no-such-lease') throw thrown;
      });
  if (json === true) print(JSON.stringify({ schema: 1, ok: true, agents }));
  else print(leaseWords.revoked(agents));
  return exit.ok;
}
