// What the vendors' own programs say about the quota, unmodified, against the sandbox: Claude Code to our status line and to
// whoever asks for its usage screen, Codex to whoever asks.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { textFiles } from '../../main/adapters/node/credential-files.ts';
import { fileWatch } from '../../main/adapters/node/file-watch.ts';
import { createLoginFolders } from '../../main/adapters/node/login-folders.ts';
import { createPrograms } from '../../main/adapters/node/programs.ts';
import { createStatusLineNotes } from '../../main/adapters/node/status-line-notes.ts';
import { createStatusLineScript } from '../../main/adapters/node/status-line-script.ts';
import { systemClock, systemTimer } from '../../main/adapters/node/system-time.ts';
import { claudeCode } from '../../main/consumers/claude-code/index.ts';
import { owner as claude } from '../../main/consumers/claude-code/owner.ts';
import { statusLineScript } from '../../main/consumers/claude-code/status-line.ts';
import { owner as codex } from '../../main/consumers/codex/owner.ts';
import type { DrivenLoginOwner, LoginPlace } from '../../main/consumers/description.ts';
import type { JsonObject } from '../../main/domain/json.ts';
import { providerId } from '../../main/domain/ids.ts';
import type { QuotaWindow, Sample } from '../../main/domain/quota-window.ts';
import { createAccountBook } from '../../main/flows/account-book.ts';
import { createFollowStatusLine } from '../../main/flows/follow-status-line.ts';
import { delegatedAccount } from '../../main/flows/sign-in-by-program.ts';
import { createStatusLine } from '../../main/flows/status-line.ts';
import { findProvider } from '../../main/providers/list.ts';
import { openWriter } from '../fakes/credential-files.ts';
import { RecordingLog } from '../fakes/log.ts';
import { contentOf } from '../fakes/temporary-folder.ts';
import { MemoryVault } from '../fakes/vault.ts';
import { answerFirstQuestions, startClaude, type ClaudeSession } from './claude-session.ts';
import { clientEnvironment, makeHome, openBrowser } from './run-client.ts';
import { expectNothingUnknown, personAtBrowser, playScenario, requestsTo } from './sandbox-log.ts';

const messages = 'api.anthropic.com/v1/messages';
const claudeUsage = 'api.anthropic.com/api/oauth/usage';
const codexUsage = 'chatgpt.com/backend-api/wham/usage';

const patience = (): AbortSignal => AbortSignal.timeout(60_000);
const soon = { timeout: 30_000, interval: 50 };

let home: string;
beforeEach(async () => {
  const made = await makeHome();
  home = made.path;
  return () => made[Symbol.asyncDispose]();
});

async function toolsOf(owner: DrivenLoginOwner) {
  const programs = createPrograms(clientEnvironment(home), home);
  const executable = await programs.find(owner.program);
  if (executable === undefined) throw new Error(`no ${owner.program}`);
  const open = async (url: string): Promise<void> => {
    openBrowser(url);
  };
  const read = (path: string) => textFiles.read(path);
  return { programs, executable, read, browser: { open }, timer: systemTimer };
}

async function signIn(owner: DrivenLoginOwner, persona: string, at?: LoginPlace): Promise<LoginPlace> {
  await playScenario({ browser: { persona } });
  const place = at ?? {
    folder: await createLoginFolders(join(home, 'logins')).make(owner.program),
    place: 'private' as const,
  };
  await owner.signIn(place, await toolsOf(owner), patience());
  return place;
}

/** The status line beside one of the person's own, and what is read of it for the logins in these places. */
async function statusLineFor(...places: readonly LoginPlace[]) {
  const feed = join(home, 'feed');
  const data = join(home, 'data');
  const settings = join(home, '.claude', 'settings.json');
  const text = statusLineScript(feed);
  const script = createStatusLineScript({ path: join(data, 'claude-code.sh'), feed, text });
  await writeFile(settings, JSON.stringify({ statusLine: { type: 'command', command: "echo it\\'s ADA" } }));
  const environment = { home, data, environment: {} };
  const line = createStatusLine({
    consumers: [claudeCode],
    places: environment,
    files: textFiles,
    writer: openWriter(join(home, 'backups')),
    notes: createStatusLineNotes(join(data, 'status-line.json')),
    scriptFor: () => script,
  });
  await line.install('claude-code');
  const tools = await toolsOf(claude);
  const book = createAccountBook(new MemoryVault());
  for (const { folder, place } of places) {
    const found = await claude.read({ folder, place }, tools, patience());
    if (found === undefined) throw new Error('nobody is signed in');
    const signedIn = {
      origin: 'owner-sign-in',
      owner: claudeCode.id,
      folder,
      place,
      obtainedAt: Date.now(),
    } as const;
    book.opened(delegatedAccount(found, signedIn));
  }
  const log = new RecordingLog();
  const samples: Sample[] = [];
  const follow = createFollowStatusLine({
    consumers: [claudeCode],
    places: environment,
    feed,
    book,
    holders: () => new Map(),
    owners: { read: (_owner, at) => claude.read(at, tools, patience()) },
    find: findProvider,
    clockOf: () => systemClock,
    credentialOf: (account) => `login of ${account}`,
    files: textFiles,
    watch: (path, changed) => fileWatch.watch(path, changed),
    clock: systemClock,
    timer: systemTimer,
    log,
    told: (sample) => samples.push(sample),
    heard: () => undefined,
  });
  follow.look();
  return {
    feed,
    samples,
    log,
    stop: () => {
      follow.stop();
    },
    labels: () => samples.map(({ account }) => book.get(account)?.account.label),
  };
}

