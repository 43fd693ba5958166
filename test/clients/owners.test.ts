// The vendors' own programs as keepers of logins, unmodified, against the sandbox: each through the owner that we ship.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { textFiles } from '../../main/adapters/node/credential-files.ts';
import { createLoginFolders } from '../../main/adapters/node/login-folders.ts';
import { createPrograms } from '../../main/adapters/node/programs.ts';
import { systemTimer } from '../../main/adapters/node/system-time.ts';
import { owner as claude } from '../../main/consumers/claude-code/owner.ts';
import { startAppServer } from '../../main/consumers/codex/app-server.ts';
import { owner as codex } from '../../main/consumers/codex/owner.ts';
import type { DrivenLoginOwner, LoginPlace } from '../../main/consumers/description.ts';
import { Failure } from '../../main/domain/failure.ts';
import { openedUrls, waitForOpened } from '../world/desktop/browser.ts';
import { clientEnvironment, makeHome, openBrowser } from './run-client.ts';
import {
  expectNothingUnknown,
  personAtBrowser,
  playScenario,
  requestsTo,
  type Entry,
} from './sandbox-log.ts';

const messages = 'api.anthropic.com/v1/messages';
const claudeRevocation = 'platform.claude.com/v1/oauth/token/revoke';
const usage = 'chatgpt.com/backend-api/wham/usage';
const openaiTokens = 'auth.openai.com/oauth/token';
const openaiRevocation = 'auth.openai.com/oauth/revoke';

const junSubject: unknown = expect.stringMatching(/^cli\/jun@max\.example\.test\/[\w-]{36}$/);
const benSubject: unknown = expect.stringMatching(/^cli\/user-[\w-]+\/[\w-]{36}$/);
const someTime: unknown = expect.any(Number);

const patience = (): AbortSignal => AbortSignal.timeout(60_000);

let home: string;
beforeEach(async () => {
  const made = await makeHome();
  home = made.path;
  return () => made[Symbol.asyncDispose]();
});

/** An owner with everything it gets in the app, and the folders of its logins. */
async function keeper(owner: DrivenLoginOwner) {
  const programs = createPrograms(clientEnvironment(home), home);
  const executable = await programs.find(owner.program);
  if (executable === undefined) throw new Error(`no ${owner.program}`);
  const open = async (url: string): Promise<void> => {
    openBrowser(url);
  };
  const read = (path: string) => textFiles.read(path);
  const tools = { programs, executable, read, browser: { open }, timer: systemTimer };
  const folders = createLoginFolders(join(home, 'logins'));
  const attempt = async (persona: string, decision: string, signal: AbortSignal) => {
    await playScenario({ browser: { persona, decision } });
    const folder = await folders.make(owner.program);
    return { folder, done: owner.signIn({ folder, place: 'private' }, tools, signal) };
  };
  return {
    tools,
    folders,
    attempt,
    signIn: async (persona: string): Promise<LoginPlace> => {
      const { folder, done } = await attempt(persona, 'allow', patience());
      await done;
      await folders.keep(folder);
      return { folder, place: 'private' };
    },
    read: (at: LoginPlace) => owner.read(at, tools, patience()),
    renew: async (at: LoginPlace) => owner.renew?.(at, tools, patience()),
    signOut: (at: LoginPlace) => owner.signOut(at, tools, patience()),
    run: (words: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
      programs.run({ program: executable, words, environment }, patience()),
    /** One authenticated request of Codex. */
    askUsage: async (at: LoginPlace) => {
      const server = await startAppServer(at, tools, patience());
      await server.call('account/rateLimits/read', {}, patience());
      await server.stop();
    },
  };
}

/** Processes of this world that were told about the folder. */
async function processesOf(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (environment.includes(folder)) found.push(await readFile(`/proc/${pid}/comm`, 'utf8'));
  }
  return found;
}

const accountsIn = (requests: readonly Entry[]) => requests.map(({ credential }) => credential?.account);

