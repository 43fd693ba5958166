// What the demo says in the end.
import { z } from 'zod';

export const resultShape = z.strictObject({
  ok: z.boolean(),
  electron: z.string(),
  backend: z.string(),
  steps: z.array(
    z.strictObject({ name: z.string(), ok: z.boolean(), ms: z.number(), error: z.string().optional() }),
  ),
  signedIn: z.array(
    z.strictObject({
      provider: z.string(),
      account: z.string(),
      plan: z.string().nullable(),
      windows: z.array(
        z.object({ label: z.string(), usedPercent: z.number().nullable(), resetsAt: z.number().nullable() }),
      ),
    }),
  ),
  files: z.array(z.strictObject({ path: z.string(), mode: z.string(), consumer: z.string() })),
  notifications: z.array(z.string()),
  switchedTo: z.string(),
  screenshots: z.array(z.string()),
});
export type Result = z.output<typeof resultShape>;
