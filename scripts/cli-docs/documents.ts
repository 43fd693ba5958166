// Every file that is made from what the product says of itself (commands, providers, failures, routes), by its path in the
// repository.
import path from 'node:path';
import { format, getFileInfo, resolveConfig } from 'prettier';
import { completionScripts } from '../../main/cli/completion.ts';
import { jsonAnswers, jsonSchema } from '../../main/cli/json-schemas.ts';
import { commandTree } from '../../main/cli/main.ts';
import { manPage } from '../../main/cli/man-page.ts';
import { programTree, type ProgramNode } from '../../main/cli/program-tree.ts';
import { consumers } from '../../main/consumers/list.ts';
import { findPaths } from '../../main/paths.ts';
import { providers } from '../../main/providers/list.ts';
import { root } from '../bootstrap/places.mjs';
import { brokerApi } from './broker-api.ts';
import { cliOverview } from './overview.ts';
import { providersOverview } from './providers.ts';
import { troubleshooting } from './troubleshooting.ts';

/** The whole command line; nothing of it is run. */
export function wholeCommandLine(): ProgramNode {
  const parts = { paths: findPaths({}), environment: {}, version: '0.0.0' };
  return programTree(commandTree(parts, () => undefined));
}

/** As it stands in the repository, where prettier looks at some of them. */
async function formatted(name: string, text: string): Promise<string> {
  const { ignored, inferredParser } = await getFileInfo(name);
  if (ignored || inferredParser === null) return text;
  const options = await resolveConfig(path.join(root, name));
  return format(text, { ...options, filepath: name });
}

/** Every file with its text. */
export async function cliDocuments(): Promise<Readonly<Record<string, string>>> {
  const program = wholeCommandLine();
  const texts = {
    'assets/man/gatehouse.1': manPage(program),
    'assets/completions/gatehouse.bash': completionScripts.bash(program),
    'assets/completions/_gatehouse': completionScripts.zsh(program),
    'assets/completions/gatehouse.fish': completionScripts.fish(program),
    'docs/cli.md': cliOverview(program),
    'docs/providers.md': providersOverview(providers, consumers),
    'docs/troubleshooting.md': troubleshooting(),
    'docs/broker-api.md': brokerApi(),
    ...Object.fromEntries(
      jsonAnswers.map((answer) => [
        `docs/schemas/${answer.name}.schema.json`,
        JSON.stringify(jsonSchema(answer), undefined, 2),
      ]),
    ),
  };
  const made = Object.entries(texts).map(
    async ([name, text]) => [name, await formatted(name, text)] as const,
  );
  return Object.fromEntries(await Promise.all(made));
}
