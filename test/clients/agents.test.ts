// Agents as a person starts them with `gatehouse run`, with the real programs in them: whose account each one works with,
// who is told why it is another one, and that nothing stays given out.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, realpathSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { gatehouse, gatehouseJson, home, startApp, type CommandResult } from '../e2e/support/app.ts';
import { pressKeys, waitForDialog } from '../world/desktop/dialogs.ts';
import { clientEnvironment } from './run-client.ts';
import {
  apiKeyOf,
  credentialOf,
  expectNothingUnknown,
  fingerprintOf,
  personAtBrowser,
  playScenario,
  requestsOfClients,
  requestsTo,
} from './sandbox-log.ts';
import { followInTerminals, leaveNothing, signIn } from './signed-in-app.ts';

const messages = 'api.anthropic.com/v1/messages';
const codexResponses = 'chatgpt.com/backend-api/codex/responses';
const responses = 'api.openai.com/v1/responses';
const project = join(home, 'project');
const script = join(project, 'agent.sh');
const soon = { timeout: 60_000, interval: 250 };
/** Real programs, each of which takes seconds of a processor to start. */
const limitMs = 240_000;

/** What a terminal may have from before; nobody's, so none of it may count and each would be seen in the log. */
const stale = {
  ANTHROPIC_API_KEY: 'sk-ant-api03-canary_outside',
  CLAUDE_CODE_OAUTH_TOKEN: 'sk-ant-oat01-canary_outside',
  CODEX_API_KEY: 'sk-canary_outside',
  OPENAI_API_KEY: 'sk-canary_outside',
};

/** Waits for a line, so that all can be there at once; then it is the program of the account it has got. */
const agent = `#!/bin/sh
read -r _
echo "provider $GATEHOUSE_PROVIDER"
case $GATEHOUSE_PROVIDER in
  claude) exec claude -p hi ;;
  openai) exec codex exec --skip-git-repo-check hi ;;
esac
`;

beforeEach(async () => {
  await leaveNothing();
  await mkdir(project, { recursive: true });
  await writeFile(script, agent);
  await chmod(script, 0o755);
});
afterEach(leaveNothing);

/** Codex tells a host of its own about each start, and looks for apps, unless it is told not to. */
async function quietCodex(): Promise<void> {
  await mkdir(join(home, '.codex'), { recursive: true });
  const settings = '[analytics]\nenabled = false\n[features]\napps = false\nplugins = false\n';
  await writeFile(join(home, '.codex/config.toml'), settings);
}

/** Signs in at OpenAI through the real `codex login`, which keeps the login. */
async function signInCodex(persona: string): Promise<void> {
  await playScenario({ browser: { byProvider: { openai: { persona } } } });
  const words = ['auth', 'login', '--provider', 'openai', '--method', 'codex'];
  expect(await gatehouseJson(words)).toMatchObject({ ok: true });
}

async function signInWithKey(provider: string, key: string): Promise<void> {
  const words = ['auth', 'login', '--provider', provider, '--method', 'api-key', '--key-stdin'];
  expect(await gatehouseJson(words, `${key}\n`)).toMatchObject({ ok: true });
}

interface RunningAgent {
  /** Sends the line that it waits for, and the end of its input. */
  readonly go: () => void;
  readonly done: Promise<CommandResult>;
}

function run(...words: readonly string[]): RunningAgent {
  const child = spawn('gatehouse', ['run', ...words], {
    cwd: project,
    env: { ...clientEnvironment(home), ...stale },
    stdio: 'pipe',
  });
  const ended = once(child, 'exit');
  const collected = Promise.all([text(child.stdout), text(child.stderr), ended]);
  return {
    go: () => child.stdin.end('go\n'),
    done: collected.then(([stdout, stderr]) => ({ code: child.exitCode ?? -1, stdout, stderr })),
  };
}

function ran(...words: readonly string[]): Promise<CommandResult> {
  const { go, done } = run(...words);
  go();
  return done;
}

const leasesShape = z.object({
  leases: z.array(z.unknown()),
  accounts: z.array(
    z.object({
      provider: z.string(),
      running: z.number(),
      leftPercent: z.number().nullable(),
      outstandingPercent: z.number(),
    }),
  ),
});

/** By provider: how many agents use its account, what is left of it, and how much of that is given out. */
async function givenOut(): Promise<Readonly<Record<string, readonly (number | null)[]>>> {
  const { accounts } = leasesShape.parse(await gatehouseJson(['lease', 'list']));
  return Object.fromEntries(
    accounts.map(({ provider, running, leftPercent, outstandingPercent }) => [
      provider,
      [running, leftPercent, outstandingPercent],
    ]),
  );
}

const auditShape = z.object({
  entries: z.array(z.object({ action: z.string(), provider: z.string().optional() })),
});

/** The providers of all leases that were given or have ended, in that order. */
async function audited(action: 'lease' | 'lease-ended'): Promise<readonly (string | undefined)[]> {
  const { entries } = auditShape.parse(await gatehouseJson(['audit', '--limit', '200']));
  return entries
    .filter((entry) => entry.action === action)
    .map(({ provider }) => provider)
    .reverse();
}

/** What an agent came to: the provider it was given, who answered it, and why it is that one where it was told. */
function told({ code, stdout, stderr }: CommandResult): readonly unknown[] {
  return [
    code,
    /^provider (\w+)$/m.exec(stdout)?.[1],
    /Hello from the sandbox, ([^.]*)/.exec(stdout)?.[1],
    /^gatehouse: (.*)$/m.exec(stderr)?.[1],
  ];
}

