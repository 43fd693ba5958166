// `auth switch`, `auth undo` and `auth rules`.
import type { Command } from 'commander';
import { switchingMessages } from '../messages-switching.ts';
import { exit } from '../output.ts';
import type { JsonOption } from '../verbs/parts.ts';
import type { AddRuleOptions, RuleOptions } from '../verbs/rules.ts';
import type { SwitchOptions } from '../verbs/switch.ts';
import type { VerbTools } from './tools.ts';

function wrongSwitch({ provider, account, strategy, unchecked }: SwitchOptions): string | undefined {
  if (provider !== undefined) return undefined;
  if (account !== undefined || unchecked !== undefined) return switchingMessages.switch.alone;
  return strategy === undefined ? switchingMessages.switch.nothing : undefined;
}

function addRuleVerbs({ group, run }: VerbTools): void {
  const words = switchingMessages.rules;
  const verb = group('rules', words);
  const ofFolder = (name: 'add' | 'remove'): Command =>
    verb(name, words.verbs[name]).requiredOption('--folder <path>', words.folder);
  verb('list', words.verbs.list, { isDefault: true }).action(
    run(async (options: JsonOption, parts) => (await import('../verbs/rules.ts')).rules(options, parts)),
  );
  ofFolder('add')
    .requiredOption('--account <name>', words.account)
    .option('--provider <name>', words.provider)
    .action(
      run(async (options: AddRuleOptions, parts) =>
        (await import('../verbs/rules.ts')).addRule(options, parts),
      ),
    );
  ofFolder('remove').action(
    run(async (options: RuleOptions, parts) =>
      (await import('../verbs/rules.ts')).removeRule(options, parts),
    ),
  );
}

export function addSwitchingVerbs(tools: VerbTools): void {
  const { verb, run } = tools;
  const words = switchingMessages.switch;
  verb('switch', words)
    .option('--provider <name>', words.provider)
    .option('--account <name>', words.account)
    .option('--strategy <name>', words.strategy)
    .option('--unchecked', words.unchecked)
    .hook('preAction', (command) => {
      const wrong = wrongSwitch(command.opts<SwitchOptions>());
      if (wrong !== undefined) command.error(wrong, { exitCode: exit.usage });
    })
    .action(
      run(async (options: SwitchOptions, parts) =>
        (await import('../verbs/switch.ts')).switchTo(options, parts),
      ),
    );
  verb('undo', switchingMessages.undo).action(
    run(async (options: JsonOption, parts) => (await import('../verbs/undo.ts')).undo(options, parts)),
  );
  addRuleVerbs(tools);
}
