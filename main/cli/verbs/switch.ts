// `gatehouse auth switch`: the preferred provider, and which account of it is in use.
import { messages } from '../messages.ts';
import { exit, print, tell } from '../output.ts';
import { reachApp } from '../start-app.ts';
import { withProgress } from '../terminal.ts';
import type { CliParts, JsonOption } from './parts.ts';

interface SwitchOptions extends JsonOption {
  readonly provider: string;
  readonly account?: string;
}

export async function prefer(
  { provider, account, json }: SwitchOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = await reachApp(paths, environment, tell);
  const answer = await withProgress(messages.prefer.working, client.switchTo(provider, account));
  if (json === true) {
    print(JSON.stringify({ ok: true, ...answer }));
    return exit.ok;
  }
  // Done by now: without the labels, the ids have to do.
  const known = await client.status().catch(() => undefined);
  const preferred = known?.providers.find(({ id }) => id === answer.preferred);
  const chosen = answer.account ?? account;
  const label = preferred?.accounts.find(({ id }) => id === chosen)?.label ?? chosen;
  print(
    messages.prefer.done(preferred?.label ?? answer.preferred, account === undefined ? undefined : label),
  );
  const { selection } = answer;
  if (selection.provider === null) tell(selection.reason);
  else if (selection.provider !== answer.preferred) print(selection.reason);
  return exit.ok;
}
