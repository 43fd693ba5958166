// `gatehouse settings` in processes of its own, against the real service.
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../main/domain/failure.ts';
import { exampleOffer, exampleSettingsText } from '../fakes/broker-settings.ts';
import { asStranger, isRoot, runChild, startChild } from '../fakes/child.ts';
import { parsed } from '../fakes/parsed.ts';
import { runningService } from '../fakes/running-service.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const isLinux = process.platform === 'linux';
if (!isRoot)
  console.warn('NOT CHECKED: a file that may not be read. That needs root, to become somebody else.');
if (!isLinux) console.warn('NOT CHECKED: the question at a terminal. That needs script(1) of util-linux.');

/** What a verb says while it takes long; whether it does depends on how busy the computer is. */
const progress = /^.*…\n/gm;

type Told = readonly [code: number | null, out: unknown, words: string];

async function gatehouse(folder: string, line: string, input?: string): Promise<Told> {
  const { code, out, words } = await runChild('cli', {
    arguments: ['settings', ...line.split(' ')],
    environment: { TEST_FOLDER: folder },
    ...(input !== undefined && { input }),
  });
  return [code, out.startsWith('{"') ? parsed(out) : out, words.replace(progress, '')];
}

const shown = [
  'Would change 2 settings:',
  '  reservePercent: 5 -> 20',
  '  fallBackFrom (Claude): on -> off',
  'Left out, because it belongs to one computer or allows something: consents, keyStore\n',
].join('\n');
const changed = '2 settings changed.\nThe way back, until Gatehouse ends: gatehouse settings undo\n';
const { steps, ignored } = exampleOffer;

describe('settings export', () => {
  test('writes a private file, never over another unless told to', async () => {
    const { folder } = await runningService();
    const path = join(folder, 'settings.json');
    const first = await gatehouse(folder, `export ${path}`);
    const { mode } = await stat(path);
    await writeFile(path, 'mine');
    const refused = await gatehouse(folder, `export ${path}`);
    const kept = await readFile(path, 'utf8');
    const forced = await gatehouse(folder, `export ${path} --force --json`);
    expect([first, mode & 0o777, refused.slice(0, 2), refused[2].includes(path), kept]).toEqual([
      [0, `Wrote the settings to ${path}.\n`, ''],
      0o600,
      [2, ''],
      true,
      'mine',
    ]);
    expect([forced, await readFile(path, 'utf8')]).toEqual([
      [0, { schema: 1, ok: true, path, file: null }, ''],
      exampleSettingsText,
    ]);
  });

  test('without a file prints what would stand in it, to the byte', async () => {
    const { folder } = await runningService();
    expect([await gatehouse(folder, 'export'), await gatehouse(folder, 'export --json')]).toEqual([
      [0, exampleSettingsText, ''],
      [0, { schema: 1, ok: true, path: null, file: parsed(exampleSettingsText) }, ''],
    ]);
  });
});

describe('settings import', () => {
  async function withFile() {
    const { actions, folder } = await runningService();
    const path = join(folder, 'settings.json');
    await writeFile(path, `\uFEFF${exampleSettingsText}`);
    return { actions, folder, path, read: `read settings ${path}: ${exampleSettingsText}` };
  }

  test('shows what would change, changes it after a yes, and says how to put it back', async () => {
    const { actions, folder, path, read } = await withFile();
    expect([
      await gatehouse(folder, `import ${path} --dry-run`),
      await gatehouse(folder, `import ${path} --yes`),
      await gatehouse(folder, `import ${path} --dry-run --json`),
      await gatehouse(folder, `import ${path} --yes --json`),
      actions.asked,
    ]).toEqual([
      [0, shown, ''],
      [0, shown + changed, ''],
      [0, { schema: 1, ok: true, changed: false, steps, ignored }, ''],
      [0, { schema: 1, ok: true, changed: true, steps, ignored }, ''],
      [read, read, 'apply settings 1', read, read, 'apply settings 1'],
    ]);
  });

  test('without anybody to ask changes nothing, and says what it would have asked about', async () => {
    const { actions, folder, path, read } = await withFile();
    const [code, out, words] = await gatehouse(folder, `import ${path} --json`);
    const detail = 'nobody to ask here: say yes with --yes, or look first with --dry-run';
    expect([code, out, words, actions.asked]).toEqual([
      2,
      expect.objectContaining({ ok: false, error: expect.objectContaining({ detail }) as unknown }),
      shown,
      [read],
    ]);
  });

  test('reads standard input where - stands for the file', async () => {
    const { actions, folder } = await withFile();
    const ended = await gatehouse(folder, 'import - --yes', exampleSettingsText);
    expect([ended, actions.asked]).toEqual([
      [0, shown + changed, ''],
      [`read settings standard input: ${exampleSettingsText}`, 'apply settings 1'],
    ]);
  });

  test('shows anew what has become of it meanwhile, and asks for that one', async () => {
    const { actions, folder, path, read } = await withFile();
    const { schema: _schema, ...offer } = exampleOffer;
    actions.settingsAnswers.changedSince = [{ ...offer, offer: '2', steps: steps.slice(0, 1), ignored: [] }];
    const [code, out] = await gatehouse(folder, `import ${path} --yes`);
    const anew = [
      'The settings have changed meanwhile. This is what the file would change now:',
      'Would change 1 setting:',
      '  reservePercent: 5 -> 20',
      '1 setting changed.',
      'The way back, until Gatehouse ends: gatehouse settings undo\n',
    ].join('\n');
    expect([code, out, actions.asked]).toEqual([
      0,
      shown + anew,
      [read, 'apply settings 1', 'apply settings 2'],
    ]);
  });

  test('of what is set here already asks nothing, and names no more than people read', async () => {
    const { actions, folder, path } = await withFile();
    const names = Array.from({ length: 14 }, (_, index) => `n${String(index)}`);
    actions.settingsAnswers.offer = { ...exampleOffer, steps: [], ignored: [{ reason: 'unknown', names }] };
    const words = [
      `Nothing to change: what can be taken from ${path} is set here already.`,
      `Left out, because it is not known here: ${names.slice(0, 12).join(', ')} and 2 more\n`,
    ].join('\n');
    expect([await gatehouse(folder, `import ${path}`), actions.asked.length]).toEqual([[0, words, ''], 1]);
  });

  test('refuses what is no file of settings before the app hears of it, and names it', async () => {
    const { actions, folder } = await withFile();
    const at = (name: string): string => join(folder, name);
    await mkdir(at('folder'));
    await writeFile(at('large'), 'x'.repeat(256 * 1024 + 1));
    await writeFile(at('latin'), Buffer.from([0x7b, 0xe4, 0x7d]));
    const refused: Told[] = [];
    for (const name of ['nowhere', 'folder', 'large', 'latin'])
      refused.push(await gatehouse(folder, `import ${at(name)} --yes`));
    const device = await gatehouse(folder, 'import /dev/zero --yes');
    const asked = (detail: string): string =>
      `gatehouse: Gatehouse cannot do what was asked. (${detail})\n  See the --help of the command; it is the one that came with the app.\n`;
    const unreadable = (name: string, detail: string): string =>
      `gatehouse: ${at(name)} cannot be read as what it should be; it was left untouched. (${detail})\n  Repair or move the file away, then try again.\n`;
    expect([...refused, device]).toEqual(
      [
        [2, asked(`there is no file ${at('nowhere')}`)] as const,
        [2, asked(`${at('folder')} is a folder; name a file in it`)] as const,
        [6, unreadable('large', 'larger than 256 KiB')] as const,
        [6, unreadable('latin', 'not UTF-8')] as const,
        [2, asked('/dev/zero is no file; - stands for standard input')] as const,
      ].map(([code, words]) => [code, '', words]),
    );
    expect(actions.asked).toEqual([]);
  });
});

