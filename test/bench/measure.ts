// Takes the measurements inside the world, ours and the bare app's in turn, and prints the rows as JSON.
import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { gatehouse } from '../e2e/support/app.ts';
import { persona, scenario } from '../e2e/support/sandbox.ts';
import { Tray } from '../world/desktop/tray.ts';
import { ours, quit, start, stop, type App } from './apps.ts';
import { brokerRows } from './broker.ts';
import { idleRows, pollingRow, type IdleTimes } from './idle.ts';
import { compare, notMeasured, type Measured, type Row } from './rows.ts';
import { signInGoal, signInRow } from './sign-in.ts';

const run = promisify(execFile);
const out = z.string().parse(process.env['WORLD_OUT']);
const bareFolder = z.string().parse(process.argv[2]);
const quick = process.argv.includes('--quick');

const startRounds = quick ? 5 : 15;
const signInRounds = quick ? 10 : 30;
const commandRounds = quick ? 10 : 40;
const brokerRounds = quick ? 1 : 5;
const brokerSeconds = quick ? 3 : 10;
const idle: IdleTimes = quick ? { settleMs: 15_000, idleMs: 30_000 } : { settleMs: 120_000, idleMs: 600_000 };

const tell = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

const bare: App = { binary: join(bareFolder, 'bare-app'), environment: {} };
const bareSameSwitches: App = { binary: bare.binary, environment: { BARE_SAME_SWITCHES: '1' } };

async function startRow(tray: Tray): Promise<Row> {
  const times = { ours: [] as number[], beside: [] as number[] };
  for (let round = 0; round < startRounds; round += 1) {
    for (const [key, app] of [
      ['beside', bare],
      ['ours', ours],
    ] as const) {
      const started = await start(app, tray);
      times[key].push(started.toTrayMs);
      await stop(started);
      await tray.waitForNoItems();
    }
  }
  return compare({
    name: 'start to tray',
    unit: 'ms',
    against: 'bare tray app, default switches',
    goal: 1,
    kind: 'ratio',
    ...times,
  });
}

function onPath(name: string): boolean {
  const folders = z.string().parse(process.env['PATH']).split(':');
  return folders.some((folder) => existsSync(join(folder, name)));
}

const missing = (name: string): string =>
  `${name} is not installed here; npm run bench installs it, and says above why it could not`;

/** Ours and the bare runtime must succeed: a command that fails may be quick for the wrong reason. */
async function timed(program: string, words: readonly string[], mustSucceed: boolean): Promise<number> {
  const startedAt = performance.now();
  await run(program, [...words]).catch((thrown: unknown) => {
    if (mustSucceed) throw thrown;
  });
  return performance.now() - startedAt;
}

const ownCommand = 'gatehouse auth status';

async function commandRows(tray: Tray): Promise<readonly Row[]> {
  const started = await start(ours, tray);
  const headless = ['--ozone-platform=headless', '--disable-gpu', '--', 'nothing'];
  const times = {
    ours: [] as number[],
    bare: [] as number[],
    claude: [] as number[],
    opencode: [] as number[],
  };
  const others = [
    ['claude', ['auth', 'status']],
    ['opencode', ['auth', 'list']],
  ] as const;
  const present = others.filter(([name]) => onPath(name));
  for (let round = 0; round < commandRounds; round += 1) {
    times.bare.push(await timed(bare.binary, headless, true));
    times.ours.push(await timed('gatehouse', ['auth', 'status'], true));
    if (round % 4 === 0)
      for (const [name, words] of present) times[name].push(await timed(name, words, false));
  }
  await quit(started);
  await tray.waitForNoItems();
  const row = (against: string, beside: readonly number[], goal: number): Measured =>
    compare({
      name: ownCommand,
      unit: 'ms',
      against,
      goal,
      kind: 'ratio',
      ours: times.ours,
      beside,
    });
  return [
    row('start of the bare runtime', times.bare, 1.3),
    ...others.map(([name, words]) => {
      const against = `${name} ${words.join(' ')}`;
      return onPath(name)
        ? row(against, times[name], 1)
        : notMeasured({ name: ownCommand, against, goal: 1, reason: missing(name) });
    }),
  ];
}

const rows: Row[] = [];

/** What cannot be measured is told in its place, and the others are measured all the same. */
async function measure(name: string, work: () => Promise<readonly Row[]>): Promise<void> {
  tell(name);
  try {
    rows.push(...(await work()));
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    rows.push(notMeasured({ name, against: '', reason }));
  }
}

const tray = new Tray();
tell('signing in, so that idle means idle with accounts');
await gatehouse(['auth', 'login', '--provider', 'openai']);
await gatehouse(
  ['auth', 'login', '--provider', 'claude', '--key-stdin'],
  `${(await persona('claude-pro-ada')).apiKey}\n`,
);
await gatehouse(['quit']);
await tray.waitForNoItems();
await measure('polling', async () => [await pollingRow(tray, quick, tell)]);
// From here on the provider wants to be left alone for six hours, so that nothing is asked while the rest is measured.
await scenario({
  faults: [
    {
      host: 'chatgpt.com',
      path: '/backend-api/wham/usage',
      status: 429,
      headers: { 'retry-after': '21600' },
    },
  ],
});
await measure('start to tray', async () => [await startRow(tray)]);
await measure('commands', () => commandRows(tray));
await measure('sign-ins', async () => [
  onPath('codex')
    ? await signInRow(tray, signInRounds)
    : notMeasured({ ...signInGoal, reason: missing('codex') }),
]);
await measure('idle', () => idleRows(tray, bareSameSwitches, idle, tell));
await measure('broker', () => brokerRows(brokerRounds, brokerSeconds));
tray.close();
writeFileSync(join(out, 'rows.json'), JSON.stringify(rows));
