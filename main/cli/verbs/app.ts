// `gatehouse open` and `quit`: the app itself.
import type { PageName } from '../../domain/page-name.ts';
import { connectToApp } from '../client.ts';
import { exit, print, tell } from '../output.ts';
import { reachApp } from '../start-app.ts';
import type { CliParts, JsonOption } from './parts.ts';

export interface OpenOptions extends JsonOption {
  readonly page?: PageName;
}

export async function open({ json, page }: OpenOptions, { paths, environment }: CliParts): Promise<number> {
  await (await reachApp(paths, environment, tell)).open(page);
  if (json === true) print(JSON.stringify({ schema: 1, ok: true }));
  return exit.ok;
}

export async function quit({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  // After an update the app that still runs is the old one, and this is how it is ended.
  await connectToApp(paths, environment, 'any').quit();
  if (json === true) print(JSON.stringify({ schema: 1, ok: true }));
  return exit.ok;
}
