// A plain `claude` and a plain `codex` in terminals of bash, zsh and fish: the real programs use the account in use, and
// what is the person's stays in its place.
import { lstat, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { textFiles } from '../../main/adapters/node/credential-files.ts';
import { shellHosts } from '../../main/adapters/node/shell-hosts.ts';
import { shellLinks } from '../../main/adapters/node/shell-links.ts';
import { createPrograms } from '../../main/adapters/node/programs.ts';
import { createShellScripts } from '../../main/adapters/node/shell-scripts.ts';
import { systemTimer } from '../../main/adapters/node/system-time.ts';
import { owner as claudeOwner } from '../../main/consumers/claude-code/owner.ts';
import { claudeCode } from '../../main/consumers/claude-code/index.ts';
import { codex } from '../../main/consumers/codex/index.ts';
import { owner as codexOwner } from '../../main/consumers/codex/owner.ts';
import type { LoginPlace } from '../../main/consumers/description.ts';
import { createShellStart } from '../../main/flows/shell-start.ts';
import { createStore } from '../../main/state/store.ts';
import { openWriter } from '../fakes/credential-files.ts';
import { RecordingLog } from '../fakes/log.ts';
import { tableText } from '../fakes/shells.ts';
import { clientEnvironment, makeHome, openBrowser, run } from './run-client.ts';
import { expectNothingUnknown, personAtBrowser, playScenario, requestsTo } from './sandbox-log.ts';

const messages = 'api.anthropic.com/v1/messages';
const responses = 'chatgpt.com/backend-api/codex/responses';
const shells = ['bash', 'zsh', 'fish'] as const;
const starts = { claude: claudeCode, codex };
type Command = keyof typeof starts;

let home: string;
beforeEach(async () => {
  const made = await makeHome();
  home = made.path;
  return () => made[Symbol.asyncDispose]();
});

/** A home in which every shell is set up. */
async function setUp() {
  const data = join(home, 'data');
  const folder = join(data, 'shell');
  const tableOf = (consumer: typeof codex): string => join(folder, `${consumer.id}.accounts`);
  const scripted = [claudeCode, codex].flatMap((consumer) =>
    consumer.shellStart === undefined ? [] : [{ ...consumer.shellStart, table: tableOf(consumer) }],
  );
  const flow = createShellStart({
    consumers: [claudeCode, codex],
    places: { home, data, environment: {} },
    shells: shellHosts({ home, folder, environment: {}, platform: process.platform }),
    scripts: createShellScripts({ folder, starts: scripted, platform: process.platform }),
    links: shellLinks,
    programs: { find: async (name) => name },
    files: textFiles,
    writer: openWriter(join(data, 'backups')),
    store: createStore(),
    log: new RecordingLog(),
  });
  for (const shell of shells) await flow.install(shell);
  return {
    flow,
    /** As the shared files do after a switch. */
    use: (command: Command, { folder: login, place }: LoginPlace) =>
      writeFile(tableOf(starts[command]), tableText([], place === 'usual' ? '-' : login)),
    terminal: (shell: string, line: string) => run(home, [shell, '-i', '-c', line]),
  };
}

/** Signs a program in in a folder of its own. */
async function signedIn(persona: string, name: string, variable: string, words: string): Promise<LoginPlace> {
  const folder = join(home, name);
  await mkdir(folder, { recursive: true });
  await playScenario({ browser: { persona } });
  expect(await run(home, ['env', `${variable}=${folder}`, ...words.split(' ')])).toMatchObject({ code: 0 });
  return { folder, place: 'private' };
}

describe('claude', () => {
  test('uses the account in use with the person’s own settings, in every shell, from the next start on', async () => {
    await personAtBrowser('claude-pro-ivo');
    expect(await run(home, ['claude', 'auth', 'login', '--claudeai'])).toMatchObject({ code: 0 });
    const usual: LoginPlace = { folder: join(home, '.claude'), place: 'usual' };
    const login = (persona: string, name: string) =>
      signedIn(persona, name, 'CLAUDE_CONFIG_DIR', 'claude auth login --claudeai');
    const jun = await login('claude-max5-jun', 'jun');
    const noa = await login('claude-team-noa', 'noa');
    await writeFile(join(usual.folder, 'settings.json'), JSON.stringify({ model: 'claude-opus-4-5' }));
    // In the home itself, the settings of the person would be those of a project as well.
    await mkdir(join(home, 'project'), { recursive: true });
    const { use, terminal } = await setUp();
    const tools = { read: (path: string) => textFiles.read(path) };
    const named = [];
    for (const [shell, at] of [
      ['bash', jun],
      ['zsh', noa],
      ['fish', jun],
      ['bash', usual],
    ] as const) {
      await use('claude', at);
      expect(await terminal(shell, 'cd project && claude -p hi')).toMatchObject({ code: 0 });
      const notes = await textFiles.read(join(home, '.claude.json'));
      named.push(/"emailAddress":\s*"([^"]*)"/.exec(notes ?? '')?.[1]);
    }
    const sent = await requestsTo('POST', messages);
    expect(sent.map(({ credential, body }) => [credential?.account, body['model']])).toEqual([
      ['claude-max5-jun', 'claude-opus-4-5'],
      ['claude-team-noa', 'claude-opus-4-5'],
      ['claude-max5-jun', 'claude-opus-4-5'],
      ['claude-pro-ivo', 'claude-opus-4-5'],
    ]);
    // The notes name whoever ran last; whose login is in the usual place is told all the same.
    expect(named).toEqual([
      'jun@max.example.test',
      'noa@harbour.example.test',
      'jun@max.example.test',
      'ivo@pro.example.test',
    ]);
    await use('claude', jun);
    expect(await terminal('bash', 'claude -p hi')).toMatchObject({ code: 0 });
    const stored = await textFiles.read(join(usual.folder, '.credentials.json'));
    const organization = /"organizationUuid":"([^"]*)"/.exec(stored ?? '')?.[1] ?? '?';
    expect([
      await claudeOwner.isStill?.(usual, `cli/ivo@pro.example.test/${organization}`, tools),
      await claudeOwner.isStill?.(usual, 'cli/jun@max.example.test/other', tools),
    ]).toEqual([true, false]);
    await expectNothingUnknown();
  });
});

