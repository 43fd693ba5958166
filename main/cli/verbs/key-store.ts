// `gatehouse auth keystore` and `unlock`: what protects the stored keys.
import { keyStoreShape, type KeyStoreAnswer } from '../../broker/protocol/files.ts';
import { Failure } from '../../domain/failure.ts';
import { connectToApp, type Client } from '../client.ts';
import { messages } from '../messages.ts';
import { words } from '../more-messages.ts';
import { exit, print, tell } from '../output.ts';
import { readPassphrase } from '../passphrase.ts';
import { reachApp } from '../start-app.ts';
import { cancellable, withProgress } from '../terminal.ts';
import type { CliParts, JsonOption } from './parts.ts';

/** The passphrase is made slow on purpose, and every key is encrypted anew. */
const answerLimitMs = 120_000;

export interface PassphraseOptions extends JsonOption {
  readonly passphraseStdin?: true;
}

export interface KeyStoreOptions extends PassphraseOptions {
  readonly use?: 'system' | 'passphrase' | 'memory';
}

function printKeyStore(answer: KeyStoreAnswer, json: boolean): void {
  if (json) {
    print(JSON.stringify({ ok: answer.problem === null, ...answer }));
    return;
  }
  const { kinds, protectedBy, locked } = words.keyStore;
  print(protectedBy(kinds[answer.kind], answer.kind === 'system' ? answer.backend : null));
  if (answer.kind === 'passphrase' && answer.passphrase === 'locked') print(locked);
  if (answer.problem !== null) tell(`! ${answer.problem.what}\n  ${answer.problem.next}`);
}

function shown(client: Client): Promise<KeyStoreAnswer> {
  return client.ask({ method: 'GET', path: '/v1/key-store' }, keyStoreShape);
}

async function entered(
  client: Client,
  isNew: boolean,
  { passphraseStdin }: PassphraseOptions,
): Promise<KeyStoreAnswer> {
  return cancellable(async (signal) => {
    const passphrase = await readPassphrase({ fromStdin: passphraseStdin === true, isNew }, signal);
    const call = { method: 'POST', path: '/v1/key-store/passphrase', body: { passphrase } } as const;
    return withProgress(
      words.keyStore.working,
      client.ask({ ...call, signal, answerLimitMs }, keyStoreShape),
    );
  });
}

export async function keyStore(options: KeyStoreOptions, { paths, environment }: CliParts): Promise<number> {
  const { use, json } = options;
  let answer: KeyStoreAnswer;
  if (use === undefined) {
    answer = await withProgress(messages.asking, shown(connectToApp(paths, environment)));
  } else {
    const client = await reachApp(paths, environment, tell);
    if (use === 'passphrase') {
      answer = await entered(client, (await shown(client)).passphrase === 'none', options);
    } else {
      answer = await withProgress(
        words.keyStore.working,
        client.ask(
          { method: 'POST', path: '/v1/key-store/choose', body: { use }, answerLimitMs },
          keyStoreShape,
        ),
      );
    }
  }
  printKeyStore(answer, json === true);
  return answer.problem === null ? exit.ok : exit.refused;
}

export async function unlock(options: PassphraseOptions, { paths, environment }: CliParts): Promise<number> {
  const client = await reachApp(paths, environment, tell);
  if ((await shown(client)).passphrase === 'none')
    throw new Failure('broker/bad-request', { detail: words.keyStore.noPassphrase });
  const answer = await entered(client, false, options);
  if (options.json === true) printKeyStore(answer, true);
  else print(words.keyStore.unlocked);
  return exit.ok;
}
