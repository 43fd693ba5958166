// Agents in the packaged app: `gatehouse run` as the command itself, leases that end with their processes, a limit and the
// line behind it, and the same over the socket for other programs.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { registeredClaudeClient } from '../world/sandbox/deviations.ts';
import {
  dataFolder,
  forgetEverything,
  gatehouse,
  gatehouseJson,
  home,
  startApp,
  type CommandResult,
  type RunningApp,
} from './support/app.ts';
import { resetSandbox, scenario } from './support/sandbox.ts';

const run = promisify(execFile);
const configFolder = join(home, '.config/gatehouse');
const soon = { timeout: 30_000, interval: 100 };
const toOpenai = ['--consumer', 'codex', '--provider', 'openai'] as const;
/** Two of them at most, so that there is a line with few processes. */
const agentsAtOnce = 2;

let app: RunningApp;

async function signIn(provider: string, id: string, ...words: readonly string[]): Promise<void> {
  await scenario({ browser: { byProvider: { [provider]: { persona: id } } } });
  const answer = await gatehouseJson(['auth', 'login', '--provider', provider, ...words]);
  expect(answer).toMatchObject({ ok: true });
}

beforeAll(async () => {
  await forgetEverything();
  await resetSandbox();
  await mkdir(configFolder, { recursive: true });
  await writeFile(join(configFolder, 'preferences.json'), JSON.stringify({ agentsAtOnce }));
  await scenario({ personas: { 'claude-max20-lea': { windows: { fiveHour: { usedPercent: 100 } } } } });
  app = await startApp();
  await signIn('openai', 'openai-pro-cleo');
  const own = ['--method', 'registered-client', '--client-id', registeredClaudeClient, '--agree'];
  await signIn('claude', 'claude-max20-lea', ...own);
});

afterAll(() => app.quit());

const leasesShape = z.object({
  leases: z.array(z.object({ agent: z.string(), label: z.string(), pid: z.number().nullable() })),
  queue: z.array(z.unknown()),
  accounts: z.array(z.object({ outstandingPercent: z.number() })),
});

async function leases(): Promise<z.infer<typeof leasesShape>> {
  return leasesShape.parse(await gatehouseJson(['lease', 'list']));
}

const pids = async (): Promise<readonly (number | null)[]> => (await leases()).leases.map(({ pid }) => pid);

/** Nothing of an agent outlives it. */
afterEach(async () => {
  await expect.poll(leases, soon).toMatchObject({ leases: [], queue: [] });
  const { accounts } = await leases();
  expect(accounts.filter(({ outstandingPercent }) => outstandingPercent > 0)).toEqual([]);
});

interface RunningAgent {
  readonly pid: number;
  /** The next line of its standard output. */
  readonly line: () => Promise<unknown>;
  readonly say: (words: string) => void;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly stderrSoFar: () => string;
  /** Its exit code or the signal that ended it. */
  readonly ended: Promise<number | string | null>;
}

function start(...words: readonly string[]): RunningAgent {
  const child = spawn('gatehouse', ['run', ...words], { stdio: 'pipe' });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => (stderr += part));
  return {
    pid: child.pid ?? 0,
    line: async () => (await lines.next()).value,
    say: (said) => child.stdin.end(`${said}\n`),
    kill: (signal) => child.kill(signal),
    stderrSoFar: () => stderr,
    ended: once(child, 'close').then(() => child.signalCode ?? child.exitCode),
  };
}

/** Says its process id, then waits for a line. */
const waiting = ['sh', '-c', 'echo $$; read -r said; echo "$said"'] as const;

test('the command is the process that was started, with its own input, exit code and signals', async () => {
  const exits = start(...toOpenai, '--', 'sh', '-c', 'echo $$; read -r code; exit "$code"');
  const ownPid = await exits.line();
  exits.say('7');
  const trap = 'trap "echo heard; exit 9" TERM; echo ready; read -r _';
  const hears = start(...toOpenai, '--', 'sh', '-c', trap);
  const ready = await hears.line();
  hears.kill('SIGTERM');
  const heard = await hears.line();
  const dies = start(...toOpenai, '--', ...waiting);
  await dies.line();
  dies.kill('SIGINT');
  expect([ownPid, await exits.ended, ready, heard, await hears.ended, await dies.ended]).toEqual([
    String(exits.pid),
    7,
    'ready',
    'heard',
    9,
    'SIGINT',
  ]);
});

