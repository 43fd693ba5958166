// How long calls of programs take, without what a large process takes to start anything.
import { startChild } from './children.ts';

export interface Call {
  readonly program: string;
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly input?: string;
}

export interface TimedCall {
  readonly ms: number;
  /** Stdout. */
  readonly said: string;
}

/** So many calls of each in turn. Answers those of each program. @throws when they could not be made */
export async function timeCalls<Calls extends readonly Call[]>(
  count: number,
  programs: Calls,
): Promise<{ readonly [Index in keyof Calls]: readonly TimedCall[] }> {
  const { code, out, errors } = await startChild('time-calls', [JSON.stringify({ count, programs })]).ended;
  if (code !== 0) throw new Error(`calls not timed: ${errors}`);
  return JSON.parse(out) as { readonly [Index in keyof Calls]: readonly TimedCall[] };
}
