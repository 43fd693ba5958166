// The folder with provider packages on a real file system, their approvals, and the verbs about them.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createPackageApprovals } from '../../main/adapters/node/package-approvals.ts';
import { createPackageFiles } from '../../main/adapters/node/package-files.ts';
import { Failure } from '../../main/domain/failure.ts';
import { providerId } from '../../main/domain/ids.ts';
import { readProviderPackage } from '../../main/domain/read-provider-package.ts';
import { examplePackage } from '../fakes/broker-packages.ts';
import { thrownFailure } from '../fakes/failures.ts';
import { runChild } from '../fakes/child.ts';
import { parsed } from '../fakes/parsed.ts';
import { plainPackage, reserved } from '../fakes/provider-packages.ts';
import { runningService } from '../fakes/running-service.ts';
import { keyStoresOf, ToySecretBox } from '../fakes/secret-box.ts';
import { contentOf, modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const text = JSON.stringify(plainPackage, null, 2);
const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');

describe('the folder', () => {
  async function folder(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    const path = join(await temporaryFolder(), 'providers');
    await mkdir(path);
    for (const [name, content] of Object.entries(files)) await writeFile(join(path, name), content);
    return path;
  }

  test('that is not there holds nothing, and need not be made', async () => {
    const above = await temporaryFolder();
    const files = createPackageFiles(join(above, 'providers'));
    onTestFinished(files.watch(() => undefined));
    expect([await files.list(), await contentOf(above)]).toEqual([[], {}]);
  });

  test.for([
    { what: 'that leads to itself', make: (path: string) => symlink(path, path), why: 'ELOOP' },
    { what: 'in whose place is a file', make: (path: string) => writeFile(path, '{}'), why: 'ENOTDIR' },
  ])('$what is said not to be readable, and does not count as empty', async ({ make, why }) => {
    const path = join(await temporaryFolder(), 'providers');
    await make(path);
    const files = createPackageFiles(path);
    onTestFinished(files.watch(() => undefined));
    const { code, subject, detail } = await thrownFailure(files.list());
    expect([code, subject, detail]).toEqual(['storage/unreadable', path, why]);
  });

  test('is read by name; what is no such file says why, and nothing else is looked at', async () => {
    const path = await folder({
      'b.json': `\uFEFF${text}`,
      'a.json': text,
      'readme.txt': 'x',
      'Big Name.json': text,
      'huge.json': ' '.repeat(64 * 1024 + 1),
      'latin.json': Buffer.from([0x22, 0xe9, 0x22]),
    });
    await mkdir(join(path, 'folder.json'));
    await promisify(execFile)('mkfifo', [join(path, 'pipe.json')]);
    await symlink(join(path, 'a.json'), join(path, 'link.json'));
    await symlink(join(path, 'nowhere'), join(path, 'dead.json'));
    const read = { kind: 'text', text, hash: sha256(text) };
    expect(await createPackageFiles(path).list()).toEqual([
      { file: 'Big Name.json', content: { kind: 'unfit', code: 'file-name', about: '' } },
      { file: 'a.json', content: read },
      { file: 'b.json', content: { ...read, hash: sha256(`\uFEFF${text}`) } },
      { file: 'dead.json', content: { kind: 'unfit', code: 'unreadable', about: '' } },
      { file: 'folder.json', content: { kind: 'unfit', code: 'unreadable', about: '' } },
      { file: 'huge.json', content: { kind: 'unfit', code: 'too-large', about: '64' } },
      { file: 'latin.json', content: { kind: 'unfit', code: 'not-text', about: '' } },
      { file: 'link.json', content: read },
      { file: 'pipe.json', content: { kind: 'unfit', code: 'unreadable', about: '' } },
    ]);
  });

  test('tells of what comes, changes and goes in it, also when another folder takes its place', async () => {
    const path = await folder();
    const files = createPackageFiles(path);
    let noticed = Promise.withResolvers<undefined>();
    onTestFinished(
      files.watch(() => {
        noticed.resolve(undefined);
      }),
    );
    async function after(deed: () => Promise<unknown>): Promise<number> {
      await files.list();
      noticed = Promise.withResolvers();
      await deed();
      await noticed.promise;
      return (await files.list()).length;
    }
    const file = join(path, 'acme.json');
    expect([
      await after(() => writeFile(file, text)),
      await after(() => writeFile(file, `${text} `)),
      await after(async () => {
        await writeFile(join(path, 'new'), text);
        await rename(join(path, 'new'), file);
      }),
      await after(() => rm(file)),
      await after(async () => {
        await rm(path, { recursive: true });
        await mkdir(path);
      }),
      await after(() => writeFile(file, text)),
    ]).toEqual([1, 1, 1, 0, 0, 1]);
  });
});

test('the examples in the documents are good ones, with every field that there is', async () => {
  const page = await readFile(new URL('../../docs/adding-a-provider.md', import.meta.url), 'utf8');
  const examples = [...page.matchAll(/```json\n([^]*?)```/g)].map(([, example = '']) =>
    readProviderPackage(example, reserved),
  );
  expect(
    examples.map((read) => (read.kind === 'good' ? Object.keys(read.description).sort() : read)),
  ).toEqual([
    ['check', 'header', 'hosts', 'id', 'key', 'keysFrom', 'kind', 'label', 'quota'],
    ['host', 'hosts', 'id', 'kind', 'label'],
  ]);
});

test('approvals are there again after a restart, in a private file that shows nothing of them', async () => {
  const folder = join(await temporaryFolder(), 'data');
  const path = join(folder, 'packages.json');
  const box = new ToySecretBox();
  const start = () => createPackageApprovals({ path, ...keyStoresOf(box) });
  const approved = {
    file: 'acme.json',
    hash: 'ab'.repeat(32),
    provider: providerId('acme'),
    label: 'Acme AI',
    hosts: ['api.acme.example'],
    approvedAt: 7,
  };
  await start().save([approved]);
  const [shown = ''] = Object.values(await contentOf(folder));
  expect([await start().load(), await modeOf(path), /acme|abab/i.test(shown)]).toEqual([
    [approved],
    '600',
    false,
  ]);
});

describe('the verbs', () => {
  async function gatehouse(folder: string, ...words: readonly string[]) {
    const {
      code,
      out,
      words: said,
    } = await runChild('cli', {
      arguments: words,
      environment: { TEST_FOLDER: folder },
    });
    return [code, out.startsWith('{') ? parsed(out) : out, said.replace(/^.*…\n/gm, '')];
  }

  test('check a file without the app: 0 for a good one, 2 with everything that is wrong', async () => {
    const folder = await temporaryFolder();
    const [good, bad] = [join(folder, 'good.json'), join(folder, 'bad.json')];
    await writeFile(good, text);
    await writeFile(bad, text.replace('"schema": 1', '"schema": 3').replace('https://', 'http://'));
    const problems = [
      { line: 2, column: 13, field: 'schema', message: 'must be 1' },
      { line: 20, column: 12, field: 'check.url', message: 'must begin with https://' },
    ];
    const ended = await Promise.all([
      gatehouse(folder, 'packages', 'check', good),
      gatehouse(folder, 'packages', 'check', good, '--json'),
      gatehouse(folder, 'packages', 'check', bad),
      gatehouse(folder, 'packages', 'check', bad, '--json'),
      gatehouse(folder, 'packages', 'check', join(folder, 'none.json')),
    ]);
    expect(ended).toEqual([
      [0, `${good} describes Acme AI, which asks only api.acme.example.\n`, ''],
      [
        0,
        {
          schema: 1,
          ok: true,
          provider: 'acme',
          label: 'Acme AI',
          hosts: ['api.acme.example'],
          problems: [],
        },
        '',
      ],
      [2, `${bad}:2:13 schema: must be 1\n${bad}:20:12 check.url: must begin with https://\n`, ''],
      [2, { schema: 1, ok: false, provider: null, label: null, hosts: [], problems }, ''],
      [2, '', expect.stringContaining('there is no file')],
    ]);
  });

  test('list what is there, and approve it once the person has said yes in the app', async () => {
    const { actions, folder } = await runningService();
    const problem = { code: 'package/broken', what: 'It is broken.', next: 'Correct it.' };
    const broken: typeof examplePackage = {
      ...examplePackage,
      file: 'bad.json',
      state: 'broken',
      provider: null,
      label: null,
      hosts: [],
      problems: [{ line: 7, column: 12, field: 'check.url', message: 'must begin with https://' }],
      problem,
    };
    actions.packageAnswers.packages = { schema: 1, packages: [examplePackage, broken] };
    const listed = await gatehouse(folder, 'packages');
    const asJson = await gatehouse(folder, 'packages', 'list', '--json');
    const approved = await gatehouse(folder, 'packages', 'approve', 'acme');
    actions.packageAnswers.approving = () =>
      Promise.reject(new Failure('package/refused', { subject: 'providers/acme.json' }));
    const refused = await gatehouse(folder, 'packages', 'approve', 'acme');
    actions.packageAnswers.packages = { schema: 1, packages: [] };
    const question = 'Gatehouse asks you in a dialog before it uses the file. Ctrl-C cancels.\n';
    expect([listed, asJson, approved, refused, await gatehouse(folder, 'packages'), actions.asked]).toEqual([
      [
        0,
        [
          'acme.json: Acme AI (acme) in use',
          '    asks only api.acme.example',
          '',
          'bad.json: describes no provider',
          '    providers/bad.json:7:12 check.url: must begin with https://',
          '    Correct it.\n',
        ].join('\n'),
        '',
      ],
      [0, { schema: 1, ok: true, packages: [examplePackage, broken] }, ''],
      [0, 'From now on it is used: acme\n', question],
      [6, '', expect.stringContaining('providers/acme.json was not approved, so nothing of it is used.')],
      [0, 'No file describes a provider. They belong in the folder "providers" beside the settings.\n', ''],
      ['use acme', 'use acme'],
    ]);
  });

  test('take the yes back without a question', async () => {
    const { actions, folder } = await runningService();
    actions.packageAnswers.packages = { schema: 1, packages: [{ ...examplePackage, state: 'unapproved' }] };
    expect([
      await gatehouse(folder, 'packages', 'forget', 'acme'),
      await gatehouse(folder, 'packages', 'forget', 'acme.json', '--json'),
      actions.asked,
    ]).toEqual([
      [0, 'It is used no longer, and its accounts stay: acme\n', ''],
      [0, { ok: true, ...actions.packageAnswers.packages }, ''],
      ['forget acme by cli', 'forget acme.json by cli'],
    ]);
  });
});
