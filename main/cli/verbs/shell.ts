// `gatehouse shell`: shells in which a plain call of a program follows the account in use.
import { basename } from 'node:path';
import { shellPreviewShape, shellsShape, type ShellsAnswer } from '../../broker/protocol/shells.ts';
import { Failure } from '../../domain/failure.ts';
import { slowAnswerLimitMs } from '../answer-limits.ts';
import { connectToApp, type Client } from '../client.ts';
import { messages } from '../messages.ts';
import { exit, print, tell } from '../output.ts';
import { previewText } from '../preview-text.ts';
import { reachApp } from '../start-app.ts';
import { terminalWidth, withProgress, wrapped } from '../terminal.ts';
import type { CliParts, JsonOption } from './parts.ts';
import { shellWords } from './shell-words.ts';

const indent = '    ';

type Shell = ShellsAnswer['shells'][number];

function shellText({ shell, path, kind, commands, untried, problem }: Shell): string {
  const { kinds, untried: notTried } = shellWords;
  return [
    `${shell}: ${kinds[kind](commands)}, ${path}`,
    ...(untried ? [`${indent}${notTried}`] : []),
    ...(problem === null ? [] : wrapped(`! ${problem.what} ${problem.next}`, terminalWidth(), indent)),
  ].join('\n');
}

function listed(client: Client): Promise<ShellsAnswer> {
  return client.ask({ method: 'GET', path: '/v1/shells' }, shellsShape);
}

export async function shells({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  const answer = await withProgress(messages.asking, listed(connectToApp(paths, environment)));
  if (json === true) print(JSON.stringify({ ok: true, ...answer }));
  else if (answer.shells.length === 0) print(shellWords.none);
  else print(answer.shells.map(shellText).join('\n'));
  return exit.ok;
}

export interface ShellOptions extends JsonOption {
  readonly shell?: string;
}

/**
 * The one that is named, else that of the terminal, else the only one.
 * @throws Failure `broker/bad-request`, `shell/unsuitable`, each with those that there are
 */
function meantIn(
  { shells: all }: ShellsAnswer,
  named: string | undefined,
  { SHELL }: CliParts['environment'],
): Shell {
  const names = all.map(({ shell }) => shell);
  const wanted = named ?? (SHELL === undefined ? undefined : basename(SHELL));
  const found = all.find(({ shell }) => shell === wanted);
  if (found !== undefined) return found;
  const [only, second] = all;
  if (only === undefined) throw new Failure('broker/bad-request', { detail: shellWords.none });
  if (named !== undefined)
    throw new Failure('shell/unsuitable', { subject: named, detail: shellWords.noSuch(names) });
  if (second !== undefined) throw new Failure('broker/bad-request', { detail: shellWords.whichOne(names) });
  return only;
}

/** A path as a person types it, whatever stands in it. */
function typed(path: string, home: string | undefined): string {
  // A tilde means the home folder only outside of quotes.
  const isInHome = home !== undefined && path.startsWith(`${home}/`);
  const [start, rest] = isInHome ? ['~/', path.slice(home.length + 1)] : ['', path];
  return start + (/^[\w./~+-]+$/.test(rest) ? rest : `'${rest.replaceAll("'", String.raw`'\''`)}'`);
}

function changedText(before: Shell, after: Shell, on: boolean, home: string | undefined): string {
  const { shell, label, path, commands } = after;
  const { installed, uninstalled, alreadyOn, alreadyOff, changed, here, noLongerHere, undo } = shellWords;
  if (before.kind === (on ? 'on' : 'off')) return (on ? alreadyOn : alreadyOff)(label);
  if (!on)
    return [
      uninstalled(label),
      changed(path),
      // Fish does not remember where a program was.
      ...(shell === 'fish' ? [] : [noLongerHere]),
    ].join('\n');
  return [installed(label, commands), changed(path), here(`source ${typed(path, home)}`), undo(shell)].join(
    '\n',
  );
}

/** The others that are set up: what was asked for took away one alone. */
function stillOnText(shells: readonly Shell[], gone: string): readonly string[] {
  const still = shells.filter(({ shell, kind }) => shell !== gone && kind !== 'off');
  return still.map(({ shell, label }) => `${shellWords.stillOn(label)} ${shellWords.undo(shell)}`);
}

async function changed(on: boolean, { shell: named, json }: ShellOptions, parts: CliParts): Promise<number> {
  const { paths, environment } = parts;
  const client = await reachApp(paths, environment, tell);
  const before = meantIn(await listed(client), named, environment);
  const { shell } = before;
  const answer = await withProgress(
    shellWords.working,
    client.ask(
      { method: 'POST', path: '/v1/shells/set', body: { shell, on }, answerLimitMs: slowAnswerLimitMs },
      shellsShape,
    ),
  );
  const after = answer.shells.find((each) => each.shell === shell) ?? { ...before, kind: 'off' };
  if (json === true) print(JSON.stringify({ schema: 1, ok: after.problem === null, shell: after }));
  else if (after.problem === null) {
    const still = on ? [] : stillOnText(answer.shells, shell);
    print([changedText(before, after, on, environment['HOME']), ...still].join('\n'));
  } else print(shellText(after));
  return after.problem === null ? exit.ok : exit.refused;
}

export function installShell(options: ShellOptions, parts: CliParts): Promise<number> {
  return changed(true, options, parts);
}

export function uninstallShell(options: ShellOptions, parts: CliParts): Promise<number> {
  return changed(false, options, parts);
}

export async function previewShell({ shell: named, json }: ShellOptions, parts: CliParts): Promise<number> {
  const { paths, environment } = parts;
  const client = connectToApp(paths, environment);
  const { shell } = meantIn(await withProgress(messages.asking, listed(client)), named, environment);
  const answer = await withProgress(
    messages.asking,
    client.ask(
      { method: 'POST', path: '/v1/shells/preview', body: { shell }, answerLimitMs: slowAnswerLimitMs },
      shellPreviewShape,
    ),
  );
  print(json === true ? JSON.stringify({ ok: true, ...answer }) : previewText(answer));
  return exit.ok;
}
