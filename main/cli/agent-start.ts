// A lease and the environment that belongs to it: both, or none.
import {
  environmentShape,
  type EnvironmentAnswer,
  type environmentRequestShape,
  type GrantedLease,
  type LeaseRequest,
} from '../broker/protocol/leases.ts';
import type * as z from 'zod/mini';
import { handOutLimitMs } from './answer-limits.ts';
import type { Client } from './client.ts';
import { askForLease, giveBack } from './lease-request.ts';
import { tell } from './output.ts';
import { withProgress } from './terminal.ts';
import { runWords } from './verbs/run-words.ts';

export interface StartedAgent {
  readonly granted: GrantedLease;
  readonly environment: EnvironmentAnswer;
}

/** @throws Failure of the app; then the lease is given back */
export async function startAgent(
  client: Client,
  wish: LeaseRequest,
  form: z.output<typeof environmentRequestShape>,
  signal: AbortSignal,
): Promise<StartedAgent> {
  const granted = await askForLease(client, wish, signal);
  try {
    const path = `/v1/agents/${encodeURIComponent(granted.lease.agent)}/environment`;
    const call = { method: 'POST', path, body: form, answerLimitMs: handOutLimitMs, signal } as const;
    const asked = client.withGrant(granted.grant).ask(call, environmentShape);
    const environment = await withProgress(runWords.waitingForKeys, asked);
    for (const note of environment.notes ?? []) tell(note);
    return { granted, environment };
  } catch (thrown) {
    await giveBack(client, granted.lease.id);
    throw thrown;
  }
}
