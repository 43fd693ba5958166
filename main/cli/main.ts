// The verbs of `gatehouse`. A client of the running app: it holds no account and decides nothing.
import { createInterface } from 'node:readline';
import { Command, CommanderError } from 'commander';
import { Failure, fromValue, toFailure } from '../domain/failure.ts';
import type { Paths } from '../paths.ts';
import type { SignInLine } from '../broker/protocol.ts';
import { connectToApp } from './client.ts';
import { exit, print, printFailure, statusText, tell } from './output.ts';
import { reachApp } from './start-app.ts';

export interface CliParts {
  readonly paths: Paths;
  readonly environment: NodeJS.ProcessEnv;
  readonly version: string;
}

interface JsonOption {
  readonly json?: true;
}

const stepWords: Readonly<Record<string, string>> = {
  starting: 'Getting ready…',
  'opening-browser': 'Opening the browser…',
  'open-it-yourself': 'The browser could not be opened. Open this address on this machine:',
  waiting: 'Waiting for you to finish in the browser. Ctrl-C cancels.',
  exchanging: 'Checking the answer…',
  saving: 'Saving…',
  'writing-files': 'Writing the shared files…',
  'reading-plan': 'Reading plan and quota…',
};

/** One line from standard input: a key never stands in argv, where every program could read it. */
async function readSecret(): Promise<string> {
  const reader = createInterface({ input: process.stdin });
  for await (const line of reader) {
    reader.close();
    return line.trim();
  }
  throw new Failure('credential/missing', { subject: 'the key', detail: 'nothing came on standard input' });
}

interface LoginOptions extends JsonOption {
  readonly provider: string;
  readonly method?: string;
  readonly keyStdin?: true;
}

async function login(
  { provider, method, json, keyStdin }: LoginOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const secret = keyStdin === true ? await readSecret() : undefined;
  const client = await reachApp(paths, environment, tell);
  const cancel = new AbortController();
  const stop = (): void => {
    cancel.abort();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const step = (line: SignInLine): void => {
    if (line.type !== 'step') return;
    tell(stepWords[line.step] ?? line.step);
    if (line.step === 'open-it-yourself' && line.url !== undefined) tell(`  ${line.url}`);
  };
  const order = {
    provider,
    ...(method !== undefined && { method }),
    ...(secret !== undefined && { secret }),
  };
  const last = await client.signIn(order, step, cancel.signal).catch((thrown: unknown) => {
    throw cancel.signal.aborted ? new Failure('sign-in/cancelled', { subject: provider }) : thrown;
  });
  if (last.type === 'failed') {
    const { code, subject, detail } = last.failure;
    throw fromValue({
      code,
      ...(subject !== undefined && { subject }),
      ...(detail !== undefined && { detail }),
    });
  }
  if (last.type === 'signed-in') {
    const { account } = last;
    if (json === true) print(JSON.stringify({ schema: 1, ok: true, provider: last.provider, account }));
    else
      print(
        `Signed in to ${last.provider} as ${account.label}${account.plan === null ? '' : ` (${account.plan})`}.`,
      );
  }
  return exit.ok;
}

async function status({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  const answer = await (await connectToApp(paths, environment)).status();
  print(json === true ? JSON.stringify(answer) : statusText(answer, Date.now()));
  return answer.providers.some(({ accounts }) => accounts.length > 0) ? exit.ok : exit.notSignedIn;
}

async function prefer(
  { provider, json }: JsonOption & { readonly provider: string },
  { paths, environment }: CliParts,
): Promise<number> {
  const preferred = await (await reachApp(paths, environment, tell)).prefer(provider);
  print(
    json === true ? JSON.stringify({ schema: 1, ok: true, preferred }) : `Preferred provider: ${preferred}`,
  );
  return exit.ok;
}

async function open({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  await (await reachApp(paths, environment, tell)).open();
  if (json === true) print(JSON.stringify({ schema: 1, ok: true }));
  return exit.ok;
}

async function quit({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  await (await connectToApp(paths, environment)).quit();
  if (json === true) print(JSON.stringify({ schema: 1, ok: true }));
  return exit.ok;
}

function program(parts: CliParts, ended: (code: number) => void): Command {
  const run =
    <Options extends JsonOption>(verb: (options: Options, parts: CliParts) => Promise<number>) =>
    async (options: Options): Promise<void> => {
      ended(
        await verb(options, parts).catch((thrown: unknown) =>
          printFailure(toFailure(thrown), options.json === true),
        ),
      );
    };
  const root = new Command('gatehouse')
    .description('Your sign-ins to AI coding providers: plans, quota, switching.')
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
    .addHelpText('after', '\nExit codes: 0 ok, 2 usage, 3 not signed in, 4 quota, 5 not running, 6 refused.');
  const json = ['--json', 'print one JSON object instead of words'] as const;
  root
    .command('open')
    .description('show the window, starting the app when needed')
    .option(...json)
    .action(run(open));
  root
    .command('quit')
    .description('quit the running app')
    .option(...json)
    .action(run(quit));
  const auth = root.command('auth').description('sign-ins and the preferred provider');
  auth
    .command('login')
    .description('sign in; the browser opens unless a key is given')
    .requiredOption('--provider <name>', 'for example openai or claude')
    .option('--method <name>', 'one of the ways that auth status lists; the first when left out')
    .option('--key-stdin', 'read an API key from standard input')
    .option(...json)
    .addHelpText(
      'after',
      '\nExamples:\n  gatehouse auth login --provider openai\n  gatehouse auth login --provider claude --key-stdin < key.txt',
    )
    .action(run(login));
  auth
    .command('status')
    .description('accounts, plans and quota')
    .option(...json)
    .addHelpText('after', '\nExample:\n  gatehouse auth status --json')
    .action(run(status));
  auth
    .command('switch')
    .description('choose the preferred provider')
    .requiredOption('--provider <name>', 'the provider to prefer')
    .option(...json)
    .addHelpText('after', '\nExample:\n  gatehouse auth switch --provider claude')
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
