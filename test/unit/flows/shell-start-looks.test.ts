// Doctor and plain calls: whose login one gets here, and what keeps it from our script; told only where that makes a difference.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { accountId, consumerId } from '../../../main/domain/ids.ts';
import type { JsonObject } from '../../../main/domain/json.ts';
import type { FolderRule } from '../../../main/domain/settings.ts';
import { claudeEntry, claudeId, noonMs } from '../../fakes/accounts.ts';
import { scriptFolder, terminalWith } from '../../fakes/doctor.ts';
import { bashrc, claudeLogin, claudePath, work } from '../../fakes/healthy-programs.ts';

const login = (name: string) => `/data/logins/${name}`;
const delegated = (name: string) => ({
  account: {
    id: accountId(`claude:cli/${name}@example.test/none`),
    provider: claudeId,
    label: `${name}@example.test`,
    kind: 'delegated' as const,
  },
  credential: {
    kind: 'delegated' as const,
    origin: 'owner-sign-in' as const,
    destinations: [],
    obtainedAt: noonMs,
    owner: consumerId('claude-code'),
    folder: login(name),
    place: 'private' as const,
  },
});
const [ada, bob, keyed] = [delegated('ada'), delegated('bob'), claudeEntry()];
const first = '/home/ada/.local/bin/claude';
const zshrc = '/home/ada/.zshrc';

interface Changes {
  readonly entries?: readonly SignedInAccount[];
  readonly folderRules?: readonly FolderRule[];
  readonly present?: Readonly<Record<string, string>>;
  readonly shell?: string;
}

/** Claude Code with a login of each of two, in a home where bash is set up, in a terminal that finds our script. */
function setUp({ entries = [ada, bob], folderRules = [], present = {}, shell = 'bash' }: Changes = {}) {
  const files = [ada, bob].flatMap(({ account, credential: { folder } }): [string, JsonObject][] => [
    [`${folder}/.credentials.json`, claudeLogin({ refreshToken: `canary_${folder}` })],
    [`${folder}/.claude.json`, { oauthAccount: { emailAddress: account.label } }],
  ]);
  const at = work({
    entries,
    settings: { folderRules },
    present: { ...Object.fromEntries(files), ...present },
    environment: { SHELL: `/usr/bin/${shell}` },
  });
  at.onPath.set('claude', `${scriptFolder}/claude`);
  at.store.dispatch({
    type: 'shells.seen',
    shells: [
      { shell: 'bash', label: 'bash', path: bashrc, kind: 'on', commands: ['claude'], untried: false },
    ],
  });
  return {
    ...at,
    /** Where the login is that Claude Code uses in this folder. */
    usedIn: async (folder: string) => {
      const { identities } = await at.doctor.look(terminalWith({ folder }));
      return identities.find(({ consumer }) => consumer === 'claude-code')?.where;
    },
  };
}

const fileOf = (name: string) => `${login(name)}/.credentials.json`;

describe('whose login', () => {
  test('is that of the account in use, and by a folder rule that of another; keys of ours are in the usual place', async () => {
    const { usedIn, found } = setUp({
      entries: [ada, bob, keyed],
      folderRules: [
        { folder: '/home/ada/work', account: bob.account.id },
        { folder: '/home/ada/work/keyed', account: keyed.account.id },
        { folder: '/home/ada/gone', account: accountId('claude:cli/gone/none') },
      ],
    });
    const folders = ['.', 'work', 'work/deep', 'workshop', 'work/keyed', 'gone'];
    expect([
      await Promise.all(folders.map((each) => usedIn(join('/home/ada', each)))),
      await found(terminalWith()),
    ]).toEqual([[fileOf('ada'), fileOf('bob'), fileOf('bob'), fileOf('ada'), claudePath, fileOf('ada')], []]);
  });

  test('counts by the folder as the terminal spells it, and without links on the way', async () => {
    const { usedIn, links } = setUp({
      folderRules: [
        { folder: '/home/ada/link', account: bob.account.id },
        { folder: '/srv/project', account: bob.account.id },
      ],
    });
    links.set('/home/ada/link', '/srv/other').set('/home/ada/projects', '/srv/project');
    expect([
      await usedIn('/home/ada/link/deep'),
      await usedIn('/home/ada/projects'),
      await usedIn('/srv/other'),
    ]).toEqual([fileOf('bob'), fileOf('bob'), fileOf('ada')]);
  });
});

describe('a program that is found before our script', () => {
  const id = `claude-code/shell-start-bypassed/${first}`;
  const behind = `/home/ada/.local/bin:${scriptFolder}`;
  test.each<[string, Changes, string, readonly string[]]>([
    ['is told', {}, behind, [id]],
    ['is told in a terminal that is older than the set-up', {}, '/usr/bin', [id]],
    ['is nothing in a shell that nobody has set up', { shell: 'zsh' }, '/usr/bin', []],
    ['is told where that shell has the path of another', { shell: 'zsh' }, behind, [id]],
    ['is nothing where no login is in a place of its own', { entries: [keyed] }, behind, []],
  ])('%s', async (_name, changes, path, expected) => {
    const { found, onPath } = setUp(changes);
    onPath.set('claude', first);
    expect(await found(terminalWith({ path }))).toEqual(expected);
  });
});

describe('an alias or a function of that name', () => {
  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['is told with its place', { [bashrc]: 'A=1\nalias claude=/opt/claude\n' }, [`${bashrc}:2`]],
    ['is told as a function', { [bashrc]: 'claude() { /opt/claude "$@"; }\n' }, [`${bashrc}:1`]],
    ['is nothing where it calls the program by its name', { [bashrc]: "alias claude='claude -v'\n" }, []],
    ['is nothing in a file of a shell that is not set up', { [zshrc]: 'alias claude=/opt/claude\n' }, []],
  ])('%s', async (_name, present, places) => {
    const { found, usedIn } = setUp({ present });
    const ids = places.map((place) => `claude-code/shell-start-bypassed/${place}`);
    expect([await found(), await found(terminalWith()), await usedIn('/home/ada')]).toEqual([
      ids,
      ids,
      ids.length === 0 ? fileOf('ada') : claudePath,
    ]);
  });

  test('is told in words of its own', async () => {
    const { doctor } = setUp({ present: { [bashrc]: 'alias claude=/opt/claude\n' } });
    const [finding] = (await doctor.look(terminalWith())).findings;
    expect([finding?.what, finding?.line]).toEqual([
      `${bashrc} gives the name of Claude Code (claude) to an alias or a function, which does not follow the account in use.`,
      1,
    ]);
  });
});
