// `gatehouse estimate`: whether a piece of work will fit into what is left. It only looks, and never starts the app.
import { estimateShape } from '../../broker/protocol/leases.ts';
import type { LeaseAmount } from '../../domain/lease.ts';
import { connectToApp } from '../client.ts';
import { estimateText } from '../lease-text.ts';
import { messages } from '../messages.ts';
import { exit, print } from '../output.ts';
import { withProgress } from '../terminal.ts';
import { workingFolder } from '../working-folder.ts';
import type { CliParts, JsonOption } from './parts.ts';

export interface EstimateOptions extends JsonOption {
  readonly task?: string;
  readonly consumer?: string;
  readonly provider?: string;
  readonly account?: string;
  readonly estimate?: LeaseAmount;
  readonly strict?: true;
}

export async function estimateWork(
  { json, strict, ...order }: EstimateOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = connectToApp(paths, environment);
  const body = { ...order, ...(await workingFolder(environment)) };
  const call = { method: 'POST', path: '/v1/estimates', body } as const;
  const answer = await withProgress(messages.asking, client.ask(call, estimateShape));
  print(json === true ? JSON.stringify({ ok: true, ...answer }) : estimateText(answer, Date.now()));
  const { verdict } = answer;
  return verdict === 'does-not-fit' || (verdict === 'unknown' && strict === true) ? exit.quota : exit.ok;
}
