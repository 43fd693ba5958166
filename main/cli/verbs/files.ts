// `gatehouse auth files`, `preview`, `history` and `restore --files`: the files of other programs that we write.
import {
  filesShape,
  historyShape,
  previewShape,
  restoredFilesShape,
  type FilesAnswer,
  type HistoryAnswer,
} from '../../broker/protocol/files.ts';
import { laidOutJson } from '../../domain/json-layout.ts';
import { slowAnswerLimitMs } from '../answer-limits.ts';
import { connectToApp } from '../client.ts';
import { messages } from '../messages.ts';
import { exit, print, tell } from '../output.ts';
import { previewText } from '../preview-text.ts';
import { reachApp } from '../start-app.ts';
import { terminalWidth, withProgress, wrapped } from '../terminal.ts';
import { diffLines } from '../text-diff.ts';
import { ageText } from '../time-text.ts';
import { filesWords, historyWords } from './files-words.ts';
import type { CliParts, JsonOption } from './parts.ts';

const indent = '    ';

export interface FilesOptions extends JsonOption {
  readonly on?: string;
  readonly off?: string;
}

function filesText({ files }: FilesAnswer, width: number, now: number): string {
  const { enabled, changed } = filesWords;
  return files
    .map(({ id, reader, path, writes, enabled: isOn, changedElsewhere, problem }) =>
      [
        `${id}: ${isOn ? enabled.on : enabled.off}, ${path} (${reader})`,
        ...wrapped(writes, width, indent),
        ...(changedElsewhere === null
          ? []
          : [`${indent}${changed(changedElsewhere.by, ageText(changedElsewhere.at, now))}`]),
        ...(problem === null ? [] : [`${indent}! ${problem.what} ${problem.next}`]),
      ].join('\n'),
    )
    .join('\n');
}

export async function sharedFiles(
  { on, off, json }: FilesOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const file = on ?? off;
  // To look does not start the app, to change does.
  const client =
    file === undefined ? connectToApp(paths, environment) : await reachApp(paths, environment, tell);
  const answer = await withProgress(
    filesWords.working,
    client.ask(
      file === undefined
        ? { method: 'GET', path: '/v1/files' }
        : {
            method: 'POST',
            path: '/v1/files/choose',
            body: { file, on: on !== undefined },
            answerLimitMs: slowAnswerLimitMs,
          },
      filesShape,
    ),
  );
  const shown = { ...answer, files: answer.files.filter(({ id }) => file === undefined || id === file) };
  print(
    json === true ? JSON.stringify({ ok: true, ...shown }) : filesText(shown, terminalWidth(), Date.now()),
  );
  // Switched on, it could not be written.
  return file !== undefined && shown.files.some(({ problem }) => problem !== null) ? exit.refused : exit.ok;
}

export interface FileOptions extends JsonOption {
  readonly file: string;
}

export async function preview(
  { file, json }: FileOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const answer = await withProgress(
    messages.asking,
    connectToApp(paths, environment).ask(
      { method: 'POST', path: '/v1/files/preview', body: { file }, answerLimitMs: slowAnswerLimitMs },
      previewShape,
    ),
  );
  print(json === true ? JSON.stringify({ ok: true, ...answer }) : previewText(answer));
  return exit.ok;
}

export interface HistoryOptions extends JsonOption {
  readonly file?: string;
}

type Version = HistoryAnswer['files'][number]['versions'][number];

/** What a version changed; the oldest one that is kept is shown whole. */
function versionLines({ text }: Version, older: Version | undefined): string[] {
  const { gone, first } = historyWords;
  if (text === undefined) return [];
  if (text === null) return [`${indent}${gone}`];
  // Laid out alike: many files are a single line.
  const shown = laidOutJson(text);
  if (older === undefined) return [first, ...shown.trimEnd().split('\n')].map((line) => indent + line);
  return diffLines(laidOutJson(older.text ?? ''), shown).map((line) => indent + line);
}

function historyText({ files }: HistoryAnswer): string {
  return files
    .map(({ id, path, versions }) =>
      [
        `${id}: ${path}`,
        ...(versions.length === 0 ? [`  ${historyWords.none}`] : []),
        ...versions.flatMap((version, index) => [
          `  ${new Date(version.at).toISOString().replace(/\.\d+Z$/, 'Z')}  ${version.by}`,
          ...versionLines(version, versions[index + 1]),
        ]),
      ].join('\n'),
    )
    .join('\n');
}

export async function history(
  { file, json }: HistoryOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const answer = await withProgress(
    messages.asking,
    connectToApp(paths, environment).ask(
      { method: 'POST', path: '/v1/files/history', body: { file }, answerLimitMs: slowAnswerLimitMs },
      historyShape,
    ),
  );
  print(json === true ? JSON.stringify({ ok: true, ...answer }) : historyText(answer));
  return exit.ok;
}

export interface RestoreFilesOptions extends HistoryOptions {
  readonly force?: true;
}

export async function restoreFiles(
  { file, force, json }: RestoreFilesOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const { restored, switchedOff, working } = filesWords;
  const client = await reachApp(paths, environment, tell);
  const answer = await withProgress(
    working,
    client.ask(
      {
        method: 'POST',
        path: '/v1/files/restore',
        body: { file, force: force === true },
        answerLimitMs: slowAnswerLimitMs,
      },
      restoredFilesShape,
    ),
  );
  const ok = answer.files.every(({ outcome }) => outcome !== 'failed' && outcome !== 'spent');
  if (json === true) {
    print(JSON.stringify({ ok, ...answer }));
    return ok ? exit.ok : exit.refused;
  }
  // Two of ours may be parts of one file.
  const byPath = new Map(answer.files.map((restoredFile) => [restoredFile.path, restoredFile]));
  for (const { path, outcome, problem } of byPath.values()) {
    print(`${path}: ${restored[outcome]}`);
    if (problem !== null) tell(`! ${problem.what}\n  ${problem.next}`);
  }
  if (answer.files.some(({ outcome }) => outcome !== 'untouched' && outcome !== 'spent')) print(switchedOff);
  return ok ? exit.ok : exit.refused;
}
