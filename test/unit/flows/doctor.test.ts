// Doctor finds what makes a program use another identity, repairs what can be repaired, and finds nothing where all is well.
import { describe, expect, test } from 'vitest';
import { consumers } from '../../../main/consumers/list.ts';
import type { TerminalFacts } from '../../../main/domain/doctor-terminal.ts';
import { accountId, consumerId, providerId } from '../../../main/domain/ids.ts';
import type { JsonObject } from '../../../main/domain/json.ts';
import { usualSettings } from '../../../main/providers/list.ts';
import { claudeEntry, noonMs, openaiId } from '../../fakes/accounts.ts';
import { doctorAtWork, scriptFolder, terminalWith, type DoctorAtWork } from '../../fakes/doctor.ts';
import { chatgpt, claudeAuthPath, codexConfigPath, codexPath } from '../../fakes/flows.ts';
import {
  bashrc,
  claudePath,
  codePath,
  codexFile,
  key,
  opencodePath,
  refreshToken,
  tokens,
  wellKnown,
  work,
} from '../../fakes/healthy-programs.ts';
import { eve, house } from '../../fakes/house.ts';
import { acmePackage } from '../../fakes/provider-packages.ts';
import { accessTokenUntil } from '../../fakes/tokens.ts';

test('a healthy set-up yields nothing, with or without a terminal', async () => {
  const { found } = work();
  expect([await found(), await found(terminalWith())]).toEqual([[], []]);
});

test('tells for each program whose identity it uses, where it stands and why', async () => {
  const { doctor, shared } = work({ settings: usualSettings });
  await shared.start();
  const { identities } = await doctor.look();
  expect(
    identities.map(({ consumer, by, identity, account, where }) => [consumer, by, identity, account, where]),
  ).toEqual([
    ['codex', 'file', 'ada@example.test', 'openai:user-1.acc-1', codexPath],
    ['code', 'nobody', null, null, null],
    ['claude-code', 'file', 'ada@example.test', null, claudePath],
    ['opencode', 'nobody', null, null, opencodePath],
    ['opencode', 'nobody', null, null, opencodePath],
    ['opencode', 'file', wellKnown, null, opencodePath],
  ]);
});

test('a program of hidden providers is told once somebody is in it, or its provider is shown', async () => {
  const only = consumers.filter(({ environment }) =>
    environment?.providers.every((each) => usualSettings.hiddenProviders.includes(each)),
  );
  const told = async (changes: Parameters<typeof work>[0]) => {
    const { identities } = await work(changes).doctor.look();
    return only.map(({ id }) => identities.some(({ consumer }) => consumer === id));
  };
  expect([
    only.map(({ id }) => id),
    await told({ settings: usualSettings }),
    await told({ settings: usualSettings, environment: { COPILOT_GITHUB_TOKEN: 'canary_token' } }),
    await told({
      settings: usualSettings,
      houses: [{ ...house, sameServiceAs: providerId('copilot') }],
      entries: [eve],
    }),
    await told({}),
  ]).toEqual([
    ['copilot', 'gemini'],
    [false, false],
    [true, false],
    [true, false],
    [true, true],
  ]);
});

