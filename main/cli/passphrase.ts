// Asks for a passphrase, or reads it from standard input. It never stands in argv, where every program could read it.
import { leastPassphraseLength } from '../domain/backup-content.ts';
import { Failure } from '../domain/failure.ts';
import { tell } from './output.ts';
import { askHidden, isInteractive, readLine } from './terminal.ts';

const words = {
  choose: 'Choose a passphrase: ',
  again: 'Once more: ',
  enter: 'Passphrase: ',
  none: 'nothing came on standard input',
  empty: 'no passphrase was typed',
  noTerminal: 'nobody to ask here: give the passphrase with --passphrase-stdin',
  short: (least: number) => `a passphrase has at least ${String(least)} characters`,
  differ: 'The two are not the same.',
} as const;

export interface PassphraseRequest {
  readonly fromStdin: boolean;
  /** A new one is asked for twice and has a least length. */
  readonly isNew: boolean;
}

/** @throws Failure `broker/bad-request`, `broker/cancelled` */
export async function readPassphrase(
  { fromStdin, isNew }: PassphraseRequest,
  signal: AbortSignal,
): Promise<string> {
  if (fromStdin) {
    const line = await readLine(signal);
    if (line === undefined || line === '') throw new Failure('broker/bad-request', { detail: words.none });
    if (isNew) requireLength(line);
    return line;
  }
  if (!isInteractive()) throw new Failure('broker/bad-request', { detail: words.noTerminal });
  const first = await askHidden(isNew ? words.choose : words.enter, signal);
  if (first === '') throw new Failure('broker/bad-request', { detail: words.empty });
  if (!isNew) return first;
  requireLength(first);
  if ((await askHidden(words.again, signal)) !== first) {
    tell(words.differ);
    throw new Failure('broker/cancelled');
  }
  return first;
}

function requireLength(passphrase: string): void {
  if (passphrase.length < leastPassphraseLength)
    throw new Failure('broker/bad-request', { detail: words.short(leastPassphraseLength) });
}
