// `gatehouse token`: the key of an account alone, for programs that have a command say it. Never a refresh token.
import { tokenShape } from '../../broker/protocol/leases.ts';
import { handOutLimitMs } from '../answer-limits.ts';
import { connectToApp } from '../client.ts';
import { exit, print, printExactly, tell } from '../output.ts';
import { reachApp } from '../start-app.ts';
import { cancellable, withProgress } from '../terminal.ts';
import type { CliParts, JsonOption } from './parts.ts';
import { runWords } from './run-words.ts';

export interface TokenOptions extends JsonOption {
  readonly provider: string;
  readonly account?: string;
  readonly consumer?: string;
}

export async function printToken(
  { provider, account, consumer, json }: TokenOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  // An agent's own grant is worth nothing to an app that starts now.
  const isAgent = (environment['GATEHOUSE_GRANT'] ?? '') !== '';
  const client = isAgent ? connectToApp(paths, environment) : await reachApp(paths, environment, tell);
  const body = { ...(account !== undefined && { account }), ...(consumer !== undefined && { consumer }) };
  const path = `/auth/${encodeURIComponent(provider)}/token`;
  const answer = await cancellable((signal) =>
    withProgress(
      runWords.waitingForKeys,
      client.ask({ method: 'POST', path, body, answerLimitMs: handOutLimitMs, signal }, tokenShape),
    ),
  );
  if (json === true) print(JSON.stringify({ ok: true, ...answer }));
  else printExactly(`${answer.token}\n`);
  return exit.ok;
}
