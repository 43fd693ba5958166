// `gatehouse auth logout`: one account is signed out, here and at its provider.
import { messages } from '../messages.ts';
import { exit, print, tell } from '../output.ts';
import { reachApp } from '../start-app.ts';
import { withProgress } from '../terminal.ts';
import { labelOf, type CliParts, type JsonOption } from './parts.ts';

interface LogoutOptions extends JsonOption {
  readonly provider: string;
  readonly account?: string;
  readonly alsoProgram?: true;
}

export async function logout(
  { provider, account, alsoProgram, json }: LogoutOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = await reachApp(paths, environment, tell);
  const answer = await withProgress(messages.logout.working, client.signOut(provider, account, alsoProgram));
  if (json === true) {
    print(JSON.stringify({ ok: true, ...answer }));
    return exit.ok;
  }
  print(messages.logout.done(answer.account.label, await labelOf(client, answer.provider)));
  if (answer.signedOutToo.length > 0) print(messages.logout.programs(answer.signedOutToo));
  if (answer.staysWith !== null) print(messages.logout.staysWith(answer.staysWith));
  for (const { what, next } of answer.notes) tell(`! ${what}\n  ${next}`);
  return exit.ok;
}