/** What no request may carry. */
async function staleSent(): Promise<readonly unknown[]> {
  const prints = Object.values(stale).flatMap((secret) => [
    fingerprintOf(secret),
    fingerprintOf(`Bearer ${secret}`),
  ]);
  return (await requestsOfClients()).filter(({ credential }) =>
    prints.includes(credential?.fingerprint ?? ''),
  );
}

const times = <Value>(count: number, value: Value): readonly Value[] =>
  Array.from({ length: count }, () => value);

test(
  'ten agents at once on a nearly spent Claude account: the first three get it, the others OpenAI with the reason; all is given back',
  async () => {
    await personAtBrowser('claude-max5-jun');
    const windows = {
      fiveHour: { usedPercent: 80, resetsInSeconds: 7_200 },
      sevenDay: { usedPercent: 10 },
      sevenDayModel: null,
    };
    await playScenario({ personas: { 'claude-max5-jun': { windows } } });
    await quietCodex();
    const app = await startApp();
    const jun = await signIn('claude-max5-jun');
    await signInCodex('openai-pro-cleo');
    // The folder of a login that Codex keeps for us has the person's settings in it then.
    await followInTerminals();
    expect(await gatehouse(['auth', 'switch', '--provider', 'claude'])).toMatchObject({ code: 0 });
    await expect.poll(givenOut, soon).toEqual({ claude: [0, 20, 0], openai: [0, 69, 0] });

    const agents = Array.from({ length: 10 }, () =>
      run('--consumer', 'code', '--estimate', '5%', '--', script),
    );
    await expect.poll(givenOut, soon).toEqual({ claude: [3, 20, 15], openai: [7, 69, 35] });
    for (const { go } of agents) go();
    const results = await Promise.all(agents.map(({ done }) => done));

    const reason = `using cleo@pro.example.test (openai). ${jun} has less left than this needs.`;
    expect(results.map(told).toSorted((one, other) => String(one).localeCompare(String(other)))).toEqual([
      ...times(3, [0, 'claude', 'Jun Park', undefined]),
      ...times(7, [0, 'openai', 'Cleo Lindqvist', reason]),
    ]);
    const sent = [...(await requestsTo('POST', messages)), ...(await requestsTo('POST', codexResponses))];
    expect(sent.map(({ status, credential }) => [status, credential?.account, credential?.kind])).toEqual([
      ...times(3, [200, 'claude-max5-jun', 'access-token']),
      ...times(7, [200, 'openai-pro-cleo', 'access-token']),
    ]);
    await expect.poll(givenOut, soon).toEqual({ claude: [0, 20, 0], openai: [0, 69, 0] });
    expect(await audited('lease')).toEqual([...times(3, 'claude'), ...times(7, 'openai')]);
    expect(await audited('lease-ended')).toHaveLength(10);
    expect(await gatehouse(['audit', '--verify'])).toMatchObject({ code: 0 });
    expect(await staleSent()).toEqual([]);
    await expectNothingUnknown();
    await app.quit();
  },
  limitMs,
);

test(
  'keys that a terminal has from before do not win inside, whichever program it is',
  async () => {
    await personAtBrowser('claude-pro-ivo');
    await quietCodex();
    const app = await startApp();
    await signIn('claude-pro-ivo');
    await signIn('openai-plus-ben');
    const said = [
      await ran('--', 'claude', '-p', 'hi'),
      await ran('--', 'codex', 'exec', '--skip-git-repo-check', 'hi'),
    ];
    expect(said.map(told)).toEqual([
      [0, undefined, 'Ivo Santos', undefined],
      [0, undefined, 'Ben Okafor', undefined],
    ]);
    const sent = [...(await requestsTo('POST', messages)), ...(await requestsTo('POST', codexResponses))];
    expect(sent.map(({ credential }) => [credential?.account, credential?.kind])).toEqual([
      ['claude-pro-ivo', 'access-token'],
      ['openai-plus-ben', 'access-token'],
    ]);
    expect(await staleSent()).toEqual([]);
    await expectNothingUnknown();
    await app.quit();
  },
  limitMs,
);

const openIn = async (keys: readonly string[]): Promise<void> => {
  await pressKeys(await waitForDialog('Gatehouse asks', { deadlineMs: 60_000 }), keys);
};

test.each([
  {
    provider: 'claude',
    persona: 'claude-pro-ada',
    words: ['claude', '-p', 'hi'],
    address: messages,
  },
  {
    provider: 'openai',
    persona: 'openai-pro-dan',
    words: ['codex', 'exec', '--skip-git-repo-check', 'hi'],
    address: responses,
  },
])(
  'an API key of $provider goes to its program when it asks for it, after a yes, and into no variable and no argument',
  async ({ provider, persona, words, address }) => {
    await personAtBrowser(persona);
    await quietCodex();
    const app = await startApp();
    const key = await apiKeyOf(persona);
    await signInWithKey(provider, key);
    const first = run('--', ...words);
    first.go();
    // Deny is the default; Always is the third.
    await openIn(['Tab', 'Tab', 'Return']);
    const [one, other] = [await first.done, await ran('--', ...words)];
    expect([one.code, other.code]).toEqual([0, 0]);
    const sent = await requestsTo('POST', address);
    expect(sent.map(({ status, credential }) => [status, credential])).toEqual(
      times(2, [200, credentialOf(persona, 'api-key', key)]),
    );
    expect(await staleSent()).toEqual([]);
    const program = realpathSync(
      (process.env['PATH'] ?? '')
        .split(':')
        .map((folder) => join(folder, words[0] ?? ''))
        .find((path) => existsSync(path)) ?? '',
    );
    expect((await gatehouse(['allow', 'list'])).stdout).toContain(program);
    await app.quit();
  },
  limitMs,
);
