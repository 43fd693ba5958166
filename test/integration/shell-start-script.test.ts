// The script in front of a program, in real shells: the real program runs with the login for the folder, and else as ever.
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createPrograms } from '../../main/adapters/node/programs.ts';
import { isShellStartScript, shellStartScript } from '../../main/adapters/node/shell-start-script.ts';
import { putProgram, shown, tableText, tellingProgram, type ShellCall } from '../fakes/shells.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

// On Debian the first is dash.
const shells = [['/bin/sh'], ['/bin/bash', '--posix'], ['/bin/bash'], ['/bin/zsh', '--emulate', 'sh']];
const variable = 'CODEX_HOME';
/** What goes round in circles ends with everything that it has started. */
const endless = ['/usr/bin/timeout', '--signal=KILL', '20'];

/** Our script and the real program behind it, in a home with everything that makes a path difficult. */
async function terminal(table?: string) {
  const folder = await temporaryFolder();
  const data = join(folder, `ada's "data" $HOME`);
  const path = { bin: join(data, 'bin'), real: join(folder, 'real programs') };
  const start = { command: 'codex', variable, chosenBy: [variable, 'OTHER'], table: join(data, 'accounts') };
  const [script, real] = [join(path.bin, 'codex'), join(path.real, 'codex')];
  await putProgram(script, shellStartScript(start));
  await putProgram(real, tellingProgram(variable));
  if (table !== undefined) await writeFile(start.table, table);
  const login = join(folder, 'login 1');
  await mkdir(login);
  return {
    folder,
    data,
    script,
    real,
    table: start.table,
    login,
    put: (text: string) => writeFile(start.table, text),
    /** What each shell makes of it, which has to be the same. */
    run: (words: readonly string[] = [], call: ShellCall = {}) => {
      const environment = { PATH: `${path.bin}:${path.real}:/usr/bin:/bin`, ...call.environment };
      const [first, ...others] = shells.map((shell) => {
        const made = shown([...endless, ...shell, script, ...words], { ...call, environment });
        // Some shells count how deep they are, and say which program they run last, or whose they are; we note the process.
        return {
          ...made,
          output: made.output.replaceAll(/^(?:SHLVL|_|OLDPWD|LOGNAME|_GATEHOUSE_PASSED)=.*\n/gm, ''),
        };
      });
      for (const other of others) expect(other).toEqual(first);
      return first;
    },
  };
}

const ran = (real: string, value = 'unset', words = '') => ({
  code: 7,
  output: `${real}|${value}|${words}`,
  errors: '',
});

describe('the account in use', () => {
  test('is the one that the program gets, with every word as it was', async () => {
    const { put, run, login, real } = await terminal();
    await put(tableText([], login));
    expect(run(['-p', 'a b', '', '*', '$HOME', "it's"])).toEqual(ran(real, login, "-p|a b||*|$HOME|it's|"));
  });

  test('in the usual place is told by nothing', async () => {
    const { put, run, real } = await terminal();
    await put(tableText([]));
    expect(run()).toEqual(ran(real));
  });

  test('gives way to the person’s own choice, and an empty variable is none', async () => {
    const { put, run, login, real } = await terminal();
    await put(tableText([], login));
    expect([
      run([], { environment: { [variable]: '/mine' } }),
      run([], { environment: { OTHER: 'x' } }),
      run([], { environment: { [variable]: '', OTHER: '' } }),
    ]).toEqual([ran(real, '/mine'), ran(real), ran(real, login)]);
  });

  test('that is gone is said in one line, and the program runs without it', async () => {
    const { put, run, login, real } = await terminal();
    await put(tableText([], login));
    await rm(login, { recursive: true });
    expect(run()).toEqual({
      ...ran(real),
      errors: 'Gatehouse: the login of the account in use is gone, so codex runs without it.\n',
    });
  });
});