describe('each planted case is found', () => {
  const planted: readonly [
    name: string,
    id: string,
    plant: { present?: Readonly<Record<string, JsonObject | string>>; terminal?: Partial<TerminalFacts> },
    prepare?: (at: DoctorAtWork) => void | Promise<void>,
  ][] = [
    [
      'an API key of the environment before a login',
      'claude-code/environment-key/ANTHROPIC_API_KEY',
      { terminal: { set: ['ANTHROPIC_API_KEY'] } },
    ],
    [
      'a token of the environment before a login',
      'claude-code/environment-token/CLAUDE_CODE_OAUTH_TOKEN',
      { terminal: { set: ['CLAUDE_CODE_OAUTH_TOKEN'] } },
    ],
    [
      'a key in the settings of the program itself',
      'claude-code/environment-key/ANTHROPIC_API_KEY',
      { present: { '/home/ada/.claude/settings.json': { env: { ANTHROPIC_API_KEY: key } } } },
    ],
    [
      'a token of the environment for Codex',
      'codex/environment-token/CODEX_ACCESS_TOKEN',
      { terminal: { set: ['CODEX_ACCESS_TOKEN'] } },
    ],
    [
      'a folder that is not there',
      'codex/config-folder/CODEX_HOME',
      { terminal: { environment: { CODEX_HOME: '/home/ada/gone' } } },
    ],
    [
      'a relative folder',
      'claude-code/config-folder/CLAUDE_CONFIG_DIR',
      { terminal: { environment: { CLAUDE_CONFIG_DIR: 'claude' } } },
    ],
    [
      'a folder that Gatehouse does not write',
      'codex/config-folder/CODEX_HOME',
      { terminal: { environment: { CODEX_HOME: '/home/ada/other' } } },
      ({ folders }) => void folders.add('/home/ada/other'),
    ],
    [
      'a login in the keyring',
      `codex/keyring/${codexConfigPath}:2`,
      { present: { [codexConfigPath]: 'model = "gpt-5"\ncli_auth_credentials_store = "keyring"\n' } },
    ],
    [
      'a login of a kind that the settings refuse',
      `codex/forced-login-method/${codexConfigPath}:1`,
      { present: { [codexConfigPath]: 'forced_login_method = "api"\n' } },
    ],
    [
      'an older sign-in of an account here',
      `codex/stale-file/${codexPath}`,
      { present: { [codexPath]: { ...codexFile, tokens: { ...tokens, refresh_token: 'canary_older' } } } },
    ],
    [
      'an access token that has ended, with nothing to renew it',
      `code/stale-file/${claudeAuthPath}`,
      {
        present: {
          [claudeAuthPath]: {
            oauth_tokens: { access_token: 'canary_a', expires_at: new Date(noonMs - 1).toISOString() },
          },
        },
      },
    ],
    [
      'another program that has written since',
      `codex/foreign-writer/${codexPath}:${String(noonMs)}`,
      {},
      ({ store }) => {
        store.dispatch({
          type: 'file.changed-elsewhere',
          file: 'codex-auth',
          write: { by: 'another program', at: noonMs },
        });
      },
    ],
    [
      'a host that gives nothing',
      `opencode/dead-well-known/${wellKnown}`,
      {},
      ({ dead }) => void dead.add(`${wellKnown}/.well-known/opencode`),
    ],
    [
      'a host that cannot be reached now',
      `opencode/unreached-well-known/${wellKnown}`,
      {},
      ({ unreached }) => void unreached.add(`${wellKnown}/.well-known/opencode`),
    ],
    [
      'a copy of the sign-in at Every Code',
      `code/forked-chain/${codePath}`,
      { present: { [codePath]: codexFile } },
      ({ folders }) => void folders.add('/home/ada/.code'),
    ],
    [
      'one sign-in in two files',
      `opencode/two-owners/${opencodePath}`,
      {
        present: {
          [opencodePath]: {
            openai: { type: 'oauth', refresh: refreshToken, access: 'canary_a', expires: 0 },
          },
        },
      },
    ],
    [
      'keys that others can read',
      `codex/open-rights/${codexPath}`,
      {},
      ({ standing }) => void standing.set(codexPath, { mode: 0o644 }),
    ],
    [
      'a link',
      `codex/link/${codexPath}`,
      {},
      ({ standing }) => void standing.set(codexPath, { mode: 0o600, linksTo: '/home/ada/dots/auth.json' }),
    ],
    [
      'a program that goes on with the account of before',
      'codex/old-identity-runs/pid 4211',
      {},
      ({ store }) => {
        store.dispatch({
          type: 'holders.seen',
          holders: [
            {
              consumer: consumerId('codex'),
              label: 'Codex',
              program: 'codex',
              pid: 4211,
              account: chatgpt.account.id,
            },
          ],
        });
      },
    ],
    [
      'a key in a start-up file',
      `key-in-rc-file/${bashrc}:1:OPENAI_API_KEY`,
      { present: { [bashrc]: `export OPENAI_API_KEY=${key}\n` } },
    ],
    [
      'a key in the .env of the working folder',
      'key-in-env-file/home/ada/work/.env:2:ANTHROPIC_API_KEY'.replace('file/', 'file//'),
      {
        present: { '/home/ada/work/.env': `A=1\nANTHROPIC_API_KEY="${key}"\n` },
        terminal: { folder: '/home/ada/work' },
      },
    ],
    [
      'another proxy than that of the app',
      'different-proxies/HTTPS_PROXY',
      { terminal: { environment: { https_proxy: 'http://proxy.corp.example:3128' } } },
    ],
    [
      'a program for events that has changed',
      'unapproved-program//home/ada/told.sh',
      {},
      ({ store }) => {
        store.dispatch({
          type: 'hooks.seen',
          hooks: [{ event: 'switched', program: '/home/ada/told.sh', state: 'changed' }],
        });
      },
    ],
    [
      'a provider package that waits for a yes',
      'unapproved-package/providers/acme.json',
      {},
      ({ store }) => {
        store.dispatch({ type: 'packages.seen', packages: [acmePackage('unapproved')] });
      },
    ],
    [
      'a provider package that is not what was approved',
      'changed-package/providers/acme.json',
      {},
      ({ store }) => {
        store.dispatch({ type: 'packages.seen', packages: [acmePackage('changed')] });
      },
    ],
    [
      'a provider package that is gone, with accounts of it',
      'changed-package/providers/acme.json',
      {},
      ({ store }) => {
        store.dispatch({ type: 'packages.seen', packages: [acmePackage('missing')] });
      },
    ],
    [
      'a provider package that is none',
      'broken-package/providers/acme.json:7',
      {},
      ({ store }) => {
        store.dispatch({
          type: 'packages.seen',
          packages: [acmePackage('broken', [{ line: 7, column: 2, field: 'id', code: 'id', about: '' }])],
        });
      },
    ],
    [
      'a choice for a feature flag that is not known here',
      'inert-flag/of-a-newer-version',
      {},
      ({ store }) => {
        const inert = [{ kind: 'unknown', flag: 'of-a-newer-version', variant: 'blue' }] as const;
        store.dispatch({ type: 'flags.seen', flags: { known: [], inert } });
      },
    ],
    ...(['storage/read-only', 'storage/newer-schema'] as const).map((code): (typeof planted)[number] => [
      `a vault of a newer version: ${code}`,
      'newer-vault//data/vault.json',
      {},
      ({ store }) => {
        store.dispatch({
          type: 'problem.found',
          about: 'vault',
          failure: { code, subject: '/data/vault.json' },
        });
      },
    ]),
    [
      'something about a file of our own',
      'broken-pins//config/pins.json:3',
      {},
      ({ ownFindings }) =>
        void ownFindings.push({ kind: 'broken-pins', where: '/config/pins.json', line: 3 }),
    ],
    [
      'choices for feature flags that nobody here has made',
      'inert-flags/flags.json',
      {},
      ({ store }) => {
        store.dispatch({ type: 'flags.seen', flags: { known: [], inert: [{ kind: 'forged' }] } });
      },
    ],
  ];
  test.each(planted)('%s', async (_name, id, { present = {}, terminal }, prepare) => {
    const at = work({ present });
    await at.shared.start();
    await prepare?.(at);
    const report = await at.doctor.look(terminal && terminalWith(terminal));
    expect([report.findings.map((each) => each.id), JSON.stringify(report)]).toEqual([
      [id],
      expect.not.stringContaining('canary_'),
    ]);
  });
});

