// A short talk with `codex app-server`: newline-delimited JSON on stdio.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { clientEnvironment } from './run-client.ts';

const message = z.object({
  id: z.number().optional(),
  result: z.unknown().optional(),
  error: z.unknown().optional(),
});

export interface CodexAppServer extends AsyncDisposable {
  readonly pid: number | undefined;
  /** Calls a method and returns its result; throws what the server says when it refuses. */
  call(method: string, params: object): Promise<unknown>;
}

/** @param more variables of the environment besides the usual ones */
export async function startCodexAppServer(
  home: string,
  more: NodeJS.ProcessEnv = {},
): Promise<CodexAppServer> {
  const child = spawn('codex', ['app-server'], {
    cwd: home,
    env: { ...clientEnvironment(home), ...more },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const waiting = new Map<number, (answer: z.infer<typeof message>) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = message.parse(JSON.parse(line));
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  });
  const say = (value: object): void => {
    child.stdin.write(`${JSON.stringify(value)}\n`);
  };
  let lastId = 0;
  const call = async (method: string, params: object): Promise<unknown> => {
    lastId += 1;
    const { promise, resolve } = Promise.withResolvers<z.infer<typeof message>>();
    waiting.set(lastId, resolve);
    say({ id: lastId, method, params });
    const { result, error } = await promise;
    if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  };
  await call('initialize', { clientInfo: { name: 'gatehouse', title: 'Gatehouse', version: '0.0.0' } });
  say({ method: 'initialized' });
  return {
    pid: child.pid,
    call,
    async [Symbol.asyncDispose]() {
      child.kill();
      await once(child, 'close');
    },
  };
}
