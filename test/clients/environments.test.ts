// The environments that our consumers make, with the real programs in them: each request is the account's own, whatever
// stands outside. The keys are nobody's, so that no key of the sandbox lies where none may: the log knows them all the same.
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { claudeCode } from '../../main/consumers/claude-code/index.ts';
import { code } from '../../main/consumers/code/index.ts';
import { codex } from '../../main/consumers/codex/index.ts';
import type { ConsumerDescription, EnvironmentOrder } from '../../main/consumers/description.ts';
import { opencode } from '../../main/consumers/opencode/index.ts';
import type { SignedInAccount } from '../../main/domain/account.ts';
import { checkedEnvironment } from '../../main/domain/environment-rules.ts';
import { isAgentId } from '../../main/domain/lease.ts';
import { Secret } from '../../main/domain/secret.ts';
import { claudeEntry, claudeId, openaiEntry, openaiId } from '../fakes/accounts.ts';
import { makeHome, run, type Finished } from './run-client.ts';
import {
  fingerprintOf,
  personAtBrowser,
  playScenario,
  requestsOfClients,
  requestsTo,
  type Entry,
} from './sandbox-log.ts';

const messages = 'api.anthropic.com/v1/messages';
const responses = 'api.openai.com/v1/responses';
const codexResponses = 'chatgpt.com/backend-api/codex/responses';

const keys = {
  inside: 'sk-ant-api03-canary_inside',
  outside: 'sk-ant-api03-canary_outside',
  openai: 'sk-canary_inside',
  helper: 'sk-canary_helper',
};

/** What a terminal or a start-up file may have left; none of it may count inside. */
const stale = {
  ANTHROPIC_API_KEY: keys.outside,
  ANTHROPIC_AUTH_TOKEN: 'canary_outside_bearer',
  ANTHROPIC_BASE_URL: 'https://api.example.test',
  ANTHROPIC_CUSTOM_HEADERS: 'x-api-key: canary_outside',
  CLAUDE_API_KEY: keys.outside,
  CLAUDE_CODE_OAUTH_TOKEN: 'sk-ant-oat01-canary_outside',
  CLAUDE_CODE_USE_BEDROCK: '1',
  CODEX_ACCESS_TOKEN: 'canary_outside_access',
  CODEX_API_KEY: 'sk-canary_outside',
  CODEX_REFRESH_TOKEN_URL_OVERRIDE: 'https://api.example.test/token',
  OPENAI_API_KEY: 'sk-canary_outside',
  OPENAI_BASE_URL: 'https://api.example.test/v1',
  OPENCODE_AUTH_CONTENT: '{"anthropic":{"type":"api","key":"canary_outside"}}',
};

/** The same where Claude Code looks first: in the settings of the person. */
const staleSettings = {
  apiKeyHelper: `echo ${keys.outside}`,
  env: {
    ANTHROPIC_API_KEY: keys.outside,
    ANTHROPIC_AUTH_TOKEN: 'canary_outside_bearer',
    ANTHROPIC_BASE_URL: 'https://api.example.test',
    CLAUDE_CODE_OAUTH_TOKEN: 'sk-ant-oat01-canary_outside',
    CLAUDE_CODE_USE_BEDROCK: '1',
  },
};

let home: string;
/** A command that prints this key; its path is one that a shell has to be told carefully. */
let helperFor: (key: string) => Promise<readonly [string, string]>;

beforeEach(async () => {
  const made = await makeHome();
  home = made.path;
  await mkdir(join(home, 'project'));
  helperFor = async (key) => {
    const path = join(home, "a helper's key");
    // As ours does, it needs to know on whose behalf it asks.
    await writeFile(
      path,
      `#!/bin/sh\n[ "$GATEHOUSE_AGENT" = agent-1 ] && [ "$1" = token ] && echo '${key}'\n`,
    );
    await chmod(path, 0o755);
    return [path, 'token'];
  };
  return () => made[Symbol.asyncDispose]();
});

async function writeSettings(settings: object): Promise<void> {
  await mkdir(join(home, '.claude'), { recursive: true });
  await writeFile(join(home, '.claude/settings.json'), JSON.stringify(settings));
}

/** Refused, Claude Code asks its helper and tries again, many times: one time tells everything here. */
const once = 'CLAUDE_CODE_MAX_RETRIES=0';

