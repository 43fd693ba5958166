// A release that looks for updates: what is not signed never gets anywhere, and what is takes the old one's place on a word.
import { _electron, type ElectronApplication } from '@playwright/test';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { forgetEverything, gatehouse, gatehouseJson, untilAnswered } from './support/app.ts';
import {
  newName,
  newProgram,
  openUpdatePlace,
  updateHost,
  type Fault,
  type UpdatePlace,
} from './support/update-package.ts';
import { startInspected } from './support/window.ts';

let place: UpdatePlace;
beforeEach(async () => {
  await forgetEverything();
  place = await openUpdatePlace();
});
afterEach(() => place.close());

/** Which of the parts that are for updates alone have been loaded. */
async function loaded(app: ElectronApplication): Promise<readonly string[]> {
  const files = await app.evaluate(() => {
    const modules: unknown = process.getBuiltinModule('module');
    const cache: unknown = typeof modules === 'function' ? Reflect.get(modules, '_cache') : undefined;
    return typeof cache === 'object' && cache !== null ? Object.keys(cache) : [];
  });
  if (files.length < 5) throw new Error('the loaded modules are not seen');
  return ['update-source', 'Provider', 'updater'].filter((name) =>
    files.some((file) => file.includes(`chunks/${name}-`)),
  );
}

const answerShape = z.object({
  off: z.nullable(z.string()),
  newer: z.nullable(z.string()),
  problem: z.nullable(z.object({ code: z.string() })),
});

/** A look that finds fault ends badly, and says all the same how it stands. */
async function lookNow(): Promise<readonly (string | undefined)[]> {
  const { stdout } = await gatehouse(['update', '--check', '--json']);
  const { newer, problem } = answerShape.parse(JSON.parse(stdout));
  return [newer ?? undefined, problem?.code];
}

test('the shipped build looks for nothing, and has loaded nothing for it', async () => {
  const app = await startInspected();
  try {
    const { off } = answerShape.parse(await gatehouseJson(['update']));
    const { stdout } = await gatehouse(['update']);
    const check = await gatehouse(['update', '--check']);
    expect([off, stdout.split('\n')[1], check.code, await loaded(app)]).toEqual([
      // Nobody who runs it here may write to its folder.
      'package-manager',
      'Updates come with your package manager.',
      6,
      [],
    ]);
  } finally {
    await app.close();
  }
});

test('only what was signed is found, only what was signed is fetched, and it takes the place of the old one', async () => {
  const { environment, executable, image, signature, asked } = place;
  const app = await _electron.launch({
    executablePath: executable,
    chromiumSandbox: true,
    env: environment,
  });
  // Playwright does not answer for it any more when it has ended.
  const child = app.process();
  const ended = once(child, 'exit');
  await untilAnswered();
  const atStart = await loaded(app);
  const looks: unknown[] = [];
  for (const fault of ['unsigned', 'signed by another', undefined] satisfies (Fault | undefined)[]) {
    place.fault = fault;
    looks.push(await lookNow());
  }
  const afterLook = await loaded(app);
  const [page] = await Promise.all([app.firstWindow(), gatehouse(['open', '--page', 'about'])]);
  const region = page.getByRole('region', { name: 'Updates' });
  const fetchWith = async (fault: Fault | undefined, until: string): Promise<void> => {
    place.fault = fault;
    await region.getByRole('button', { name: 'Fetch it' }).click();
    await region.getByText(until).waitFor();
  };
  await fetchWith('elsewhere', 'could not be fetched');
  await fetchWith('another file', 'is not the file that was signed');
  const before = await readFile(image, 'utf8');
  await fetchWith(undefined, 'is fetched and checked');
  const afterFetch = await loaded(app);
  await region.getByRole('button', { name: 'Restart to update' }).click();
  await ended;
  const started = await vi.waitFor(() => readFile(join(dirname(image), 'started'), 'utf8'), 10_000);
  const agent = asked[0]?.split(' ')[1] ?? '';
  const words = `${updateHost}/stable/latest-linux.yml`;
  const signed = `${updateHost}/stable/${signature}`;
  const file = `${updateHost}/stable/${newName}`;
  expect({
    loaded: { atStart, afterLook, afterFetch },
    looks,
    before,
    end: [child.exitCode, started, (await readFile(image, 'utf8')) === newProgram],
    agent: agent.startsWith('gatehouse/'),
    asked,
  }).toEqual({
    loaded: {
      atStart: [],
      afterLook: ['update-source', 'Provider'],
      afterFetch: ['update-source', 'Provider', 'updater'],
    },
    looks: [
      [undefined, 'update/unsigned'],
      [undefined, 'update/wrong-signature'],
      ['0.2.0', undefined],
    ],
    before: 'the old one',
    end: [0, 'started', true],
    agent: true,
    asked: [words, signed, words, signed, words, signed, file, file, file].map((each) => `${each} ${agent}`),
  });
});
