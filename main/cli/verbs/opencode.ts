// `gatehouse opencode`: logins that a company's server offers to OpenCode. Only the app itself asks for the yes.
import {
  companyLoginShape,
  companyLoginsShape,
  companyLogoutShape,
} from '../../broker/protocol/company-logins.ts';
import { connectToApp } from '../client.ts';
import { messages } from '../messages.ts';
import { exit, print, tell } from '../output.ts';
import { reachApp } from '../start-app.ts';
import { cancellable, withProgress } from '../terminal.ts';
import { opencodeWords as words } from './opencode-words.ts';
import type { CliParts, JsonOption } from './parts.ts';

/** How long the person may look at the question, and the command may run. */
const loginLimitMs = 6 * 60_000;

interface ServerOption extends JsonOption {
  readonly url: string;
}

function printDone(answer: object, said: string, { json }: JsonOption): number {
  print(json === true ? JSON.stringify({ ok: true, ...answer }) : said);
  return exit.ok;
}

export async function companyLogins(options: JsonOption, { paths, environment }: CliParts): Promise<number> {
  const asked = connectToApp(paths, environment).ask(
    { method: 'GET', path: '/v1/company-logins' },
    companyLoginsShape,
  );
  const answer = await withProgress(messages.asking, asked);
  const lines = answer.logins.map(({ url, variable }) => words.line(url, variable));
  return printDone(answer, lines.length === 0 ? words.none : lines.join('\n'), options);
}

export async function companyLogin(options: ServerOption, { paths, environment }: CliParts): Promise<number> {
  const client = await reachApp(paths, environment, tell);
  tell(words.question);
  const call = {
    method: 'POST',
    path: '/v1/company-logins/login',
    body: { address: options.url },
    answerLimitMs: loginLimitMs,
  } as const;
  const answer = await cancellable((signal) => client.ask({ ...call, signal }, companyLoginShape));
  return printDone(answer, words.loggedIn(answer.url), options);
}

export async function companyLogout(
  options: ServerOption,
  { paths, environment }: CliParts,
): Promise<number> {
  const { url } = options;
  const client = await reachApp(paths, environment, tell);
  const call = { method: 'POST', path: '/v1/company-logins/logout', body: { address: url } } as const;
  const answer = await withProgress(words.working, client.ask(call, companyLogoutShape));
  return printDone(answer, (answer.wasThere ? words.loggedOut : words.notThere)(url), options);
}
