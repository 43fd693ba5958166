// `gatehouse auth import` and `migrate`: brings along what is on this computer already.
import { fullName } from '../../domain/account-name.ts';
import {
  keyVariables,
  loginsShape,
  migrationShape,
  takenListShape,
  type LoginLine,
  type MigrationAnswer,
  type TakenAnswer,
  type TerminalKeys,
} from '../../broker/protocol/logins.ts';
import { requireYes } from '../agree.ts';
import type { Client } from '../client.ts';
import { exit, print, tell } from '../output.ts';
import { reachApp } from '../start-app.ts';
import { cancellable, withProgress } from '../terminal.ts';
import { loginWords, migrateWords } from './import-words.ts';
import type { CliParts, JsonOption } from './parts.ts';

export interface ImportOptions extends JsonOption {
  readonly dryRun?: true;
  readonly only?: readonly string[];
  readonly yes?: true;
}

/** Programs are started and providers are asked, one after the other. */
const answerLimitMs = 600_000;

type Labels = ReadonlyMap<string, string>;

async function labelsOf(client: Client): Promise<Labels> {
  const known = await client.providers().catch(() => undefined);
  return new Map(known?.providers.map(({ id, label }) => [id, label]));
}

/** The keys of this terminal, which the running app does not see. */
function terminalKeys(environment: NodeJS.ProcessEnv): TerminalKeys {
  const given: Record<string, string> = {};
  for (const name of keyVariables) {
    const value = environment[name];
    if (value !== undefined && value !== '') given[name] = value;
  }
  return given;
}

function nameOf(login: LoginLine, labels: Labels): string {
  const plan = login.plan === null ? '' : `, ${login.plan}`;
  return `${labels.get(login.provider) ?? login.provider}: ${fullName(login)}${plan}`;
}

function loginLines(login: LoginLine, labels: Labels): string[] {
  const { stays, key, where } = loginWords;
  return [
    `  ${login.id}  ${nameOf(login, labels)}`,
    `    ${login.kind === 'login' ? stays(login.owner) : key(login.owner)}; ${where(login.where)}`,
  ];
}

function listText(logins: readonly LoginLine[], labels: Labels): string {
  if (logins.length === 0) return loginWords.none;
  return (['new', 'known'] as const)
    .flatMap((state) => {
      const these = logins.filter((login) => login.state === state);
      return these.length === 0
        ? []
        : [loginWords.heads[state], ...these.flatMap((login) => loginLines(login, labels))];
    })
    .join('\n');
}

function printTaken(logins: TakenAnswer['logins'], labels: Labels): void {
  for (const login of logins) {
    print(`${loginWords.outcome[login.outcome]}: ${nameOf(login, labels)}`);
    if (login.problem !== null) tell(`! ${login.problem.what}\n  ${login.problem.next}`);
  }
}

export async function importLogins(
  { dryRun, only, yes, json }: ImportOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = await reachApp(paths, environment, tell);
  const keys = terminalKeys(environment);
  return cancellable(async (signal) => {
    const call = { method: 'POST', signal, answerLimitMs } as const;
    const found = await withProgress(
      loginWords.looking,
      client.ask({ ...call, path: '/v1/logins', body: { keys } }, loginsShape),
    );
    const listed = { logins: found.logins, unseen: found.unseen };
    const labels = await labelsOf(client);
    const asked = found.logins.filter(({ id, state }) => only?.includes(id) ?? state === 'new');
    const list = listText(found.logins, labels);
    const isShown = json !== true && print(list);
    if (dryRun === true || (asked.length === 0 && only === undefined)) {
      if (json === true) print(JSON.stringify({ schema: 1, ok: true, ...listed, taken: [] }));
      else {
        if (dryRun !== true && found.logins.length > 0) print(loginWords.nothingNew);
        for (const sentence of found.unseen) print(sentence);
      }
      return exit.ok;
    }
    // Nobody is asked about what was not shown: then it goes where the question goes.
    if (!isShown && yes !== true) tell(list);
    const question = loginWords.question(asked.length);
    await requireYes(yes === true, { question, nobody: loginWords.needsYes }, signal);
    const body = { keys, only: only ?? asked.map(({ id }) => id) };
    const { logins: taken } = await withProgress(
      loginWords.taking,
      client.ask({ ...call, path: '/v1/logins/take', body }, takenListShape),
    );
    const ok = taken.every(({ outcome }) => outcome !== 'failed');
    if (json === true) print(JSON.stringify({ schema: 1, ok, ...listed, taken }));
    else {
      printTaken(taken, labels);
      for (const sentence of found.unseen) print(sentence);
    }
    return ok ? exit.ok : exit.refused;
  });
}

function planText({ take, known, files }: MigrationAnswer, labels: Labels): string {
  const { planned, take: takeWords, known: knownWords, action } = migrateWords;
  return [
    planned,
    ...take.map((login) => `  ${takeWords(`${login.id}  ${nameOf(login, labels)}`)}`),
    ...known.map((login) => `  ${knownWords(nameOf(login, labels))}`),
    ...files.map(({ path, reader, action: what }) => `  ${path} (${reader}): ${action[what]}`),
  ].join('\n');
}

function printMigration(answer: MigrationAnswer, labels: Labels): void {
  const { done, backup, wayBack, rolledBack, change } = migrateWords;
  const { taken, files, failed } = answer;
  // What was taken in is gone again when everything was put back.
  printTaken(failed === null ? taken : taken.filter(({ outcome }) => outcome === 'failed'), labels);
  for (const file of files.filter((each) => each.change !== 'none'))
    print(`${file.path}: ${change[file.change]}`);
  if (answer.backup !== null) print(backup(answer.backup));
  if (failed === null) print(`${done}\n${wayBack}`);
  else tell(`! ${rolledBack(failed.step)}\n! ${failed.problem.what}\n  ${failed.problem.next}`);
}

export async function migrateSetup(
  { dryRun, only, yes, json }: ImportOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = await reachApp(paths, environment, tell);
  const keys = terminalKeys(environment);
  return cancellable(async (signal) => {
    const request = (asPlan: boolean): Promise<MigrationAnswer> =>
      client.ask(
        {
          method: 'POST',
          path: '/v1/migrations',
          body: { keys, dryRun: asPlan, only },
          signal,
          answerLimitMs,
        },
        migrationShape,
      );
    const labels = await labelsOf(client);
    if (dryRun === true || yes !== true) {
      const plan = await withProgress(migrateWords.looking, request(true));
      const isShown = json !== true && print(planText(plan, labels));
      if (dryRun === true) {
        if (json === true) print(JSON.stringify({ ok: true, ...plan }));
        return exit.ok;
      }
      if (!isShown) tell(planText(plan, labels));
      const { question } = migrateWords;
      await requireYes(false, { question, nobody: loginWords.needsYes }, signal);
    }
    const answer = await withProgress(migrateWords.working, request(false));
    const ok = answer.failed === null;
    if (json === true) print(JSON.stringify({ ok, ...answer }));
    else printMigration(answer, labels);
    return ok ? exit.ok : exit.refused;
  });
}
