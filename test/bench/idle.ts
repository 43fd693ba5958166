// The rows about an app that nobody uses: what it holds, burns and writes beside the bare one, and what polling writes.
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { settingLimits } from '../../main/domain/settings.ts';
import { gatehouse } from '../e2e/support/app.ts';
import { seenRequests } from '../e2e/support/sandbox.ts';
import type { Tray } from '../world/desktop/tray.ts';
import { ours, start, stop, type App } from './apps.ts';
import { usage } from './processes.ts';
import { atMost, compare, notMeasured, type Row } from './rows.ts';

export interface IdleTimes {
  /** After the start, before anything counts. */
  readonly settleMs: number;
  readonly idleMs: number;
}

const run = promisify(execFile);

type Tell = (text: string) => void;

const hourMs = 3_600_000;
/** As long as a reading may take to become due. */
const firstRequestLimitMs = 300_000;
/** The first request of a run makes Chromium lay out a session on the disk, the last of it two minutes later. */
const laidOutMs = 150_000;
/** In an hour, at three minutes at first and seldomer while nothing changes. */
const leastRequests = 6;
const kilobytes = (bytes: number): number => Math.round(bytes / 1024);
const megabytes = (bytes: number): number => bytes / 1_048_576;
const seconds = (ms: number): string => `${ms / 1000} s`;

export async function idleRows(
  tray: Tray,
  bare: App,
  { settleMs, idleMs }: IdleTimes,
  tell: Tell,
): Promise<readonly Row[]> {
  // Both at once, so that whatever else the machine does falls on both.
  const [other, mine] = [await start(bare, tray), await start(ours, tray)];
  tell(`idle: settling for ${seconds(settleMs)}, then ${seconds(idleMs)}`);
  await sleep(settleMs);
  const before = { ours: usage(mine.pid), beside: usage(other.pid) };
  await sleep(idleMs);
  const after = { ours: usage(mine.pid), beside: usage(other.pid) };
  await Promise.all([stop(mine), stop(other)]);
  await tray.waitForNoItems();
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

/** Somebody sits there: with nobody at the computer for ten minutes providers are asked more seldom. Returns how to leave. */
function sitDown(): () => void {
  const timer = setInterval(() => {
    void run('xdotool', ['mousemove_relative', '--', Math.random() < 0.5 ? '-1' : '1', '0']);
  }, 30_000);
  return () => {
    clearInterval(timer);
  };
}

/** As often as the settings allow. */
async function askOften(): Promise<void> {
  const file = {
    kind: 'gatehouse-settings',
    schema: 1,
    settings: { quotaEveryMinutes: settingLimits.quotaEveryMinutes.least },
  };
  const { code, stderr } = await gatehouse(['settings', 'import', '-', '--yes'], JSON.stringify(file));
  if (code !== 0) throw new Error(`the settings were not taken: ${stderr}`);
}

const lastRequest = async (): Promise<number> => Math.max(0, ...(await seenRequests()).map(({ id }) => id));

/** @throws Error when nothing is asked for a long time */
async function firstRequest(): Promise<void> {
  const before = await lastRequest();
  const deadline = performance.now() + firstRequestLimitMs;
  while ((await lastRequest()) === before) {
    if (performance.now() > deadline) throw new Error('nothing was asked');
    await sleep(1_000);
  }
}

/** What an hour of asking the providers for their figures puts on the disk, once the first request of a run is over. */
export async function pollingRow(tray: Tray, isQuick: boolean, tell: Tell): Promise<Row> {
  const row = { name: 'written in an hour of polling that brings nothing new', goal: 200 };
  // Some of it is written once in an hour, so that a shorter while says nothing.
  if (isQuick) return notMeasured({ ...row, against: 'the bar alone', reason: 'it takes an hour' });
  const mine = await start(ours, tray);
  const leave = sitDown();
  await askOften();
  const atStart = usage(mine.pid).bytesWritten;
  tell('polling: up to the first request');
  await firstRequest();
  await sleep(laidOutMs);
  const before = usage(mine.pid).bytesWritten;
  const last = await lastRequest();
  tell(`polling: the first request took ${kilobytes(before - atStart)} KB, once a run; now an hour`);
  await sleep(hourMs);
  const written = usage(mine.pid).bytesWritten - before;
  const asked = (await seenRequests(last)).length;
  leave();
  await stop(mine);
  await tray.waitForNoItems();
  tell(`polling: ${asked} requests`);
  return asked < leastRequests
    ? notMeasured({ ...row, against: 'the bar alone', reason: `only ${asked} requests were made` })
    : atMost(row.name, 'KB', row.goal, [kilobytes(written)]);
}
