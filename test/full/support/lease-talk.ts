// What a figure and a client process of the local service say to each other.
import { z } from 'zod';

const placeShape = z.strictObject({ path: z.string(), grant: z.string() });
export type BrokerPlace = z.output<typeof placeShape>;

export const holderKinds = ['process', 'stream', 'heartbeat'] as const;
export type HolderKind = (typeof holderKinds)[number];

export const clientOrderShape = z.discriminatedUnion('do', [
  /** Takes so many leases and gives them back, several at a time; `within`: of what, in percent. */
  z.strictObject({
    do: z.literal('storm'),
    place: placeShape,
    leases: z.number(),
    seed: z.number(),
    mostPercent: z.number(),
  }),
  /** Wants one at a given moment (`machineMs`). */
  z.strictObject({ do: z.literal('race'), place: placeShape, atMs: z.number(), percent: z.number() }),
  /** Takes some and keeps them. */
  z.strictObject({
    do: z.literal('hold'),
    place: placeShape,
    kinds: z.array(z.enum(holderKinds)),
    percent: z.number(),
  }),
  /** Gives back what it has. */
  z.strictObject({ do: z.literal('release'), place: placeShape }),
]);
export type ClientOrder = z.output<typeof clientOrderShape>;

export const clientReplyShape = z.discriminatedUnion('said', [
  z.strictObject({ said: z.literal('ready') }),
  z.strictObject({
    said: z.literal('stormed'),
    granted: z.number(),
    refused: z.number(),
    /** Answers that were neither a lease nor a refusal for want of quota. */
    odd: z.array(z.string()),
    longestMs: z.number(),
    /** In turn: `machineMs` since when it surely has a lease or surely no longer has it, and how much, in millionths. */
    book: z.array(z.number()),
  }),
  z.strictObject({
    said: z.literal('raced'),
    status: z.number(),
    percent: z.number(),
    tookMs: z.number(),
  }),
  z.strictObject({ said: z.literal('held'), ids: z.array(z.string()), odd: z.array(z.string()) }),
  z.strictObject({ said: z.literal('released') }),
]);
export type ClientReply = z.output<typeof clientReplyShape>;
