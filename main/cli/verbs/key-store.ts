// `gatehouse auth keystore` and `unlock`: what protects the stored keys.
import { keyStoreShape, type KeyStoreAnswer } from '../../broker/protocol/files.ts';
import { Failure } from '../../domain/failure.ts';
import { requireYes } from '../agree.ts';
import { questionLimitMs } from '../answer-limits.ts';
import { connectToApp, type Client } from '../client.ts';
import { messages } from '../messages.ts';
import { exit, print, tell } from '../output.ts';
import { readPassphrase } from '../passphrase.ts';
import { reachApp } from '../start-app.ts';
import { cancellable, withProgress } from '../terminal.ts';
import { keyStoreWords } from './key-store-words.ts';
import type { CliParts, JsonOption } from './parts.ts';

export interface PassphraseOptions extends JsonOption {
  readonly passphraseStdin?: true;
}

export interface KeyStoreOptions extends PassphraseOptions {
  readonly use?: 'system' | 'passphrase' | 'memory';
  readonly newPassphrase?: true;
  /** Stands for the yes to a new passphrase. */
  readonly yes?: true;
}

function printKeyStore(answer: KeyStoreAnswer, json: boolean): void {
  if (json) {
    print(JSON.stringify({ ok: answer.problem === null, ...answer }));
    return;
  }
  const { kinds, protectedBy, locked } = keyStoreWords;
  print(protectedBy(kinds[answer.kind], answer.kind === 'system' ? answer.backend : null));
  if (answer.kind === 'passphrase' && answer.passphrase === 'locked') print(locked);
  if (answer.problem !== null) tell(`! ${answer.problem.what}\n  ${answer.problem.next}`);
}

function shown(client: Client): Promise<KeyStoreAnswer> {
  return client.ask({ method: 'GET', path: '/v1/key-store' }, keyStoreShape);
}

function sent(client: Client, path: string, body: object, signal: AbortSignal): Promise<KeyStoreAnswer> {
  const call = {
    method: 'POST',
    path: `/v1/key-store/${path}`,
    body,
    signal,
    answerLimitMs: questionLimitMs,
  } as const;
  return client.ask(call, keyStoreShape);
}

async function entered(
  client: Client,
  before: KeyStoreAnswer,
  { passphraseStdin }: PassphraseOptions,
): Promise<KeyStoreAnswer> {
  const isNew = before.passphrase === 'none';
  const isKnown = before.kind === 'passphrase' && !isNew;
  return cancellable(async (signal) => {
    const passphrase = await readPassphrase({ fromStdin: passphraseStdin === true, isNew }, signal);
    const word = isKnown ? keyStoreWords.working : keyStoreWords.question;
    return withProgress(word, sent(client, 'passphrase', { passphrase }, signal));
  });
}

/** @returns what protects the keys now */
async function requirePassphrase(client: Client): Promise<KeyStoreAnswer> {
  const answer = await shown(client);
  if (answer.passphrase === 'none')
    throw new Failure('broker/bad-request', { detail: keyStoreWords.noPassphrase });
  return answer;
}

async function chosenAnew(
  client: Client,
  { passphraseStdin, yes }: KeyStoreOptions,
): Promise<KeyStoreAnswer> {
  await requirePassphrase(client);
  return cancellable(async (signal) => {
    const { newQuestion: question, needsYes: nobody } = keyStoreWords;
    await requireYes(yes === true, { question, nobody }, signal);
    // First, so that whoever thinks better of it still has the old one.
    const passphrase = await readPassphrase({ fromStdin: passphraseStdin === true, isNew: true }, signal);
    return withProgress(keyStoreWords.question, sent(client, 'start-anew', { passphrase }, signal));
  });
}

async function asChosen(options: KeyStoreOptions, { paths, environment }: CliParts): Promise<KeyStoreAnswer> {
  const { use, newPassphrase } = options;
  if (use === undefined && newPassphrase !== true)
    return withProgress(messages.asking, shown(connectToApp(paths, environment)));
  const client = await reachApp(paths, environment, tell);
  if (newPassphrase === true) return chosenAnew(client, options);
  if (use === 'passphrase') return entered(client, await shown(client), options);
  return cancellable((signal) =>
    withProgress(keyStoreWords.question, sent(client, 'choose', { use }, signal)),
  );
}

export async function keyStore(options: KeyStoreOptions, parts: CliParts): Promise<number> {
  const answer = await asChosen(options, parts);
  printKeyStore(answer, options.json === true);
  return answer.problem === null ? exit.ok : exit.refused;
}

export async function unlock(options: PassphraseOptions, { paths, environment }: CliParts): Promise<number> {
  const client = await reachApp(paths, environment, tell);
  // To enter it is to choose it: what was chosen instead must not change by opening the keys.
  const before = await requirePassphrase(client);
  if (before.kind !== 'passphrase')
    throw new Failure('broker/bad-request', { detail: keyStoreWords.notInUse });
  const answer = await entered(client, before, options);
  if (options.json === true) printKeyStore(answer, true);
  else print(keyStoreWords.unlocked);
  return exit.ok;
}