/** Starts it as `gatehouse run` does: what is outside, without what is taken out, with what is set. */
async function runAs(
  consumer: ConsumerDescription,
  entry: SignedInAccount,
  order: Partial<EnvironmentOrder>,
  [program, ...words]: readonly [string, ...string[]],
): Promise<Finished> {
  const { environment } = consumer;
  const agent = 'agent-1';
  if (environment === undefined || !isAgentId(agent)) throw new Error('nothing to start');
  const change = checkedEnvironment(
    environment.change(entry, { agent, project: 'project', ...order }),
    environment.variables,
  );
  const outside = Object.entries(stale).map(([name, value]) => `${name}=${value}`);
  const inside = [...change.set].map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : value.reveal()}`,
  );
  // The first one has what is outside; what starts the program has the change.
  return run(home, [
    ...['env', '-C', join(home, 'project'), ...outside, `GATEHOUSE_AGENT=${agent}`, once],
    ...['env', ...change.unset.flatMap((name) => ['-u', name]), ...inside],
    ...[program, ...change.words, ...words],
  ]);
}

const claudeKey = claudeEntry({}, { key: new Secret(keys.inside) });
const openaiKey = claudeEntry({ provider: openaiId }, { key: new Secret(keys.openai) });
const token = 'sk-ant-oat01-canary_inside';
const claudeToken = openaiEntry(
  { provider: claudeId },
  { destinations: [claudeCode.id, code.id], accessToken: new Secret(token) },
);

/** By their fingerprints; of a header that belongs to nobody, the log has the whole one. */
function secretsIn(requests: readonly Entry[]): readonly string[] {
  return [...new Set(requests.flatMap(({ credential }) => credential?.fingerprint ?? []))];
}

/**
 * Nothing that was sent carried anything else than this, and nothing went to another host. What comes back is of no
 * interest: the sandbox knows neither the key nor, of Claude Code, the two headers that it puts the key of a helper in.
 */
async function expectOnly(header: string, [method, address]: readonly [string, string]): Promise<void> {
  const all = await requestsOfClients();
  expect({
    sent: secretsIn(await requestsTo(method, address)),
    inAll: secretsIn(all),
    toElsewhere: all.filter(({ host }) => host === 'api.example.test'),
  }).toEqual({ sent: [fingerprintOf(header)], inAll: [fingerprintOf(header)], toElsewhere: [] });
}

const bearer = (secret: string): string => `Bearer ${secret}`;

describe('claude', () => {
  const prompt = ['claude', '-p', 'hi'] as const;

  beforeEach(async () => {
    await personAtBrowser('claude-pro-ivo');
  });

  test.each([
    ['the environment', {}],
    ['the settings of the person', staleSettings],
  ])('asks the helper for the key, whatever %s says', async (_label, settings) => {
    await writeSettings(settings);
    const keyCommand = await helperFor(keys.helper);
    await runAs(claudeCode, claudeKey, { keyCommand: [...keyCommand] }, prompt);
    await expectOnly(bearer(keys.helper), ['POST', messages]);
  });

  test.each([
    ['a key', claudeKey, keys.inside],
    ['a token', claudeToken, bearer(token)],
  ])('uses %s by its variable, whatever the settings of the person say', async (_label, entry, header) => {
    const { env } = staleSettings;
    await writeSettings({ env });
    await runAs(claudeCode, entry, {}, prompt);
    await expectOnly(header, ['POST', messages]);
  });

  test('with a helper in those settings, a token is used where words can be said', async () => {
    await writeSettings(staleSettings);
    const keyCommand = await helperFor(keys.helper);
    await runAs(claudeCode, claudeToken, { keyCommand: [...keyCommand] }, prompt);
    await expectOnly(bearer(token), ['POST', messages]);
  });

  /** Signs in in the folder, or in the usual place. */
  async function signIn(persona: string, folder?: string): Promise<void> {
    await playScenario({ browser: { persona } });
    const named = folder === undefined ? [] : [`CLAUDE_CONFIG_DIR=${folder}`];
    expect(await run(home, ['env', ...named, 'claude', 'auth', 'login', '--claudeai'])).toMatchObject({
      code: 0,
    });
  }

  function kept(folder: string, place: 'private' | 'usual') {
    const login = { folder, place, variable: 'CLAUDE_SECURESTORAGE_CONFIG_DIR' };
    const entry: SignedInAccount = {
      account: { ...claudeKey.account, kind: 'delegated' },
      credential: {
        kind: 'delegated',
        origin: 'owner-sign-in',
        destinations: [],
        owner: claudeCode.id,
        folder,
        place,
        obtainedAt: 0,
      },
    };
    return { login, entry };
  }

  test('a login of its own is used, in its folder and in its usual place, by claude and by a script', async () => {
    await signIn('claude-pro-ivo');
    const folder = join(home, 'jun');
    await signIn('claude-max5-jun', folder);
    const keyCommand = await helperFor(keys.helper);
    const jun = kept(folder, 'private');
    const ivo = kept(join(home, '.claude'), 'usual');
    const said: Finished[] = [];
    for (const { entry, login } of [jun, ivo]) {
      await writeSettings(staleSettings);
      said.push(await runAs(claudeCode, entry, { login, keyCommand: [...keyCommand] }, prompt));
      await writeSettings({});
      said.push(await runAs(code, entry, { login }, ['sh', '-c', 'exec claude -p hi']));
    }
    const sent = await requestsTo('POST', messages);
    expect([
      said.map(({ output }) => /Hello from the sandbox, [^.]*/.exec(output)?.[0]),
      sent.map(({ status, credential }) => [status, credential?.account, credential?.kind]),
    ]).toEqual([
      ['Jun Park', 'Jun Park', 'Ivo Santos', 'Ivo Santos'].map((name) => `Hello from the sandbox, ${name}`),
      ['claude-max5-jun', 'claude-max5-jun', 'claude-pro-ivo', 'claude-pro-ivo'].map((account) => [
        200,
        account,
        'access-token',
      ]),
    ]);
  });
});

describe('codex', () => {
  const quiet = '[analytics]\nenabled = false\n[features]\napps = false\nplugins = false\n';
  const prompt = ['codex', 'exec', '--skip-git-repo-check', 'hi'] as const;

  beforeEach(async () => {
    await personAtBrowser('openai-plus-ben');
    await mkdir(join(home, '.codex'));
    await writeFile(join(home, '.codex/config.toml'), quiet);
  });

  test('asks the helper for the key, and no login of its own counts beside it', async () => {
    const login = { auth_mode: 'apikey', OPENAI_API_KEY: 'sk-canary_outside' };
    await writeFile(join(home, '.codex/auth.json'), JSON.stringify(login));
    const keyCommand = await helperFor(keys.helper);
    await runAs(codex, openaiKey, { keyCommand: [...keyCommand] }, prompt);
    await expectOnly(bearer(keys.helper), ['POST', responses]);
  });

  test.each([
    ['codex exec', codex, prompt],
    ['a codex exec in a script', code, ['sh', '-c', 'exec codex exec --skip-git-repo-check hi']],
  ] as const)('%s uses the key of its variable', async (_label, consumer, words) => {
    await runAs(consumer, openaiKey, {}, words);
    // It asks for a socket first.
    await expectOnly(bearer(keys.openai), ['GET', responses]);
  });

  test('a login of its own is used, in its folder and in the usual place', async () => {
    const cleo = join(home, 'cleo');
    await mkdir(cleo);
    await writeFile(join(cleo, 'config.toml'), quiet);
    for (const [persona, folder] of [
      ['openai-pro-cleo', cleo],
      ['openai-plus-ben', join(home, '.codex')],
    ] as const) {
      await playScenario({ browser: { persona } });
      expect(await run(home, ['env', `CODEX_HOME=${folder}`, 'codex', 'login'])).toMatchObject({ code: 0 });
    }
    const entry = openaiEntry();
    const login = { folder: cleo, place: 'private', variable: 'CODEX_HOME' } as const;
    const delegated: SignedInAccount = {
      account: { ...entry.account, kind: 'delegated' },
      credential: {
        kind: 'delegated',
        origin: 'owner-sign-in',
        destinations: [],
        owner: codex.id,
        obtainedAt: 0,
        ...login,
      },
    };
    await runAs(codex, delegated, { login }, prompt);
    await runAs(code, delegated, { login }, ['sh', '-c', 'exec codex exec --skip-git-repo-check hi']);
    // Our own sign-in is the one in the shared file.
    await runAs(codex, entry, {}, prompt);
    expect(
      (await requestsTo('POST', codexResponses)).map(({ status, credential }) => [
        status,
        credential?.account,
      ]),
    ).toEqual([
      [200, 'openai-pro-cleo'],
      [200, 'openai-pro-cleo'],
      [200, 'openai-plus-ben'],
    ]);
  });
});

test.each([
  ['anthropic', 'anthropic/claude-opus-4-5', claudeKey, keys.inside, messages],
  ['openai', 'openai/gpt-5.2', openaiKey, bearer(keys.openai), responses],
])(
  'opencode uses the key for %s, and its own file does not count',
  async (provider, model, entry, header, address) => {
    await personAtBrowser('claude-pro-ivo');
    const folder = join(home, '.local/share/opencode');
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, 'auth.json'),
      JSON.stringify({ [provider]: { type: 'api', key: 'canary_outside' } }),
    );
    // Refused, it ends by itself. Its first start takes seven seconds of a processor, which a busy machine makes minutes.
    await runAs(opencode, entry, {}, ['timeout', '240', 'opencode', 'run', '--model', model, 'hi']);
    await expectOnly(header, ['POST', address]);
  },
  280_000,
);
