// `gatehouse completion` prints a script; `gatehouse complete` prints what the script asks for, or nothing at all.
import type { Command } from 'commander';
import { agentsShape, leasesShape } from '../../broker/protocol/leases.ts';
import { filesShape } from '../../broker/protocol/files.ts';
import { statusLinesShape } from '../../broker/protocol/status-lines.ts';
import { shellsShape } from '../../broker/protocol/shells.ts';
import { fullName } from '../../domain/account-name.ts';
import { plainStrategies } from '../../domain/settings.ts';
import { connectToApp, type Client } from '../client.ts';
import type { CompletionShell } from '../completion-shells.ts';
import type { AskedKind } from '../completion-values.ts';
import { completionScripts } from '../completion.ts';
import { exit, print } from '../output.ts';
import { programTree } from '../program-tree.ts';
import type { CliParts } from './parts.ts';

/** A person has pressed Tab. */
const answerLimitMs = 1_000;

export async function completion(shell: CompletionShell, root: Command): Promise<number> {
  print(completionScripts[shell](programTree(root)).trimEnd());
  return exit.ok;
}

/** The label where no other account has it, else with the organisation. */
async function accountNames(client: Client): Promise<readonly string[]> {
  const accounts = (await client.status()).providers.flatMap((provider) => provider.accounts);
  return accounts.map((account) =>
    accounts.some((other) => other !== account && other.label === account.label)
      ? fullName(account)
      : account.label,
  );
}

const get = (path: string) => ({ method: 'GET', path, answerLimitMs }) as const;

const asked: Readonly<Record<AskedKind, (client: Client) => Promise<readonly string[]>>> = {
  providers: async (client) => (await client.providers()).providers.map(({ id }) => id),
  methods: async (client) =>
    (await client.providers()).providers.flatMap(({ methods }) => methods.map(({ id }) => id)),
  consumers: async (client) => (await client.providers()).consumers.map(({ id }) => id),
  hosts: async (client) =>
    (await client.ask(get('/v1/status-lines'), statusLinesShape)).statusLines.map(({ consumer }) => consumer),
  accounts: accountNames,
  strategies: async (client) => [
    ...plainStrategies,
    ...(await client.providers()).providers.map(({ id }) => `prefer-${id}`),
  ],
  files: async (client) => (await client.ask(get('/v1/files'), filesShape)).files.map(({ id }) => id),
  shells: async (client) =>
    (await client.ask(get('/v1/shells'), shellsShape)).shells.map(({ shell }) => shell),
  agents: async (client) => (await client.ask(get('/v1/agents'), agentsShape)).agents.map(({ id }) => id),
  leases: async (client) => (await client.ask(get('/v1/leases'), leasesShape)).leases.map(({ id }) => id),
};

/** Whatever goes wrong, there is only nothing to offer. */
export async function complete(kind: AskedKind, { paths, environment }: CliParts): Promise<number> {
  const values = await (async () => asked[kind](connectToApp(paths, environment)))().catch(() => []);
  if (values.length > 0) print([...new Set(values)].join('\n'));
  return exit.ok;
}
