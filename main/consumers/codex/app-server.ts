// A talk with `codex app-server`: JSON-RPC without its version field, one message a line (protocols §1.9).
import { Failure } from '../../domain/failure.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { JsonTalk } from '../../ports.ts';
import type { LoginPlace, OwnerTools } from '../description.ts';
import { objectIn, textIn } from '../fields.ts';

export const label = 'Codex';

/** With any of these it would use something else than the login in its folder. */
const overriding = ['CODEX_ACCESS_TOKEN', 'CODEX_API_KEY', 'CODEX_HOME', 'OPENAI_API_KEY'];

/** Without what it does in the background by itself: reports, and looking for plugins, at github.com too. */
const quiet = ['analytics.enabled=false', 'features.apps=false', 'features.plugins=false'];

/** Codex with these words, for the login of this place. */
export function codexOrder(at: LoginPlace, { executable }: OwnerTools, words: readonly string[]) {
  const isPrivate = at.place === 'private';
  // A folder of ours holds its login itself, whatever the settings of this machine say about keyrings.
  const settings = isPrivate ? [...quiet, 'cli_auth_credentials_store=file'] : quiet;
  return {
    program: executable,
    words: [...words, ...settings.flatMap((setting) => ['-c', setting])],
    environment: {
      ...Object.fromEntries(overriding.map((name) => [name, undefined])),
      ...(isPrivate && { CODEX_HOME: at.folder }),
    },
  };
}

interface AppServer {
  /** @throws Failure `credential/owner-silent` with what it says as the cause when it refuses, or the signal's reason */
  call(method: string, parameters: JsonObject, signal: AbortSignal): Promise<JsonObject>;
  /** The parameters of the next notification of this name that the test accepts. */
  notified(
    method: string,
    accepts: (parameters: JsonObject) => boolean,
    signal: AbortSignal,
  ): Promise<JsonObject>;
  stop(): Promise<void>;
}

function createAppServer(talk: JsonTalk): AppServer {
  let lastId = 0;
  return {
    async call(method, parameters, signal) {
      lastId += 1;
      const id = lastId;
      talk.send({ id, method, params: parameters });
      const answer = await talk.until((message) => message['id'] === id, signal);
      const result = objectIn(answer, 'result');
      if (result !== undefined) return result;
      throw new Failure('credential/owner-silent', {
        subject: label,
        cause: new Error(textIn(objectIn(answer, 'error'), 'message') ?? 'no result'),
      });
    },
    async notified(method, accepts, signal) {
      const parametersOf = (message: JsonObject): JsonObject => objectIn(message, 'params') ?? {};
      return parametersOf(
        await talk.until((message) => message['method'] === method && accepts(parametersOf(message)), signal),
      );
    },
    stop: () => talk.stop(),
  };
}

/** Started and introduced; whoever gets it stops it. @throws Failure `credential/owner-silent`, or the signal's reason */
export async function startAppServer(
  at: LoginPlace,
  tools: OwnerTools,
  signal: AbortSignal,
): Promise<AppServer> {
  const talk = tools.programs.talk(codexOrder(at, tools, ['app-server']));
  try {
    const server = createAppServer(talk);
    const clientInfo = { name: 'gatehouse', title: 'Gatehouse', version: '1' };
    await server.call('initialize', { clientInfo }, signal);
    talk.send({ method: 'initialized' });
    return server;
  } catch (thrown) {
    await talk.stop();
    throw thrown;
  }
}
