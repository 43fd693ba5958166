// The log file, behind redaction. Facts are printed as JSON; a Secret prints as [secret] by itself.
import { join } from 'node:path';
import type { NodeLogger } from 'electron-log';
import { Failure } from '../../domain/failure.ts';
import { redact } from '../../domain/redact.ts';
import type { Log } from '../../ports.ts';

type Level = 'info' | 'warn';

const sizeLimitBytes = 2_000_000;

function printable(_key: string, value: unknown): unknown {
  if (value instanceof Failure) return { ...value.toValue(), cause: value.cause };
  if (value instanceof Error) return { name: value.name, message: value.message, cause: value.cause };
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
