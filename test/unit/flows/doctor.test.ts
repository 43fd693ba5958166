// Doctor finds what makes a program use another identity, repairs what can be repaired, and finds nothing where all is well.
import { describe, expect, test } from 'vitest';
import type { TerminalFacts } from '../../../main/domain/doctor-terminal.ts';
import { accountId, consumerId } from '../../../main/domain/ids.ts';
import type { JsonObject } from '../../../main/domain/json.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { claudeEntry, claudeId, noonMs, openaiEntry } from '../../fakes/accounts.ts';
import { doctorAtWork, scriptFolder, terminalWith, type DoctorAtWork } from '../../fakes/doctor.ts';
import { failureOf } from '../../fakes/failures.ts';
import { chatgpt, claudeAuthPath, codexConfigPath, codexPath } from '../../fakes/flows.ts';
import { settle } from '../../fakes/time.ts';
import { accessTokenUntil, openaiIdToken } from '../../fakes/tokens.ts';

const { credential } = chatgpt;
const refreshToken = credential.refreshToken.reveal();
const tokens = {
  id_token: credential.idToken?.reveal() ?? '',
  access_token: credential.accessToken.reveal(),
  refresh_token: refreshToken,
  account_id: 'acc-1',
};
const codexFile = { auth_mode: 'chatgpt', OPENAI_API_KEY: null, tokens } as const;
const codePath = '/home/ada/.code/auth.json';
const opencodePath = '/home/ada/.local/share/opencode/auth.json';
const claudePath = '/home/ada/.claude/.credentials.json';
const bashrc = '/home/ada/.bashrc';
const key = 'canary_key_0123456789abcdef';
const wellKnown = 'https://models.corp.example';
const claudeLogin = (changes: JsonObject = {}) => ({
  claudeAiOauth: {
    accessToken: 'canary_a',
    refreshToken: 'canary_r',
    expiresAt: noonMs + 60_000,
    scopes: ['user:inference'],
    ...changes,
  },
});
const notes = { oauthAccount: { emailAddress: 'ada@example.test', organizationUuid: 'org-1' } };

/** One file of each program, each as it should be. */
const healthy: Readonly<Record<string, JsonObject | string>> = {
  [codexPath]: codexFile,
  [codexConfigPath]: 'model = "gpt-5"\n',
  [claudePath]: claudeLogin(),
  '/home/ada/.claude.json': notes,
  [opencodePath]: { [wellKnown]: { type: 'wellknown', key: 'CORP_KEY', token: 'canary_t' } },
  [bashrc]: 'export EDITOR=vi\n',
};

function work(changes: Parameters<typeof doctorAtWork>[0] = {}): DoctorAtWork {
  return doctorAtWork({ ...changes, present: { ...healthy, ...changes.present } });
}

test('a healthy set-up yields nothing, with or without a terminal', async () => {
  const { found } = work();
  expect([await found(), await found(terminalWith())]).toEqual([[], []]);
});

test('tells for each program whose identity it uses, where it stands and why', async () => {
  const { doctor, shared } = work();
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
      `codex/foreign-writer/${codexPath}`,
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
              untilRestart: true,
            },
          ],
        });
      },
    ],
    [
      'a key in a start-up file',
      `key-in-rc-file/${bashrc}:1`,
      { present: { [bashrc]: `export OPENAI_API_KEY=${key}\n` } },
    ],
    [
      'a key in the .env of the working folder',
      'key-in-env-file/home/ada/work/.env:2'.replace('file/', 'file//'),
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
      'a program that is found before our script',
      'claude-code/shell-start-bypassed//home/ada/.local/bin/claude',
      { terminal: {} },
      ({ store, onPath }) => {
        onPath.set('claude', '/home/ada/.local/bin/claude');
        store.dispatch({
          type: 'shells.seen',
          shells: [
            { shell: 'bash', label: 'bash', path: bashrc, kind: 'on', commands: ['claude'], untried: false },
          ],
        });
      },
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

test('what is set in the environment is no finding where there is no login to be overruled', async () => {
  const { found } = doctorAtWork({ entries: [] });
  expect(
    await found(terminalWith({ set: ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'CODEX_API_KEY'] })),
  ).toEqual([]);
});

