// Every call between the window and main with inputs from a page in wrong hands, in their thousands (EL-02).
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Figure, Outcome } from '../figure.ts';
import { childEnvironment } from '../support/environment.ts';
import { ipcReplyShape, type IpcOrder, type IpcReply } from '../support/hardening-ipc-talk.ts';

const controlCalls = 20;

/** @throws when the process of the door ends without an answer */
async function ask(order: IpcOrder, isGuarded: boolean): Promise<IpcReply> {
  const program = join(import.meta.dirname, '../support/hardening-ipc-child.ts');
  const child = fork(program, isGuarded ? [] : ['without'], {
    execArgv: [],
    env: childEnvironment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const answered = once(child, 'message').then(([message]) => ipcReplyShape.parse(message));
  const died = ended.then(() => Promise.reject(new Error('the door has ended without an answer')));
  died.catch(() => undefined);
  child.send(order);
  try {
    return await Promise.race([answered, died]);
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

async function fuzz(perChannel: number, seed: number, isGuarded: boolean): Promise<Outcome> {
  const reply = await ask({ perChannel, seed }, isGuarded);
  const { channels, unreached, calls, reached, illTyped, unclear, internal, secrets, foreign, crashes } =
    reply;
  const bad = illTyped + unclear + internal + secrets + foreign + crashes;
  const number = (value: number): string => value.toLocaleString('en');
  return {
    // Inputs of which none gets through would say nothing about what stands behind the schema of that channel.
    met: bad === 0 && unreached === 0,
    goal: `0 of ${number(calls)} calls of ${String(channels)} channels crash, get a secret, an unclear answer or a failure of our own, reach anything with what the contract does not allow, or are answered in a foreign frame; some get through on every channel`,
    actual: `${String(crashes)} crashes, ${String(secrets)} secrets, ${String(unclear)} unclear, ${String(internal)} failures of our own, ${String(illTyped)} with what is not allowed, ${String(foreign)} foreign; ${number(reached)} got through, on ${String(channels - unreached)} channels`,
    counts: reply,
  };
}

export const figure: Figure = {
  id: 'ipc-fuzz',
  about: 'whatever a page sends over any channel, it gets an answer in words or a value, and never a secret',
  place: 'node',
  size: { unit: 'calls per channel', quick: 50, full: 1_000 },
  measure: (size, seed) => fuzz(size, seed, true),
  control: (seed) => fuzz(controlCalls, seed, false),
};
