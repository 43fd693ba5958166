// The packaged app inside the world, killed while leases are out and under way, and started again.
import { setTimeout as sleep } from 'node:timers/promises';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFolder, gatehouse } from '../../e2e/support/app.ts';
import type { Outcome } from '../figure.ts';
import { judgeLeases, killPhases } from './lease-judge.ts';
import { createTraffic } from './lease-traffic.ts';
import { listLeases } from './lease-wire.ts';
import { createRandom, type Random } from './random.ts';
import { endNow, openService, servicePlace, signedIn, startTray } from './run-agents.ts';
import { tally } from './statistics.ts';

const mostBefore = 60;
const longestTrafficMs = 20;
const mostPercent = 0.5;
const controlKills = 2;

/** Of the one account; all of it where nobody knows. */
async function leftNow(): Promise<number> {
  using wire = await openService();
  return (await listLeases(wire)).accounts[0]?.leftPercent ?? 100;
}

/** @param forgets the log of leases is taken away while the app is down */
async function killOnce(app: Awaited<ReturnType<typeof signedIn>>, random: Random, forgets: boolean) {
  // Just after a start the quota may not have been read yet.
  const leftPercent = await leftNow();
  const traffic = createTraffic(await servicePlace(), random, mostPercent);
  const over = traffic.run();
  const least = random.below(mostBefore);
  while (traffic.answered < least) await sleep(1);
  await sleep(random.between(0, longestTrafficMs));
  await endNow(app);
  await over;
  if (forgets) await rm(join(dataFolder, 'leases.jsonl'), { force: true });
  const next = await startTray();
  using wire = await openService();
  const list = await listLeases(wire);
  for (const { id } of list.leases) await wire.ask('DELETE', `/v1/leases/${id}`);
  return { next, found: { ...judgeLeases(list, traffic, leftPercent), answered: traffic.answered } };
}

async function kills(
  count: number,
  seed: number,
  say: (line: string) => void,
  forgets: boolean,
): Promise<Outcome> {
  const random = createRandom(seed);
  const seen: Awaited<ReturnType<typeof killOnce>>['found'][] = [];
  let app = await signedIn();
  for (let index = 1; index <= count; index += 1) {
    const { next, found } = await killOnce(app, random, forgets);
    app = next;
    seen.push(found);
    if (index % 10 === 0) say(`${index} of ${count} kills`);
  }
  await gatehouse(['quit']);
  await endNow(app);
  const sum = (of: (each: (typeof seen)[number]) => number): number =>
    seen.reduce((total, each) => total + of(each), 0);
  const lost = sum((each) => each.lost);
  const doubled = sum((each) => each.doubled + each.invented + (each.above ? 1 : 0));
  return {
    met: lost === 0 && doubled === 0,
    goal: `0 lost, 0 given out twice in ${count} kills of the app`,
    actual: `${lost} lost, ${doubled} given out twice`,
    counts: {
      kills: count,
      lost,
      doubled,
      answeredBefore: sum((each) => each.answered),
      durableButNotTold: sum((each) => each.orphans),
    },
    histogram: tally(
      killPhases,
      seen.map(({ phase }) => phase),
    ),
  };
}

export const killed = (count: number, seed: number, say: (line: string) => void): Promise<Outcome> =>
  kills(count, seed, say, false);

export const withoutLog = (seed: number, say: (line: string) => void): Promise<Outcome> =>
  kills(controlKills, seed, say, true);
