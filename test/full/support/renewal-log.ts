// What the sandbox saw of renewals: its log is the judge, never what the app says.
import { z } from 'zod';

const logShape = z.object({
  requests: z.array(
    z.object({
      id: z.number(),
      status: z.number(),
      startedMs: z.number(),
      endedMs: z.number(),
      body: z.record(z.string(), z.unknown()),
    }),
  ),
});
export type Renewal = z.output<typeof logShape>['requests'][number];

/** All since the last reset. */
export async function renewals(): Promise<readonly Renewal[]> {
  const answer: unknown = await (await fetch(`${process.env['WORLD_CONTROL'] ?? ''}/requests`)).json();
  return logShape.parse(answer).requests.filter(({ body }) => body['grant_type'] === 'refresh_token');
}