test.skipIf(!isLinux || !isRoot)(
  'a file that may not be read is refused with its name and what to do',
  async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'settings.json');
    await writeFile(path, exampleSettingsText, { mode: 0o600 });
    await chmod(folder, 0o755);
    const { code, words } = await runChild('cli', {
      arguments: ['settings', 'import', path, '--yes'],
      environment: { TEST_FOLDER: folder },
      through: asStranger,
    });
    expect([code, words.split('\n')[0]]).toEqual([
      2,
      `gatehouse: Gatehouse cannot do what was asked. (you may not read ${path}; give yourself the right to, then try again)`,
    ]);
  },
);

describe.skipIf(!isLinux)('at a terminal', () => {
  /** Types the keys once the question is there. script(1) makes the terminal and reads the keys from a pipe. */
  async function answered(folder: string, path: string, keys: string) {
    const pipe = '"$TEST_FOLDER/keys"';
    const child = startChild('cli', {
      arguments: ['settings', 'import', path],
      environment: { TEST_FOLDER: folder, SHELL: '/bin/sh' },
      through: ['sh', '-c', `mkfifo ${pipe} && exec script -qec "exec $*" /dev/null <>${pipe}`, 'sh'],
    });
    await child.printed('[y/N]');
    await writeFile(join(folder, 'keys'), keys);
    return child.ended;
  }

  test.each([
    ['y\n', 0, ['apply settings 1']],
    ['n\n', 6, []],
    ['\u0003', 6, []],
  ] as const)(
    'what would change is shown and asked about; after %j it ends with %i',
    async (keys, code, then) => {
      const { actions, folder } = await runningService();
      const path = join(folder, 'settings.json');
      await writeFile(path, exampleSettingsText);
      const ended = await answered(folder, path, keys);
      const said = ended.out.replaceAll('\r', '').includes(shown.trimEnd());
      expect([
        ended.code,
        said,
        ended.words.includes('Change 2 settings? [y/N] '),
        actions.asked.slice(1),
      ]).toEqual([code, true, true, then]);
    },
  );
});

describe('settings undo', () => {
  test('says what was put back, and what was not', async () => {
    const { actions, folder } = await runningService();
    const answer = await actions.settingsAnswers.putBack();
    expect([await gatehouse(folder, 'undo'), await gatehouse(folder, 'undo --json')]).toEqual([
      [0, 'Put back: reservePercent\nLeft as it is, because it was changed since: fallBackFrom\n', ''],
      [0, { ok: true, ...answer }, ''],
    ]);
  });

  test('is refused where there is nothing to put back', async () => {
    const { actions, folder } = await runningService();
    actions.settingsAnswers.putBack = () =>
      Promise.reject(new Failure('broker/bad-request', { detail: 'nothing to put back' }));
    const [code, out, words] = await gatehouse(folder, 'undo');
    expect([code, out, words.includes('nothing to put back')]).toEqual([2, '', true]);
  });
});
