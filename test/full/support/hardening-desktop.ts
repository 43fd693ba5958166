// The packaged app inside a world where parts of the desktop are missing, hang or die: each start is ready in time or says why
// not, and nobody waits for what does not answer (OS-01, OS-04 to OS-06).
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { forgetCrashes, forgetEverything } from '../../e2e/support/app.ts';
import { resetSandbox, scenario } from '../../e2e/support/sandbox.ts';
import { readFacts } from '../../world/facts.ts';
import type { Outcome } from '../figure.ts';
import {
  endAsAsked,
  endNow,
  judgeStart,
  startApp,
  startGoalMs,
  type AppStart,
  type Surroundings,
} from './hardening-app.ts';
import { openService } from './run-agents.ts';

const world = z.string().parse(process.env['WORLD_DIR']);
/** Nobody waits longer for a part of the desktop. */
const waitGoalMs = 1_000;
const endGoalMs = 5_000;
/** In which whoever follows the bus has noticed that it is gone, and has ended if it does. */
const settleMs = 2_000;

/** One condition; its answer is what was wrong, or nothing. */
interface Condition {
  readonly name: string;
  readonly run: () => Promise<readonly string[]>;
}

const longestWaits: number[] = [];

/** Asks the running app for something and answers whether that took too long. */
async function waits(method: string, path: string, body?: unknown): Promise<readonly string[]> {
  using wire = await openService();
  const beganMs = performance.now();
  const { status } = await wire.ask(method, path, body);
  const tookMs = Math.round(performance.now() - beganMs);
  longestWaits.push(tookMs);
  return tookMs <= waitGoalMs && status < 500
    ? []
    : [`${path} answered ${String(status)} after ${String(tookMs)} ms`];
}

/** What a person does first: looks, and prefers a provider. */
async function isUsable(): Promise<readonly string[]> {
  return [
    ...(await waits('GET', '/v1/status')),
    ...(await waits('POST', '/v1/switch', { provider: 'openai' })),
    ...(await waits('GET', '/v1/status')),
  ];
}

function startFault(start: AppStart, wanted: 'ready in time' | 'says why in time'): readonly string[] {
  const verdict = judgeStart(start);
  const time = String(start.readyMs ?? start.end?.afterMs ?? 'no');
  return verdict === wanted ? [] : [`${verdict} (${time} ms)`];
}

/** Starts in these surroundings, uses it, and ends it as the session does. */
async function used(
  surroundings: Surroundings,
  meanwhile: (start: AppStart) => Promise<readonly string[]> = async () => [],
): Promise<readonly string[]> {
  const start = await startApp(surroundings);
  const faults = startFault(start, 'ready in time');
  if (start.readyMs === undefined) {
    await endNow(start.process);
    return faults;
  }
  const more = [...(await isUsable()), ...(await meanwhile(start))];
  const { code, tookMs } = await endAsAsked(start.process);
  const isEnded = code === 0 && tookMs <= endGoalMs;
  return [...faults, ...more, ...(isEnded ? [] : [`ended with ${String(code)} after ${String(tookMs)} ms`])];
}

