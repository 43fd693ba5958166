// The command line: which words there are and which verb they lead to.
import { Command, CommanderError, Option } from 'commander';
import { Failure, toFailure } from '../domain/failure.ts';
import { pageNames } from '../domain/page-name.ts';
import { addAgentVerbs } from './commands/agents.ts';
import { addBackupVerbs } from './commands/backups.ts';
import { addCompletionVerb } from './commands/completion.ts';
import { addDoctorVerbs } from './commands/doctor.ts';
import { addFileVerbs } from './commands/files.ts';
import { addFlagVerbs } from './commands/flags.ts';
import { addKeyStoreVerbs } from './commands/key-store.ts';
import { addLoginVerbs } from './commands/logins.ts';
import { addOpencodeVerbs } from './commands/opencode.ts';
import { addOversightVerbs } from './commands/oversight.ts';
import { addPackageVerbs } from './commands/packages.ts';
import { addQuotaVerbs } from './commands/quota.ts';
import { addSettingsVerbs } from './commands/settings.ts';
import { addShellVerbs } from './commands/shell.ts';
import { addServeVerb } from './commands/serve.ts';
import { addSwitchingVerbs } from './commands/switching.ts';
import { addUpdateVerb } from './commands/updates.ts';
import type { MakeVerb, VerbTools, VerbWords } from './commands/tools.ts';
import { messages } from './messages.ts';
import { exit, isAnswerLost, print, printFailure, tell } from './output.ts';
import { missingPiece } from './start-app.ts';
import { open, quit } from './verbs/app.ts';
import { usageFailure, withoutGivenWords } from './usage-errors.ts';
import { login } from './verbs/login.ts';
import { logout } from './verbs/logout.ts';
import type { CliParts, JsonOption } from './verbs/parts.ts';
import { providers, quota, status } from './verbs/show.ts';

/** Where the app does not run and cannot be started either, the words say what is missing. */
function explained(failure: Failure, { environment }: CliParts): Failure {
  const missing = missingPiece(environment);
  if (failure.code !== 'broker/not-running' || failure.detail !== undefined || missing === undefined)
    return failure;
  return new Failure(failure.code, { detail: missing, cause: failure });
}

/** Every verb, without running one; `ended` hears the exit code of the one that is run later. */
export function commandTree(parts: CliParts, ended: (code: number) => void): Command {
  const run =
    <Options extends JsonOption>(verb: (options: Options, parts: CliParts) => Promise<number>) =>
    async (options: Options): Promise<void> => {
      ended(
        await verb(options, parts).catch((thrown: unknown) =>
          printFailure(explained(toFailure(thrown), parts), options.json === true),
        ),
      );
    };
  const root = new Command('gatehouse')
    .description(messages.about)
    .version(parts.version, '-V, --version')
    // For `run`: what stands behind its command is no option of ours.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        print(text.trimEnd());
      },
      writeErr: (text) => {
        tell(text.trimEnd());
      },
      outputError: (text, write) => {
        write(withoutGivenWords(text));
      },
    })
    .addHelpText('after', `\n${messages.example}\n\n${messages.exitCodes}`);
  const verbIn =
    (group: Command): MakeVerb =>
    (name, { about, example, exitCodes = messages.exitCodesOfVerbs }, options) =>
      group
        .command(name, options)
        .description(about)
        .option('--json', messages.json)
        .addHelpText('after', `\n${example}\n\n${exitCodes}`);
  const groupOf = (above: Command, name: string, { about, example }: VerbWords): Command =>
    above.command(name).description(about).addHelpText('after', `\n${example}`);
  const toolsIn = (above: Command): VerbTools => ({
    verb: verbIn(above),
    group: (name, words) => verbIn(groupOf(above, name, words)),
    run,
  });
  const tools = toolsIn(root);
  const { verb } = tools;
  verb('open', messages.open)
    .addOption(new Option('--page <name>', messages.open.page).choices(pageNames))
    .action(run(open));
  verb('quit', messages.quit).action(run(quit));
  const authTools = toolsIn(groupOf(root, 'auth', messages.auth));
  const { verb: auth } = authTools;
  auth('providers', messages.providers).action(run(providers));
  auth('login', messages.login)
    .showHelpAfterError(messages.login.afterError)
    .requiredOption('--provider <name>', messages.login.provider)
    .option('--method <name>', messages.login.method)
    .option('--client-id <id>', messages.login.clientId)
    .option('--agree', messages.login.agree)
    .option('--workspace <id>', messages.login.workspace)
    // Both ask standard input.
    .addOption(new Option('--key-stdin', messages.login.keyStdin).conflicts('clientId'))
    .addOption(new Option('--paste', messages.login.paste).conflicts('keyStdin'))
    .hook('preAction', (login) => {
      const { agree, clientId } = login.opts<{ agree?: true; clientId?: string }>();
      if (agree === true && clientId === undefined)
        login.error(messages.login.agreeAlone, { exitCode: exit.usage });
    })
    .action(run(login));
  auth('logout', messages.logout)
    .requiredOption('--provider <name>', messages.logout.provider)
    .option('--account <name>', messages.logout.account)
    .option('--also-program', messages.logout.alsoProgram)
    .action(run(logout));
  auth('status', messages.status).action(run(status));
  auth('quota', messages.quota)
    .option('--now', messages.quota.now)
    .option('--provider <name>', messages.quota.provider)
    .action(run(quota));
  for (const add of [addSwitchingVerbs, addLoginVerbs, addBackupVerbs, addFileVerbs, addKeyStoreVerbs])
    add(authTools);
  addQuotaVerbs(tools);
  addPackageVerbs(tools);
  addFlagVerbs(tools);
  addAgentVerbs(tools);
  addOversightVerbs(tools);
  addSettingsVerbs(tools);
  addShellVerbs(tools);
  addOpencodeVerbs(tools);
  addDoctorVerbs(tools);
  addUpdateVerb(tools);
  addServeVerb(tools);
  addCompletionVerb(root, run);
  return root;
}

/** Before it is known whether the words make sense; those behind `--` are another command's. */
function asksForJson(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return (end === -1 ? words : words.slice(0, end)).includes('--json');
}

async function exitCode(words: readonly string[], parts: CliParts): Promise<number> {
  let code: number = exit.ok;
  try {
    await commandTree(parts, (ended) => {
      code = ended;
    }).parseAsync([...words], { from: 'user' });
    return code;
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) return printFailure(toFailure(thrown), asksForJson(words));
    if (thrown.exitCode === 0) return exit.ok;
    // For people it has been said already.
    if (asksForJson(words)) printFailure(usageFailure(thrown.message), true);
    return exit.usage;
  }
}

/** Runs one command line and returns its exit code: that of its verb, unless all went well but the answer got lost. */
export async function runCommandLine(words: readonly string[], parts: CliParts): Promise<number> {
  const code = await exitCode(words, parts);
  return code === exit.ok && isAnswerLost() ? exit.internal : code;
}