test('without a network every entry stays: it is a warning, and nothing is offered', async () => {
  const { doctor, unreached } = work();
  unreached.add(`${wellKnown}/.well-known/opencode`);
  const { findings } = await doctor.look();
  expect(findings.map(({ kind, severity, fix }) => [kind, severity, fix])).toEqual([
    ['unreached-well-known', 'warning', null],
  ]);
});

test('what is set in the environment is no finding where there is no login to be overruled', async () => {
  const { found } = doctorAtWork({ entries: [] });
  expect(
    await found(terminalWith({ set: ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'CODEX_API_KEY'] })),
  ).toEqual([]);
});

test.each([
  ['a folder', '/home/ada/.code', '/home/ada/.codex'],
  ['the file', codePath, codexPath],
])('one file under two names, by a link of %s, is no copy', async (_name, link, target) => {
  const at = work({ present: { [codePath]: codexFile } });
  at.folders.add('/home/ada/.code');
  at.links.set(link, target);
  expect(await at.found()).toEqual([]);
});

test('a usual place that is a link to the login of a plain call is no second owner', async () => {
  const folder = '/data/logins/ada';
  const at = work({
    entries: [
      {
        account: {
          id: accountId('openai:cli/ada/none'),
          provider: openaiId,
          label: 'ada',
          kind: 'delegated',
        },
        credential: {
          kind: 'delegated',
          origin: 'owner-sign-in',
          destinations: [],
          obtainedAt: noonMs,
          owner: consumerId('codex'),
          folder,
          place: 'private',
        },
      },
    ],
    present: { [`${folder}/auth.json`]: codexFile },
  });
  at.onPath.set('codex', `${scriptFolder}/codex`);
  at.store.dispatch({
    type: 'shells.seen',
    shells: [{ shell: 'bash', label: 'bash', path: bashrc, kind: 'on', commands: ['codex'], untried: false }],
  });
  const apart = await at.found();
  at.links.set(codexPath, `${folder}/auth.json`);
  expect([apart, await at.found()]).toEqual([[`codex/two-owners/${codexPath}`], []]);
});

test('keys that their program has renewed a moment ago are not old', async () => {
  const at = work({
    present: {
      [codexPath]: {
        ...codexFile,
        tokens: {
          ...tokens,
          access_token: accessTokenUntil(noonMs + 9 * 3_600_000).reveal(),
          refresh_token: 'canary_next',
        },
      },
    },
  });
  expect(await at.found()).toEqual([]);
});

test('an account whose keys are not for this file is no reason to call others’ writing foreign', async () => {
  const at = work({ entries: [claudeEntry()] });
  at.store.dispatch({
    type: 'file.changed-elsewhere',
    file: 'codex-auth',
    write: { by: 'another program', at: noonMs },
  });
  expect(await at.found()).toEqual([]);
});