describe('a folder rule', () => {
  test('counts in its folder and below it, the longest first, by any spelling, and nowhere else', async () => {
    const { put, run, folder, login, real } = await terminal();
    const work = join(folder, 'wo*k [1]');
    const inner = join(work, 'inner', 'deep');
    const beside = join(folder, 'wo*k [1] 2');
    const link = join(folder, 'link');
    await mkdir(inner, { recursive: true });
    await mkdir(beside);
    await symlink(work, link);
    const [second, third] = [join(folder, 'login 2'), join(folder, 'login 3')];
    await mkdir(second);
    await mkdir(third);
    await put(
      tableText(
        [
          [join(work, 'inner'), second],
          [work, login],
        ],
        third,
      ),
    );
    const at = (where: string, PWD = where) => run([], { folder: where, environment: { PWD } });
    expect([
      at(work),
      at(inner),
      at(beside),
      at(folder),
      at(work, link),
      at(join(link, 'inner'), join(link, 'inner')),
      // A lie is not believed.
      at(folder, work),
    ]).toEqual([login, second, third, third, login, second, third].map((value) => ran(real, value)));
  });

  test('may be spelled by a link, and may lead to the usual place', async () => {
    const { put, run, folder, login, real } = await terminal();
    const [work, link] = [join(folder, 'work'), join(folder, 'link')];
    await mkdir(work);
    await symlink(work, link);
    await put(
      tableText(
        [
          [link, '-'],
          ['/', login],
        ],
        '-',
      ),
    );
    expect([
      run([], { folder: work, environment: { PWD: link } }),
      run([], { folder: work, environment: { PWD: work } }),
      run([], { folder: '/' }),
    ]).toEqual([ran(real), ran(real, login), ran(real, login)]);
  });
});

describe('a table that cannot be used means nothing:', () => {
  test.each<[string, (made: Awaited<ReturnType<typeof terminal>>) => Promise<unknown>]>([
    ['none', async () => undefined],
    ['an empty one', ({ put }) => put('')],
    ['a folder', ({ table }) => mkdir(table)],
    ['one without its last line', ({ put, login }) => put(`/\t${login}\n`)],
    ['one that ends in its last line', ({ put, login }) => put(`*\t${login}`)],
    ['one with a login that is no path', ({ put }) => put('/\tlogin\n*\tlogin\n')],
    ['anything else', ({ put }) => put('\0\u0007{"a":\n\n\t\t\n*\n')],
  ])('%s', async (_label, make) => {
    const made = await terminal();
    await make(made);
    expect(made.run()).toEqual(ran(made.real));
  });
});

describe('the real program', () => {
  test('is the next on the path that is none of ours, however often ours stand there', async () => {
    const { put, run, folder, data, real, login, script } = await terminal();
    await put(tableText([], login));
    const [copy, link] = [join(folder, 'copy'), join(folder, 'link')];
    const start = { command: 'codex', variable, chosenBy: [variable], table: '/none' };
    await putProgram(join(copy, 'codex'), shellStartScript(start));
    await mkdir(link);
    await symlink(script, join(link, 'codex'));
    const own = join(data, 'bin');
    const PATH = [own, link, copy, own, copy, join(folder, 'real programs')].join(':');
    expect(run([], { environment: { PATH } })).toEqual(ran(real, login));
  });

  test('is never a folder, or a file that may not be run', async () => {
    const { run, folder, real } = await terminal();
    await mkdir(join(folder, 'a', 'codex'), { recursive: true });
    await mkdir(join(folder, 'b'));
    await writeFile(join(folder, 'b', 'codex'), tellingProgram(variable));
    const PATH = [join(folder, 'a'), join(folder, 'b'), join(folder, 'real programs')].join(':');
    expect(run([], { environment: { PATH } })).toEqual(ran(real));
  });

  test('may be in the working folder, where the path says so', async () => {
    const { run, real } = await terminal();
    await putProgram(real, '#!/bin/sh\npwd\n');
    const folder = dirname(real);
    expect(run([], { folder, environment: { PATH: '/usr/bin::/bin' } })?.output).toBe(`${folder}\n`);
  });

  test('is found where the path spells the home with a tilde, as bash finds it', async () => {
    const { run, real, data, folder, put, login } = await terminal();
    await put(tableText([], login));
    const at = (HOME: string, spelled: string) =>
      run([], { environment: { HOME, PATH: `${join(data, 'bin')}:${spelled}:/usr/bin:/bin` } });
    const expected = ran(real, login);
    expect([at(folder, '~/real programs'), at(dirname(real), '~'), at(folder, '~other')?.code]).toEqual([
      expected,
      expected,
      127,
    ]);
  });

  test('that is not there is said as a shell says it', async () => {
    const { run, data } = await terminal();
    expect(run([], { environment: { PATH: `${join(data, 'bin')}:/nowhere` } })).toEqual({
      code: 127,
      output: '',
      errors: 'codex: command not found\n',
    });
  });

  test('gets the environment as it was', async () => {
    const { run, real, put, login } = await terminal();
    await put(tableText([['/', login]], '-'));
    await putProgram(real, '#!/bin/sh\nexec /usr/bin/env\n');
    const environment = { folder: 'a', line: 'b', rest: 'c', real: 'd', command: 'e' };
    const told = run([], { environment })
      ?.output.split('\n')
      .filter((line) => !/^(PATH|PWD|)(=|$)/.test(line));
    const before = Object.entries({ ...environment, HOME: '/home/ada', CODEX_HOME: login });
    expect(told?.toSorted()).toEqual(before.map((entry) => entry.join('=')).toSorted());
  });
});

