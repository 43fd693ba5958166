// Asks the sandbox which hosts were asked for that no provider lists.
import * as z from 'zod';

const Attempts = z.object({ app: z.array(z.object({ host: z.string() })) });

export interface OutsideHost {
  host: string;
  count: number;
}

export async function outsideHosts(control: string): Promise<OutsideHost[]> {
  const answer = await fetch(`${control}/outside`, { signal: AbortSignal.timeout(5_000) }).catch(
    (error: unknown) => {
      throw new Error('the sandbox providers are gone, so nobody knows what was asked for', { cause: error });
    },
  );
  if (!answer.ok)
    throw new Error(`the sandbox providers answered ${String(answer.status)} when asked what went outside`);
  const counts = new Map<string, number>();
  for (const { host } of Attempts.parse(await answer.json()).app)
    counts.set(host, (counts.get(host) ?? 0) + 1);
  return [...counts].map(([host, count]) => ({ host, count }));
}
