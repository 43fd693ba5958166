// `gatehouse serve` by the packaged app, as over SSH: no display, no session bus, so no key store either.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { waitForNotice } from '../world/desktop/notifications.ts';
import { appFolder, dataFolder, forgetEverything, gatehouse, gatehouseJson, home } from './support/app.ts';
import { decideDevice, persona, resetSandbox, scenario } from './support/sandbox.ts';
import { parsed } from '../fakes/parsed.ts';

const passphrase = 'canary_passphrase_of_ada';
const credentials = join(home, 'credentials');
const owner = 'openai-pro-cleo';

interface Serving {
  readonly words: () => string;
  /** Resolves with the first match in what it says. */
  said(pattern: RegExp): Promise<string>;
  /** The first line on its standard output. */
  readonly answer: Promise<string>;
  /** Answers its exit code. */
  end(signal?: 'SIGTERM' | 'SIGINT'): Promise<number | null>;
  readonly child: ChildProcess;
}

let serving: Serving | undefined;

beforeEach(async () => {
  await resetSandbox();
  await forgetEverything();
});

afterEach(async () => {
  if (serving?.child.exitCode === null) await serving.end();
  serving = undefined;
  await rm(credentials, { recursive: true, force: true });
  await rm(agent, { force: true });
});

const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...withBus } = process.env;
const { DBUS_SESSION_BUS_ADDRESS: _bus, ...overSsh } = withBus;

/** What a program says on its standard error, as it comes. */
function listenTo(child: ChildProcess): Pick<Serving, 'words' | 'said'> {
  let told = '';
  let look = (): void => undefined;
  child.stderr?.on('data', (chunk: Buffer) => {
    told += chunk.toString();
    look();
  });
  return {
    words: () => told,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        look = () => {
          const found = pattern.exec(told)?.[0];
          if (found !== undefined) resolve(found);
        };
        look();
        void once(child, 'close').then(() => {
          reject(new Error(`ended without saying ${String(pattern)}: ${told}`));
        });
      }),
  };
}

