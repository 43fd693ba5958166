// `run`, `env`, `token`, `lease …` and `estimate`: agents, and what they reserve.
import { Argument, InvalidArgumentError, Option, type Command } from 'commander';
import { leasePriorities, type LeaseAmount } from '../../domain/lease.ts';
import { parseAmount, parseUsed } from '../lease-amount.ts';
import { agentMessages } from '../messages-agents.ts';
import { exit } from '../output.ts';
import type { EnvOptions } from '../verbs/env.ts';
import type { EstimateOptions } from '../verbs/estimate.ts';
import type { CreateLeaseOptions, LeaseOptions, RevokeOptions, UsedOptions } from '../verbs/lease.ts';
import type { JsonOption } from '../verbs/parts.ts';
import type { RunOptions } from '../verbs/run.ts';
import type { TokenOptions } from '../verbs/token.ts';
import type { VerbTools } from './tools.ts';

function amountOf(text: string): LeaseAmount {
  const amount = parseAmount(text);
  if (amount === undefined) throw new InvalidArgumentError(agentMessages.wrongAmount);
  return amount;
}

function usedOf(text: string): LeaseAmount | number {
  const used = parseUsed(text);
  if (used === undefined) throw new InvalidArgumentError(agentMessages.wrongUsed);
  return used;
}

function pidOf(text: string): number {
  const pid = Number(text);
  if (!Number.isSafeInteger(pid) || pid <= 0) throw new InvalidArgumentError(agentMessages.wrongPid);
  return pid;
}

const priority = (words: string): Option => new Option('--priority <name>', words).choices(leasePriorities);

function addRun({ verb, run }: VerbTools): void {
  const words = agentMessages.run;
  verb('run', words)
    .addArgument(new Argument('<command...>', words.command))
    .option('--consumer <name>', words.consumer)
    .option('--provider <name>', words.provider)
    .option('--account <name>', words.account)
    .option('--estimate <amount>', words.estimate, amountOf)
    .option('--task <word>', words.task)
    .addOption(priority(words.priority))
    .option('--project <name>', words.project)
    .option('--user-agent <name>', words.userAgent)
    .option('--wait', words.wait)
    // What stands behind the command is its own, with or without a `--`.
    .passThroughOptions()
    .action(async (command: [string, ...string[]], options: RunOptions) => {
      await run(async (given: RunOptions, parts) =>
        (await import('../verbs/run.ts')).runCommand(command, given, parts),
      )(options);
    });
}

function addKeyVerbs({ verb, run }: VerbTools): void {
  const { env, token } = agentMessages;
  verb('env', env)
    .option('--consumer <name>', env.consumer)
    .option('--provider <name>', env.provider)
    .option('--account <name>', env.account)
    .addOption(new Option('--shell', env.shell).conflicts('json'))
    .action(
      run(async (options: EnvOptions, parts) =>
        (await import('../verbs/env.ts')).printEnvironment(options, parts),
      ),
    );
  verb('token', token)
    .requiredOption('--provider <name>', token.provider)
    .option('--account <name>', token.account)
    .option('--consumer <name>', token.consumer)
    .action(
      run(async (options: TokenOptions, parts) =>
        (await import('../verbs/token.ts')).printToken(options, parts),
      ),
    );
}

type LeaseGroup = ReturnType<VerbTools['group']>;

function addCreateLease(verb: LeaseGroup, run: VerbTools['run']): void {
  const words = agentMessages.lease;
  verb('create', words.verbs.create)
    .option('--label <name>', words.label)
    .option('--consumer <name>', words.consumer)
    .option('--provider <name>', words.provider)
    .option('--account <name>', words.account)
    .option('--estimate <amount>', words.estimate, amountOf)
    .option('--task <word>', words.task)
    .addOption(priority(words.priority))
    .option('--pid <number>', words.pid, pidOf)
    .addOption(new Option('--heartbeat', words.heartbeat).conflicts('pid'))
    .option('--wait', words.wait)
    .action(
      run(async (options: CreateLeaseOptions, parts) =>
        (await import('../verbs/lease.ts')).createLease(options, parts),
      ),
    );
}

/** Verbs of one lease, named by its id. */
function addOneLeaseVerbs(verb: LeaseGroup, run: VerbTools['run']): void {
  const words = agentMessages.lease;
  const ofOne = (name: 'release' | 'use' | 'heartbeat'): Command =>
    verb(name, words.verbs[name]).addArgument(new Argument('<id>', words.id));
  const release = run(async (options: UsedOptions, parts) =>
    (await import('../verbs/lease.ts')).releaseLease(options, parts),
  );
  const use = run(async (options: UsedOptions, parts) =>
    (await import('../verbs/lease.ts')).useLease(options, parts),
  );
  const keep = run(async (options: LeaseOptions, parts) =>
    (await import('../verbs/lease.ts')).keepLease(options, parts),
  );
  ofOne('release')
    .option('--used <amount>', words.used, usedOf)
    .action((id: string, options: Omit<UsedOptions, 'id'>) => release({ ...options, id }));
  ofOne('use')
    .addArgument(new Argument('<amount>', words.amount).argParser(usedOf))
    .action((id: string, used: LeaseAmount | number, options: JsonOption) => use({ ...options, id, used }));
  ofOne('heartbeat').action((id: string, options: JsonOption) => keep({ ...options, id }));
}

function addLeaseVerbs({ group, run }: VerbTools): void {
  const words = agentMessages.lease;
  const verb = group('lease', words);
  verb('list', words.verbs.list, { isDefault: true }).action(
    run(async (options: JsonOption, parts) => (await import('../verbs/lease.ts')).leases(options, parts)),
  );
  addCreateLease(verb, run);
  addOneLeaseVerbs(verb, run);
  verb('revoke', words.verbs.revoke)
    .addOption(new Option('--agent <id>', words.agent).conflicts('all'))
    .option('--all', words.all)
    .hook('preAction', (command) => {
      const { agent, all } = command.opts<RevokeOptions>();
      if (agent === undefined && all === undefined) command.error(words.nothing, { exitCode: exit.usage });
    })
    .action(
      run(async (options: RevokeOptions, parts) =>
        (await import('../verbs/lease.ts')).revokeAgents(options, parts),
      ),
    );
}

function addEstimate({ verb, run }: VerbTools): void {
  const words = agentMessages.estimate;
  verb('estimate', words)
    .option('--task <word>', words.task)
    .option('--consumer <name>', words.consumer)
    .option('--provider <name>', words.provider)
    .option('--account <name>', words.account)
    .option('--estimate <amount>', words.estimate, amountOf)
    .option('--strict', words.strict)
    .action(
      run(async (options: EstimateOptions, parts) =>
        (await import('../verbs/estimate.ts')).estimateWork(options, parts),
      ),
    );
}

/** Verbs of the root, beside `auth`. */
export function addAgentVerbs(tools: VerbTools): void {
  addRun(tools);
  addKeyVerbs(tools);
  addLeaseVerbs(tools);
  addEstimate(tools);
}
