// Looks for planted secrets where none may be: in files, and in the arguments and variables of running processes.
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** By which way a secret got out. */
export type Channel = 'argument' | 'variable' | 'notice' | 'crash dump' | 'log' | 'file';

export interface Leak {
  channel: Channel;
  place: string;
  /** The beginning only: a report of a leak is no place for the whole. */
  startsWith: string;
  offset: number;
}

export interface LeakReport {
  leaks: Leak[];
  /** How much was looked at; a scan of nothing finds nothing and proves nothing. */
  filesRead: number;
  processesRead: number;
  unreadable: string[];
}

export interface Where {
  folders?: string[];
  processes?: boolean;
  /** Folders or files, by whole path, in which the secret may lie. */
  except?: string[];
  /** Takes out of the variables of a process what may stand there. */
  variablesToSearch?: (environ: string) => string;
}

const shownCharacters = 12;

/** Every canary of the tests begins like this, so that one expression finds them all. */
export const anyCanary = /canary_[A-Za-z0-9._-]+/;

/** Finds these texts and no others: for secrets that do not say of themselves that they are canaries. */
export function exactly(secrets: readonly string[]): RegExp {
  // An expression of nothing fits everywhere; what can never fit stands for it.
  if (secrets.length === 0) return /(?!)/;
  return new RegExp(
    secrets.map((secret) => secret.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)).join('|'),
  );
}

const channels: readonly (readonly [Channel, RegExp])[] = [
  ['argument', /^\/proc\/\d+\/cmdline$/],
  ['variable', /^\/proc\/\d+\/environ$/],
  ['notice', /\/notifications\.(jsonl|log)$/],
  ['crash dump', /\/(crashpad|crash reports)\/|\.dmp$|\/core(\.[^/]*)?$/i],
  ['log', /\/logs\/|\.log(\.[^/]*)?$/],
];

function channelOf(place: string): Channel {
  return channels.find(([, pattern]) => pattern.test(place))?.[0] ?? 'file';
}

export function findSecrets(
  pattern: RegExp,
  { folders = [], processes = true, except = [], variablesToSearch = (environ) => environ }: Where,
): LeakReport {
  const report: LeakReport = { leaks: [], filesRead: 0, processesRead: 0, unreadable: [] };
  for (const folder of folders) lookInFolder(folder, pattern, except, report);
  if (processes) lookAtProcesses(pattern, variablesToSearch, report);
  return report;
}

function lookInFolder(path: string, pattern: RegExp, except: string[], report: LeakReport): void {
  if (except.includes(path)) return;
  try {
    const status = lstatSync(path);
    if (status.isDirectory()) {
      for (const name of readdirSync(path)) lookInFolder(join(path, name), pattern, except, report);
    } else if (status.isFile()) {
      look(path, readFileSync(path), pattern, report);
      report.filesRead++;
    }
  } catch (error) {
    note(path, error, report);
  }
}

/**
 * Our own process is left out: it holds the pattern, and often the canary it planted. So is the world's first one: it
 * may be root's, and runs nothing of the command's.
 */
function lookAtProcesses(
  pattern: RegExp,
  variablesToSearch: (environ: string) => string,
  report: LeakReport,
): void {
  const others = readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && name !== '1' && name !== String(process.pid),
  );
  for (const id of others) {
    for (const name of ['cmdline', 'environ']) {
      const path = `/proc/${id}/${name}`;
      try {
        const text = readFileSync(path, 'latin1');
        searchText(path, name === 'environ' ? variablesToSearch(text) : text, pattern, report);
        if (name === 'cmdline') report.processesRead++;
      } catch (error) {
        note(path, error, report);
      }
    }
  }
}

/** Adds to the report what a text holds that was read elsewhere. */
export function searchText(place: string, text: string, pattern: RegExp, report: LeakReport): void {
  look(place, Buffer.from(text, 'latin1'), pattern, report);
}

/** Browsers keep much of their text in two bytes a character, at an even or an odd place. */
function look(place: string, bytes: Buffer, pattern: RegExp, report: LeakReport): void {
  const everywhere = new RegExp(pattern.source, `${pattern.flags.replace('g', '')}g`);
  const narrow = bytes.toString('latin1');
  const readings = [
    { text: narrow, bytesEach: 1, from: 0 },
    ...(narrow.includes('\0') ? [0, 1].map((from) => ({ text: wide(bytes, from), bytesEach: 2, from })) : []),
  ];
  for (const { text, bytesEach, from } of readings) {
    for (const match of text.matchAll(everywhere)) {
      report.leaks.push({
        channel: channelOf(place),
        place,
        startsWith: `${match[0].slice(0, shownCharacters)}…`,
        offset: match.index * bytesEach + from,
      });
    }
  }
}

/** Copied, even in length and aligned: Node 24.21 corrupts its heap when it decodes an odd place as UTF-16. */
function wide(bytes: Buffer, from: number): string {
  const length = Math.floor((bytes.length - from) / 2) * 2;
  const aligned = Buffer.alloc(length);
  bytes.copy(aligned, 0, from, from + length);
  return aligned.toString('utf16le');
}

/** A file or process that went away meanwhile holds nothing any more. */
function note(path: string, error: unknown, report: LeakReport): void {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ENOENT' && code !== 'ESRCH') report.unreadable.push(`${path}: ${String(code)}`);
}