function start(environment: NodeJS.ProcessEnv, words: readonly string[] = []): Serving {
  const child = spawn('gatehouse', ['serve', ...words], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const heard = listenTo(child);
  serving = {
    ...heard,
    child,
    answer: once(createInterface({ input: child.stdout }), 'line').then(([line]) => z.string().parse(line)),
    async end(signal = 'SIGTERM') {
      const ended = once(child, 'exit');
      child.kill(signal);
      const [code] = z.tuple([z.number().nullable(), z.unknown()]).parse(await ended);
      return code;
    },
  };
  return serving;
}

async function serve(environment: NodeJS.ProcessEnv = overSsh): Promise<Serving> {
  const started = start(environment);
  await started.said(/Gatehouse serves at .+\n/);
  return started;
}

const statusShape = z.object({ problems: z.array(z.object({ code: z.string() })) });
const serviceShape = z.object({ path: z.string(), pid: z.number() });

async function signInWithKey(): Promise<void> {
  const { apiKey } = await persona(owner);
  expect(await gatehouseJson(['auth', 'login', '--provider', 'openai', '--key-stdin'], apiKey)).toMatchObject(
    { ok: true },
  );
}

async function choosePassphrase(): Promise<void> {
  const words = ['auth', 'keystore', '--use', 'passphrase', '--passphrase-stdin'];
  expect(await gatehouseJson(words, `${passphrase}\n`)).toMatchObject({ ok: true, kind: 'passphrase' });
}

const agent = join(home, 'agent');

/**
 * A program as `gatehouse run` starts it; says whether it has got a key. Not a shell: there are no rules for those. It lives
 * long enough for the world to see what stands in its variables each time, not by chance.
 */
async function runAgent(): Promise<{ readonly answer: Promise<{ code: unknown; out: string }> }> {
  await writeFile(agent, '#!/bin/sh\nsleep 0.3\ntest -n "$OPENAI_API_KEY" && echo has a key\n', {
    mode: 0o700,
  });
  const child = spawn('gatehouse', ['run', '--consumer', 'code', '--', agent], {
    env: overSsh,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  return { answer: once(child, 'close').then(([code]: unknown[]) => ({ code, out: out.trim() })) };
}

test('without display and key store it serves: a passphrase keeps the sign-ins, and a signal ends it well', async () => {
  const first = await serve();
  await first.said(/No key store is here/);
  const refused = await gatehouseJson(
    ['auth', 'login', '--provider', 'openai', '--key-stdin'],
    (await persona(owner)).apiKey,
  );
  await choosePassphrase();
  await signInWithKey();
  const open = await gatehouse(['open']);
  const second = await gatehouse(['serve', '--json']);
  const code = await first.end();
  const again = await serve();
  await again.said(/has not been entered/);
  const unlocked = await gatehouseJson(['auth', 'unlock', '--passphrase-stdin'], `${passphrase}\n`);
  expect([
    refused,
    { code: open.code, words: open.stderr.includes('has no window') },
    { code: second.code, json: parsed(second.stdout) },
    code,
    unlocked,
    (await gatehouse(['auth', 'status'])).code,
    await again.end('SIGINT'),
    again.words().includes('canary'),
  ]).toMatchObject([
    { ok: false, error: { code: 'storage/key-store-missing' } },
    { code: 6, words: true },
    {
      code: 6,
      json: {
        schema: 1,
        ok: false,
        error: { code: 'broker/not-served', detail: expect.stringMatching(/^runs already/) as unknown },
      },
    },
    0,
    { ok: true, passphrase: 'open' },
    0,
    0,
    false,
  ]);
});

test('a code that is typed in elsewhere signs in, and the passphrase that a service manager hands over opens it later', async () => {
  await mkdir(credentials, { recursive: true });
  await writeFile(join(credentials, 'gatehouse-passphrase'), `${passphrase}\n`, { mode: 0o600 });
  const environment = { ...overSsh, CREDENTIALS_DIRECTORY: credentials };
  const first = await serve(environment);
  await scenario({ deviceCodes: { intervalSeconds: 1 } });
  const login = spawn('gatehouse', ['auth', 'login', '--provider', 'openai'], {
    env: overSsh,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(login, 'exit');
  const userCode = await listenTo(login).said(/[A-Z]{4}-[A-Z]{4}/);
  await decideDevice({ account: owner, userCode });
  const [signedIn] = z.tuple([z.number(), z.unknown()]).parse(await ended);
  await first.end();
  await serve(environment);
  const { email } = await persona(owner);
  expect([
    signedIn,
    await gatehouseJson(['auth', 'keystore']),
    await gatehouseJson(['auth', 'status']),
  ]).toMatchObject([
    0,
    { kind: 'passphrase', passphrase: 'open', problem: null },
    {
      providers: [
        { id: 'claude' },
        { id: 'openai', accounts: [{ label: email, active: true, problem: null }] },
      ],
    },
  ]);
});

const questionsShape = z.object({ questions: z.array(z.object({ id: z.string(), consumer: z.string() })) });

test('a question about a key waits in the list, and is answered with the passphrase alone', async () => {
  const asking = await serve();
  await choosePassphrase();
  await signInWithKey();
  const first = await runAgent();
  const [, id = ''] = /^Question (\w+):/m.exec(await asking.said(/^Question \w+: may .+\n/m)) ?? [];
  const { questions } = questionsShape.parse(await gatehouseJson(['allow', 'list']));
  const answer = (typed: string, decision: string) =>
    gatehouse(['allow', 'answer', id, decision, '--passphrase-stdin'], `${typed}\n`);
  const wrong = await answer('canary_somebody_else', 'once');
  const right = await answer(passphrase, 'always');
  const got = await first.answer;
  // By the rule that was made.
  const later = await (await runAgent()).answer;
  const late = await answer(passphrase, 'once');
  expect([questions, wrong.code, right.code, got, later, late.code]).toEqual([
    [{ id, consumer: 'code' }],
    6,
    0,
    { code: 0, out: 'has a key' },
    { code: 0, out: 'has a key' },
    2,
  ]);
});

test('after crashes it says that nothing goes on by itself, and how to start normally from a terminal', async () => {
  await mkdir(dataFolder, { recursive: true });
  const run = { startedAt: Date.now(), lasted: false, crashesBefore: 2 };
  await writeFile(join(dataFolder, 'run.json'), JSON.stringify({ schema: 1, run }));
  const started = await serve();
  const command = await started.said(/gatehouse doctor --fix \S+$/m);
  const problems = async () => {
    const { problems: found } = statusShape.parse(await gatehouseJson(['auth', 'status']));
    return found.map(({ code }) => code).filter((code) => code === 'app/safe-mode');
  };
  const before = await problems();
  await gatehouse(command.split(' ').slice(1));
  expect([command, before, await problems()]).toEqual([
    'gatehouse doctor --fix safe-mode/Gatehouse',
    ['app/safe-mode'],
    [],
  ]);
});

test('a tray app that is started meanwhile says why it does not come up, and so does a notice', async () => {
  const { answer, words } = start(withBus, ['--quiet', '--json']);
  const said: unknown = JSON.parse(await answer);
  const { path, pid } = serviceShape.parse(
    JSON.parse(await readFile(join(dataFolder, 'service.json'), 'utf8')),
  );
  const tray = spawn(join(appFolder, 'gatehouse-app'), [], { stdio: ['ignore', 'ignore', 'pipe'] });
  const heard = listenTo(tray);
  const ended = once(tray, 'exit');
  await heard.said(/runs already without a tray/);
  const [code] = z.tuple([z.number().nullable(), z.unknown()]).parse(await ended);
  const { summary } = await waitForNotice((notice) => notice.summary.includes('runs already'));
  expect([said, words(), code, summary]).toEqual([
    { schema: 1, ok: true, socket: path, pid },
    '',
    6,
    'Gatehouse runs already',
  ]);
});