/** What a script of the person's does to find the next program of its name, whoever is that. */
const others: readonly (readonly [string, string])[] = [
  ['the second of its name', '$(which -a codex | sed -n 2p)'],
  ['the first that is not itself', '$(which -a codex | grep -vxF "$0" | head -n 1)'],
];
const wrappers = ['/bin/sh', '/bin/bash', '/bin/zsh', '/bin/fish'].flatMap((shell) =>
  others.flatMap(([label, other]) => ['exec', ''].map((how) => [shell, how, label, other] as const)),
);

describe('a script of the person’s with the same name', () => {
  /** The real program behind a script in a folder before ours. */
  async function wrapped(text: (real: string) => string) {
    const made = await terminal();
    const mine = join(made.folder, 'mine');
    await made.put(tableText([], made.login));
    await putProgram(join(mine, 'codex'), text(made.real));
    const own = dirname(made.script);
    const PATH = (...folders: readonly string[]) => ({
      environment: { PATH: [...folders, '/usr/bin', '/bin'].join(':') },
    });
    return { ...made, mine, own, PATH };
  }

  test.each(wrappers)(
    'of %s that starts by "%s" %s gets the real program',
    async (shell, how, _label, other) => {
      const inFish = shell === '/bin/fish';
      const text = inFish ? other.replaceAll('"$0"', '(status filename)').replace(/^\$/, '') : other;
      const { run, mine, own, real, login, PATH } = await wrapped(() =>
        inFish ? `#!${shell}\nset next ${text}\n${how} $next $argv\n` : `#!${shell}\n${how} "${text}" "$@"\n`,
      );
      expect([
        run(['hi'], PATH(mine, own, dirname(real))),
        run(['hi'], PATH(own, mine, dirname(real))),
      ]).toEqual([ran(real, login, 'hi|'), ran(real, login, 'hi|')]);
    },
  );

  test('that looks for the program in a folder it puts in front gets that one', async () => {
    const { run, mine, own, real, login, PATH } = await wrapped(
      (behind) => `#!/bin/sh\nPATH='${dirname(behind)}':$PATH exec codex "$@"\n`,
    );
    expect([run(['hi'], PATH(own, mine)), run(['hi'], PATH(mine, own))]).toEqual([
      ran(real, login, 'hi|'),
      ran(real, login, 'hi|'),
    ]);
  });

  test.each(['exec', ''])('that starts by "%s" what is not there is told so', async (how) => {
    const { run, mine, own, PATH } = await wrapped(() => `#!/bin/sh\n${how} codex "$@"\n`);
    expect(run([], PATH(own, mine))).toEqual({
      code: 127,
      output: '',
      errors: 'codex: command not found, but for what starts codex again and again\n',
    });
  });

  test('that starts another of ours is not in its way', async () => {
    const { run, folder, mine, own, login, PATH } = await wrapped(() => '#!/bin/sh\nexec claude "$@"\n');
    const claude = { command: 'claude', variable, chosenBy: ['OTHER'], table: '/none' };
    await putProgram(join(own, 'claude'), shellStartScript(claude));
    await putProgram(join(mine, 'claude'), tellingProgram(variable));
    expect(run(['hi'], PATH(own, join(folder, 'none'), mine))).toEqual(
      ran(join(mine, 'claude'), login, 'hi|'),
    );
  });
});

test('a program that starts itself gets the same one each time', async () => {
  const { run, real, login, put, script } = await terminal();
  await put(tableText([], login));
  await putProgram(
    real,
    `#!/bin/sh\necho "$0 $1"\n[ "$1" = aaa ] && exit 7\n"${script.replaceAll(/["$]/g, String.raw`\$&`)}" "$1a"\n`,
  );
  expect(run([''])).toEqual({
    code: 7,
    output: ['', 'a', 'aa', 'aaa'].map((word) => `${real} ${word}\n`).join(''),
    errors: '',
  });
});

test('we ourselves find the real program behind our scripts', async () => {
  const { script, real, folder } = await terminal();
  const environment = { PATH: [dirname(script), dirname(real)].join(':') };
  expect([
    await createPrograms(environment, folder).find('codex'),
    await createPrograms({ PATH: dirname(script) }, folder).find('codex'),
    await Promise.all([script, real, folder, join(folder, 'gone')].map(isShellStartScript)),
  ]).toEqual([real, undefined, [true, false, false, false]]);
});
