// Somebody who has never seen Gatehouse: a plain clone, nothing in any cache, the first command of the README.
import type { Figure, Outcome } from '../figure.ts';
import { firstCommand, walkIn, type Walk } from '../support/stranger.ts';

const goalMs = 5 * 60_000;
const setUp = '  await ensureNpmPackages();\n';

const seconds = (ms: number): number => Math.round(ms / 1_000);

function judge(command: string, walks: readonly Walk[]): Outcome {
  const longestMs = Math.max(...walks.map(({ tookMs }) => tookMs));
  const ended = walks.filter(({ signedIn }) => signedIn.length > 0);
  const said = walks.flatMap(({ signedIn, lastWords }) => (signedIn.length > 0 ? signedIn : [lastWords]));
  return {
    met: ended.length === walks.length && longestMs <= goalMs,
    goal: `from git clone by ${command} to signed in within ${seconds(goalMs)} s`,
    actual: `${ended.length} of ${walks.length} after ${seconds(longestMs)} s: ${[...new Set(said)].join(', ')}`,
    counts: { clones: walks.length, signedIn: ended.length, longestMs: Math.round(longestMs) },
  };
}

async function measure(clones: number, say: (line: string) => void): Promise<Outcome> {
  const command = await firstCommand();
  const walks: Walk[] = [];
  for (let done = 0; done < clones; done += 1) walks.push(await walkIn(command, { say }));
  return judge(command, walks);
}

/** A clone that does not bring along what it needs. */
async function control(say: (line: string) => void): Promise<Outcome> {
  const command = await firstCommand();
  return judge(command, [await walkIn(command, { say, without: { file: 'scripts/run.mjs', words: setUp } })]);
}

export const figure: Figure = {
  id: 'stranger',
  about:
    'a plain clone with nothing in any cache is signed in to the sandbox by the first command of the README within five minutes',
  place: 'worlds',
  isAlone: true,
  size: { unit: 'clones', quick: 1, full: 1 },
  measure: (size, _seed, say) => measure(size, say),
  control: (_seed, say) => control(say),
};
