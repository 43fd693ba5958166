// The rows about the local service: how soon it answers, how many lease operations it does, and what many leases cost.
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startBrokerProcess, type BrokerProcess } from '../full/support/broker-process.ts';
import { openWire } from '../full/support/broker-wire.ts';
import { childEnvironment } from '../full/support/environment.ts';
import { makeFolder } from '../full/support/folder.ts';
import { take } from '../full/support/lease-wire.ts';
import { percentile } from '../full/support/statistics.ts';
import { loadReportShape, type LoadOrder, type LoadReport } from './broker-load-order.ts';
import { atMost, compare, type Row } from './rows.ts';

const run = promisify(execFile);
const connections = 64;
const perSecond = 1_000;
const mostReportBytes = 64 * 1_048_576;
const fewLeases = 100;
const manyLeases = 10_000;

type Load = Pick<LoadOrder, 'kind' | 'seconds'>;

async function load({ path, grant }: { path: string; grant: string }, { kind, seconds }: Load) {
  const order: LoadOrder = { path, grant, kind, connections, perSecond, seconds };
  const { stdout } = await run(
    process.execPath,
    [join(import.meta.dirname, 'broker-load.ts'), JSON.stringify(order)],
    { env: childEnvironment, maxBuffer: mostReportBytes },
  );
  const report = loadReportShape.parse(JSON.parse(stdout));
  if (report.odd[0] !== undefined) throw new Error(`the service answered ${report.odd[0]}`);
  return report;
}

const rateOf = ({ answers, seconds }: LoadReport): number => answers / seconds;
const usualMs = ({ tookMs }: LoadReport): number => percentile(tookMs, 0.5);

async function startEcho(path: string) {
  const child = fork(join(import.meta.dirname, 'echo.ts'), [path], { execArgv: [], env: childEnvironment });
  await once(child, 'message');
  return {
    [Symbol.dispose]() {
      child.kill('SIGKILL');
    },
  };
}

/** Takes as many as are missing, over one connection. */
async function fillUpTo(count: number, from: number, { path, grant }: BrokerProcess): Promise<void> {
  const wires = await Promise.all(Array.from({ length: 32 }, () => openWire(path, grant)));
  let left = count - from;
  await Promise.all(
    wires.map(async (wire) => {
      while (left > 0) {
        left -= 1;
        const taken = await take(wire, 'heartbeat', 0.001);
        if (taken.kind !== 'lease') throw new Error(`no lease: ${JSON.stringify(taken)}`);
      }
      wire[Symbol.dispose]();
    }),
  );
}

/** @param rounds of each, in turn @param seconds of each round */
export async function brokerRows(rounds: number, seconds: number): Promise<readonly Row[]> {
  await using folder = await makeFolder();
  await using broker = await startBrokerProcess({ folder: folder.path, leftPercent: 90, concurrent: 20_000 });
  const echoPath = join(folder.path, 'echo.sock');
  const echo = await startEcho(echoPath);
  using end = new DisposableStack();
  end.use(echo);
  const [open, closed, bare, leases]: LoadReport[][] = [[], [], [], []];
  for (let round = 0; round < rounds; round += 1) {
    open?.push(await load(broker, { kind: 'open', seconds }));
    bare?.push(await load({ path: echoPath, grant: 'none' }, { kind: 'echo', seconds }));
    closed?.push(await load(broker, { kind: 'closed', seconds }));
    leases?.push(await load(broker, { kind: 'leases', seconds }));
  }
  await fillUpTo(fewLeases, 0, broker);
  const few = [await load(broker, { kind: 'leases', seconds })];
  await fillUpTo(manyLeases, fewLeases, broker);
  const many = [await load(broker, { kind: 'leases', seconds })];
  for (let round = 1; round < rounds; round += 1) many.push(await load(broker, { kind: 'leases', seconds }));
  const named = `broker, ${perSecond} requests/s over ${connections} connections`;
  return [
    atMost(
      `${named}: p50`,
      'ms',
      1,
      (open ?? []).map(({ tookMs }) => percentile(tookMs, 0.5)),
    ),
    atMost(
      `${named}: p99`,
      'ms',
      5,
      (open ?? []).map(({ tookMs }) => percentile(tookMs, 0.99)),
    ),
    compare({
      name: 'broker, closed loop: time of a request',
      unit: 'ms',
      against: 'an echo of Hono beside it',
      goal: 3,
      kind: 'ratio',
      ours: (closed ?? []).map(usualMs),
      beside: (bare ?? []).map(usualMs),
    }),
    compare({
      name: 'broker, time of 2,000 lease operations',
      unit: 's',
      against: 'one second',
      goal: 1,
      kind: 'ratio',
      ours: (leases ?? []).map((report) => 2_000 / rateOf(report)),
      beside: (leases ?? []).map(() => 1),
    }),
    compare({
      name: 'broker, time of a lease operation at 10,000 leases',
      unit: 'ms',
      against: 'the same at 100',
      goal: 1.5,
      kind: 'ratio',
      ours: many.map(usualMs),
      beside: few.map(usualMs),
    }),
  ];
}