/** Types a question; Enter that comes with it would be a line break in it. */
async function ask(session: ClaudeSession, words: string): Promise<void> {
  session.type(words);
  await expect.poll(() => session.drawn(), soon).toContain(words);
  session.type('\r');
}

const percents = (windows: readonly QuotaWindow[] | undefined) =>
  windows?.map(({ id, usedPercent }) => [id, usedPercent]);

test('Claude Code tells our status line the quota of the login that each session uses, and the person’s own line is shown', async () => {
  await personAtBrowser('claude-max5-jun');
  const apart = await signIn(claude, 'claude-max5-jun');
  const usual = await signIn(claude, 'claude-pro-ivo', { folder: join(home, '.claude'), place: 'usual' });
  await answerFirstQuestions(home);
  const { feed, samples, labels, log, stop } = await statusLineFor(apart, usual);
  const drawn: string[] = [];
  for (const more of [{ CLAUDE_SECURESTORAGE_CONFIG_DIR: apart.folder }, {}]) {
    await using session = startClaude(home, more);
    const before = samples.length;
    await expect.poll(() => session.drawn(), soon).toContain('ADA');
    await ask(session, 'hello');
    await expect.poll(() => samples.length, soon).toBeGreaterThan(before);
    drawn.push(session.drawn());
  }
  stop();
  expect({
    labels: labels(),
    figures: samples.map(({ kind, source, windows }) => [kind, source, percents(windows)]),
    snapshots: Object.keys(await contentOf(feed)).length,
    shown: drawn.every((text) => text.includes("it's") && text.includes('ADA')),
    warnings: log.warnings,
  }).toEqual({
    labels: ['jun@max.example.test', 'ivo@pro.example.test'],
    figures: [
      [
        'status-line',
        'Claude Code',
        [
          ['five-hour', 23],
          ['weekly', 48],
        ],
      ],
      [
        'status-line',
        'Claude Code',
        [
          ['five-hour', 91],
          ['weekly', 64],
        ],
      ],
    ],
    snapshots: 2,
    shown: true,
    warnings: [],
  });
  expect((await requestsTo('POST', messages)).map(({ credential }) => credential?.account)).toEqual([
    'claude-max5-jun',
    'claude-pro-ivo',
  ]);
  await expectNothingUnknown();
});

test('a session of Claude Code with a token of the environment tells nobody’s quota', async () => {
  await personAtBrowser('claude-max5-jun');
  const apart = await signIn(claude, 'claude-max5-jun');
  const usual = await signIn(claude, 'claude-pro-ivo', { folder: join(home, '.claude'), place: 'usual' });
  await answerFirstQuestions(home);
  const { feed, stop } = await statusLineFor(usual);
  // Handed over where no other process can read it.
  const token = `node -p 'JSON.parse(fs.readFileSync(process.argv[1])).claudeAiOauth.accessToken' "$FROM"`;
  await using session = startClaude(
    home,
    { FROM: join(apart.folder, '.credentials.json'), CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR: '7' },
    `exec 8<&0; ${token} | { exec 7<&0 0<&8; exec claude; }`,
  );
  await expect.poll(() => session.drawn(), soon).toContain('ADA');
  await ask(session, 'hello');
  await expect.poll(() => session.drawn(), soon).toContain('sandbox');
  stop();
  expect([
    await contentOf(feed),
    (await requestsTo('POST', messages)).map(({ credential }) => credential?.account),
  ]).toEqual([{}, ['claude-max5-jun']]);
});

async function usageOf(owner: DrivenLoginOwner, at: LoginPlace): Promise<JsonObject> {
  const said = await owner.usage?.read(at, await toolsOf(owner), patience());
  if (said === undefined) throw new Error('it cannot be asked');
  return said;
}

test('Claude Code says what its usage screen shows, for the login of a private folder and without a prompt', async () => {
  await personAtBrowser('claude-max5-jun');
  const at = await signIn(claude, 'claude-max5-jun');
  const answer = await findProvider(providerId('claude')).quotaIn?.screen?.(
    await usageOf(claude, at),
    Date.now(),
  );
  expect([
    percents(answer?.windows),
    (await requestsTo('GET', claudeUsage)).map(({ credential }) => credential?.account),
    await requestsTo('POST', messages),
  ]).toEqual([
    [
      ['five-hour', 23],
      ['weekly', 48],
      ['weekly-fable', 12],
    ],
    ['claude-max5-jun'],
    [],
  ]);
});

test('Codex says the quota of the login of a private folder', async () => {
  await personAtBrowser('openai-plus-ben');
  const at = await signIn(codex, 'openai-plus-ben');
  const found = await codex.read(at, await toolsOf(codex), patience());
  if (found === undefined) throw new Error('nobody is signed in');
  const answer = await findProvider(found.provider).quotaIn?.program?.(await usageOf(codex, at), Date.now());
  expect([
    percents(answer?.windows),
    (await requestsTo('GET', codexUsage)).map(({ credential }) => credential?.account),
  ]).toEqual([
    [
      ['length-18000', 88],
      ['length-604800', 61],
      ['credits', null],
    ],
    ['openai-plus-ben'],
  ]);
  await expectNothingUnknown();
});