const busConfiguration = `<busconfig>
  <type>session</type>
  <listen>unix:dir=${world}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

/** A session bus on which nobody is, and on which nobody can be started: no tray, no notices, no key store. */
async function emptyBus(): Promise<{ readonly address: string; readonly daemon: ChildProcess }> {
  const file = join(world, 'empty-bus.conf');
  await writeFile(file, busConfiguration);
  const daemon = spawn('dbus-daemon', [`--config-file=${file}`, '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [address] = z.tuple([z.string()]).parse(await once(createInterface(daemon.stdout), 'line'));
  return { address, daemon };
}

async function endBus(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  const gone = once(daemon, 'exit');
  daemon.kill('SIGKILL');
  await gone;
}

async function onEmptyBus(): Promise<readonly string[]> {
  const { address, daemon } = await emptyBus();
  try {
    return await used({ environment: { DBUS_SESSION_BUS_ADDRESS: address } });
  } finally {
    await endBus(daemon);
  }
}

/**
 * The app has to go on without the bus that it started on, and so has the next one with another. Chromium ends a program with
 * its bus, whatever that program wants: as long as it does, this condition is not met, and the figure says so.
 */
async function afterTheBusDied(): Promise<readonly string[]> {
  const { address, daemon } = await emptyBus();
  const start = await startApp({ environment: { DBUS_SESSION_BUS_ADDRESS: address } });
  const gone = once(start.process, 'exit').then(() => true);
  const beganMs = performance.now();
  await endBus(daemon);
  const isGone = await Promise.race([gone, sleep(settleMs, false)]);
  const tookMs = Math.round(performance.now() - beganMs);
  const { exitCode, signalCode } = start.process;
  const faults = isGone ? [`ended with ${String(exitCode ?? signalCode)} after ${String(tookMs)} ms`] : [];
  if (!isGone) faults.push(...(await isUsable()));
  await endNow(start.process);
  const next = (await used({})).map((fault) => `then ${fault}`);
  return [...startFault(start, 'ready in time'), ...faults, ...next];
}

async function besideHungNotices(): Promise<readonly string[]> {
  const pid = z.number().parse(readFacts().parts['notifications']);
  process.kill(pid, 'SIGSTOP');
  try {
    return await used({});
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

/** The address that a login in a terminal shows, and how the login has ended. */
async function login(): Promise<{
  readonly url: string;
  readonly shownMs: number;
  readonly ended: Promise<unknown>;
}> {
  const beganMs = performance.now();
  const child = spawn('gatehouse', ['auth', 'login', '--provider', 'openai'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit').then(([code]: unknown[]) => code);
  let text = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const found = /^ {2}(https:\S+)$/m.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    void ended.then((code) => {
      reject(new Error(`the login ended with ${String(code)}: ${text}`));
    });
  });
  return { url, shownMs: performance.now() - beganMs, ended };
}

/** The opener of the desktop is this script; the person opens the address by themselves. */
async function withOpener(name: string, script: string): Promise<readonly string[]> {
  const folder = join(world, `opener-${name}`);
  await mkdir(folder, { recursive: true });
  for (const program of ['xdg-open', 'x-www-browser', 'sensible-browser', 'chromium-browser']) {
    await writeFile(join(folder, program), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, program), 0o755);
  }
  const path = `${folder}:${process.env['PATH'] ?? ''}`;
  await scenario({ browser: { decision: 'allow' } });
  return used({ environment: { PATH: path, BROWSER: join(folder, 'xdg-open') } }, async () => {
    const { url, ended } = await login();
    const waited = await waits('GET', '/v1/status');
    spawn('xdg-open', [url], { stdio: 'ignore' });
    const code = await ended;
    return [...waited, ...(code === 0 ? [] : [`the login ended with ${String(code)}`])];
  });
}

const places: readonly (readonly [string, string])[] = [
  ['de_DE.UTF-8', 'Europe/Berlin'],
  ['ar_EG.UTF-8', 'Africa/Cairo'],
  ['en_US.UTF-8', 'America/St_Johns'],
  ['ja_JP.UTF-8', 'Pacific/Apia'],
];

const conditions: readonly Condition[] = [
  { name: 'no tray host, no notification daemon', run: onEmptyBus },
  {
    name: 'no display',
    run: async () =>
      startFault(
        await startApp({ environment: { DISPLAY: undefined, WAYLAND_DISPLAY: undefined } }),
        'says why in time',
      ),
  },
  { name: 'the bus dies', run: afterTheBusDied },
  { name: 'no bus', run: () => used({ environment: { DBUS_SESSION_BUS_ADDRESS: undefined } }) },
  {
    name: 'a bus that is not there',
    run: () => used({ environment: { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(world, 'no-bus')}` } }),
  },
  { name: 'a notification daemon that hangs', run: besideHungNotices },
  { name: 'a browser that cannot be opened', run: () => withOpener('fails', 'exit 3') },
  { name: 'an opener that hangs', run: () => withOpener('hangs', 'exec sleep 600') },
  ...places.map(([locale, zone]): Condition => ({
    name: `${locale} in ${zone}`,
    run: () => used({ environment: { LANG: locale, LC_ALL: locale, LANGUAGE: locale, TZ: zone } }),
  })),
];

async function judge(chosen: readonly Condition[], say: (line: string) => void): Promise<Outcome> {
  let good = 0;
  const wrong: string[] = [];
  longestWaits.length = 0;
  for (const { name, run } of chosen) {
    await resetSandbox();
    await forgetEverything();
    await forgetCrashes();
    const faults = await run();
    if (faults.length === 0) good += 1;
    else wrong.push(`${name}: ${faults.join(', ')}`);
    say(faults.length === 0 ? `${name}: fine` : `${name}: ${faults.join(', ')}`);
  }
  return {
    met: good === chosen.length,
    goal: `${String(chosen.length)} of ${String(chosen.length)} starts ready within ${String(startGoalMs)} ms or ended with the reason; no request waits over ${String(waitGoalMs)} ms; ended within ${String(endGoalMs)} ms, and not by themselves`,
    actual: [`${String(good)} of ${String(chosen.length)}`, ...wrong].join('; '),
    counts: { conditions: chosen.length, good, longestWaitMs: Math.max(0, ...longestWaits) },
  };
}

export const withoutParts = (count: number, say: (line: string) => void): Promise<Outcome> =>
  judge(conditions.slice(0, count), say);

/** A display that takes every connection and says nothing: the one thing that no program can do without. */
export async function besideHungDisplay(say: (line: string) => void): Promise<Outcome> {
  const server = createServer();
  server.listen(6_077, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await judge(
      [{ name: 'a display that hangs', run: () => used({ environment: { DISPLAY: '127.0.0.1:77' } }) }],
      say,
    );
  } finally {
    server.close();
  }
}
