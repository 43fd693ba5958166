// A version that a person wants, fetched from a real server and put in the place of an AppImage: it, or nothing.
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createUpdater, type Updater } from '../../main/adapters/electron/updater.ts';
import { placeAppImage } from '../../main/adapters/node/app-image.ts';
import { failureOf } from '../fakes/failures.ts';
import { contentOf, temporaryFolder } from '../fakes/temporary-folder.ts';
import {
  address,
  fileOf,
  startUpdateServer,
  type Answer,
  type UpdateServer,
} from '../fakes/update-server.ts';

const name = 'gatehouse-0.2.0-linux-x64.AppImage';
const path = `/stable/${name}`;
/** What is started leaves word that it was, and of what. */
const program = '#!/bin/sh\nprintf "%s" "$0" > "$(dirname "$0")/started"\n';
const wanted = fileOf(name, program);

interface House {
  readonly server: UpdateServer;
  readonly updater: Updater;
  readonly folder: string;
  readonly image: string;
  readonly cache: string;
  readonly percents: number[];
  readonly fetch: (signal?: AbortSignal) => Promise<void>;
}

async function house(
  answer: Answer = program,
  silenceMs = 5_000,
  imageName = 'Gatehouse.AppImage',
): Promise<House> {
  const server = await startUpdateServer();
  server.files.set(path, answer);
  const [folder, cache] = [await temporaryFolder(), await temporaryFolder()];
  const image = join(folder, imageName);
  await writeFile(image, 'the old one', { mode: 0o755 });
  await writeFile(join(cache, 'facts.json'), '{}');
  // The AppImage's own start sets it.
  vi.stubEnv('APPIMAGE', image);
  onTestFinished(() => void vi.unstubAllEnvs());
  const percents: number[] = [];
  const updater = createUpdater({
    release: { version: '0.2.0', files: [wanted] },
    address,
    current: '0.1.0',
    fetch: server.fetch,
    userAgent: 'gatehouse/0.1.0',
    cache,
    factsFile: join(cache, 'facts.json'),
    platform: 'linux',
    image,
    silenceMs,
  });
  const fetch = (signal = new AbortController().signal): Promise<void> =>
    updater.fetch((percent) => percents.push(percent), signal);
  return { server, updater, folder, image, cache, percents, fetch };
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

test('the file that was signed is fetched, takes the place of the old one and is started', async () => {
  const { server, updater, folder, image, cache, percents, fetch } = await house();
  const said = (['log', 'info', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name));
  onTestFinished(() => void vi.restoreAllMocks());
  await fetch();
  const before = await contentOf(folder);
  await updater.place();
  const started = updater.start();
  await vi.waitFor(async () => {
    expect((await readFile(join(folder, 'started'), 'utf8')).length).toBeGreaterThan(0);
  }, 10_000);
  expect({
    before,
    started,
    after: await contentOf(folder),
    pending: Object.keys(await contentOf(join(cache, 'updates', 'pending'))),
    asked: server.asked,
    agents: server.headers.map((headers) => headers['user-agent']),
    told: server.headers.map((headers) => headers['x-user-staging-id']),
    percents,
    said: said.flatMap(({ mock }) => mock.calls),
    named: await isThere(join(cache, 'updates', '.updaterId')),
  }).toEqual({
    before: { 'Gatehouse.AppImage': 'the old one' },
    started: true,
    pending: ['update-info.json'],
    after: { 'Gatehouse.AppImage': program, started: image },
    asked: [path],
    agents: ['gatehouse/0.1.0'],
    told: [undefined],
    percents: [100],
    said: [],
    named: false,
  });
});

interface Fault {
  readonly fault: string;
  readonly answer: Answer;
  readonly code: string;
  readonly detail?: string;
}

const faults: readonly Fault[] = [
  {
    fault: 'another file of the same length',
    answer: program.replace('started', 'ruined!'),
    code: 'update/spoilt',
  },
  { fault: 'a file without its end', answer: program.slice(0, -1), code: 'update/spoilt' },
  {
    fault: 'a file that goes on for ever',
    answer: (_request, response) => {
      response.writeHead(200).write(program);
      const more = setInterval(() => response.write('more'), 20);
      response.on('close', () => {
        clearInterval(more);
      });
    },
    code: 'update/spoilt',
  },
  {
    fault: 'an answer that says no',
    answer: (_request, response) => response.writeHead(403).end(),
    code: 'update/not-fetched',
    detail: '403',
  },
  {
    fault: 'a line that breaks',
    answer: (request, response) => {
      response.writeHead(200, { 'content-length': program.length });
      response.write(program.slice(0, 9), () => request.socket.destroy());
    },
    code: 'update/not-fetched',
  },
];

describe('what is left of the old one, and nothing of the new one, after', () => {
  test.each(faults)('$fault', async ({ answer, code, detail }) => {
    const { updater, folder, cache, fetch } = await house(answer);
    const failure = await failureOf(fetch());
    expect({
      failure,
      folder: await contentOf(folder),
      pending: await contentOf(join(cache, 'updates', 'pending')),
      place: (await failureOf(updater.place())).code,
    }).toEqual({
      failure: { code, subject: name, ...(detail !== undefined && { detail }) },
      folder: { 'Gatehouse.AppImage': 'the old one' },
      pending: {},
      place: 'update/not-installed',
    });
  });

  test('a redirect to another host, which is not asked', async () => {
    const [{ server, folder, fetch }, other] = [await house(), await startUpdateServer()];
    other.files.set(path, program);
    server.files.set(path, (_request, response) => {
      response.writeHead(302, { location: `${other.origin}${path}` }).end();
    });
    expect([await failureOf(fetch()), other.asked, await contentOf(folder)]).toEqual([
      { code: 'update/not-fetched', subject: name },
      [],
      { 'Gatehouse.AppImage': 'the old one' },
    ]);
  });

  test('silence in the middle of it', async () => {
    const { folder, fetch } = await house((_request, response) => {
      response.writeHead(200, { 'content-length': program.length }).write('#!/bin');
    }, 300);
    expect([await failureOf(fetch()), await contentOf(folder)]).toEqual([
      { code: 'update/not-fetched', subject: name },
      { 'Gatehouse.AppImage': 'the old one' },
    ]);
  });

  test('the end of the app in the middle of it', async () => {
    const ending = new AbortController();
    const { fetch } = await house((_request, response) => {
      response.writeHead(200, { 'content-length': program.length }).write('#!/bin');
      setTimeout(() => {
        ending.abort();
      }, 100);
    }, 600_000);
    expect(await failureOf(fetch(ending.signal))).toEqual({ code: 'update/not-fetched', subject: name });
  });
});

test('of what is given up while it comes nothing is left, and the next try brings it whole', async () => {
  const { server, cache, image, updater, fetch } = await house((_request, response) => {
    response.writeHead(200, { 'content-length': program.length }).write('#!/bin');
    setTimeout(() => {
      givenUp.abort();
    }, 100);
  }, 600_000);
  const givenUp = new AbortController();
  const failure = await failureOf(fetch(givenUp.signal));
  const left = await contentOf(join(cache, 'updates', 'pending'));
  server.files.set(path, program);
  await fetch();
  await updater.place();
  expect([failure, left, await readFile(image, 'utf8')]).toEqual([
    { code: 'update/not-fetched', subject: name },
    {},
    program,
  ]);
});

test('a file that is changed while it waits for the restart is not put in place, and can be fetched again', async () => {
  const { updater, cache, folder, fetch } = await house();
  await fetch();
  const pending = join(cache, 'updates', 'pending');
  await writeFile(join(pending, name), program.replace('started', 'ruined!'));
  const failure = await failureOf(updater.place());
  const left = [await contentOf(folder), await isThere(join(pending, name))];
  await fetch();
  await updater.place();
  expect([failure, left, await contentOf(folder)]).toEqual([
    { code: 'update/spoilt', subject: name },
    [{ 'Gatehouse.AppImage': 'the old one' }, false],
    { 'Gatehouse.AppImage': program },
  ]);
});

test('where the place of the new one cannot be had, the old one stays and nothing is left beside it', async () => {
  const { updater, folder, fetch } = await house(program, 5_000, 'gatehouse-0.1.0-linux-x64.AppImage');
  await mkdir(join(folder, name));
  await fetch();
  const failure = await failureOf(updater.place());
  await rm(join(folder, name), { recursive: true });
  const left = await contentOf(folder);
  await updater.place();
  expect([failure, left, await contentOf(folder)]).toEqual([
    { code: 'update/not-installed', subject: 'Gatehouse 0.2.0' },
    { 'gatehouse-0.1.0-linux-x64.AppImage': 'the old one' },
    // A name that says the version says the new one.
    { [name]: program },
  ]);
});

test('an AppImage that a profile of AppArmor names keeps its name, or the new one would have no sandbox', async () => {
  const folder = await temporaryFolder();
  const [fetched, image, other] = [
    join(folder, name),
    join(folder, 'gatehouse-0.1.0-linux-x64 [new].AppImage'),
    join(folder, 'gatehouse-0.1.0-linux-x64.AppImage'),
  ];
  const profile = join(await temporaryFolder(), 'gatehouse-appimage');
  const named = image.replaceAll(/[[\]]/g, String.raw`\$&`);
  await writeFile(profile, `profile gatehouse-appimage "${named}" flags=(unconfined) {\n  userns,\n}\n`);
  for (const file of [fetched, image, other]) await writeFile(file, file);
  const kept = await placeAppImage(fetched, image, profile);
  const moved = await placeAppImage(fetched, other, profile);
  expect([kept, await readFile(image, 'utf8'), moved, await isThere(other)]).toEqual([
    image,
    fetched,
    fetched,
    false,
  ]);
});

test('where the folder of the AppImage has gone, nothing is ended for the new one', async () => {
  const { updater, folder, fetch } = await house();
  await fetch();
  await rm(folder, { recursive: true });
  expect(await failureOf(updater.place())).toEqual({
    code: 'update/not-installed',
    subject: 'Gatehouse 0.2.0',
  });
});
