// `gatehouse env`: an agent's environment for a shell of the person's own, which holds as long as that shell runs.
import { basename } from 'node:path';
import { toFailure } from '../../domain/failure.ts';
import { startAgent } from '../agent-start.ts';
import { askingShell } from '../asking-shell.ts';
import { withFigures } from '../lease-request.ts';
import { exit, print, printExactly, tell } from '../output.ts';
import { environmentLines } from '../run-script.ts';
import { reachApp } from '../start-app.ts';
import { cancellable } from '../terminal.ts';
import { workingFolder } from '../working-folder.ts';
import type { CliParts, JsonOption } from './parts.ts';
import { runWords } from './run-words.ts';

export interface EnvOptions extends JsonOption {
  readonly consumer?: string;
  readonly provider?: string;
  readonly account?: string;
  readonly shell?: true;
}

/** What a shell that asks is called among the agents. */
const label = 'shell';

export async function printEnvironment(
  { consumer, provider, account, json }: EnvOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = await reachApp(paths, environment, tell);
  const where = await workingFolder(environment);
  const project = basename(where.folder);
  const ofKind = consumer === undefined ? {} : { consumer };
  const wish = {
    label,
    ...where,
    // The launcher has become us, so the shell that asks is above us.
    holder: { kind: 'process', pid: askingShell() },
    ...ofKind,
    ...(provider !== undefined && { provider }),
    ...(account !== undefined && { account }),
  } as const;
  // Without a launcher in it: words before a command's own have no place in a shell, so keys go into variables.
  const form = { ...ofKind, ...(project !== '' && { project }) };
  const started = await cancellable((signal) => startAgent(client, wish, form, signal)).catch(
    (thrown: unknown) => {
      throw withFigures(toFailure(thrown), Date.now());
    },
  );
  const { lease, reason, fallenBack } = started.granted;
  if (json === true) print(JSON.stringify({ ok: true, ...started.environment }));
  else printExactly(`${environmentLines(started.environment).join('\n')}\n`);
  if (fallenBack) tell(runWords.fallenBack(`${lease.accountLabel} (${lease.provider})`, reason));
  return exit.ok;
}
