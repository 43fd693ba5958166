// Asks for a yes before something that cannot be taken back.
import { Failure } from '../domain/failure.ts';
import { ask, isInteractive } from './terminal.ts';

const yesPattern = /^\s*y(es)?\s*$/i;

/**
 * Goes on when they say yes, or have said so with --yes.
 * @param nobody what to say where there is nobody to ask
 * @throws Failure `broker/cancelled`, or `broker/bad-request` when there is nobody to ask
 */
export async function requireYes(
  saidYes: boolean,
  { question, nobody }: { readonly question: string; readonly nobody: string },
  signal: AbortSignal,
): Promise<void> {
  if (saidYes) return;
  if (!isInteractive()) throw new Failure('broker/bad-request', { detail: nobody });
  if (!yesPattern.test(await ask(question, signal))) throw new Failure('broker/cancelled');
}
