// What is held against a run besides its exit code: hosts that no provider lists, and secrets where none may be.
import * as z from 'zod';
import { findLeaks, issuedSecrets } from './leaks.ts';
import type { ProcessWatch } from './process-watch.ts';

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

/** One line for each place, without the secret. @throws when the search itself has looked at nothing */
export async function leakedSecrets(control: string, watch: ProcessWatch): Promise<string[]> {
  const { leaks, filesRead } = findLeaks(await issuedSecrets(control), watch.texts());
  if (filesRead === 0 || watch.processesSeen === 0)
    throw new Error('the search for secrets has looked at nothing');
  return [...new Set(leaks.map(({ channel, place, startsWith }) => `${channel} ${place}: ${startsWith}`))];
}
