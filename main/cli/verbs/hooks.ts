// `gatehouse hooks`: programs of the person's own that are run for events. Only the app itself asks for the yes.
import { resolve } from 'node:path';
import { hookEventShape, hooksShape, type HooksAnswer } from '../../broker/protocol/hooks.ts';
import type { HookEventName } from '../../domain/hook-event.ts';
import { questionLimitMs } from '../answer-limits.ts';
import { connectToApp, type Client } from '../client.ts';
import { messages } from '../messages.ts';
import { exit, print, tell } from '../output.ts';
import { reachApp } from '../start-app.ts';
import { cancellable, terminalWidth, withProgress, wrapped } from '../terminal.ts';
import { hooksWords } from './hooks-words.ts';
import type { CliParts, JsonOption } from './parts.ts';

type Hook = HooksAnswer['hooks'][number];

function hookText({ event, program, state, problem }: Hook): string {
  return [
    `${event}: ${program}${hooksWords.states[state]}`,
    ...(problem === null ? [] : wrapped(`! ${problem.what} ${problem.next}`, terminalWidth(), '    ')),
  ].join('\n');
}

function listed(client: Client): Promise<HooksAnswer> {
  return client.ask({ method: 'GET', path: '/v1/hooks' }, hooksShape);
}

export async function hooks({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  const answer = await withProgress(messages.asking, listed(connectToApp(paths, environment)));
  if (json === true) print(JSON.stringify({ ok: true, ...answer }));
  else print(answer.hooks.length === 0 ? hooksWords.none : answer.hooks.map(hookText).join('\n'));
  return exit.ok;
}

export interface HookOptions extends JsonOption {
  readonly event: HookEventName;
  readonly program: string;
}

/** What the app is told; a path of this folder means nothing to it. */
function orderOf({ event, program }: HookOptions): Pick<HookOptions, 'event' | 'program'> {
  return { event, program: resolve(program) };
}

function printChanged(answer: HooksAnswer, words: string, json: boolean): number {
  print(json ? JSON.stringify({ ok: true, ...answer }) : words);
  return exit.ok;
}

export async function addHook(options: HookOptions, { paths, environment }: CliParts): Promise<number> {
  const client = await reachApp(paths, environment, tell);
  const body = orderOf(options);
  tell(hooksWords.question);
  const call = { method: 'POST', path: '/v1/hooks/add', body, answerLimitMs: questionLimitMs } as const;
  const answer = await cancellable((signal) => client.ask({ ...call, signal }, hooksShape));
  return printChanged(answer, hooksWords.added(body.event, body.program), options.json === true);
}

export async function removeHook(options: HookOptions, { paths, environment }: CliParts): Promise<number> {
  const client = await reachApp(paths, environment, tell);
  const body = orderOf(options);
  const before = await listed(client);
  const answer = await withProgress(
    hooksWords.working,
    client.ask({ method: 'POST', path: '/v1/hooks/remove', body }, hooksShape),
  );
  // Counted, for the app follows links where a name leads to the program.
  const wasThere = answer.hooks.length < before.hooks.length;
  const words = (wasThere ? hooksWords.removed : hooksWords.notThere)(body.event, body.program);
  return printChanged(answer, words, options.json === true);
}

/** Prints it just as a program gets it, so that one can be tried with it. */
export async function hookExample(
  { event }: Pick<HookOptions, 'event'>,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = connectToApp(paths, environment);
  const call = { method: 'POST', path: '/v1/hooks/example', body: { event } } as const;
  print(JSON.stringify(await withProgress(messages.asking, client.ask(call, hookEventShape))));
  return exit.ok;
}
