// `gatehouse guard`: whether enough of the quota is left to begin. It only looks, and never starts the app.
import { connectToApp } from '../client.ts';
import { guardAnswer, type GuardOrder } from '../guard-answer.ts';
import { messages } from '../messages.ts';
import { exit, print } from '../output.ts';
import { withProgress } from '../terminal.ts';
import type { CliParts, JsonOption } from './parts.ts';

export interface GuardOptions extends JsonOption, GuardOrder {
  readonly now?: true;
}

export async function guardQuota(options: GuardOptions, { paths, environment }: CliParts): Promise<number> {
  const client = connectToApp(paths, environment);
  const { providers } = await withProgress(messages.asking, client.providers());
  const quota = await withProgress(messages.quota.working, client.quota(options.now === true));
  const { account, words, window } = guardAnswer(providers, quota, options, Date.now());
  if (options.json === true) {
    const { provider, id, label } = account;
    const { min: minPercent } = options;
    print(JSON.stringify({ schema: 1, ok: true, provider, account: { id, label }, minPercent, window }));
  } else print(words);
  return exit.ok;
}