test('a plain call goes by our script to the account in use, and by a folder rule to another', async () => {
  const login = (name: string) => `/data/logins/${name}`;
  const delegated = (subject: string, folder: string) => ({
    account: {
      id: accountId(`claude:cli/${subject}/none`),
      provider: claudeId,
      label: subject,
      kind: 'delegated' as const,
    },
    credential: {
      kind: 'delegated' as const,
      origin: 'owner-sign-in' as const,
      destinations: [],
      obtainedAt: noonMs,
      owner: consumerId('claude-code'),
      folder,
      place: 'private' as const,
    },
  });
  const [ada, bob] = [
    delegated('ada@example.test', login('ada')),
    delegated('bob@example.test', login('bob')),
  ];
  const at = work({
    entries: [ada, bob],
    settings: { folderRules: [{ folder: '/home/ada/work', account: bob.account.id }] },
    present: {
      [`${login('ada')}/.credentials.json`]: claudeLogin({ refreshToken: 'canary_ada' }),
      [`${login('ada')}/.claude.json`]: { oauthAccount: { emailAddress: 'ada@example.test' } },
      [`${login('bob')}/.credentials.json`]: claudeLogin({ refreshToken: 'canary_bob' }),
      [`${login('bob')}/.claude.json`]: { oauthAccount: { emailAddress: 'bob@example.test' } },
    },
  });
  at.onPath.set('claude', `${scriptFolder}/claude`);
  at.store.dispatch({
    type: 'shells.seen',
    shells: [
      { shell: 'bash', label: 'bash', path: bashrc, kind: 'on', commands: ['claude'], untried: false },
    ],
  });
  const identityIn = async (folder: string) => {
    const { identities, findings } = await at.doctor.look(terminalWith({ folder }));
    const found = identities.find(({ consumer }) => consumer === 'claude-code');
    return [found?.account, found?.where, findings];
  };
  expect([await identityIn('/home/ada'), await identityIn('/home/ada/work/deep')]).toEqual([
    [ada.account.id, `${login('ada')}/.credentials.json`, []],
    [bob.account.id, `${login('bob')}/.credentials.json`, []],
  ]);
});

