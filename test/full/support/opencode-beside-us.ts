// Real OpenCode beside Gatehouse: on a sign-in of its own, and (the mistake) on a copy of ours.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { makeHome, run } from '../../clients/run-client.ts';
import { forgetEverything, gatehouse, home as ourHome } from '../../e2e/support/app.ts';
import type { Outcome } from '../figure.ts';
import {
  beginWith,
  isRenewal,
  type LogEntry,
  makeRequest,
  sandboxLog,
  senderOf,
  signInToOpenCode,
  startCodexes,
  tokenInCodexFile,
} from './real-clients.ts';

const persona = 'openai-plus-ben';
const lifeSeconds = 420;
const model = 'openai/gpt-5.4';
/** Gatehouse renews within the first minute; Codex itself would after two. */
const longestWaitMs = 150_000;

const authShape = z.object({ openai: z.looseObject({ type: z.literal('oauth'), expires: z.number() }) });
const codexShape = z.object({ tokens: z.object({ access_token: z.string(), refresh_token: z.string() }) });

const authPath = (folder: string): string => join(folder, '.local/share/opencode/auth.json');

/** So that OpenCode finds its access token expired: nothing but the time in its own file changes. */
async function expire(folder: string): Promise<void> {
  const path = authPath(folder);
  const { openai } = authShape.parse(JSON.parse(await readFile(path, 'utf8')));
  await writeFile(path, JSON.stringify({ openai: { ...openai, expires: Date.now() - 1_000 } }), {
    mode: 0o600,
  });
}

/** One prompt; whether it was answered. */
async function prompt(folder: string): Promise<boolean> {
  const said = await run(folder, ['opencode', 'run', '--model', model, 'hi']);
  return said.code === 0 && said.output.includes('Hello from the sandbox');
}

async function ourPartWorks(): Promise<boolean> {
  await using codexes = await startCodexes(1);
  return (await Promise.all(codexes.all.map(makeRequest))).every((good) => good);
}

interface Round {
  readonly openCode: boolean;
  readonly ours: boolean;
}

async function untilRenewed(before: string): Promise<string> {
  const deadline = Date.now() + longestWaitMs;
  for (;;) {
    const now = await tokenInCodexFile().catch(() => before);
    if (now !== before) return now;
    if (Date.now() > deadline) throw new Error('Gatehouse has not renewed its sign-in');
    await sleep(250);
  }
}

function judge(log: readonly LogEntry[], rounds: readonly Round[], wanted: number): Outcome {
  const renewals = log.filter(isRenewal);
  const good = renewals.filter(({ status }) => status === 200);
  const refused = renewals.length - good.length;
  const by = (sender: ReturnType<typeof senderOf>): number =>
    good.filter((entry) => senderOf(entry) === sender).length;
  const prompts = log.filter(
    ({ method, path, status, credential }) =>
      method === 'POST' &&
      path.endsWith('/codex/responses') &&
      status === 200 &&
      credential?.account === persona,
  ).length;
  const openCode = rounds.filter((round) => round.openCode).length;
  const ours = rounds.filter((round) => round.ours).length;
  return {
    met:
      refused === 0 &&
      by('opencode') >= wanted &&
      by('gatehouse') >= wanted &&
      openCode === rounds.length &&
      ours === rounds.length &&
      prompts >= rounds.length,
    goal: `${wanted} renewals by each, 0 refused, both work after each`,
    actual: `${by('opencode')} by OpenCode, ${by('gatehouse')} by Gatehouse, ${refused} refused, OpenCode works ${openCode} of ${rounds.length} times, our sign-in ${ours} of ${rounds.length}`,
    counts: {
      renewalsByOpenCode: by('opencode'),
      renewalsByGatehouse: by('gatehouse'),
      renewalsByCodex: by('codex'),
      renewalsRefused: refused,
      rounds: rounds.length,
      openCodeWorked: openCode,
      oursWorked: ours,
      promptsAsTheAccount: prompts,
    },
  };
}

async function signInBoth(ownSignIn: (folder: string) => Promise<void>, folder: string): Promise<void> {
  await beginWith(persona, lifeSeconds);
  const login = await gatehouse(['auth', 'login', '--provider', 'openai']);
  if (login.code !== 0) throw new Error(`not signed in: ${login.stderr}`);
  await ownSignIn(folder);
}

async function renewals(
  size: number,
  ownSignIn: (folder: string) => Promise<void>,
  say: (line: string) => void,
): Promise<Outcome> {
  await using openCodeHome = await makeHome();
  await signInBoth(ownSignIn, openCodeHome.path);
  const results: Round[] = [];
  let token = await tokenInCodexFile();
  for (let round = 1; round <= size; round += 1) {
    await expire(openCodeHome.path);
    const openCode = await prompt(openCodeHome.path);
    token = await untilRenewed(token).catch(() => token);
    const ours = await ourPartWorks();
    results.push({ openCode, ours });
    say(
      `round ${round} of ${size}: OpenCode ${openCode ? 'works' : 'fails'}, ours ${ours ? 'works' : 'fails'}`,
    );
    if (!ours) break;
  }
  return judge(await sandboxLog(), results, size);
}

/** With nothing left of it afterwards; OpenCode's home goes first, for it holds what may lie nowhere else. */
async function rounds(...all: Parameters<typeof renewals>): Promise<Outcome> {
  try {
    return await renewals(...all);
  } finally {
    await gatehouse(['quit']);
    await forgetEverything();
  }
}

export const onItsOwn = (size: number, say: (line: string) => void): Promise<Outcome> =>
  rounds(size, signInToOpenCode, say);

/** What a tool does that copies the sign-in into a second file: both redeem one chain. */
async function copyOurs(folder: string): Promise<void> {
  const text = await readFile(join(ourHome, '.codex/auth.json'), 'utf8');
  const { tokens } = codexShape.parse(JSON.parse(text));
  const openai = {
    type: 'oauth',
    refresh: tokens.refresh_token,
    access: tokens.access_token,
    expires: Date.now() + lifeSeconds * 1000,
  };
  await mkdir(dirname(authPath(folder)), { recursive: true });
  await writeFile(authPath(folder), JSON.stringify({ openai }), { mode: 0o600 });
}

export const onOurs = (say: (line: string) => void): Promise<Outcome> => rounds(1, copyOurs, say);
