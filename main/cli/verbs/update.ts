// `gatehouse update`: says whether there is a newer version, and has the app look on request.
import { updatesShape, type UpdatesAnswer } from '../../broker/protocol/updates.ts';
import { connectToApp } from '../client.ts';
import { messages } from '../messages.ts';
import { exit, print, tell } from '../output.ts';
import { ageText } from '../time-text.ts';
import { withProgress } from '../terminal.ts';
import { updateWords } from './update-words.ts';
import type { CliParts, JsonOption } from './parts.ts';

export interface UpdateOptions extends JsonOption {
  readonly check?: true;
}

function standing(answer: UpdatesAnswer, now: number): string {
  const { off, step, newer, way, lookedAt, problem } = answer;
  if (off !== null) return updateWords.off[off];
  if (newer !== null && way !== null) {
    if (step === 'downloading') return updateWords.fetching(newer);
    if (step === 'ready' || step === 'restarting') return updateWords.ready(newer);
    return updateWords.newer(newer, way);
  }
  if (lookedAt === null) return updateWords.never;
  return (problem === null ? updateWords.none : updateWords.tried)(ageText(lookedAt, now));
}

/** Lines for people. */
export function updateText(answer: UpdatesAnswer, now: number): string {
  const { version, newer, page } = answer;
  return [
    updateWords.running(version),
    standing(answer, now),
    ...(newer === null || page === null ? [] : [updateWords.page(page)]),
  ].join('\n');
}

export async function update(
  { check, json }: UpdateOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = connectToApp(paths, environment);
  const answer = await (check === true
    ? withProgress(
        updateWords.looking,
        client.ask({ method: 'POST', path: '/v1/updates/look', answerLimitMs: 60_000 }, updatesShape),
      )
    : withProgress(messages.asking, client.ask({ method: 'GET', path: '/v1/updates' }, updatesShape)));
  const { problem } = answer;
  // What went wrong with an earlier look is part of the answer to the plain question.
  const ok = problem === null || check !== true;
  if (json === true) print(JSON.stringify({ ok, ...answer }));
  else {
    print(updateText(answer, Date.now()));
    if (problem !== null) tell(`! ${problem.what}\n  ${problem.next}`);
  }
  return ok ? exit.ok : exit.refused;
}
