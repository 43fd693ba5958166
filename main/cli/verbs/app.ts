// `gatehouse open` and `quit`: the app itself.
import { connectToApp } from '../client.ts';
import { exit, print, tell } from '../output.ts';
import { reachApp } from '../start-app.ts';
import type { CliParts, JsonOption } from './parts.ts';

export async function open({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  await (await reachApp(paths, environment, tell)).open();
  if (json === true) print(JSON.stringify({ schema: 1, ok: true }));
  return exit.ok;
}

export async function quit({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  await connectToApp(paths, environment).quit();
  if (json === true) print(JSON.stringify({ schema: 1, ok: true }));
  return exit.ok;
}
