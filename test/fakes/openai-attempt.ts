// Attempts to sign in with ChatGPT through the real OpenID client, against the scripted OpenAI.
import type { SignedInAccount } from '../../main/domain/account.ts';
import type { Http } from '../../main/ports.ts';
import type { BrowserAttempt } from '../../main/providers/description.ts';
import { browserSignIn } from '../../main/providers/openai/browser-sign-in.ts';
import { scriptedHttp } from './http.ts';
import { RecordingLog } from './log.ts';
import {
  claimsWith,
  discovery,
  discoveryUrl,
  idToken,
  keys,
  keysUrl,
  tokens,
  tokenUrl,
  type Claims,
  type Signing,
} from './openai-server.ts';
import { FakeTime } from './time.ts';

export const code = 'canary_authorization_code';
export const { signal } = new AbortController();

export function begin(
  http: Http,
  given: { log?: RecordingLog; signal?: AbortSignal } = {},
): Promise<BrowserAttempt> {
  const tools = { http, clock: new FakeTime(Date.now()), log: given.log ?? new RecordingLog() };
  return browserSignIn.begin({ port: 1455 }, tools, given.signal ?? signal);
}

interface Around {
  readonly log?: RecordingLog;
  /** What the server answers to a request for its keys. */
  readonly keySet?: () => Response | Promise<Response>;
}

/** Signs in against a server that answers the token request so; its keys are there unless said otherwise. */
export async function signIn(
  answer: () => Response | Promise<Response>,
  { log, keySet = keys }: Around = {},
): Promise<SignedInAccount> {
  const { http } = scriptedHttp({ [tokenUrl]: answer, [discoveryUrl]: discovery(), [keysUrl]: keySet });
  const attempt = await begin(http, log === undefined ? {} : { log });
  return attempt.finish(code, signal);
}

/** A good answer but for its id token. */
export function withToken(claims: Claims = claimsWith(), signing: Signing = 'good'): () => Promise<Response> {
  return async () => tokens({ id_token: await idToken(claims, signing) });
}
