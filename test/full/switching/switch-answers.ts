// Switches while the provider gives every wrong answer in turn: nothing is switched, and the failure names who answered.
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { toFailure, type Failure } from '../../../main/domain/failure.ts';
import { findProvider } from '../../../main/providers/list.ts';
import type { Figure, Outcome } from '../figure.ts';
import { makeFolder } from '../support/folder.ts';
import { tally } from '../support/statistics.ts';
import { entries, switches, type Switch } from '../support/switch-accounts.ts';
import { answers, proofAgainst, rightAnswer } from '../support/switch-proof.ts';
import { differences } from '../support/home-picture.ts';
import { furnishFor, openSwitcher } from '../support/switcher.ts';

const run = promisify(execFile);
const everyInControl = 16;
/** So that nobody is refused whatever the answer. */
const right = 'right';

interface Attempt {
  readonly which: Switch;
  readonly answer: string;
  /** The keys have ended, so that the first answer is about new ones. */
  readonly expired: boolean;
}

interface Seen {
  readonly answer: string;
  readonly isOld: boolean;
  readonly isNamed: boolean;
}

const targetOf = ({ to }: Switch) => entries.find(({ account }) => account.id === to);

const attempts: readonly Attempt[] = switches.flatMap((which) =>
  [false, ...(targetOf(which)?.credential.kind === 'oauth' ? [true] : [])].flatMap((expired) =>
    Object.keys(answers).map((answer) => ({ which, answer, expired })),
  ),
);

/** The account or its provider, in one of the fields that the person is shown. */
function isNamed({ subject = '', detail = '' }: Failure, which: Switch): boolean {
  const names = [targetOf(which)?.account.label ?? '', findProvider(which.provider).label];
  return names.some((name) => `${subject} ${detail}`.includes(name));
}

async function tryTo(attempt: Attempt, folder: string, isProved: boolean): Promise<Seen> {
  const { which, answer, expired } = attempt;
  const fetch = answers[answer] ?? rightAnswer;
  const switcher = await openSwitcher({
    folder,
    ...(isProved && { proof: proofAgainst(fetch, expired ? which.to : undefined) }),
  });
  try {
    await switcher.recover();
    const before = await switcher.picture();
    const failure = await switcher.carryOut(which).then(() => undefined, toFailure);
    return {
      answer,
      isOld: differences(before, await switcher.picture()).length === 0,
      isNamed: failure !== undefined && isNamed(failure, which),
    };
  } finally {
    await switcher.stop();
  }
}

async function withAnswers(every: number, seed: number, isProved: boolean): Promise<Outcome> {
  await using place = await makeFolder();
  const seen: Seen[] = [];
  for (const [number, which] of switches.entries()) {
    const kept = join(place.path, String(number));
    await furnishFor(which, kept);
    const some = attempts.filter((each, turn) => turn % every === seed % every && each.which === which);
    for (const attempt of [...some, { which, answer: right, expired: false }]) {
      const folder = join(place.path, 'now');
      await rm(folder, { recursive: true, force: true });
      await run('cp', ['-a', kept, folder]);
      seen.push(await tryTo(attempt, folder, isProved));
    }
  }
  const wrong = seen.filter(({ answer }) => answer !== right);
  const changed = wrong.filter(({ isOld }) => !isOld).length;
  const named = wrong.filter((each) => each.isNamed).length;
  const switched = seen.filter(({ answer, isOld }) => answer === right && !isOld).length;
  return {
    met: changed === 0 && named === wrong.length && switched === switches.length,
    goal: `0 of ${wrong.length} wrong answers change anything, ${wrong.length} failures name the provider or the account; ${switches.length} of ${switches.length} right answers switch`,
    actual: `${changed} changed something, ${named} named; ${switched} switched`,
    counts: { answers: wrong.length, changed, named, switchedByRightAnswers: switched },
    histogram: tally(
      Object.keys(answers),
      seen.map(({ answer }) => answer),
    ),
  };
}

export const figure: Figure = {
  id: 'switch-answers',
  about: 'a switch to an account whose provider gives any wrong answer changes nothing, and says who it was',
  place: 'node',
  size: { unit: 'answers', quick: Math.ceil(attempts.length / 4), full: attempts.length },
  measure: (size, seed) => withAnswers(Math.max(1, Math.floor(attempts.length / size)), seed, true),
  control: (seed) => withAnswers(everyInControl, seed, false),
};