describe('repairing', () => {
  test('a line of a start-up file is shown without the key, commented out, and put back byte for byte', async () => {
    const before = `# mine\nexport OPENAI_API_KEY=${key}\nalias l=ls\n`;
    const { doctor, disk, records } = work({ present: { [bashrc]: before } });
    const id = `key-in-rc-file/${bashrc}:2`;
    const preview = await doctor.preview(id);
    const { findings, repaired } = await doctor.fix(id);
    const changed = disk.texts.get(bashrc);
    const after = await doctor.undo(repaired[0]?.id ?? '');
    expect([
      preview,
      findings,
      repaired.map(({ path, at }) => [path, at]),
      changed,
      disk.texts.get(bashrc),
      after.repaired,
      records(),
    ]).toEqual([
      {
        path: bashrc,
        before: 'export OPENAI_API_KEY=[secret]',
        after: '# [Gatehouse] export OPENAI_API_KEY=[secret]',
        reason: null,
      },
      [],
      [[bashrc, noonMs]],
      `# mine\n# [Gatehouse] export OPENAI_API_KEY=${key}\nalias l=ls\n`,
      before,
      [],
      [],
    ]);
  });

  test('where others have changed the file since, our line alone is put back', async () => {
    const { doctor, disk } = work({ present: { [bashrc]: `export OPENAI_API_KEY=${key}\n` } });
    const { repaired } = await doctor.fix(`key-in-rc-file/${bashrc}:1`);
    disk.place(bashrc, `alias l=ls\n${disk.texts.get(bashrc) ?? ''}`);
    await doctor.undo(repaired[0]?.id ?? '');
    expect(disk.texts.get(bashrc)).toBe(`alias l=ls\nexport OPENAI_API_KEY=${key}\n`);
  });

  test('a line that somebody has taken out since is not put back, and nothing is offered', async () => {
    const { doctor, disk } = work({ present: { [bashrc]: `export OPENAI_API_KEY=${key}\n` } });
    const { repaired } = await doctor.fix(`key-in-rc-file/${bashrc}:1`);
    disk.place(bashrc, 'alias l=ls\n');
    expect([(await doctor.look()).repaired, await failureOf(doctor.undo(repaired[0]?.id ?? ''))]).toEqual([
      [],
      { code: 'storage/conflict', subject: bashrc },
    ]);
  });

  test('an entry whose host gives nothing is taken out, shown first, and put back', async () => {
    const at = work();
    at.dead.add(`${wellKnown}/.well-known/opencode`);
    const before = at.disk.texts.get(opencodePath);
    const id = `opencode/dead-well-known/${wellKnown}`;
    const preview = await at.doctor.preview(id);
    const { findings, repaired } = await at.doctor.fix(id);
    const gone = at.disk.texts.get(opencodePath);
    await at.doctor.undo(repaired[0]?.id ?? '');
    expect([preview.after, JSON.stringify(preview), findings, gone, at.disk.texts.get(opencodePath)]).toEqual(
      ['', expect.not.stringContaining('canary_'), [], undefined, before],
    );
  });

  test('a copy of the sign-in is taken out of the second file, and the first stays', async () => {
    const at = work({ present: { [codePath]: codexFile } });
    at.folders.add('/home/ada/.code');
    const { findings } = await at.doctor.fix(`code/forked-chain/${codePath}`);
    expect([findings, at.disk.texts.get(codePath), at.disk.json(codexPath)]).toEqual([
      [],
      undefined,
      codexFile,
    ]);
  });

  test('a copy of the sign-in comes back as long as nobody has renewed it', async () => {
    const at = work({ present: { [codePath]: codexFile } });
    at.folders.add('/home/ada/.code');
    const before = at.disk.texts.get(codePath);
    const { repaired } = await at.doctor.fix(`code/forked-chain/${codePath}`);
    await at.doctor.undo(repaired[0]?.id ?? '');
    expect([at.disk.texts.get(codePath), at.records()]).toEqual([before, []]);
  });

  test.each<[string, (at: DoctorAtWork) => unknown]>([
    [
      'the program whose it is',
      ({ disk }) => {
        disk.place(codexPath, { ...codexFile, tokens: { ...tokens, refresh_token: 'canary_next' } });
      },
    ],
    [
      'us, whose file could not be written',
      ({ book }) => {
        const refreshed = { ...credential, refreshToken: new Secret('canary_next') };
        return book.keep({ account: chatgpt.account, credential: refreshed });
      },
    ],
  ])('a copy of the sign-in does not come back once it was renewed by %s', async (_name, renew) => {
    const at = work({ present: { [codePath]: codexFile } });
    at.folders.add('/home/ada/.code');
    const { repaired } = await at.doctor.fix(`code/forked-chain/${codePath}`);
    await renew(at);
    const failed = await failureOf(at.doctor.undo(repaired[0]?.id ?? ''));
    const after = await at.doctor.look();
    expect([repaired.length, failed, after.repaired, at.disk.texts.get(codePath)]).toEqual([
      1,
      { code: 'credential/spent', subject: codePath },
      [],
      undefined,
    ]);
  });

  test('a repair and its way back are not taken for the work of another program', async () => {
    const login = { type: 'oauth', refresh: refreshToken, access: 'canary_a', expires: 0 };
    const at = work({ present: { [opencodePath]: { openai: login, mine: { type: 'api', key } } } });
    await at.shared.start();
    const { repaired } = await at.doctor.fix(`opencode/two-owners/${opencodePath}`);
    await settle();
    await at.doctor.undo(repaired[0]?.id ?? '');
    await settle();
    expect(at.events.filter(({ type }) => type === 'file.changed-elsewhere')).toEqual([]);
  });

  test('a copy in the file of another program does not come back once it was renewed', async () => {
    const login = { type: 'oauth', refresh: refreshToken, access: 'canary_a', expires: 0 };
    const at = work({ present: { [opencodePath]: { openai: login, mine: { type: 'api', key } } } });
    const { repaired } = await at.doctor.fix(`opencode/two-owners/${opencodePath}`);
    at.disk.place(codexPath, { ...codexFile, tokens: { ...tokens, refresh_token: 'canary_next' } });
    const failed = await failureOf(at.doctor.undo(repaired[0]?.id ?? ''));
    expect([failed.code, at.disk.json(opencodePath)]).toEqual([
      'credential/spent',
      { mine: { type: 'api', key } },
    ]);
  });

  test('an older sign-in is written anew', async () => {
    const older = { ...codexFile, tokens: { ...tokens, refresh_token: 'canary_older' } };
    const { doctor, disk } = work({ present: { [codexPath]: older } });
    const { findings } = await doctor.fix(`codex/stale-file/${codexPath}`);
    expect([findings, disk.json(codexPath)?.['tokens']]).toEqual([[], expect.objectContaining(tokens)]);
  });

  test('what another program has written is replaced by the account in use, and is told no more', async () => {
    const at = work();
    await at.shared.start();
    const { credential: other } = openaiEntry(
      {},
      { idToken: openaiIdToken('user-9', 'acc-9'), refreshToken: new Secret('canary_nine') },
    );
    at.disk.place(codexPath, {
      ...codexFile,
      tokens: { ...tokens, id_token: other.idToken?.reveal() ?? '', refresh_token: 'canary_nine' },
    });
    await at.shared.look('codex-auth');
    const id = `codex/foreign-writer/${codexPath}`;
    const before = await at.doctor.look();
    const { findings } = await at.doctor.fix(id);
    expect([
      before.findings.map((each) => [each.id, each.what]),
      findings,
      at.disk.json(codexPath)?.['tokens'],
    ]).toEqual([
      [[id, expect.stringContaining('ada@example.test does not stand there any more')]],
      [],
      expect.objectContaining(tokens),
    ]);
  });

  test('nothing is told of another program where we have written since', async () => {
    const at = work({ newestWriter: 'Gatehouse' });
    at.store.dispatch({
      type: 'file.changed-elsewhere',
      file: 'codex-auth',
      write: { by: 'another program', at: noonMs },
    });
    expect(await at.found()).toEqual([]);
  });

  test('what only the person can do is said so', async () => {
    const { doctor } = work();
    const terminal = terminalWith({ set: ['ANTHROPIC_API_KEY'] });
    const id = 'claude-code/environment-key/ANTHROPIC_API_KEY';
    expect([
      await failureOf(doctor.fix(id, terminal)),
      await failureOf(doctor.preview(id, terminal)),
      await failureOf(doctor.fix('codex/nothing/here')),
      await failureOf(doctor.undo('nothing')),
    ]).toEqual([
      { code: 'doctor/by-hand', subject: id },
      { code: 'doctor/by-hand', subject: id },
      { code: 'doctor/no-such-finding', subject: 'codex/nothing/here' },
      { code: 'doctor/no-such-finding', subject: 'nothing' },
    ]);
  });

  test('a write that fails leaves nothing to take back', async () => {
    const at = work({ present: { [bashrc]: `export OPENAI_API_KEY=${key}\n` } });
    at.disk.broken.set(bashrc, new Error('EACCES'));
    const failed = await failureOf(at.doctor.fix(`key-in-rc-file/${bashrc}:1`));
    expect([failed.code, at.records()]).toEqual(['internal', []]);
  });
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
