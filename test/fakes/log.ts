// A log that remembers its lines.
import type { Log } from '../../main/ports.ts';

export interface LogLine {
  readonly level: 'info' | 'warn';
  readonly message: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export class RecordingLog implements Log {
  readonly lines: LogLine[] = [];

  readonly info = (message: string, facts: Readonly<Record<string, unknown>> = {}): void => {
    this.lines.push({ level: 'info', message, facts });
  };

  readonly warn = (message: string, facts: Readonly<Record<string, unknown>> = {}): void => {
    this.lines.push({ level: 'warn', message, facts });
  };

  get warnings(): readonly string[] {
    return this.lines.filter(({ level }) => level === 'warn').map(({ message }) => message);
  }
}