const shared = codex.shellStart?.shares?.names ?? [];

describe('codex', () => {
  test('uses the account in use; sessions, history and settings stay where the person has them', async () => {
    await personAtBrowser('openai-pro-cleo');
    const programs = createPrograms(clientEnvironment(home), home);
    const executable = (await programs.find('codex')) ?? '';
    const open = async (url: string): Promise<void> => {
      openBrowser(url);
    };
    const read = (path: string) => textFiles.read(path);
    const tools = { programs, executable, read, browser: { open }, timer: systemTimer };
    const login = async (persona: string, name: string): Promise<LoginPlace> => {
      const at = { folder: join(home, name), place: 'private' } as const;
      await mkdir(at.folder);
      await playScenario({ browser: { persona } });
      await codexOwner.signIn(at, tools, AbortSignal.timeout(60_000));
      await codexOwner.usage?.read(at, tools, AbortSignal.timeout(60_000));
      return at;
    };
    const cleo = await login('openai-pro-cleo', 'cleo');
    const ben = await login('openai-plus-ben', 'ben');
    const usual = join(home, '.codex');
    await mkdir(usual);
    await writeFile(join(usual, 'config.toml'), '# mine\n[analytics]\nenabled = false\n');
    await writeFile(join(usual, 'AGENTS.md'), 'Always be brief.\n');
    const { flow, use, terminal } = await setUp();
    const turn = async (shell: string, at: LoginPlace, words: string): Promise<string> => {
      await use('codex', at);
      const { code, output } = await terminal(shell, `codex exec --skip-git-repo-check ${words}`);
      expect(code).toBe(0);
      return output;
    };
    await flow.shareFolders([cleo, ben].map((at) => ({ ...at, owner: codex.id })));
    const first = await turn('bash', cleo, 'hi');
    const session = /session id: (\S+)/.exec(first)?.[1] ?? 'none';
    // Named by its id, a session of one account goes on with another.
    const second = await turn('zsh', ben, `resume ${session} again`);
    const third = await turn('fish', cleo, 'resume --last more');
    await terminal('bash', 'codex mcp add example -- true');
    const sent = await requestsTo('POST', responses);
    const rollouts = (await readdir(join(usual, 'sessions'), { recursive: true })).filter((name) =>
      name.endsWith('.jsonl'),
    );
    const rollout = await readFile(join(usual, 'sessions', rollouts[0] ?? ''), 'utf8');
    const links = await Promise.all(
      shared.map(async (name) => (await lstat(join(cleo.folder, name))).isSymbolicLink()),
    );
    expect({
      accounts: sent.map(({ credential }) => credential?.account),
      sessions: [first, second, third].map((output) => output.includes(`session id: ${session}`)),
      rollouts: rollouts.length,
      isInstructed: rollout.includes('Always be brief.'),
      settings: await readFile(join(usual, 'config.toml'), 'utf8'),
      links: shared.filter((_name, index) => links[index]),
    }).toEqual({
      accounts: ['openai-pro-cleo', 'openai-plus-ben', 'openai-pro-cleo'],
      sessions: [true, true, true],
      rollouts: 1,
      isInstructed: true,
      settings: '# mine\n[analytics]\nenabled = false\n\n[mcp_servers.example]\ncommand = "true"\n',
      links: shared,
    });
    await expectNothingUnknown();
  });
});
