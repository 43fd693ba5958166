// `gatehouse auth rules`: folders in which one account is used, whichever is in use elsewhere.
import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { rulesShape, type RulesAnswer } from '../../broker/protocol/switching.ts';
import { Failure } from '../../domain/failure.ts';
import { connectToApp, type Client } from '../client.ts';
import { messages } from '../messages.ts';
import { switchingWords } from '../messages-switching.ts';
import { exit, print, tell } from '../output.ts';
import { reachApp } from '../start-app.ts';
import { withProgress } from '../terminal.ts';
import { spelledFolder } from '../working-folder.ts';
import type { CliParts, JsonOption } from './parts.ts';

const words = switchingWords.rules;

type Rule = RulesAnswer['rules'][number];

export interface RuleOptions extends JsonOption {
  readonly folder: string;
}

export interface AddRuleOptions extends RuleOptions {
  readonly account: string;
  readonly provider?: string;
}

/** Where there is nothing, a name is all there is. */
function withoutLinks(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path));
}

function listed(client: Client): Promise<RulesAnswer> {
  return client.ask({ method: 'GET', path: '/v1/rules' }, rulesShape);
}

/** One that was added by a name that leads to this folder has had its time. */
async function withoutOthersFor(folder: string, client: Client): Promise<RulesAnswer> {
  let answer = await listed(client);
  for (const other of answer.rules) {
    if (other.folder === folder || (await withoutLinks(other.folder)) !== folder) continue;
    const body = { folder: other.folder };
    answer = await client.ask({ method: 'POST', path: '/v1/rules/remove', body }, rulesShape);
  }
  return answer;
}

/** Which plain starts in a terminal go by it. */
function followText({ keptBy }: Rule, followed: boolean): string {
  if (keptBy === null) return words.unfollowable;
  return followed ? words.followedBy(keptBy) : words.unfollowed;
}

function accountText({ account, label }: Rule): string {
  return label ?? words.gone(account);
}

export async function rules({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  const answer = await withProgress(messages.asking, listed(connectToApp(paths, environment)));
  if (json === true) print(JSON.stringify({ ok: true, ...answer }));
  else {
    const lines = answer.rules.map((rule) => words.line(rule.folder, accountText(rule)));
    print(lines.length === 0 ? words.none : lines.join('\n'));
    if (answer.rules.some(({ keptBy }) => keptBy !== null) && !answer.followed) tell(words.unfollowed);
  }
  return exit.ok;
}

export async function addRule(
  { folder: given, account, provider, json }: AddRuleOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  // A path of this folder means nothing to the app; without links on the way, so that the rule is about the folder itself.
  const folder = await withoutLinks(given);
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() !== true)
    throw new Failure('broker/bad-request', { detail: words.noFolder(folder) });
  const client = await reachApp(paths, environment, tell);
  const body = { folder, account, provider };
  await withProgress(words.working, client.ask({ method: 'POST', path: '/v1/rules', body }, rulesShape));
  const answer = await withoutOthersFor(folder, client);
  if (json === true) {
    print(JSON.stringify({ ok: true, ...answer }));
    return exit.ok;
  }
  const rule = answer.rules.find((each) => each.folder === folder);
  print(words.added(folder, rule === undefined ? account : accountText(rule)));
  if (rule !== undefined) tell(followText(rule, answer.followed));
  return exit.ok;
}

export async function removeRule(
  { folder: given, json }: RuleOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = await reachApp(paths, environment, tell);
  const before = await listed(client);
  // Also one that was added by a name that leads there.
  const spelled = resolve(await spelledFolder(environment, process.cwd()), given);
  const real = await withoutLinks(given);
  const folder = before.rules.find((each) => [real, spelled].includes(each.folder))?.folder ?? real;
  const answer = await withProgress(
    words.working,
    client.ask({ method: 'POST', path: '/v1/rules/remove', body: { folder } }, rulesShape),
  );
  const wasThere = before.rules.some((each) => each.folder === folder);
  if (json === true) print(JSON.stringify({ ok: true, ...answer }));
  else print((wasThere ? words.removed : words.notThere)(folder));
  return exit.ok;
}
