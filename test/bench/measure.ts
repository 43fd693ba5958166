// Takes the measurements inside the world, ours and the bare app's in turn, and prints the rows as JSON.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { appFolder, gatehouse } from '../e2e/support/app.ts';
import { persona, scenario } from '../e2e/support/sandbox.ts';
import { Tray } from '../world/desktop/tray.ts';
import { usage } from './processes.ts';
import { compare, type Row } from './rows.ts';

const run = promisify(execFile);
const out = z.string().parse(process.env['WORLD_OUT']);
const bareFolder = z.string().parse(process.argv[2]);
const quick = process.argv.includes('--quick');

const startRounds = quick ? 5 : 15;
const commandRounds = quick ? 10 : 40;
const settleMs = quick ? 15_000 : 120_000;
const idleMs = quick ? 30_000 : 600_000;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const tell = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

interface Started {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly toTrayMs: number;
}

const ours = { binary: join(appFolder, 'gatehouse-app'), environment: {} };
const bare = { binary: join(bareFolder, 'bare-app'), environment: {} };
const bareSameSwitches = { binary: bare.binary, environment: { BARE_SAME_SWITCHES: '1' } };

async function start({ binary, environment }: typeof ours, tray: Tray): Promise<Started> {
  const before = new Set((await tray.items()).map(({ service }) => service));
  const startedAt = performance.now();
  const child = spawn(binary, [], { stdio: 'ignore', env: { ...process.env, ...environment } });
  await tray.waitForNewItem(before, { deadlineMs: 20_000 });
  const toTrayMs = performance.now() - startedAt;
  return { child, pid: z.number().parse(child.pid), toTrayMs };
}

async function stop({ child }: Started): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

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

async function idleRows(tray: Tray): Promise<readonly Row[]> {
  // Both at once, so that whatever else the machine does falls on both.
  const [other, mine] = [await start(bareSameSwitches, tray), await start(ours, tray)];
  tell(`idle: settling for ${String(settleMs / 1000)} s, then ${String(idleMs / 1000)} s`);
  await sleep(settleMs);
  const before = { ours: usage(mine.pid), beside: usage(other.pid) };
  await sleep(idleMs);
  const after = { ours: usage(mine.pid), beside: usage(other.pid) };
  await Promise.all([stop(mine), stop(other)]);
  const megabytes = (bytes: number): number => bytes / 1_048_576;
  const cpuPercent = (key: 'ours' | 'beside'): number =>
    ((after[key].cpuSeconds - before[key].cpuSeconds) / (idleMs / 1000)) * 100;
  const written = (key: 'ours' | 'beside'): number => after[key].bytesWritten - before[key].bytesWritten;
  const against = 'bare tray app, same switches';
  return [
    compare({
      name: 'idle memory (PSS)',
      unit: 'MB',
      against,
      goal: 1.05,
      kind: 'ratio',
      ours: [megabytes(after.ours.pssBytes)],
      beside: [megabytes(after.beside.pssBytes)],
    }),
    compare({
      name: 'idle CPU above bare',
      unit: '% of a core',
      against,
      goal: 0.1,
      kind: 'above',
      ours: [cpuPercent('ours')],
      beside: [cpuPercent('beside')],
    }),
    compare({
      name: 'idle bytes written above bare',
      unit: 'B',
      against,
      goal: 0,
      kind: 'above',
      ours: [written('ours')],
      beside: [written('beside')],
    }),
  ];
}

/** Ours and the bare runtime must succeed: a command that fails may be quick for the wrong reason. */
async function timed(program: string, words: readonly string[], mustSucceed: boolean): Promise<number> {
  const startedAt = performance.now();
  await run(program, [...words]).catch((thrown: unknown) => {
    if (mustSucceed) throw thrown;
  });
  return performance.now() - startedAt;
}

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
  const present = others.filter(([name]) =>
    z
      .string()
      .parse(process.env['PATH'])
      .split(':')
      .some((folder) => existsSync(join(folder, name))),
  );
  for (let round = 0; round < commandRounds; round += 1) {
    times.bare.push(await timed(bare.binary, headless, true));
    times.ours.push(await timed('gatehouse', ['auth', 'status'], true));
    if (round % 4 === 0)
      for (const [name, words] of present) times[name].push(await timed(name, words, false));
  }
  await stop(started);
  const row = (against: string, beside: readonly number[], goal: number): Row =>
    compare({
      name: 'gatehouse auth status',
      unit: 'ms',
      against,
      goal,
      kind: 'ratio',
      ours: times.ours,
      beside,
    });
  for (const [name] of others) {
    if (present.some(([there]) => there === name)) continue;
    process.exitCode = 1;
    tell(`NOT MEASURED: ${name} is not installed here (run through npm run bench)`);
  }
  return [
    row('start of the bare runtime', times.bare, 1.3),
    ...present.map(([name, words]) => row(`${name} ${words.join(' ')}`, times[name], 1)),
  ];
}

const tray = new Tray();
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
tell('signing in, so that idle means idle with accounts');
await gatehouse(['auth', 'login', '--provider', 'openai']);
await gatehouse(
  ['auth', 'login', '--provider', 'claude', '--key-stdin'],
  `${(await persona('claude-pro-ada')).apiKey}\n`,
);
await gatehouse(['quit']);
await tray.waitForNoItems();
tell('start to tray');
const rows = [await startRow(tray)];
tell('commands');
rows.push(...(await commandRows(tray)));
rows.push(...(await idleRows(tray)));
tray.close();
writeFileSync(join(out, 'rows.json'), JSON.stringify(rows));
