// Asks for a passphrase, or reads it from standard input. It never stands in argv, where every program could read it.
import { leastPassphraseLength } from '../domain/backup-content.ts';
import { Failure } from '../domain/failure.ts';
import { words } from './more-messages.ts';
import { tell } from './output.ts';
import { askHidden, isInteractive, readLine } from './terminal.ts';

export interface PassphraseRequest {
  readonly fromStdin: boolean;
  /** A new one is asked for twice and has a least length. */
  readonly isNew: boolean;
}

/** @throws Failure `broker/bad-request`, `broker/cancelled`, `credential/missing` */
export async function readPassphrase(
  { fromStdin, isNew }: PassphraseRequest,
  signal: AbortSignal,
): Promise<string> {
  if (fromStdin) {
    const line = await readLine(signal);
    if (line === undefined || line === '')
      throw new Failure('credential/missing', {
        subject: words.passphrase.name,
        detail: words.passphrase.none,
      });
    if (isNew) requireLength(line);
    return line;
  }
  if (!isInteractive()) throw new Failure('broker/bad-request', { detail: words.passphrase.noTerminal });
  const first = await askHidden(isNew ? words.passphrase.choose : words.passphrase.enter, signal);
  if (!isNew) return first;
  requireLength(first);
  if ((await askHidden(words.passphrase.again, signal)) !== first) {
    tell(words.passphrase.differ);
    throw new Failure('broker/cancelled');
  }
  return first;
}

function requireLength(passphrase: string): void {
  if (passphrase.length < leastPassphraseLength)
    throw new Failure('broker/bad-request', { detail: words.passphrase.short(leastPassphraseLength) });
}
