// The packaged app with the key store in five states: the tray is usable within two seconds in each, requests go out,
// and a key store that is lost while the app runs takes nothing away (ST-04, ST-05).
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { checkout, WorldPlace } from '../world/run-world.ts';

const place = new WorldPlace();
afterAll(() => {
  place[Symbol.dispose]();
});

const goalMs = 2_000;
/** Whatever hangs, hangs each time; a machine that is busy with other worlds is slow once. */
const attempts = 3;
/** And one that is busy all the time is slow with the best key store too. */
let limitMs = goalMs;

/** Begins each script: starts the app, waits until its menu is there, and helps to use it. Prints one line of JSON. */
const prelude = `
  import { execFile, spawn } from 'node:child_process';
  import { once } from 'node:events';
  import { Tray } from '${join(checkout, 'test/world/desktop/tray.ts')}';
  import { readFacts } from '${join(checkout, 'test/world/facts.ts')}';
  const gatehouse = (words, input = '') => new Promise((resolve) => {
    const child = execFile('gatehouse', [...words, '--json'], (_failure, stdout) => resolve(JSON.parse(stdout)));
    child.stdin.end(input);
  });
  const timed = async (work) => {
    const began = performance.now();
    await work();
    return Math.round(performance.now() - began);
  };
  const { personas } = await (await fetch(process.env.WORLD_CONTROL + '/personas')).json();
  const [key, otherKey] = personas.map(({ apiKey }) => apiKey).filter((text) => text.startsWith('sk-ant-'));
  const enter = async (text) => {
    const { ok, error, account } = await gatehouse(['auth', 'login', '--provider', 'claude', '--key-stdin'], text);
    return ok ? account.problem : error.code;
  };
  // The menu is there a moment before the app can be asked.
  const reached = async (words) => {
    const deadline = performance.now() + 10_000;
    for (;;) {
      const answer = await gatehouse(words);
      if (answer.error?.code !== 'broker/not-running' || performance.now() > deadline) return answer;
    }
  };
  const problems = async () => {
    const status = await reached(['auth', 'status']);
    if (status.providers === undefined) throw new Error(JSON.stringify(status));
    return status.providers[0].accounts.map(({ problem }) => problem?.code ?? null);
  };
  using tray = new Tray();
  let item;
  let app;
  const start = async () => {
    app = spawn(process.env.WORLD_APP + '/gatehouse-app', [], { stdio: 'ignore' });
    item = await tray.waitForItem(/gatehouse|chrome_status_icon/i, { deadlineMs: 30_000 });
    await tray.waitForEntry(item, ['OpenAI', /Sign in with ChatGPT/], () => true, { deadlineMs: 30_000 });
  };
  const quit = async () => {
    const ended = once(app, 'exit');
    await reached(['quit']);
    await ended;
  };
  let turn = 0;
  const switched = () => timed(async () => {
    const label = [/^Prefer OpenAI/, /^Prefer Claude/][turn++ % 2];
    await tray.click(item, [label]);
    await tray.waitForEntry(item, [label], ({ on }) => on, { deadlineMs: 30_000 });
  });
  const least = async (measure) => {
    const took = [];
    while (took.length < ${String(attempts)} && !(Math.min(...took) <= ${String(goalMs)})) took.push(await measure());
    return Math.min(...took);
  };
  const startMs = await least(async () => {
    if (app !== undefined) await quit();
    return timed(start);
  });
`;

async function inWorld(state: string, script: string): Promise<unknown> {
  const run = await place.run([
    '--keystore',
    state,
    '--',
    'node',
    '--input-type=module',
    '-e',
    prelude + script,
  ]);
  expect(run, run.stderr).toMatchObject({ code: 0 });
  return JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '');
}

/** One that the bus is just starting anew may be too slow to answer. */
const lost = expect.stringMatching(/^storage\/key-store-(missing|locked|silent)$/) as string;

const timesShape = z.looseObject({ startMs: z.number(), switchMs: z.number(), requestMs: z.number() });

/** The times of this run that are too long. */
function tooLong(seen: unknown): readonly (readonly [string, number])[] {
  const { startMs, switchMs, requestMs } = timesShape.parse(seen);
  return Object.entries({ startMs, switchMs, requestMs }).filter(([, tookMs]) => tookMs > limitMs);
}

beforeAll(async () => {
  const seen = await inWorld('fine', 'await quit(); console.log(JSON.stringify({ startMs }));');
  limitMs = Math.max(goalMs, 2 * z.object({ startMs: z.number() }).parse(seen).startMs);
}, 180_000);

test.each([
  ['fine', null],
  ['none', 'storage/key-store-missing'],
  ['locked', 'storage/key-store-locked'],
  ['hung', 'storage/key-store-silent'],
])(
  '%s: the tray is usable, and a request goes out and is answered once memory is chosen',
  { timeout: 180_000 },
  async (state, problem) => {
    const seen = await inWorld(
      state,
      `
      const stored = await enter(key);
      const switchMs = await least(switched);
      await gatehouse(['auth', 'keystore', '--use', 'memory']);
      const asked = [];
      const requestMs = await least(() => timed(async () => asked.push(await enter(otherKey))));
      await quit();
      console.log(JSON.stringify({ startMs, switchMs, requestMs, stored, asked: asked.at(-1) }));
    `,
    );
    expect([tooLong(seen), seen]).toEqual([[], expect.objectContaining({ stored: problem, asked: null })]);
  },
);

test(
  'lost while the app runs: what is open stays usable, nothing new is stored, and all is told',
  { timeout: 180_000 },
  async () => {
    const seen = await inWorld(
      'fine',
      `
      const stored = await enter(key);
      // The bus may start it anew when it is asked for, without a keyring or with a locked one.
      process.kill(readFacts().parts['key-store']);
      const switchMs = await least(switched);
      // One that has just answered is believed for a moment.
      while ((await gatehouse(['auth', 'keystore'])).problem === null);
      const later = await enter(otherKey);
      const open = await problems();
      const requestMs = await least(() => timed(problems));
      await quit();
      await start();
      const closed = await problems();
      await quit();
      console.log(JSON.stringify({ startMs, switchMs, requestMs, stored, later, open, closed }));
    `,
    );
    expect([tooLong(seen), seen]).toEqual([
      [],
      expect.objectContaining({
        stored: null,
        later: lost,
        open: [null],
        closed: [lost],
      }),
    ]);
  },
);
