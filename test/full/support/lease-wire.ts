// What clients of a figure ask the local service about leases.
import { z } from 'zod';
import { openWire, type Wire } from './broker-wire.ts';
import type { BrokerPlace, HolderKind } from './lease-talk.ts';

const grantedShape = z.object({
  lease: z.object({ id: z.string(), amount: z.object({ value: z.number() }) }),
});

const listShape = z.object({
  leases: z.array(
    z.object({
      id: z.string(),
      agent: z.string(),
      pid: z.nullable(z.number()),
      holder: z.string(),
      amount: z.object({ value: z.number() }),
      used: z.number(),
    }),
  ),
  accounts: z.array(
    z.object({
      leftPercent: z.nullable(z.number()),
      outstandingPercent: z.number(),
      running: z.number(),
    }),
  ),
});
export type LeaseList = z.output<typeof listShape>;

export type Taken =
  | { readonly kind: 'lease'; readonly id: string; readonly percent: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'odd'; readonly said: string };

export const stepsPerPercent = 1_000_000;

function leaseRequest(kind: HolderKind, percent: number): unknown {
  return {
    label: 'figure',
    estimate: { unit: 'percent', value: percent },
    holder: kind === 'process' ? { kind, pid: process.pid } : { kind },
  };
}

export async function take(wire: Wire, kind: HolderKind, percent: number): Promise<Taken> {
  const { status, text } = await wire.ask('POST', '/v1/leases', leaseRequest(kind, percent));
  if (status === 429 && text.includes('quota/exceeded')) return { kind: 'refused' };
  if (status !== 200) return { kind: 'odd', said: `${status} ${text}` };
  const { lease } = grantedShape.parse(JSON.parse(text));
  return { kind: 'lease', id: lease.id, percent: lease.amount.value };
}

/** Answers what was odd about it. */
export async function giveBack(wire: Wire, id: string): Promise<string | undefined> {
  const { status, text } = await wire.ask('DELETE', `/v1/leases/${id}`);
  return status === 200 ? undefined : `${status} ${text}`;
}

export async function listLeases(wire: Wire): Promise<LeaseList> {
  return listShape.parse(JSON.parse((await wire.ask('GET', '/v1/leases')).text));
}

/** What is out by the service's own word, in millionths of a percent. */
export function outstandingSteps({ leases }: LeaseList): number {
  return leases.reduce(
    (sum, { amount, used }) => sum + Math.round((amount.value - used) * stepsPerPercent),
    0,
  );
}

/** Lives for as long as the connection; that is its own. */
export async function holdStream({ path, grant }: BrokerPlace, id: string): Promise<Wire> {
  const wire = await openWire(path, grant);
  const { status, text } = await wire.follow(`/v1/leases/${id}/hold`);
  if (status !== 200) throw new Error(`not held: ${status} ${text}`);
  return wire;
}
