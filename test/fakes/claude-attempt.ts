// Attempts to sign in with a registered client through the real OAuth client, against the scripted Anthropic.
import type { SignedInAccount } from '../../main/domain/account.ts';
import type { Http } from '../../main/ports.ts';
import type { BrowserAttempt } from '../../main/providers/description.ts';
import { registeredClient } from '../../main/providers/claude/registered-client.ts';
import { noonMs } from './accounts.ts';
import { clientId, tokenUrl } from './claude-server.ts';
import { scriptedHttp } from './http.ts';
import { RecordingLog } from './log.ts';
import { FakeTime } from './time.ts';

export const code = 'canary_authorization_code';
export const { signal } = new AbortController();

export function begin(
  http: Http,
  given: Parameters<typeof registeredClient.begin>[0] = { port: 1456, clientId },
): Promise<BrowserAttempt> {
  const tools = { http, clock: new FakeTime(noonMs), log: new RecordingLog() };
  return registeredClient.begin(given, tools, signal);
}

/** Signs in against a server that answers the token request so. */
export async function signIn(answer: () => Response | Promise<Response>): Promise<SignedInAccount> {
  const { http } = scriptedHttp({ [tokenUrl]: answer });
  return (await begin(http)).finish(code, signal);
}