test('two Claude accounts side by side: each folder knows its own, a prompt in it is sent as that one, and one signs out alone', async () => {
  await personAtBrowser('claude-max5-jun');
  const { signIn, read, run, signOut } = await keeper(claude);
  const [jun, noa] = [await signIn('claude-max5-jun'), await signIn('claude-team-noa')];
  expect([await read(jun), await read(noa)]).toEqual([
    {
      provider: 'claude',
      subject: junSubject,
      label: 'jun@max.example.test',
      organization: 'Jun Park',
      plan: 'max',
      planDetail: '5x',
      loginExpiresAt: someTime,
    },
    expect.objectContaining({ label: 'noa@harbour.example.test', plan: 'team' }),
  ]);
  for (const { folder } of [jun, noa, jun]) await run(['-p', 'hi'], { CLAUDE_CONFIG_DIR: folder });
  expect(accountsIn(await requestsTo('POST', messages))).toEqual([
    'claude-max5-jun',
    'claude-team-noa',
    'claude-max5-jun',
  ]);
  await signOut(jun);
  expect(await requestsTo('POST', claudeRevocation)).toMatchObject([
    { status: 200, credential: { account: 'claude-max5-jun', kind: 'refresh-token' } },
  ]);
  expect([await read(jun), await read(noa)]).toMatchObject([
    undefined,
    { label: 'noa@harbour.example.test' },
  ]);
  await expectNothingUnknown();
});

test('claude -p uses the account of a private folder with the settings of the person, whoever is signed in there', async () => {
  await personAtBrowser('claude-max5-jun');
  const { signIn, run } = await keeper(claude);
  const { folder } = await signIn('claude-max5-jun');
  await playScenario({ browser: { persona: 'claude-pro-ivo' } });
  expect(await run(['auth', 'login', '--claudeai'])).toMatchObject({ code: 0 });
  await writeFile(join(home, '.claude/settings.json'), JSON.stringify({ model: 'claude-opus-4-5' }));
  const said = await run(['-p', 'hi'], { CLAUDE_SECURESTORAGE_CONFIG_DIR: folder });
  expect(said.output).toContain('Hello from the sandbox, Jun Park.');
  expect(await requestsTo('POST', messages)).toMatchObject([
    { status: 200, body: { model: 'claude-opus-4-5' }, credential: { account: 'claude-max5-jun' } },
  ]);
  await expectNothingUnknown();
});

test('the login that Claude Code keeps for the person is read without a byte of it changing', async () => {
  await personAtBrowser('claude-pro-ivo');
  const { run, read } = await keeper(claude);
  expect(await run(['auth', 'login', '--claudeai'])).toMatchObject({ code: 0 });
  const folder = join(home, '.claude');
  const path = join(folder, '.credentials.json');
  // Claude itself would make 1.5 of it.
  const spelled = (await readFile(path, 'utf8')).replace(/\}$/, ',"other":1.50}');
  await writeFile(path, spelled);
  const before = await readdir(folder);
  expect(await read({ folder, place: 'usual' })).toMatchObject({
    label: 'ivo@pro.example.test',
    plan: 'pro',
  });
  expect([await readFile(path, 'utf8'), await readdir(folder)]).toEqual([spelled, before]);
  await expectNothingUnknown();
});

test('two Codex accounts side by side: each folder knows its own, renews by spending one token, and one signs out alone', async () => {
  await personAtBrowser('openai-plus-ben');
  const { signIn, read, renew, askUsage, signOut } = await keeper(codex);
  const [ben, cleo] = [await signIn('openai-plus-ben'), await signIn('openai-pro-cleo')];
  expect([await read(ben), await read(cleo)]).toEqual([
    {
      provider: 'openai',
      subject: benSubject,
      label: 'ben@plus.example.test',
      organization: 'Personal',
      plan: 'plus',
    },
    expect.objectContaining({ label: 'cleo@pro.example.test', plan: 'pro' }),
  ]);
  for (const at of [ben, cleo]) await askUsage(at);
  expect(accountsIn(await requestsTo('GET', usage))).toEqual(['openai-plus-ben', 'openai-pro-cleo']);
  await renew(ben);
  const renewals = (await requestsTo('POST', openaiTokens)).filter(
    ({ body }) => body['grant_type'] === 'refresh_token',
  );
  expect(renewals).toMatchObject([
    { status: 200, body: { refresh_reason: 'forced' }, credential: { account: 'openai-plus-ben' } },
  ]);
  await askUsage(ben);
  const [first, , second] = await requestsTo('GET', usage);
  expect(second).toMatchObject({ status: 200, credential: { account: 'openai-plus-ben' } });
  expect(second?.credential?.fingerprint).not.toBe(first?.credential?.fingerprint);
  await signOut(ben);
  expect(await requestsTo('POST', openaiRevocation)).toMatchObject([
    { status: 200, credential: { account: 'openai-plus-ben', kind: 'refresh-token' } },
  ]);
  expect([await read(ben), await read(cleo)]).toMatchObject([undefined, { label: 'cleo@pro.example.test' }]);
  await expectNothingUnknown();
});

