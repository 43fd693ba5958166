// `gatehouse allow …`: which programs may have which keys. Only the app itself asks for the yes, or takes the passphrase.
import { basename, isAbsolute, resolve } from 'node:path';
import { handOutsShape } from '../../broker/protocol/oversight.ts';
import { Failure } from '../../domain/failure.ts';
import { handOutsText } from '../allow-text.ts';
import { questionLimitMs } from '../answer-limits.ts';
import { connectToApp } from '../client.ts';
import { messages } from '../messages.ts';
import { exit, print, tell } from '../output.ts';
import { readPassphrase } from '../passphrase.ts';
import { findProgram } from '../run-program.ts';
import { reachApp } from '../start-app.ts';
import { cancellable, withProgress } from '../terminal.ts';
import { allowWords } from './allow-words.ts';
import type { CliParts, JsonOption } from './parts.ts';
import { runWords } from './run-words.ts';

interface PassphraseOptions extends JsonOption {
  readonly passphrase?: true;
  readonly passphraseStdin?: true;
}

export interface AllowOptions extends PassphraseOptions {
  readonly program: string;
  readonly consumer: string;
  readonly provider: string;
  readonly account?: string;
  readonly never?: true;
  readonly ask?: true;
}

export interface AnswerOptions extends PassphraseOptions {
  readonly id: string;
  readonly answer: 'once' | 'always' | 'never';
}

export async function handOuts({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  const client = connectToApp(paths, environment);
  const asked = client.ask({ method: 'GET', path: '/v1/hand-outs' }, handOutsShape);
  const answer = await withProgress(messages.asking, asked);
  print(json === true ? JSON.stringify({ ok: true, ...answer }) : handOutsText(answer, Date.now()));
  return exit.ok;
}

/** Absolute and without links, as programs are judged. @throws Failure `broker/no-such-program` */
function programOf({ program: name, ask }: AllowOptions, environment: NodeJS.ProcessEnv): string {
  // A rule is taken back by the path that the list shows, whatever has become of the file.
  if (ask === true && isAbsolute(name)) return name;
  const found = findProgram(name, environment);
  if (found.kind === 'found') return found.real;
  // A script that an interpreter runs need not be one to be started; the app looks at it.
  if (basename(name) !== name && (ask === true || found.kind === 'not-executable')) return resolve(name);
  throw new Failure('broker/no-such-program', {
    subject: name,
    ...(found.kind === 'not-executable' && { detail: runWords.notExecutable }),
  });
}

function verdictOf({ never, ask }: AllowOptions): 'always' | 'never' | 'ask' {
  if (never === true) return 'never';
  return ask === true ? 'ask' : 'always';
}

export async function allow(options: AllowOptions, { paths, environment }: CliParts): Promise<number> {
  const { consumer, provider, account, passphraseStdin, json } = options;
  const program = programOf(options, environment);
  const verdict = verdictOf(options);
  const client = await reachApp(paths, environment, tell);
  const answer = await cancellable(async (signal) => {
    const byPassphrase = options.passphrase === true || passphraseStdin === true;
    const request = { fromStdin: passphraseStdin === true, isNew: false };
    const passphrase = byPassphrase ? await readPassphrase(request, signal) : undefined;
    if (!byPassphrase && verdict !== 'ask') tell(allowWords.question);
    const body = { program, consumer, provider, account, verdict, passphrase };
    const path = '/v1/hand-outs/rules';
    return client.ask({ method: 'POST', path, body, answerLimitMs: questionLimitMs, signal }, handOutsShape);
  });
  print(json === true ? JSON.stringify({ ok: true, ...answer }) : allowWords.set[verdict](program, consumer));
  return exit.ok;
}

export async function answerQuestion(
  { id, answer, passphraseStdin, json }: AnswerOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const client = connectToApp(paths, environment);
  const handOuts = await cancellable(async (signal) => {
    const passphrase = await readPassphrase({ fromStdin: passphraseStdin === true, isNew: false }, signal);
    const path = `/v1/hand-outs/questions/${encodeURIComponent(id)}`;
    const call = { method: 'POST', path, body: { answer, passphrase }, signal } as const;
    return withProgress(allowWords.working, client.ask(call, handOutsShape));
  });
  print(json === true ? JSON.stringify({ ok: true, ...handOuts }) : allowWords.answered(id, answer));
  return exit.ok;
}
