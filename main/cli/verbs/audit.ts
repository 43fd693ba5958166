// `gatehouse audit`: who did what with which account. It only looks, and never starts the app.
import { auditShape, auditVerdictShape } from '../../broker/protocol/oversight.ts';
import { auditText, verdictText } from '../audit-text.ts';
import { connectToApp, type Client } from '../client.ts';
import { exit, print } from '../output.ts';
import { withProgress } from '../terminal.ts';
import { auditWords } from './audit-words.ts';
import type { CliParts, JsonOption } from './parts.ts';

/** A long log is read from its first entry. */
const verifyLimitMs = 60_000;

export interface AuditOptions extends JsonOption {
  readonly limit: number;
  readonly sinceMs?: number;
  readonly verify?: true;
}

async function verified(client: Client, json: boolean): Promise<number> {
  const call = { method: 'GET', path: '/v1/audit/verify', answerLimitMs: verifyLimitMs } as const;
  const answer = await withProgress(auditWords.verifying, client.ask(call, auditVerdictShape));
  print(json ? JSON.stringify({ ok: true, ...answer }) : verdictText(answer));
  return answer.whole ? exit.ok : exit.refused;
}

export async function audit(
  { limit, sinceMs, verify, json }: AuditOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = connectToApp(paths, environment);
  if (verify === true) return verified(client, json === true);
  const now = Date.now();
  const since = sinceMs === undefined ? '' : `&since=${String(now - sinceMs)}`;
  const call = { method: 'GET', path: `/v1/audit?limit=${String(limit)}${since}` } as const;
  const answer = await withProgress(auditWords.working, client.ask(call, auditShape));
  print(json === true ? JSON.stringify({ ok: true, ...answer }) : auditText(answer, now));
  return exit.ok;
}
