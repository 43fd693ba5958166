// `gatehouse auth providers`, `status` and `quota`: they only show, and never start the app.
import { Failure } from '../../domain/failure.ts';
import { statusText } from '../account-text.ts';
import { connectToApp } from '../client.ts';
import { messages } from '../messages.ts';
import { exit, print } from '../output.ts';
import { providersText } from '../provider-text.ts';
import { headroomText, plainBar, quotaText, unicodeBar, type ShownProvider } from '../quota-text.ts';
import { showsUnicode, terminalWidth, withProgress, wrapped } from '../terminal.ts';
import type { CliParts, JsonOption } from './parts.ts';

export async function providers({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  const answer = await withProgress(messages.asking, connectToApp(paths, environment).providers());
  print(json === true ? JSON.stringify(answer) : providersText(answer, terminalWidth()));
  return exit.ok;
}

export async function status({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  const answer = await withProgress(messages.asking, connectToApp(paths, environment).status());
  print(json === true ? JSON.stringify(answer) : statusText(answer, Date.now()));
  return answer.providers.some(({ accounts }) => accounts.length > 0) ? exit.ok : exit.notSignedIn;
}

interface Listed {
  readonly providers: readonly ShownProvider[];
}

interface QuotaOptions extends JsonOption {
  readonly now?: true;
  readonly provider?: string;
}

export async function quota(
  { now, provider: only, json }: QuotaOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = connectToApp(paths, environment);
  // What the status leaves out has no quota either; who asks for it by name is told so.
  const { providers: listed } = await withProgress<Listed>(
    messages.asking,
    only === undefined ? client.status() : client.providers(),
  );
  const shown = listed.filter(({ id }) => only === undefined || id === only);
  if (only !== undefined && shown.length === 0) {
    throw new Failure('selection/unknown-provider', { subject: only });
  }
  const whole = await withProgress(messages.quota.working, client.quota(now === true));
  const accounts = whole.accounts.filter(({ provider }) => only === undefined || provider === only);
  const answer = { ...whole, accounts };
  if (json === true) print(JSON.stringify(answer));
  else {
    const style = showsUnicode(environment) ? unicodeBar : plainBar;
    const look = { now: Date.now(), style, width: terminalWidth() };
    print(quotaText(answer, shown, look));
    // It is the sum over all accounts.
    const left = only === undefined ? headroomText(answer.headroom, look.now) : undefined;
    if (left !== undefined) print(wrapped(left, look.width).join('\n'));
  }
  if (accounts.length === 0) return exit.notSignedIn;
  return answer.selection.provider === null ? exit.quota : exit.ok;
}
