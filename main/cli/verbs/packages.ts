// `gatehouse packages`: providers that files of the person's describe. Only the app itself asks for the yes.
import { packagesShape, type PackagesAnswer } from '../../broker/protocol/packages.ts';
import { mostPackageBytes } from '../../domain/provider-package.ts';
import { readProviderPackage } from '../../domain/read-provider-package.ts';
import { packageProblemWords } from '../../domain/provider-package-words.ts';
import { reservedNames } from '../../providers/reserved.ts';
import { questionLimitMs } from '../answer-limits.ts';
import { connectToApp } from '../client.ts';
import { messages } from '../messages.ts';
import { exit, print, tell } from '../output.ts';
import { givenName, readGivenFile } from '../read-given-file.ts';
import { reachApp } from '../start-app.ts';
import { cancellable, terminalWidth, withProgress, wrapped } from '../terminal.ts';
import { packagesWords } from './packages-words.ts';
import type { CliParts, JsonOption } from './parts.ts';

type Package = PackagesAnswer['packages'][number];
type Problem = Package['problems'][number];

/** As compilers write it, so that an editor can go there. */
function problemLine(file: string, { line, column, field, message }: Problem): string {
  return `${file}:${String(line)}:${String(column)} ${field === '' ? '' : `${field}: `}${message}`;
}

function packageText({ file, state, provider, label, hosts, problems, problem }: Package): string {
  const named = label === null || provider === null ? '' : ` ${label} (${provider})`;
  const deep = (text: string): string[] => wrapped(text, terminalWidth(), '    ');
  return [
    `${file}:${named} ${packagesWords.states[state]}`,
    ...(hosts.length === 0 ? [] : deep(packagesWords.hosts(hosts))),
    ...problems.flatMap((each) => deep(problemLine(`providers/${file}`, each))),
    ...(problem === null ? [] : deep(problem.next)),
  ].join('\n');
}

export async function packages({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  const client = connectToApp(paths, environment);
  const answer = await withProgress(
    messages.asking,
    client.ask({ method: 'GET', path: '/v1/packages' }, packagesShape),
  );
  if (json === true) print(JSON.stringify({ ok: true, ...answer }));
  else if (answer.packages.length === 0) print(packagesWords.none);
  else print(answer.packages.map(packageText).join('\n\n'));
  return exit.ok;
}

export interface CheckPackageOptions extends JsonOption {
  readonly file: string;
}

/** Needs no app: what is wrong with a file is the same everywhere. */
export async function checkPackage({ file, json }: CheckPackageOptions): Promise<number> {
  const read = readProviderPackage(await readGivenFile(file, mostPackageBytes), reservedNames);
  const isGood = read.kind === 'good';
  const problems: readonly Problem[] = isGood
    ? []
    : read.problems.map((problem) => {
        const { line, column, field } = problem;
        return { line, column, field, message: packageProblemWords(problem) };
      });
  if (json === true) {
    const { id: provider, label, hosts } = isGood ? read.description : { id: null, label: null, hosts: [] };
    print(JSON.stringify({ schema: 1, ok: isGood, provider, label, hosts, problems }));
  } else if (isGood)
    print(packagesWords.good(givenName(file), read.description.label, read.description.hosts));
  else print(problems.map((problem) => problemLine(givenName(file), problem)).join('\n'));
  return isGood ? exit.ok : exit.usage;
}

export interface NamedPackageOptions extends JsonOption {
  readonly name: string;
}

export async function approvePackage(
  { name, json }: NamedPackageOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = await reachApp(paths, environment, tell);
  tell(packagesWords.question);
  const call = { method: 'POST', path: '/v1/packages/approve', body: { name } } as const;
  const answer = await cancellable((signal) =>
    client.ask({ ...call, answerLimitMs: questionLimitMs, signal }, packagesShape),
  );
  print(json === true ? JSON.stringify({ ok: true, ...answer }) : packagesWords.approved(name));
  return exit.ok;
}

export async function forgetPackage(
  { name, json }: NamedPackageOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = await reachApp(paths, environment, tell);
  const call = { method: 'POST', path: '/v1/packages/forget', body: { name } } as const;
  const answer = await withProgress(messages.asking, client.ask(call, packagesShape));
  print(json === true ? JSON.stringify({ ok: true, ...answer }) : packagesWords.forgotten(name));
  return exit.ok;
}
