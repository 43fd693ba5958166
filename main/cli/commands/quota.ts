// `guard`, `statusline` and `hooks`: what is done with quota beside looking at it.
import { InvalidArgumentError, Option, type Command } from 'commander';
import { parsePercent } from '../../domain/guard.ts';
import { hookEvents } from '../../domain/hook-event.ts';
import { messages } from '../messages.ts';
import { quotaMessages } from '../messages-quota.ts';
import type { GuardOptions } from '../verbs/guard.ts';
import type { HookOptions } from '../verbs/hooks.ts';
import type { JsonOption } from '../verbs/parts.ts';
import type { StatusLineOptions } from '../verbs/status-line.ts';
import type { VerbTools } from './tools.ts';

function percentOf(text: string): number {
  const percent = parsePercent(text);
  if (percent === undefined) throw new InvalidArgumentError(quotaMessages.guard.wrongMin);
  return percent;
}

function addGuard({ verb, run }: VerbTools): void {
  const words = quotaMessages.guard;
  verb('guard', words)
    .requiredOption('--min <percent>', words.min, percentOf)
    .option('--provider <name>', words.provider)
    .option('--account <name>', words.account)
    .option('--window <name>', words.window)
    .option('--allow-unknown', words.allowUnknown)
    .option('--now', messages.quota.now)
    .action(
      run(async (options: GuardOptions, parts) =>
        (await import('../verbs/guard.ts')).guardQuota(options, parts),
      ),
    );
}

function addStatusLineVerbs({ group, run }: VerbTools): void {
  const words = quotaMessages.statusLine;
  const verb = group('statusline', words);
  const ofConsumer = (name: 'install' | 'uninstall' | 'preview'): Command =>
    verb(name, words.verbs[name]).option('--consumer <host>', words.consumer);
  verb('list', words.verbs.list, { isDefault: true }).action(
    run(async (options: JsonOption, parts) =>
      (await import('../verbs/status-line.ts')).statusLines(options, parts),
    ),
  );
  ofConsumer('install').action(
    run(async (options: StatusLineOptions, parts) =>
      (await import('../verbs/status-line.ts')).installStatusLine(options, parts),
    ),
  );
  ofConsumer('uninstall').action(
    run(async (options: StatusLineOptions, parts) =>
      (await import('../verbs/status-line.ts')).uninstallStatusLine(options, parts),
    ),
  );
  ofConsumer('preview').action(
    run(async (options: StatusLineOptions, parts) =>
      (await import('../verbs/status-line.ts')).previewStatusLine(options, parts),
    ),
  );
}

function addHookVerbs({ group, run }: VerbTools): void {
  const words = quotaMessages.hooks;
  const verb = group('hooks', words);
  const event = (): Option => new Option('--event <name>', words.event).choices(hookEvents);
  const ofProgram = (name: 'add' | 'remove'): Command =>
    verb(name, words.verbs[name])
      .addOption(event().makeOptionMandatory())
      .requiredOption('--program <path>', words.program);
  verb('list', words.verbs.list, { isDefault: true }).action(
    run(async (options: JsonOption, parts) => (await import('../verbs/hooks.ts')).hooks(options, parts)),
  );
  ofProgram('add').action(
    run(async (options: HookOptions, parts) => (await import('../verbs/hooks.ts')).addHook(options, parts)),
  );
  ofProgram('remove').action(
    run(async (options: HookOptions, parts) =>
      (await import('../verbs/hooks.ts')).removeHook(options, parts),
    ),
  );
  verb('example', words.verbs.example)
    .addOption(event().default(hookEvents[0]))
    .action(
      run(async (options: Pick<HookOptions, 'event'> & JsonOption, parts) =>
        (await import('../verbs/hooks.ts')).hookExample(options, parts),
      ),
    );
}

/** Verbs of the root, beside `auth`. */
export function addQuotaVerbs(tools: VerbTools): void {
  addGuard(tools);
  addStatusLineVerbs(tools);
  addHookVerbs(tools);
}
