// Setting a shell up, in real files and real shells: a plain call follows, and every byte of the person's comes back.
import { chmod, mkdir, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { textFiles } from '../../main/adapters/node/credential-files.ts';
import { shellHosts } from '../../main/adapters/node/shell-hosts.ts';
import { shellLinks } from '../../main/adapters/node/shell-links.ts';
import { createShellScripts } from '../../main/adapters/node/shell-scripts.ts';
import { pathScript } from '../../main/adapters/node/shell-start-script.ts';
import { consumerId } from '../../main/domain/ids.ts';
import { createShellStart } from '../../main/flows/shell-start.ts';
import { createStore } from '../../main/state/store.ts';
import { openWriter } from '../fakes/credential-files.ts';
import { failureOf } from '../fakes/failures.ts';
import { RecordingLog } from '../fakes/log.ts';
import { putProgram, shown, tableText, tellingProgram } from '../fakes/shells.ts';
import { modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const codex = consumerId('codex');
const shells = ['bash', 'zsh', 'fish'] as const;
const mine = '/bin:/usr/bin';

/** A home of somebody who has all three shells, with a program and a login; quotes and spaces are in many a path. */
async function home() {
  const folder = join(await temporaryFolder(), `ada's "home" $x`);
  const data = join(folder, 'data');
  const shellFolder = join(data, 'shell');
  const real = join(folder, 'programs', 'codex');
  const login = join(folder, 'login');
  await mkdir(login, { recursive: true });
  await putProgram(real, tellingProgram('CODEX_HOME'));
  const files = {
    bash: join(folder, '.bashrc'),
    zsh: join(folder, '.zshrc'),
    fish: join(folder, '.config/fish/conf.d/gatehouse.fish'),
  };
  const store = createStore();
  const log = new RecordingLog();
  const start = { command: 'codex', variable: 'CODEX_HOME', chosenBy: ['CODEX_HOME'] };
  const shares = { usual: () => join(folder, '.codex'), names: ['config.toml', 'sessions', 'skills'] };
  const table = join(shellFolder, 'codex.accounts');
  const flow = createShellStart({
    consumers: [{ id: codex, shellStart: { ...start, shares } }],
    places: { home: folder, data, environment: { SHELL: '/bin/bash' } },
    shells: shellHosts({ home: folder, folder: shellFolder, environment: {}, platform: 'linux' }),
    scripts: createShellScripts({ folder: shellFolder, starts: [{ ...start, table }], platform: 'linux' }),
    links: shellLinks,
    programs: { find: async (name) => `/bin/${name}` },
    files: textFiles,
    writer: openWriter(join(data, 'backups')),
    store,
    log,
  });
  return {
    folder,
    data,
    files,
    flow,
    log,
    store,
    login,
    real,
    kinds: () => store.state().shells.map(({ shell, kind }) => `${shell} ${kind}`),
    /** The tables are the shared files' to write. */
    follow: () => writeFile(table, tableText([], login)),
    /** What a terminal of this shell does with a line. */
    terminal: (shell: string, line: string) =>
      shown([`/bin/${shell}`, '-i', '-c', line], {
        folder,
        environment: { HOME: folder, PATH: `${dirname(real)}:${mine}`, TERM: 'dumb' },
      }),
    /** What a terminal shows of lines that are typed, without its prompts; in a login shell where the words say so. */
    typed: (shell: string, words: readonly string[], lines: readonly string[]) =>
      shown([`/bin/${shell}`, ...words], {
        folder,
        environment: { HOME: folder, PATH: mine, TERM: 'dumb' },
        input: lines.map((line) => `${line}\n`).join(''),
      }),
  };
}

describe.each(shells)('a terminal of %s', (shell) => {
  test('has a plain call use the account in use once it is set up, and no longer after', async () => {
    const { flow, terminal, follow, login, real, kinds, data } = await home();
    const before = terminal(shell, 'codex hi').output;
    await flow.install(shell);
    await follow();
    const during = terminal(shell, 'codex hi').output;
    const kindsDuring = kinds();
    await flow.uninstall(shell);
    expect([before, during, terminal(shell, 'codex hi').output]).toEqual([
      `${real}|unset|hi|`,
      `${real}|${login}|hi|`,
      `${real}|unset|hi|`,
    ]);
    expect([kindsDuring, kinds(), await readdir(data)]).toEqual([
      shells.map((each) => `${each} ${each === shell ? 'on' : 'off'}`),
      shells.map((each) => `${each} off`),
      ['backups'],
    ]);
  });

  test('says nothing and runs the program as ever when what is ours has gone', async () => {
    const { flow, terminal, real, data } = await home();
    const plain = terminal(shell, 'codex; true');
    await flow.install(shell);
    await rm(join(data, 'shell'), { recursive: true });
    const { output, errors } = terminal(shell, 'codex; true');
    expect([output, errors]).toEqual([`${real}|unset|`, plain.errors]);
  });
});

describe('a login shell whose own files put another folder first', () => {
  /** Set up for bash and zsh, with the program in a folder that comes first as the last thing of all. */
  async function loginHome(bashrc = '', zshrc = '') {
    const made = await home();
    const { folder, files, flow, follow } = made;
    const first = `PATH="$HOME/programs:$PATH"\n`;
    await writeFile(join(folder, '.profile'), `. "$HOME/.bashrc"\n${first}`);
    await writeFile(join(folder, '.zlogin'), first);
    await writeFile(files.bash, bashrc);
    await writeFile(files.zsh, zshrc);
    for (const shell of ['bash', 'zsh']) await flow.install(shell);
    await follow();
    return made;
  }

  test.each([
    ['bash', ['-l', '-i']],
    ['zsh', ['-l', '-i', '-s']],
  ])('still has a plain call follow from the first prompt on: %s', async (shell, words) => {
    const { typed, login, real } = await loginHome();
    expect(typed(shell, words, ['codex hi']).output).toBe(`${real}|${login}|hi|`);
  });

  test.each([
    ['none', '', '|'],
    ['one command', `PROMPT_COMMAND='told=$?$told;'`, 'told=$?$told;|'],
    ['several', `PROMPT_COMMAND=('told=1' 'told=2')`, 'told=1|told=2|'],
  ])('leaves bash what it runs before a prompt, and its status: %s', async (_label, given, kept) => {
    const { typed } = await loginHome(`${given}\n`);
    const asked = `printf '%s|' "\${PROMPT_COMMAND[@]}"; PATH=/mine:$PATH`;
    // Who puts a folder first by hand later wants it so.
    expect(typed('bash', ['-l', '-i'], [asked, `echo "\${PATH%%:*}"`]).output).toBe(`${kept}/mine\n`);
  });

  test.each([
    ['behind it', 'PROMPT_COMMAND="$PROMPT_COMMAND; told=1"', '\n:; told=1|'],
    ['before it', 'PROMPT_COMMAND="told=1;$PROMPT_COMMAND"', 'told=1;|'],
    ['and cannot change any more', 'readonly PROMPT_COMMAND="$PROMPT_COMMAND; told=1"', undefined],
  ])('lets others put their command %s', async (_label, later, kept) => {
    const { typed, folder, login, real } = await loginHome();
    const profile = join(folder, '.profile');
    await writeFile(profile, `${await readFile(profile, 'utf8')}${later}\n`);
    const { output, errors } = typed('bash', ['-l', '-i'], ['printf "%s|" "$PROMPT_COMMAND"', 'codex hi']);
    expect([
      kept === undefined || output.startsWith(kept),
      output.endsWith(`${real}|${login}|hi|`),
      errors.includes('readonly variable'),
    ]).toEqual([true, true, false]);
  });

  test('is not troubled by a command before the prompt that cannot be changed', async () => {
    const { terminal } = await loginHome('readonly PROMPT_COMMAND=true\n');
    const { errors } = terminal('bash', ':');
    expect(errors).not.toContain('readonly');
  });

  test('leaves zsh what it runs before a prompt', async () => {
    const { typed } = await loginHome(
      '',
      'setopt nounset ksharrays\nmine() { :; }\nprecmd_functions=(mine)\n',
    );
    expect(typed('zsh', ['-l', '-i', '-s'], [`echo "\${precmd_functions[@]}"`]).output).toBe('mine\n');
  });
});

test('a plain call in fish follows although its own settings put another folder first, until somebody types that', async () => {
  const { typed, flow, follow, folder, login, real } = await home();
  await flow.install('fish');
  await follow();
  await writeFile(join(folder, '.config/fish/config.fish'), 'fish_add_path --path --move "$HOME/programs"\n');
  // At its first prompt fish reads the man pages in the background unless that is done, and would write on after us.
  await mkdir(join(folder, '.cache/fish/generated_completions'), { recursive: true });
  // Where nothing is typed there is no prompt, so it is said.
  const line = 'codex hi; emit fish_prompt; set -gx PATH /bin $PATH; echo first: $PATH[1]';
  const { output } = typed('fish', ['-c', line], []);
  // What fish itself does at a prompt may say something, too.
  expect([output.startsWith(`${real}|${login}|hi|`), output.endsWith('first: /bin\n')]).toEqual([true, true]);
});

describe('the file of the person', () => {
  test.each([
    ['with a last line that is open', 'export A=1'],
    ['with line ends of Windows', 'export A=1\r\n# end\r\n'],
    ['that is empty', ''],
    ['with anything', '\n\n  # ü\t'],
  ])('is byte for byte as before, and its rights stay: %s', async (_label, text) => {
    const { flow, files } = await home();
    await writeFile(files.bash, text);
    await chmod(files.bash, 0o644);
    await flow.install('bash');
    const during = await readFile(files.bash, 'utf8');
    const mode = await modeOf(files.bash);
    await flow.uninstall('bash');
    expect([during.startsWith(text), during.split('\n').length - text.split('\n').length >= 3, mode]).toEqual(
      [true, true, '644'],
    );
    expect([await readFile(files.bash, 'utf8'), await modeOf(files.bash)]).toEqual([text, '644']);
  });

  test('that was not there is taken away again, unless the person has put something in', async () => {
    const { flow, files, folder } = await home();
    for (const shell of shells) await flow.install(shell);
    await writeFile(files.zsh, `${await readFile(files.zsh, 'utf8')}alias x=y\n`);
    for (const shell of shells) await flow.uninstall(shell);
    const left = (await readdir(folder)).filter((name) => name.startsWith('.')).sort();
    expect([left, await readFile(files.zsh, 'utf8')]).toEqual([['.config', '.zshrc'], 'alias x=y\n']);
  });

  test('that is a link stays one', async () => {
    const { flow, files, folder } = await home();
    const dotfiles = join(folder, 'dotfiles');
    await writeFile(dotfiles, 'mine\n');
    await symlink(dotfiles, files.bash);
    await flow.install('bash');
    await flow.uninstall('bash');
    expect([await readlink(files.bash), await readFile(dotfiles, 'utf8')]).toEqual([dotfiles, 'mine\n']);
  });

  test('is left as it is when nobody can say what is ours, and that is said', async () => {
    const { flow, files, kinds, store, data } = await home();
    await flow.install('bash');
    const broken = (await readFile(files.bash, 'utf8')).replace(/# <<<.*\n/, '');
    await writeFile(files.bash, broken);
    const failures = [await failureOf(flow.uninstall('bash')), await failureOf(flow.install('bash'))];
    expect([
      failures.map(({ code, subject }) => [code, subject]),
      await readFile(files.bash, 'utf8'),
      kinds()[0],
      [...store.state().problems.keys()],
      await readdir(join(data, 'shell')),
    ]).toEqual([
      [
        ['shell/unsuitable', files.bash],
        ['shell/unsuitable', files.bash],
      ],
      broken,
      'bash changed',
      ['shell bash'],
      ['bin', 'path.sh'],
    ]);
  });

  test('that cannot be written leaves nothing of ours behind', async () => {
    const { flow, files, data, kinds } = await home();
    await writeFile(files.bash, 'mine\n');
    await chmod(files.bash, 0o444);
    const { code } = await failureOf(flow.install('bash'));
    expect([code, (await readdir(data)).includes('shell'), kinds()[0]]).toEqual([
      'storage/refused-path',
      false,
      'bash off',
    ]);
  });
});

test('a changed line of ours is known, shown, and renewed', async () => {
  const { flow, files, kinds } = await home();
  await flow.install('bash');
  const made = await readFile(files.bash, 'utf8');
  await writeFile(files.bash, made.replace('path.sh', 'other.sh'));
  await flow.look();
  const changed = kinds()[0];
  const preview = await flow.preview('bash');
  await flow.install('bash');
  expect([changed, preview, await readFile(files.bash, 'utf8'), kinds()[0]]).toEqual([
    'bash changed',
    { path: files.bash, before: made.replace('path.sh', 'other.sh'), after: made, reason: null },
    made,
    'bash on',
  ]);
});

test('a preview shows what is ours and nothing else of the file', async () => {
  const { flow, files } = await home();
  await writeFile(files.bash, 'export KEY=canary_key\n');
  const before = await flow.preview('bash');
  await flow.install('bash');
  expect([
    JSON.stringify(before).includes('canary'),
    before.before,
    (await flow.preview('bash')).after,
  ]).toEqual([false, null, null]);
  expect((await readFile(files.bash, 'utf8')).endsWith(before.after ?? '?')).toBe(true);
});

test('what we keep is private, and a new version brings its scripts along', async () => {
  const { flow, data } = await home();
  await flow.install('fish');
  const script = join(data, 'shell', 'bin', 'codex');
  await writeFile(script, '#!/bin/sh\n# of an older version\n');
  await flow.refresh();
  const names = ['shell', 'shell/bin', 'shell/bin/codex', 'shell/path.sh'];
  expect([
    await Promise.all(names.map((name) => modeOf(join(data, name)))),
    (await readFile(script, 'utf8')).includes('Made by Gatehouse'),
  ]).toEqual([['700', '700', '700', '600'], true]);
});

describe('the folder of ours on the path', () => {
  const folder = `/data/ada's "x" $HOME * [a]/bin`;
  const cases: readonly (readonly [string, string])[] = [
    ['/a:/b', `${folder}:/a:/b`],
    [`/a:${folder}:/b`, `${folder}:/a:/b`],
    [`${folder}:/a`, `${folder}:/a`],
    [`/a:${folder}`, `${folder}:/a`],
    [`/a:${folder}:${folder}:/b:${folder}`, `${folder}:/a:/b`],
    [`/a:${folder}2`, `${folder}:/a:${folder}2`],
    ['/a::/b:', `${folder}:/a::/b:`],
    [':/a', `${folder}::/a`],
    ['', folder],
    [folder, folder],
  ];
  test.each([
    ['sh', '/bin/sh', 'set -eu'],
    ['bash', '/bin/bash', 'set -eu'],
    ['zsh', '/bin/zsh', 'set -eu'],
    ['zsh with options of its own', '/bin/zsh', 'setopt nounset errexit shwordsplit globsubst ksharrays'],
  ])('is the first of all and stands there once: %s', async (_label, shell, options) => {
    const path = join(await temporaryFolder(), 'path.sh');
    await writeFile(path, pathScript(folder));
    // Some shells take an empty PATH for none.
    const line = `${options}; PATH=$GIVEN; . ${path}; . ${path}; printf '%s' "$PATH"`;
    const all = cases.map(([GIVEN]) => shown([shell, '-c', line], { environment: { GIVEN } }));
    expect(all).toEqual(cases.map(([, output]) => ({ code: 0, output, errors: '' })));
  });
});

describe('what a private folder shares', () => {
  const account = (folder: string, place: 'private' | 'usual' = 'private') => ({
    owner: codex,
    folder,
    place,
  });

  test('is linked once some shell is set up, where it is not there already', async () => {
    const { flow, folder, login } = await home();
    const usual = join(folder, '.codex');
    await flow.shareFolders([account(login)]);
    const before = await readdir(login);
    await flow.install('bash');
    await writeFile(join(login, 'config.toml'), 'its own');
    await flow.shareFolders([account(login), account(usual, 'usual')]);
    await flow.shareFolders([account(login)]);
    const links = await Promise.all(['sessions', 'skills'].map((name) => readlink(join(login, name))));
    expect([before, links, await readFile(join(login, 'config.toml'), 'utf8'), await readdir(usual)]).toEqual(
      [[], [join(usual, 'sessions'), join(usual, 'skills')], 'its own', ['sessions', 'skills']],
    );
  });

  test('takes the place of what a program makes for itself, which is kept, and never of anything else', async () => {
    const { flow, folder, login } = await home();
    await mkdir(join(login, 'skills', '.system', 'one'), { recursive: true });
    await mkdir(join(login, 'sessions', '2026'), { recursive: true });
    await flow.install('bash');
    await flow.shareFolders([account(login)]);
    const aside = (await readdir(login)).find((name) => name.startsWith('skills.aside-')) ?? '';
    expect([
      await readlink(join(login, 'skills')),
      await readdir(join(login, 'sessions')),
      await readdir(join(login, aside, '.system')),
    ]).toEqual([join(folder, '.codex', 'skills'), ['2026'], ['one']]);
  });

  test('is told to the log alone when it cannot be linked', async () => {
    const { flow, folder, log } = await home();
    await flow.install('bash');
    await flow.shareFolders([
      account(join(folder, 'gone')),
      { ...account('/x'), owner: consumerId('other') },
    ]);
    expect([log.warnings.length, (await stat(join(folder, '.codex'))).isDirectory()]).toEqual([1, true]);
  });
});

test('a shell that nobody has here is not listed', async () => {
  const folder = await temporaryFolder();
  const store = createStore();
  const shellFolder = join(folder, 'data', 'shell');
  const flow = createShellStart({
    consumers: [],
    places: { home: folder, data: join(folder, 'data'), environment: { SHELL: '/usr/bin/fish' } },
    shells: shellHosts({
      home: folder,
      folder: shellFolder,
      environment: { ZDOTDIR: join(folder, 'z') },
      platform: 'linux',
    }),
    scripts: createShellScripts({ folder: shellFolder, starts: [], platform: 'linux' }),
    links: shellLinks,
    programs: { find: async () => undefined },
    files: textFiles,
    writer: openWriter(join(folder, 'backups')),
    store,
    log: new RecordingLog(),
  });
  await mkdir(join(folder, 'z'));
  await writeFile(join(folder, 'z', '.zshrc'), '');
  await flow.look();
  expect([
    store.state().shells.map(({ shell, path }) => [shell, path.slice(folder.length)]),
    await failureOf(flow.install('tcsh')),
  ]).toEqual([
    [
      ['zsh', '/z/.zshrc'],
      ['fish', '/.config/fish/conf.d/gatehouse.fish'],
    ],
    { code: 'broker/bad-request', detail: 'tcsh is none of bash, zsh, fish' },
  ]);
});
