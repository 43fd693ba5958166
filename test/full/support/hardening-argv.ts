// The packaged app inside the world, started a second time with words and working folders of an attacker: the one that runs
// shows its window and does nothing else (LC-02).
import { once } from 'node:events';
import { chmod, mkdir, readFile, readdir, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { forgetCrashes, forgetEverything, gatehouse } from '../../e2e/support/app.ts';
import { resetSandbox, seenRequests } from '../../e2e/support/sandbox.ts';
import type { Outcome } from '../figure.ts';
import { endNow, spawnApp, type Surroundings } from './hardening-app.ts';
import { startInspectedMain, type InspectedMain } from './inspected-main.ts';
import { createRandom, type Random } from './random.ts';
import { childrenOf, openService, serves } from './run-agents.ts';
import { tally } from './statistics.ts';

const world = z.string().parse(process.env['WORLD_DIR']);
const patienceMs = 10_000;
const lookEveryMs = 50;
/** Until the one that runs has done whatever it would do. */
const settleMs = 150;
const mostWords = 5;
const longestText = 200;
const owned = join(world, 'owned');
/** Chromium opens it before anything of ours runs, if it is to log as well; what stands there the world searches for secrets. */
const logFile = join(world, 'log');

/** More than anybody can be told: refused by the start itself. */
const tooLong = 'x'.repeat(100_000);
/** With it, the desktop has started the app and nobody wants to see the window. */
const hidden = '--hidden';
const refusalCode = 6;
/** It does not run with it, and says so in a dialog, for there is a display and no terminal: that stays until somebody closes it. */
const unsafe = '--no-sandbox';
const dialogMs = 5_000;

const hostileWords: readonly string[] = [
  '',
  '-',
  hidden,
  '--inspect=0',
  '--remote-debugging-port=0',
  '--js-flags=--expose-gc',
  `--user-data-dir=${world}/other`,
  '--load-extension=/tmp',
  unsafe,
  '--disable-web-security',
  '--ignore-certificate-errors',
  '--host-resolver-rules=MAP * 127.0.0.1',
  '--proxy-server=127.0.0.1:1',
  '--password-store=basic',
  `--log-file=${logFile}`,
  '--enable-logging',
  'auth',
  'login',
  'quit',
  'lock',
  'gatehouse://window/index.html',
  'gatehouse://quit',
  'https://auth.openai.com/oauth/authorize',
  'javascript:process.exit()',
  'file:///etc/passwd',
  '../../etc/passwd',
  `$(touch ${owned})`,
  `\`touch ${owned}\``,
  `; touch ${owned}`,
  `| touch ${owned}`,
  '%s%n',
  '\'"',
  'a\nb',
  '\u202E',
  '{"as":"serve"}',
  tooLong,
];

function randomText(random: Random): string {
  const length = 1 + random.below(longestText);
  // No zero, which ends an argument.
  return Array.from({ length }, () => String.fromCodePoint(1 + random.below(0xd7fe))).join('');
}

function randomWords(random: Random): readonly string[] {
  const words = Array.from({ length: 1 + random.below(mostWords) }, () =>
    random.below(3) === 0 ? randomText(random) : (hostileWords[random.below(hostileWords.length)] ?? ''),
  );
  // Behind it stands a command of the person's; only the launcher writes one.
  return words.filter((word) => word !== '--');
}

/** Folders that a program could take something from. */
async function hostileFolders(): Promise<readonly string[]> {
  const planted = join(world, 'planted');
  await mkdir(join(planted, 'resources/app'), { recursive: true });
  const code = `require('node:fs').writeFileSync(${JSON.stringify(owned)}, '');`;
  for (const name of ['main.js', 'index.js', 'resources/app/index.js', '.npmrc', '.env'])
    await writeFile(join(planted, name), code);
  await writeFile(join(planted, 'package.json'), '{"main":"main.js"}');
  const closed = join(world, 'closed');
  await mkdir(closed, { recursive: true });
  await chmod(closed, 0o100);
  return [planted, closed, '/', '/proc/self'];
}

const statusShape = z.looseObject({ providers: z.array(z.unknown()) });

/** Everything that could have changed: what it knows, what it has asked, and which programs it has started. */
async function pictureOf(pid: number): Promise<Readonly<Record<string, string>>> {
  using wire = await openService();
  const { status, text } = await wire.ask('GET', '/v1/status');
  const settings = await wire.ask('GET', '/v1/files');
  const locked = await wire.ask('GET', '/v1/hand-outs');
  return {
    status: String(status),
    known: JSON.stringify(status === 200 ? statusShape.parse(JSON.parse(text)) : text),
    settings: settings.text,
    locked: locked.text,
    asked: JSON.stringify((await seenRequests()).map(({ host, path }) => host + path)),
    programs: JSON.stringify(await programsBelow(pid)),
    owned: String((await readdir(world)).includes('owned')),
  };
}

/** What is no longer as it was. */
function changesIn(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): string {
  return Object.keys(after)
    .filter((key) => after[key] !== before[key])
    .map((key) => `${key} from ${String(before[key])} to ${String(after[key])}`)
    .join(', ');
}

async function programsBelow(pid: number): Promise<readonly string[]> {
  const found: string[] = [];
  for (const child of await childrenOf(pid)) {
    const program = await readlink(`/proc/${String(child)}/exe`).catch(() => '');
    const words = await readFile(`/proc/${String(child)}/cmdline`, 'utf8').catch(() => '');
    // Chromium's own come and go; what has ended meanwhile has no name any more.
    if (!words.includes('--type=') && program !== '') found.push(program);
    found.push(...(await programsBelow(child)));
  }
  return found.toSorted();
}

/** Looked at from within, for nothing else in this desktop can close a window as a person does. */
async function isShown(main: InspectedMain): Promise<boolean> {
  const text = "require('electron').BrowserWindow.getAllWindows().some((each) => each.isVisible())";
  return z.boolean().parse(await main.evaluate(text));
}

/** Whether it is shown, or no longer, within the time. */
async function comesTo(wanted: boolean, main: InspectedMain): Promise<boolean> {
  const deadlineMs = performance.now() + patienceMs;
  while ((await isShown(main)) !== wanted) {
    if (performance.now() > deadlineMs) return false;
    await sleep(lookEveryMs);
  }
  return true;
}

/** So that the next start has one to show. */
async function closeWindow(main: InspectedMain): Promise<void> {
  await main.evaluate(
    "require('electron').BrowserWindow.getAllWindows().forEach((each) => each.close()) ?? null",
  );
  if (!(await comesTo(false, main))) throw new Error('the window cannot be closed');
}

const ends = ['told', 'refused', 'failed', 'crashed', 'stayed'] as const;
type End = (typeof ends)[number];

/** `told`: it has ended as one that has told the first of itself. @param limitMs how long it is waited for */
async function startAgain(surroundings: Surroundings, limitMs: number): Promise<End> {
  const child = spawnApp(surroundings);
  child.stderr.resume();
  const gone = once(child, 'exit');
  const isGone = await Promise.race([gone.then(() => true), sleep(limitMs, false)]);
  await endNow(child);
  if (!isGone) return 'stayed';
  if (child.exitCode === null) return 'crashed';
  if (child.exitCode === 0) return 'told';
  return child.exitCode === refusalCode ? 'refused' : 'failed';
}

/** One more start beside the first, with its window closed. Answers how it ended and what was wrong with that. */
async function startBeside(
  main: InspectedMain,
  surroundings: Surroundings,
): Promise<{ readonly end: End; readonly fault?: string }> {
  const { words = [] } = surroundings;
  await closeWindow(main);
  const isUnsafe = words.includes(unsafe);
  const end = await startAgain(surroundings, isUnsafe ? dialogMs : patienceMs);
  const wanted: End = isUnsafe ? 'stayed' : words.includes(tooLong) ? 'refused' : 'told';
  if (end !== wanted) return { end, fault: end };
  if (end === 'told' && !words.includes(hidden))
    return (await comesTo(true, main)) ? { end } : { end, fault: 'no window' };
  // A window that may not come is given the time in which one would.
  await sleep(settleMs);
  return (await isShown(main)) ? { end, fault: 'a window' } : { end };
}

async function secondStarts(all: readonly Surroundings[], say: (line: string) => void): Promise<Outcome> {
  await resetSandbox();
  await forgetEverything();
  await forgetCrashes();
  const main = await startInspectedMain();
  const pid = z.number().parse(await main.evaluate('process.pid'));
  // So that it is there before, and comes to nobody by surprise.
  await gatehouse(['open']);
  await comesTo(true, main);
  const before = await pictureOf(pid);
  const seen: End[] = [];
  let wrong = 0;
  let changed = 0;
  for (const [index, surroundings] of all.entries()) {
    const { end, fault } = await startBeside(main, surroundings);
    seen.push(end);
    const about = JSON.stringify(surroundings).slice(0, 300);
    if (fault !== undefined) {
      wrong += 1;
      say(`${fault} after ${about}`);
    }
    await sleep(settleMs);
    const after = await pictureOf(pid).catch((thrown: unknown) => ({ looking: String(thrown) }));
    const changes = changesIn(before, after);
    if (changes !== '') {
      changed += 1;
      say(`changed by ${about}: ${changes}`);
    }
    if ((index + 1) % 20 === 0) say(`${String(index + 1)} of ${String(all.length)} starts`);
  }
  const isAlive = await serves();
  await main.end();
  const counts = tally(ends, seen);
  return {
    met: wrong + changed === 0 && isAlive && (counts['told'] ?? 0) > 0,
    goal: `${String(all.length)} of ${String(all.length)} second starts reach the first and show its window (none with ${hidden}), or are refused, for too many words or without the sandbox; 0 change anything; the first goes on`,
    actual: `${String(all.length - wrong)} of ${String(all.length)}, ${String(counts['told'])} of them told it; ${String(changed)} changed something; the first ${isAlive ? 'goes on' : 'is gone'}`,
    counts: { starts: all.length, wrong, ...counts, changed, firstGone: isAlive ? 0 : 1 },
  };
}

export async function hostileStarts(
  count: number,
  seed: number,
  say: (line: string) => void,
): Promise<Outcome> {
  const random = createRandom(seed);
  const folders = await hostileFolders();
  const all = Array.from({ length: count }, (_none, index): Surroundings => {
    const folder = folders[index % folders.length];
    return { words: randomWords(random), ...(folder !== undefined && { folder }) };
  });
  return secondStarts(all, say);
}

/** The words of a command, as the launcher hands them over for a person. */
export const asCommand = (say: (line: string) => void): Promise<Outcome> =>
  secondStarts([{ words: ['--ozone-platform=headless', '--', 'auth', 'files', '--off', 'codex-auth'] }], say);
