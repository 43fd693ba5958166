// What a figure and the door's main side in a process of its own say to each other.
import { z } from 'zod';

export const ipcOrderShape = z.strictObject({ perChannel: z.number(), seed: z.number() });
export type IpcOrder = z.output<typeof ipcOrderShape>;

export const ipcReplyShape = z.strictObject({
  channels: z.number(),
  /** Channels of which no call got through. */
  unreached: z.number(),
  calls: z.number(),
  /** Calls that got through to what they stand for. */
  reached: z.number(),
  refused: z.number(),
  /** With something that no schema of the contract allows. */
  illTyped: z.number(),
  /** Neither a value nor a failure in words. */
  unclear: z.number(),
  /** `internal`, although nothing behind the door had failed. */
  internal: z.number(),
  /** Answers that hold a secret. */
  secrets: z.number(),
  /** From a frame that is not ours, and not refused. */
  foreign: z.number(),
  /** Exceptions that nobody caught. */
  crashes: z.number(),
});
export type IpcReply = z.output<typeof ipcReplyShape>;
