// `audit`, `events`, `allow …`, `lock` and `unlock`: what watches over the keys that are given out.
import { Argument, InvalidArgumentError, Option, type Command } from 'commander';
import { parseSpanMs } from '../lease-amount.ts';
import { agentMessages } from '../messages-agents.ts';
import type { AllowOptions, AnswerOptions } from '../verbs/allow.ts';
import type { JsonOption } from '../verbs/parts.ts';
import type { VerbTools } from './tools.ts';

const usualEntries = 50;
const mostEntries = 10_000;
const answers = ['once', 'always', 'never'] as const;

function spanOf(text: string): number {
  const spanMs = parseSpanMs(text);
  if (spanMs === undefined) throw new InvalidArgumentError(agentMessages.wrongSpan);
  return spanMs;
}

function limitOf(text: string): number {
  const limit = Number(text);
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > mostEntries)
    throw new InvalidArgumentError(agentMessages.wrongLimit);
  return limit;
}

interface GivenAuditOptions extends JsonOption {
  readonly limit: number;
  readonly since?: number;
  readonly verify?: true;
}

function addAudit({ verb, run }: VerbTools): void {
  const words = agentMessages.audit;
  verb('audit', words)
    .addOption(new Option('--limit <number>', words.limit).argParser(limitOf).default(usualEntries))
    .option('--since <span>', words.since, spanOf)
    .addOption(new Option('--verify', words.verify).conflicts('since'))
    .action(
      run(async ({ since, ...options }: GivenAuditOptions, parts) => {
        const order = { ...options, ...(since !== undefined && { sinceMs: since }) };
        return (await import('../verbs/audit.ts')).audit(order, parts);
      }),
    );
}

function addAllowVerbs({ group, run }: VerbTools): void {
  const words = agentMessages.allow;
  const verb = group('allow', words);
  const byPassphrase = (command: Command): Command =>
    command.option('--passphrase-stdin', words.passphraseStdin);
  const set = run(async (options: AllowOptions, parts) =>
    (await import('../verbs/allow.ts')).allow(options, parts),
  );
  const answer = run(async (options: AnswerOptions, parts) =>
    (await import('../verbs/allow.ts')).answerQuestion(options, parts),
  );
  verb('list', words.verbs.list).action(
    run(async (options: JsonOption, parts) => (await import('../verbs/allow.ts')).handOuts(options, parts)),
  );
  byPassphrase(verb('set', words.verbs.set, { isDefault: true }))
    .addArgument(new Argument('<program>', words.program))
    .requiredOption('--consumer <name>', words.consumer)
    .requiredOption('--provider <name>', words.provider)
    .option('--account <name>', words.account)
    .addOption(new Option('--never', words.never).conflicts('ask'))
    .option('--ask', words.ask)
    .option('--passphrase', words.passphrase)
    .action((program: string, options: Omit<AllowOptions, 'program'>) => set({ ...options, program }));
  byPassphrase(verb('answer', words.verbs.answer))
    .addArgument(new Argument('<id>', words.id))
    .addArgument(new Argument('<answer>', words.answer).choices(answers))
    .action((id: string, given: AnswerOptions['answer'], options: JsonOption) =>
      answer({ ...options, id, answer: given }),
    );
}

/** Verbs of the root, beside `auth`. */
export function addOversightVerbs(tools: VerbTools): void {
  const { verb, run } = tools;
  addAudit(tools);
  verb('events', agentMessages.events).action(
    run(async (options: JsonOption, parts) => (await import('../verbs/events.ts')).events(options, parts)),
  );
  addAllowVerbs(tools);
  verb('lock', agentMessages.lock).action(
    run(async (options: JsonOption, parts) => (await import('../verbs/lock.ts')).lock(options, parts)),
  );
  verb('unlock', agentMessages.unlock).action(
    run(async (options: JsonOption, parts) => (await import('../verbs/lock.ts')).unlockKeys(options, parts)),
  );
}
