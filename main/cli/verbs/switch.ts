// `gatehouse auth switch`: the preferred provider, which account of it is in use, and by which strategy is chosen.
import type * as z from 'zod/mini';
import { switchAnswerShape, type SwitchAnswer } from '../../broker/protocol/switching.ts';
import { Failure } from '../../domain/failure.ts';
import { slowAnswerLimitMs } from '../answer-limits.ts';
import type { Call } from '../call.ts';
import type { Client } from '../client.ts';
import { switchingWords } from '../messages-switching.ts';
import { exit, print, tell } from '../output.ts';
import { reachApp } from '../start-app.ts';
import { holderText } from '../switching-text.ts';
import { cancellable, withProgress } from '../terminal.ts';
import { labelOf, type CliParts, type JsonOption } from './parts.ts';

export interface SwitchOptions extends JsonOption {
  readonly provider?: string;
  readonly account?: string;
  readonly strategy?: string;
  readonly unchecked?: true;
}

/** Ctrl-C ends the waiting, not a switch that has begun. @throws Failure of the app, or `broker/cancelled` saying so */
export async function askToSwitch<Schema extends z.ZodMiniType>(
  client: Client,
  call: Pick<Call, 'path' | 'body'>,
  shape: Schema,
  word: string,
): Promise<z.output<Schema>> {
  try {
    return await cancellable((signal) =>
      withProgress(
        word,
        client.ask({ ...call, method: 'POST', answerLimitMs: slowAnswerLimitMs, signal }, shape),
      ),
    );
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.code !== 'broker/cancelled') throw thrown;
    throw new Failure(thrown.code, { detail: switchingWords.goesOn, cause: thrown });
  }
}

/** What serves where that is another one than was asked for, and what does not follow yet. */
export function printRest({ preferred, selection, switching, unfollowed }: SwitchAnswer): void {
  if (selection.provider === null) tell(selection.reason);
  else if (selection.provider !== preferred || selection.phase !== 'primary') print(selection.reason);
  for (const holder of switching.holders) tell(holderText(holder));
  if (unfollowed !== null) tell(switchingWords.unfollowed(unfollowed));
}

export async function switchTo(
  { json, ...order }: SwitchOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = await reachApp(paths, environment, tell);
  const call = { path: '/v1/switch', body: order };
  const answer = await askToSwitch(client, call, switchAnswerShape, switchingWords.working);
  if (json === true) {
    print(JSON.stringify({ ok: true, ...answer }));
    return exit.ok;
  }
  const { preferred, account, strategy } = answer;
  if (order.provider !== undefined && preferred !== null) {
    const label = await labelOf(client, preferred);
    print(switchingWords.preferred(label, order.account === undefined ? undefined : (account ?? undefined)));
  }
  if (order.strategy !== undefined) print(switchingWords.strategy(strategy));
  printRest(answer);
  return exit.ok;
}
