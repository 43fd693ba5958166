// `gatehouse lock` and `unlock`: whether keys are given out at all.
import { lockShape } from '../../broker/protocol/oversight.ts';
import { questionLimitMs } from '../answer-limits.ts';
import { connectToApp } from '../client.ts';
import { exit, print } from '../output.ts';
import { cancellable, withProgress } from '../terminal.ts';
import { lockWords } from './lock-words.ts';
import type { CliParts, JsonOption } from './parts.ts';

async function setLock(
  path: '/v1/lock' | '/v1/unlock',
  { json }: JsonOption,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = connectToApp(paths, environment);
  const word = path === '/v1/lock' ? lockWords.working : lockWords.question;
  const call = { method: 'POST', path, answerLimitMs: questionLimitMs } as const;
  const answer = await cancellable((signal) =>
    withProgress(word, client.ask({ ...call, signal }, lockShape)),
  );
  if (json === true) print(JSON.stringify({ ok: true, ...answer }));
  else print(answer.locked ? lockWords.locked(answer.revoked) : lockWords.unlocked);
  return exit.ok;
}

export function lock(options: JsonOption, parts: CliParts): Promise<number> {
  return setLock('/v1/lock', options, parts);
}

export function unlockKeys(options: JsonOption, parts: CliParts): Promise<number> {
  return setLock('/v1/unlock', options, parts);
}
