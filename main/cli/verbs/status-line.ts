// `gatehouse statusline`: programs that tell us the quota by their status line.
import {
  statusLinePreviewShape,
  statusLinesShape,
  type StatusLinesAnswer,
} from '../../broker/protocol/status-lines.ts';
import { Failure } from '../../domain/failure.ts';
import { slowAnswerLimitMs } from '../answer-limits.ts';
import { connectToApp, type Client } from '../client.ts';
import { messages } from '../messages.ts';
import { exit, print, tell } from '../output.ts';
import { previewText } from '../preview-text.ts';
import { reachApp } from '../start-app.ts';
import { terminalWidth, withProgress, wrapped } from '../terminal.ts';
import { ageText } from '../time-text.ts';
import type { CliParts, JsonOption } from './parts.ts';
import { statusLineWords } from './status-line-words.ts';

const indent = '    ';

type StatusLine = StatusLinesAnswer['statusLines'][number];

function lineText({ consumer, label, path, kind, own, heardAt, problem }: StatusLine, now: number): string {
  const { kinds, heard, unheard, own: kept } = statusLineWords;
  const width = terminalWidth();
  const said = heardAt === null ? unheard : heard(ageText(heardAt, now));
  return [
    `${consumer}: ${kinds[kind]}, ${path} (${label})`,
    ...(kind === 'on' ? [`${indent}${said}`] : []),
    ...(kind === 'on' && own !== null ? [`${indent}${kept(own)}`] : []),
    ...(problem === null ? [] : wrapped(`! ${problem.what} ${problem.next}`, width, indent)),
  ].join('\n');
}

function listed(client: Client): Promise<StatusLinesAnswer> {
  return client.ask({ method: 'GET', path: '/v1/status-lines' }, statusLinesShape);
}

export async function statusLines({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  const answer = await withProgress(messages.asking, listed(connectToApp(paths, environment)));
  if (json === true) print(JSON.stringify({ ok: true, ...answer }));
  else if (answer.statusLines.length === 0) print(statusLineWords.none);
  else print(answer.statusLines.map((each) => lineText(each, Date.now())).join('\n'));
  return exit.ok;
}

export interface StatusLineOptions extends JsonOption {
  readonly consumer?: string;
}

/** The one that is named, else the only one. @throws Failure `broker/bad-request` with those that there are */
function meantIn({ statusLines: lines }: StatusLinesAnswer, name: string | undefined): StatusLine {
  const consumers = lines.map(({ consumer }) => consumer);
  const [found, second] = name === undefined ? lines : lines.filter(({ consumer }) => consumer === name);
  const { none, noSuch, whichOne } = statusLineWords;
  if (found === undefined)
    throw new Failure('broker/bad-request', { detail: name === undefined ? none : noSuch(name, consumers) });
  if (second !== undefined) throw new Failure('broker/bad-request', { detail: whichOne(consumers) });
  return found;
}

function changedText(before: StatusLine, after: StatusLine, on: boolean): string {
  const { label, path } = after;
  const { installed, uninstalled, alreadyOn, alreadyOff, changed, ownKept, ownBack, undo } = statusLineWords;
  // One of ours that was made in another home is off here, and is taken out all the same.
  const isAsBefore = (before.kind === 'on') === on && before.own === after.own;
  if (isAsBefore) return (on ? alreadyOn : alreadyOff)(label);
  const { own } = after;
  return [
    (on ? installed : uninstalled)(label),
    changed(path),
    ...(own === null ? [] : [(on ? ownKept : ownBack)(own)]),
    ...(on ? [undo] : []),
  ].join('\n');
}

async function changed(
  on: boolean,
  { consumer: name, json }: StatusLineOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = await reachApp(paths, environment, tell);
  const before = meantIn(await listed(client), name);
  const { consumer } = before;
  const answer = await withProgress(
    statusLineWords.working,
    client.ask(
      {
        method: 'POST',
        path: '/v1/status-lines/set',
        body: { consumer, on },
        answerLimitMs: slowAnswerLimitMs,
      },
      statusLinesShape,
    ),
  );
  const after = meantIn(answer, consumer);
  if (json === true) print(JSON.stringify({ schema: 1, ok: after.problem === null, statusLine: after }));
  else if (after.problem === null) print(changedText(before, after, on));
  else print(lineText(after, Date.now()));
  return after.problem === null ? exit.ok : exit.refused;
}

export function installStatusLine(options: StatusLineOptions, parts: CliParts): Promise<number> {
  return changed(true, options, parts);
}

export function uninstallStatusLine(options: StatusLineOptions, parts: CliParts): Promise<number> {
  return changed(false, options, parts);
}

export async function previewStatusLine(
  { consumer: name, json }: StatusLineOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = connectToApp(paths, environment);
  const { consumer } = meantIn(await withProgress(messages.asking, listed(client)), name);
  const answer = await withProgress(
    messages.asking,
    client.ask(
      {
        method: 'POST',
        path: '/v1/status-lines/preview',
        body: { consumer },
        answerLimitMs: slowAnswerLimitMs,
      },
      statusLinePreviewShape,
    ),
  );
  print(json === true ? JSON.stringify({ ok: true, ...answer }) : previewText(answer));
  return exit.ok;
}
