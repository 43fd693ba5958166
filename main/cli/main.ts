// The command line: which words there are and which verb they lead to.
import { Command, CommanderError } from 'commander';
import { Failure, toFailure } from '../domain/failure.ts';
import { messages } from './messages.ts';
import { exit, print, printFailure, tell } from './output.ts';
import { missingPiece } from './start-app.ts';
import { login, open, prefer, quit, status, type CliParts, type JsonOption } from './verbs.ts';

/** Where the app does not run and cannot be started either, the words say what is missing. */
function explained(failure: Failure, { environment }: CliParts): Failure {
  const missing = missingPiece(environment);
  if (failure.code !== 'broker/not-running' || failure.detail !== undefined || missing === undefined)
    return failure;
  return new Failure(failure.code, { detail: missing, cause: failure });
}

function program(parts: CliParts, ended: (code: number) => void): Command {
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
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        print(text.trimEnd());
      },
      writeErr: (text) => {
        tell(text.trimEnd());
      },
    })
    .addHelpText('after', `\n${messages.exitCodes}`);
  const json = ['--json', messages.json] as const;
  root
    .command('open')
    .description(messages.open)
    .option(...json)
    .action(run(open));
  root
    .command('quit')
    .description(messages.quit)
    .option(...json)
    .action(run(quit));
  const auth = root.command('auth').description(messages.auth);
  auth
    .command('login')
    .description(messages.login.about)
    .requiredOption('--provider <name>', messages.login.provider)
    .option('--method <name>', messages.login.method)
    .option('--key-stdin', messages.login.keyStdin)
    .option(...json)

    .addHelpText('after', `\n${messages.login.examples}`)
    .action(run(login));
  auth
    .command('status')
    .description(messages.status.about)
    .option(...json)
    .addHelpText('after', `\n${messages.status.example}`)
    .action(run(status));
  auth
    .command('switch')
    .description(messages.prefer.about)
    .requiredOption('--provider <name>', messages.prefer.provider)
    .option(...json)
    .addHelpText('after', `\n${messages.prefer.example}`)
    .action(run(prefer));
  return root;
}

/** Runs one command line and returns its exit code. */
export async function runCommandLine(words: readonly string[], parts: CliParts): Promise<number> {
  let code: number = exit.ok;
  try {
    await program(parts, (ended) => {
      code = ended;
    }).parseAsync([...words], { from: 'user' });
    return code;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exit.ok : exit.usage;
    return printFailure(toFailure(thrown), words.includes('--json'));
  }
}
