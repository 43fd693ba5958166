// The packaged app under Node's own inspector of its main process and nothing else: no page waits for a driver.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { appFolder, untilAnswered } from '../../e2e/support/app.ts';

export interface InspectedMain {
  /** Runs it in the main process, where `require` is; what is evaluated has to be JSON. */
  evaluate(expression: string): Promise<unknown>;
  end(): Promise<void>;
}

const answerShape = z.object({
  id: z.number(),
  result: z.object({
    result: z.looseObject({ value: z.unknown().optional() }),
    exceptionDetails: z.unknown().optional(),
  }),
});

async function addressIn(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const found = /^Debugger listening on (ws:\S+)$/.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error('the app ended before its inspector listened');
}

export async function startInspectedMain(): Promise<InspectedMain> {
  const child = spawn(join(`${appFolder}-inspect`, 'gatehouse-app'), ['--inspect=127.0.0.1:0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  const socket = new WebSocket(await addressIn(createInterface(child.stderr)));
  child.stderr.resume();
  await once(socket, 'open');
  const waiting = new Map<number, (answer: z.infer<typeof answerShape>['result']) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { success, data: answer } = answerShape.safeParse(JSON.parse(String(data)));
    if (success) waiting.get(answer.id)?.(answer.result);
  });
  let last = 0;
  await untilAnswered();
  return {
    async evaluate(expression) {
      last += 1;
      const id = last;
      const { promise, resolve } = Promise.withResolvers<z.infer<typeof answerShape>['result']>();
      waiting.set(id, resolve);
      socket.send(
        JSON.stringify({
          id,
          method: 'Runtime.evaluate',
          params: { expression, includeCommandLineAPI: true, returnByValue: true },
        }),
      );
      const { result, exceptionDetails } = await promise;
      waiting.delete(id);
      if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
      return result.value;
    },
    async end() {
      socket.close();
      child.kill('SIGTERM');
      await ended;
    },
  };
}
