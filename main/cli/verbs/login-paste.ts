// Brings the answer of a browser, an address or a code, to a waiting sign-in: what the person pastes goes over the private socket only.
import { pasteAnswerShape } from '../../broker/protocol/sign-ins.ts';
import { Failure } from '../../domain/failure.ts';
import type { Client } from '../client.ts';
import { askHidden, isInteractive, readLine } from '../terminal.ts';
import { loginWords } from './login-words.ts';

/** No address of a sign-in is longer. */
const longestCharacters = 16_000;

/**
 * @param before what is said in front of the question, once nothing that is typed is seen any more
 * @throws Failure `broker/cancelled`, or `broker/bad-request` at the end of standard input
 */
async function pastedLine(interactive: boolean, before: string, signal: AbortSignal): Promise<string> {
  const line = interactive ? await askHidden(before + loginWords.paste, signal) : await readLine(signal);
  const text = line?.trim() ?? '';
  if (text === '' && !interactive) throw new Failure('broker/bad-request', { detail: loginWords.nothing });
  return text.slice(0, longestCharacters);
}

/**
 * Asks until the app takes an answer. At a terminal a wrong one may be tried again; from a pipe there is only one.
 * @throws Failure `sign-in/refused-answer`, `broker/bad-request`, `broker/cancelled` when the signal aborts, …
 */
export async function bringAnswer(
  client: Pick<Client, 'ask'>,
  { provider, what }: { readonly provider: string; readonly what: 'address' | 'code' },
  signal: AbortSignal,
): Promise<void> {
  const interactive = isInteractive();
  let before = '';
  for (;;) {
    const pasted = await pastedLine(interactive, before, signal);
    before = '';
    if (pasted === '') continue;
    const call = { method: 'POST', path: '/v1/sign-ins/paste', body: { provider, pasted }, signal } as const;
    const { taken, reason } = await client.ask(call, pasteAnswerShape);
    if (taken) return;
    if (!interactive)
      throw new Failure('sign-in/refused-answer', {
        subject: provider,
        ...(reason !== null && { detail: reason }),
      });
    before = `${loginWords.refused(what, reason ?? '')}\n`;
  }
}
