// From the last byte of a token answer to the durable journal, beside an fsync of the same disk; and what a kill in the
// middle of it leaves (G6).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, get } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { createRefreshJournal } from '../../../main/adapters/node/refresh-journal.ts';
import type { OAuthAccount } from '../../../main/domain/account.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { renewal } from '../../fakes/renewals.ts';
import { ToySecretBox } from '../../fakes/secret-box.ts';
import type { Figure, Outcome } from '../figure.ts';
import { childEnvironment } from '../support/environment.ts';
import { makeFolder } from '../support/folder.ts';
import { fsyncMs } from '../support/fsync.ts';
import { createRandom } from '../support/random.ts';
import { leastForTimes, machineMs, percentile, rounded, tally } from '../support/statistics.ts';

const ratioGoal = 3;
const controlKills = 16;
/** Before anything is counted: the first rounds measure the compiler. */
const warmUpRounds = 30;
/** As many processes at once as do not disturb each other's start much. */
const batchSize = 5;
const longestAimMs = 25;
/** About what an entry of the journal takes. */
const journalBytes = 7_000;

const answerShape = z.object({ access_token: z.string(), refresh_token: z.string(), id_token: z.string() });

/** The text of a token answer to this renewal, as a provider would send it. */
function answerTo(turn: number): string {
  const { accessToken, refreshToken, idToken } = renewal(turn).credential;
  return JSON.stringify({
    access_token: accessToken.reveal(),
    refresh_token: refreshToken.reveal(),
    id_token: idToken?.reveal(),
  });
}

function answered(text: string, spent: OAuthAccount): OAuthAccount {
  const { access_token, refresh_token, id_token } = answerShape.parse(JSON.parse(text));
  const credential = {
    ...spent.credential,
    accessToken: new Secret(access_token),
    refreshToken: new Secret(refresh_token),
    idToken: new Secret(id_token),
  };
  return { account: spent.account, credential };
}

async function windows(count: number): Promise<{ windowMs: number; fsyncMs: number }> {
  await using folder = await makeFolder();
  const server = createServer((request, response) => {
    response.end(answerTo(Number(request.url?.slice(1))));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const journal = createRefreshJournal({ folder: join(folder.path, 'journal'), box: new ToySecretBox() });
  const took: number[] = [];
  const disk: number[] = [];
  try {
    for (let turn = 0; turn < warmUpRounds + count; turn += 1) {
      const spent = renewal(turn);
      // As before each renewal.
      await journal.successorOf(spent);
      let text = '';
      const asked = get({ port: address.port, host: '127.0.0.1', path: `/${turn + 1}` }, (response) => {
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on('end', () => {
          asked.emit('answered', machineMs());
        });
      });
      const [lastByteMs] = z.tuple([z.number()]).parse(await once(asked, 'answered'));
      await journal.note(spent, answered(text, spent));
      took.push(machineMs() - lastByteMs);
      await journal.clear(spent.account.id);
      disk.push(await fsyncMs(folder.path, journalBytes));
    }
  } finally {
    server.close();
  }
  const middle = (all: readonly number[]): number => percentile(all.slice(warmUpRounds), 0.5);
  return { windowMs: middle(took), fsyncMs: middle(disk) };
}

const phases = ['before the first', 'inside a line', 'after a line', 'between two'] as const;
type Phase = (typeof phases)[number];
type Left = 'whole' | 'torn' | 'lost';

interface Kill {
  readonly phase: Phase;
  readonly left: Left;
}

/** Kills a process that notes one renewal after the other, some moment after it has finished its first. */
async function kill(aimMs: number, how: 'ours' | 'naive'): Promise<Kill> {
  await using folder = await makeFolder();
  const program = join(import.meta.dirname, '../../fakes/children/journal-writer.ts');
  const child = spawn(process.execPath, [program, folder.path, how], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: childEnvironment,
  });
  let notes = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    notes += chunk.length;
  });
  const ended = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), ended]);
  await new Promise((resolve) => setTimeout(resolve, aimMs));
  child.kill('SIGKILL');
  await ended;
  // Awaited here, while the folder is still there.
  return await (how === 'ours' ? judge(folder.path, notes) : judgeNaive(folder.path));
}

async function judge(folder: string, notes: number): Promise<Kill> {
  const box = new ToySecretBox();
  const names = await readdir(folder);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  const isInside = names.some((name) => name.endsWith('.tmp')) || texts.some((text) => !/^$|\n$/.test(text));
  // The note that was not finished may be there all the same.
  const turns = [notes, notes - 1];
  const journal = createRefreshJournal({ folder, box });
  for (const turn of turns) {
    try {
      const found = await journal.successorOf(renewal(turn));
      const expected = renewal(turn + 1).credential.refreshToken.reveal();
      if (found === undefined) continue;
      const left = found.credential.refreshToken.reveal() === expected ? 'whole' : 'lost';
      if (turn === notes) return { phase: 'after a line', left };
      return { phase: isInside ? 'inside a line' : 'between two', left };
    } catch {
      return { phase: 'inside a line', left: 'torn' };
    }
  }
  return { phase: 'before the first', left: notes === 0 ? 'whole' : 'lost' };
}

async function judgeNaive(folder: string): Promise<Kill> {
  try {
    JSON.parse(await readFile(join(folder, 'naive.json'), 'utf8'));
    return { phase: 'between two', left: 'whole' };
  } catch {
    return { phase: 'inside a line', left: 'torn' };
  }
}

async function kills(count: number, seed: number, how: 'ours' | 'naive', say: (line: string) => void) {
  const random = createRandom(seed);
  const all: Kill[] = [];
  while (all.length < count) {
    const batch = Array.from({ length: Math.min(batchSize, count - all.length) }, () =>
      kill(random.between(0, longestAimMs), how),
    );
    all.push(...(await Promise.all(batch)));
    if (all.length % 100 === 0) say(`${all.length} of ${count} kills`);
  }
  return all;
}

function outcome(all: readonly Kill[], disk: { windowMs: number; fsyncMs: number }): Outcome {
  const torn = all.filter(({ left }) => left === 'torn').length;
  const lost = all.filter(({ left }) => left === 'lost').length;
  const ratio = disk.windowMs / disk.fsyncMs;
  const isTimed = all.length >= leastForTimes;
  return {
    met: torn === 0 && lost === 0 && (!isTimed || ratio <= ratioGoal),
    goal: `0 torn and 0 lost of ${all.length}${isTimed ? `, and within ${ratioGoal} × an fsync (p50)` : ''}`,
    actual: `${torn} torn and ${lost} lost of ${all.length}, and within ${rounded(ratio)} × an fsync (p50)`,
    counts: {
      kills: all.length,
      torn,
      lost,
      windowP50Ms: rounded(disk.windowMs),
      fsyncP50Ms: rounded(disk.fsyncMs),
    },
    histogram: tally(
      phases,
      all.map(({ phase }) => phase),
    ),
  };
}

export const figure: Figure = {
  id: 'journal-window',
  about:
    'What a provider has just issued is durable within three fsyncs of its last byte, whole or not at all.',
  place: 'node',
  size: { unit: 'kills', quick: 10, full: 500 },
  async measure(size, seed, say) {
    const disk = await windows(size);
    return outcome(await kills(size, seed, 'ours', say), disk);
  },
  async control(seed, say) {
    const disk = await windows(controlKills);
    return outcome(await kills(controlKills, seed, 'naive', say), disk);
  },
};
