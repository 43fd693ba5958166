// The history of one shared file, out of its versions: who wrote it, and what that changed. Pure.
import { laidOutJson } from '../domain/json-layout.ts';
import type { Language } from '../domain/language.ts';
import type { RestoredFile } from '../domain/restored-file.ts';
import { diffRows, foldedRows, textLines, type DiffRow, type FoldedRow } from '../domain/text-diff.ts';
import type {
  FileHistoryView,
  FileLineView,
  FileRestoredView,
  FileStepView,
  FileVersionView,
  FileWriterView,
} from '../../preload/view.ts';
import { problemView } from './problem-view.ts';
import type { State } from './state.ts';

/** As the history keeps it; without a text the file was taken away. */
export interface VersionFacts {
  /** Unix milliseconds. */
  readonly at: number;
  readonly by: string;
  readonly text: string | undefined;
}

export interface FileHistoryFacts {
  readonly path: string;
  readonly readers: readonly string[];
  /** Newest first. */
  readonly versions: readonly VersionFacts[];
  /** How many are kept, also those that could not be opened. */
  readonly kept: number;
  readonly original: { readonly at: number; readonly bytes: Uint8Array | undefined } | undefined;
  readonly state: Pick<State, 'settings' | 'keyStore'>;
}

/** More than anybody reads of one version, and drawn at once. */
const mostLines = 400;
/** A file may be a single line. */
const longestLine = 2_000;

const shortened = (text: string): string =>
  text.length > longestLine ? `${text.slice(0, longestLine)}…` : text;

function lineOf(row: FoldedRow): FileLineView {
  if (row.kind !== 'folded') return { kind: row.kind, text: shortened(row.text) };
  // To say that one line is left out takes a line.
  const [only, ...others] = row.texts;
  return only !== undefined && others.length === 0
    ? { kind: 'same', text: shortened(only) }
    : { kind: 'folded', count: row.texts.length };
}

function shownLines(rows: readonly FoldedRow[]): { readonly lines: FileLineView[]; readonly more: number } {
  return { lines: rows.slice(0, mostLines).map(lineOf), more: Math.max(0, rows.length - mostLines) };
}

/** Laid out alike: many files are a single line, and spaces say nothing. */
function stepOf(version: VersionFacts, older: VersionFacts | undefined): FileStepView {
  if (version.text === undefined) return { kind: 'gone' };
  const text = laidOutJson(version.text);
  if (older === undefined)
    return { kind: 'first', ...shownLines(textLines(text).map((each) => ({ kind: 'same', text: each }))) };
  const rows = diffRows(laidOutJson(older.text ?? ''), text);
  const count = (wanted: DiffRow['kind']): number => rows.filter(({ kind }) => kind === wanted).length;
  const [added, removed] = [count('new'), count('old')];
  if (added + removed === 0 && older.text !== undefined) return { kind: 'alike' };
  return { kind: 'changed', ...shownLines(foldedRows(rows)), added, removed };
}

/** The history keeps these as a person would say them. */
function writerOf(by: string): FileWriterView {
  if (by === 'Gatehouse') return { kind: 'gatehouse' };
  return by === 'another program' ? { kind: 'unknown' } : { kind: 'program', name: by };
}

export function fileHistoryView(facts: FileHistoryFacts): FileHistoryView {
  const { path, readers, versions, kept, original, state } = facts;
  const isClosed = state.keyStore.failure !== undefined || state.keyStore.passphrase === 'locked';
  return {
    path,
    readers,
    versions: versions.map((version, index): FileVersionView => ({
      at: version.at,
      by: writerOf(version.by),
      step: stepOf(version, versions[index + 1]),
    })),
    sealed: Math.max(0, kept - versions.length),
    keyStore: state.settings.keyStore === 'memory' ? 'memory' : isClosed ? 'closed' : 'open',
    original: original === undefined ? null : { at: original.at, existed: original.bytes !== undefined },
  };
}

export function fileRestoredView({ outcome, failure }: RestoredFile, language: Language): FileRestoredView {
  return { outcome, problem: failure === undefined ? null : problemView(failure, language) };
}
