// `gatehouse auth undo`: everything as it was before the last switch.
import { undoAnswerShape } from '../../broker/protocol/switching.ts';
import { switchingWords } from '../messages-switching.ts';
import { exit, print, tell } from '../output.ts';
import { reachApp } from '../start-app.ts';
import type { CliParts, JsonOption } from './parts.ts';
import { askToSwitch, printRest } from './switch.ts';

export async function undo({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  const client = await reachApp(paths, environment, tell);
  const call = { path: '/v1/undo', body: {} };
  const answer = await askToSwitch(client, call, undoAnswerShape, switchingWords.undoing);
  if (json === true) {
    print(JSON.stringify({ ok: true, ...answer }));
    return exit.ok;
  }
  print(switchingWords.undone(answer.undone));
  printRest(answer);
  return exit.ok;
}
