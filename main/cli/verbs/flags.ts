// `gatehouse flags`: risky parts that can be switched off. Only the app itself asks for the yes.
import { flagsShape, type FlagsAnswer } from '../../broker/protocol/flags.ts';
import { questionLimitMs } from '../answer-limits.ts';
import { connectToApp } from '../client.ts';
import { messages } from '../messages.ts';
import { exit, print, tell } from '../output.ts';
import { reachApp } from '../start-app.ts';
import { oneLine, tableText } from '../table-text.ts';
import { cancellable, terminalWidth, withProgress, wrapped } from '../terminal.ts';
import { flagsWords } from './flags-words.ts';
import type { CliParts, JsonOption } from './parts.ts';

const columnWidth = 32;

type Flag = FlagsAnswer['flags'][number];

const rowOf = ({ id, variant, why, default: usual, owner, expires }: Flag): readonly string[] => [
  id,
  variant,
  flagsWords.reasons[why],
  usual,
  owner,
  expires,
];

function inertText({ flag, variant }: FlagsAnswer['inert'][number]): string {
  return flag === null ? flagsWords.inertFile : oneLine(flagsWords.inert(flag, variant ?? ''));
}

function flagsText({ flags: all, inert }: FlagsAnswer): string {
  return [
    ...tableText([flagsWords.headings, ...all.map(rowOf)], columnWidth),
    '',
    ...all.flatMap(({ id, about }) => wrapped(`${id}: ${about}`, terminalWidth(), '')),
    ...inert.map(inertText),
  ].join('\n');
}

export async function flags({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  const client = connectToApp(paths, environment);
  const answer = await withProgress(
    messages.asking,
    client.ask({ method: 'GET', path: '/v1/flags' }, flagsShape),
  );
  print(json === true ? JSON.stringify({ ok: true, ...answer }) : flagsText(answer));
  return exit.ok;
}

export interface ResetFlagOptions extends JsonOption {
  readonly id: string;
}

export interface SetFlagOptions extends ResetFlagOptions {
  readonly variant: string;
}

async function changed(
  order: { readonly path: string; readonly body: Readonly<Record<string, string>> },
  { id, json }: ResetFlagOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = await reachApp(paths, environment, tell);
  tell(flagsWords.question);
  const call = { ...order, method: 'POST', answerLimitMs: questionLimitMs } as const;
  const answer = await cancellable((signal) => client.ask({ ...call, signal }, flagsShape));
  const now = answer.flags.find((flag) => flag.id === id);
  if (json === true) print(JSON.stringify({ ok: true, ...answer }));
  else if (now !== undefined) print(flagsWords.now(id, now.variant, flagsWords.reasons[now.why]));
  return exit.ok;
}

export function setFlag(options: SetFlagOptions, parts: CliParts): Promise<number> {
  const { id, variant } = options;
  return changed({ path: '/v1/flags/set', body: { flag: id, variant } }, options, parts);
}

export function resetFlag(options: ResetFlagOptions, parts: CliParts): Promise<number> {
  return changed({ path: '/v1/flags/reset', body: { flag: options.id } }, options, parts);
}
