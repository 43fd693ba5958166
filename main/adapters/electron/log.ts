// The log file, behind redaction. Facts are printed as JSON; a Secret prints as [secret] by itself.
import { join } from 'node:path';
import type { NodeLogger } from 'electron-log';
import { Failure } from '../../domain/failure.ts';
import { redact } from '../../domain/redact.ts';
import type { Log } from '../../ports.ts';

type Level = 'info' | 'warn';

const sizeLimitBytes = 2_000_000;

/** A word of the system or the network stack, for example `ENOENT` or `net::ERR_FAILED`. */
const systemWord = /^(?:net::)?[A-Z][A-Z\d]*(?:_[A-Z\d]+)*$/;

/**
 * What may be told of an error that is not ours. Its message may quote what it stumbled over, as that of a JSON parser
 * does: it is left out, unless it is a word of the system alone, and the place where it was thrown says which it was.
 */
function foreign(error: Error): Readonly<Record<string, unknown>> {
  const word = ['code' in error ? error.code : undefined, error.message].find(
    (each) => typeof each === 'string' && systemWord.test(each),
  );
  return { name: error.name, word, at: placeOf(error), cause: causeOf(error) };
}

/** The line of the program that threw it. A message stands in front of those, and may look like one. */
function placeOf({ stack = '', message }: Error): string | undefined {
  const start = stack.indexOf(message);
  if (start < 0) return undefined;
  return /^\s+at (.+)$/m.exec(stack.slice(start + message.length))?.[1];
}

/** Anything may have been thrown; only an error can be told without its text. */
function causeOf({ cause }: Error): Error | undefined {
  return cause instanceof Error ? cause : undefined;
}

function printable(_key: string, value: unknown): unknown {
  if (value instanceof Failure) return { ...value.toValue(), cause: causeOf(value) };
  if (value instanceof Error) return foreign(value);
  return value;
}

/** What cannot be printed (a cycle, a BigInt) must not keep the message from the log. */
function printed(facts: Readonly<Record<string, unknown>>): string {
  try {
    return JSON.stringify(facts, printable);
  } catch {
    return '(facts not printable)';
  }
}

/** The logger is loaded with the first line, so that logging never delays the start. */
export function openLog(folder: string): Log {
  let loading: Promise<NodeLogger> | undefined;
  const load = async (): Promise<NodeLogger> => {
    const { default: log } = await import('electron-log/node');
    log.transports.console.level = false;
    log.transports.file.level = 'info';
    // In UTC: lines of several machines compare, and no time zone data is loaded for it.
    log.transports.file.format = ({ message: { data, date, level } }) => [
      `${date.toISOString()} ${level} ${data.map(String).join(' ')}`,
    ];
    // It names accounts and files; nobody else needs to read them.
    log.transports.file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
    log.transports.file.maxSize = sizeLimitBytes;
    log.transports.file.resolvePathFn = () => join(folder, 'gatehouse.log');
    return log;
  };
  const write = (level: Level, message: string, facts: Readonly<Record<string, unknown>> = {}): void => {
    const line = redact(`${message} ${printed(facts)}`);
    loading ??= load();
    void loading.then((log) => {
      log[level](line);
    });
  };
  return {
    info: (message, facts) => {
      write('info', message, facts);
    },
    warn: (message, facts) => {
      write('warn', message, facts);
    },
  };
}