test('a renewal by Codex that brings nothing says so: nobody signed in, a provider that fails, and one that refuses', async () => {
  await personAtBrowser('openai-plus-ben');
  const { signIn, renew, folders } = await keeper(codex);
  const nobody: LoginPlace = { folder: await folders.make('codex'), place: 'private' };
  await expect(renew(nobody)).rejects.toMatchObject({ code: 'credential/rejected' });
  const ben = await signIn('openai-plus-ben');
  await playScenario({ faults: [{ host: 'auth.openai.com', path: '/oauth/token', status: 503 }] });
  await expect(renew(ben)).rejects.toMatchObject({ code: 'credential/owner-silent' });
  await playScenario({
    faults: [
      {
        host: 'auth.openai.com',
        path: '/oauth/token',
        status: 401,
        body: { error: { code: 'refresh_token_reused' } },
      },
    ],
  });
  await expect(renew(ben)).rejects.toMatchObject({ code: 'credential/rejected' });
  await expectNothingUnknown();
});

test.each([
  ['Claude Code', claude, 'claude-pro-ivo'],
  ['Codex', codex, 'openai-plus-ben'],
])(
  '%s: a no in the browser ends the sign-in, a cancelled one leaves neither process nor folder',
  async (_label, owner, persona) => {
    await personAtBrowser(persona);
    const { attempt, folders } = await keeper(owner);
    const denied = await attempt(persona, 'deny', patience());
    await expect(denied.done).rejects.toMatchObject({ code: 'sign-in/denied' });
    await folders.discard(denied.folder);
    const cancel = new AbortController();
    const openedBefore = openedUrls().length;
    const { folder, done } = await attempt(persona, 'ignore', cancel.signal);
    const outcome = expect(done).rejects.toMatchObject({ code: 'sign-in/cancelled' });
    await waitForOpened(({ url }) => openedUrls().findIndex((one) => one.url === url) >= openedBefore);
    const running = await processesOf(folder);
    cancel.abort(new Failure('sign-in/cancelled'));
    await outcome;
    const left = await processesOf(folder);
    await folders.discard(folder);
    expect({
      running: running.length > 0,
      left,
      folders: await readdir(join(home, 'logins', owner.program)),
    }).toEqual({ running: true, left: [], folders: [] });
    await expectNothingUnknown();
  },
);

test.each([
  ['Claude Code', claude, 'claude-pro-ivo'],
  ['Codex', codex, 'openai-plus-ben'],
])(
  '%s: a new sign-in leaves the one before it in use until it is kept itself',
  async (_label, owner, persona) => {
    await personAtBrowser(persona);
    const { signIn, attempt, read, folders } = await keeper(owner);
    const old = await signIn(persona);
    const { folder, done } = await attempt(persona, 'allow', patience());
    await done;
    const during = await folders.kept(owner.program);
    const same = (await read({ folder, place: 'private' }))?.subject === (await read(old))?.subject;
    await folders.keep(folder);
    await folders.discard(old.folder);
    const after = await folders.kept(owner.program);
    expect({ during, same, after }).toEqual({ during: [old.folder], same: true, after: [folder] });
    expect([
      ...(await requestsTo('POST', claudeRevocation)),
      ...(await requestsTo('POST', openaiRevocation)),
    ]).toEqual([]);
    await expectNothingUnknown();
  },
);