test('a command that is not there, or is none, is told as shells do, and takes no lease', async () => {
  await writeFile(join(home, 'none'), 'text');
  const codes = await Promise.all(
    ['no-such-program', join(home, 'none')].map(async (name) => (await gatehouse(['run', '--', name])).code),
  );
  expect([codes, await pids()]).toEqual([[127, 126], []]);
});

async function takeAndGiveBack(): Promise<void> {
  const words = ['lease', 'create', '--consumer', 'codex', '--provider', 'openai', '--heartbeat'];
  const created = await gatehouse(words);
  const released = await gatehouse(['lease', 'release', created.stdout.trim()]);
  expect([created.code, released]).toMatchObject([0, { code: 0 }]);
}

/** Follows `gatehouse events`; it is connected when it has told of something. */
async function follow() {
  const child = spawn('gatehouse', ['events', '--json'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const all: string[] = [];
  createInterface(child.stdout).on('line', (line) => all.push(line));
  const isHeard = async (): Promise<boolean> => {
    await takeAndGiveBack();
    return all.length > 0;
  };
  await expect.poll(isHeard, soon).toBe(true);
  return {
    heard: (): readonly string[] => all,
    async stop(): Promise<void> {
      child.kill('SIGINT');
      await once(child, 'exit');
    },
  };
}

const eventShape = z.object({
  type: z.string(),
  what: z.string(),
  agent: z.string(),
  how: z.string().nullable(),
});

test('an agent that is killed outright gives its lease back, which whoever follows the events is told', async () => {
  const events = await follow();
  const agent = start(...toOpenai, '--estimate', '5%', '--', ...waiting);
  await agent.line();
  const [lease] = (await leases()).leases;
  expect(lease).toMatchObject({ pid: agent.pid, label: 'sh' });
  agent.kill('SIGKILL');
  const told = () =>
    events
      .heard()
      .map((line) => eventShape.safeParse(JSON.parse(line)).data)
      .filter((event) => event?.agent === lease?.agent)
      .map((event) => [event?.type, event?.what, event?.how]);
  await expect.poll(told, soon).toContainEqual(['lease', 'ended', 'process-gone']);
  expect(await agent.ended).toBe('SIGKILL');
  await events.stop();
});

test('more than are allowed at once are refused with figures, or wait in line until one ends', async () => {
  const first = start(...toOpenai, '--', ...waiting);
  const second = start(...toOpenai, '--', ...waiting);
  await Promise.all([first.line(), second.line()]);
  const refused = await gatehouse(['run', ...toOpenai, '--', 'true']);
  expect([refused.code, refused.stderr]).toEqual([4, expect.stringMatching(/As many agents as allowed use/)]);
  const third = start(...toOpenai, '--wait', '--', ...waiting);
  await expect.poll(async () => (await leases()).queue.length, soon).toBe(1);
  await expect.poll(third.stderrSoFar, soon).toMatch(/^Waiting: .*position 1/m);
  first.say('done');
  const pid = await third.line();
  expect([pid, await first.ended, await pids()]).toEqual([
    String(third.pid),
    0,
    expect.arrayContaining([second.pid, third.pid]),
  ]);
  // One that is given up on leaves the line.
  const fourth = start(...toOpenai, '--wait', '--', 'true');
  await expect.poll(async () => (await leases()).queue.length, soon).toBe(1);
  fourth.kill('SIGKILL');
  await expect.poll(async () => (await leases()).queue.length, soon).toBe(0);
  second.say('done');
  third.say('done');
  expect(await Promise.all([second.ended, third.ended, fourth.ended])).toEqual([0, 0, 'SIGKILL']);
});

test('what does not fit is refused with what was asked for, what is left, and when there is more', async () => {
  const { code, stderr } = await gatehouse(['run', ...toOpenai, '--estimate', '90%', '--', 'true']);
  expect([code, stderr]).toEqual([
    4,
    expect.stringMatching(
      /cleo@pro\.example\.test has less left than this needs.*90% asked for, 64% left, resets in/s,
    ),
  ]);
});

test('claude on a used up account does not start, and never with another provider', async () => {
  const folder = join(home, 'bin');
  await mkdir(folder, { recursive: true });
  const program = join(folder, 'claude');
  await writeFile(program, '#!/bin/sh\nenv > "$HOME/started"\n');
  await chmod(program, 0o755);
  const { code, stderr, stdout } = await gatehouse(['run', '--', program]);
  expect({
    code,
    stdout,
    stderr,
    started: await readFile(join(home, 'started'), 'utf8').catch(() => ''),
  }).toEqual({
    code: 4,
    stdout: '',
    stderr: expect.stringMatching(/Claude is used up|has less left than this needs/) as string,
    started: '',
  });
});

test('env gives a shell of the person’s own an account, for as long as that shell runs', async () => {
  const lines = [
    'eval "$(gatehouse env --consumer codex --provider openai)"',
    'echo "$GATEHOUSE_PROVIDER $$"',
    'gatehouse lease list --json',
  ];
  const { stdout } = await run('sh', ['-c', lines.join('\n')]);
  const [said = '', listed = ''] = stdout.split('\n');
  const [provider, pid] = said.split(' ');
  const { leases: seen } = leasesShape.parse(JSON.parse(listed));
  expect([provider, seen.map((lease) => [lease.label, String(lease.pid)])]).toEqual([
    'openai',
    [['shell', pid]],
  ]);
});

test.each([
  ['5%', 0, 'fits'],
  ['99%', 4, 'does-not-fit'],
])('estimate says whether %s of OpenAI will fit', async (estimate, code, verdict) => {
  const words = ['estimate', '--consumer', 'codex', '--provider', 'openai', '--estimate', estimate];
  const [plain, json] = [await gatehouse(words), await gatehouse([...words, '--json'])];
  expect([plain.code, JSON.parse(json.stdout)]).toEqual([
    code,
    expect.objectContaining({ ok: true, verdict, provider: 'openai', basis: 'asked' }),
  ]);
});

const serviceShape = z.object({ path: z.string() });

/** What curl needs to talk to the service; the grant goes by its input, never by an argument. */
async function curl(path: string, words: readonly string[] = []) {
  const { path: socket } = serviceShape.parse(
    JSON.parse(await readFile(join(dataFolder, 'service.json'), 'utf8')),
  );
  const grant = (await readFile(join(dataFolder, 'machine-grant'), 'utf8')).trim();
  const all = [
    '--silent',
    '--no-buffer',
    '--unix-socket',
    socket,
    '-H',
    '@-',
    ...words,
    `http://localhost${path}`,
  ];
  const child = spawn('curl', all, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(`Authorization: Bearer ${grant}\nContent-Type: application/json\n`);
  return child;
}

async function curled(path: string, words: readonly string[] = []): Promise<unknown> {
  return JSON.parse(await text((await curl(path, words)).stdout));
}

const batchShape = z.object({
  leases: z.array(
    z.object({
      type: z.string(),
      lease: z.object({ id: z.string() }).optional(),
      refusal: z.object({ code: z.string(), action: z.string() }).optional(),
    }),
  ),
});

async function batch(mode: 'all' | 'partial') {
  const wish = { label: 'batch', consumer: 'codex', provider: 'openai', holder: { kind: 'heartbeat' } };
  const body = { mode, leases: Array.from({ length: agentsAtOnce + 1 }, () => wish) };
  return batchShape.parse(await curled('/v1/leases/batch', ['--data', JSON.stringify(body)])).leases;
}

test('curl follows the events and takes a batch of leases: all of them or none, or as many as there is room for', async () => {
  const events = await curl('/v1/events', ['--include']);
  let heard = '';
  events.stdout.setEncoding('utf8').on('data', (part: string) => (heard += part));
  await expect.poll(() => heard, soon).toMatch(/^HTTP\/1\.1 200/);
  const limit = 'quota/concurrent-limit';
  const none = await batch('all');
  expect(none.map(({ type, refusal }) => [type, refusal?.code])).toEqual([
    ['refused', limit],
    ['refused', limit],
    ['refused', limit],
  ]);
  const some = await batch('partial');
  expect(some.map(({ type, refusal }) => [type, refusal?.code])).toEqual([
    ['granted', undefined],
    ['granted', undefined],
    ['refused', limit],
  ]);
  for (const { lease } of some)
    if (lease !== undefined) await curled(`/v1/leases/${lease.id}`, ['--request', 'DELETE']);
  await expect.poll(() => heard, soon).toMatch(/^event: lease\n/m);
  await expect.poll(() => heard.match(/"what":"ended"/g)?.length, soon).toBe(2);
  events.kill();
  await once(events, 'exit');
});

test('the audit has every lease that was given and has ended, and is whole', async () => {
  const { stdout, code }: CommandResult = await gatehouse(['audit', '--verify']);
  const { entries } = z
    .object({ entries: z.array(z.object({ action: z.string(), what: z.string().optional() })) })
    .parse(await gatehouseJson(['audit', '--limit', '1000']));
  const of = (action: string) => entries.filter((entry) => entry.action === action).length;
  expect([code, stdout, of('lease') > 5, of('lease') - of('lease-ended')]).toEqual([
    0,
    expect.stringContaining('The audit log is whole'),
    true,
    0,
  ]);
});
