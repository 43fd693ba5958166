// Doctor repairs what was shown and nothing else, and takes it back as long as nothing in it is spent.
import { expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { noonMs } from '../../fakes/accounts.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { terminalWith, type DoctorAtWork } from '../../fakes/doctor.ts';
import { failureOf } from '../../fakes/failures.ts';
import { chatgpt, codexPath } from '../../fakes/flows.ts';
import {
  bashrc,
  codePath,
  codexFile,
  key,
  opencodePath,
  refreshToken,
  tokens,
  wellKnown,
  work,
} from '../../fakes/healthy-programs.ts';
import { acmePackage } from '../../fakes/provider-packages.ts';
import { settle } from '../../fakes/time.ts';

const { credential } = chatgpt;
const lineId = (line: number, variable = 'OPENAI_API_KEY'): string =>
  `key-in-rc-file/${bashrc}:${String(line)}:${variable}`;

test('a line of a start-up file is shown without the key, commented out, and put back byte for byte', async () => {
  const before = `# mine\nexport OPENAI_API_KEY=${key}\nalias l=ls\n`;
  const { doctor, disk, records } = work({ present: { [bashrc]: before } });
  const id = lineId(2);
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
  const { repaired } = await doctor.fix(lineId(1));
  disk.place(bashrc, `alias l=ls\n${disk.texts.get(bashrc) ?? ''}`);
  await doctor.undo(repaired[0]?.id ?? '');
  expect(disk.texts.get(bashrc)).toBe(`alias l=ls\nexport OPENAI_API_KEY=${key}\n`);
});

test('a line that somebody has taken out since is not put back, and nothing is offered', async () => {
  const { doctor, disk } = work({ present: { [bashrc]: `export OPENAI_API_KEY=${key}\n` } });
  const { repaired } = await doctor.fix(lineId(1));
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
  expect([preview.after, JSON.stringify(preview), findings, gone, at.disk.texts.get(opencodePath)]).toEqual([
    '',
    expect.not.stringContaining('canary_'),
    [],
    undefined,
    before,
  ]);
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

test('nothing is told of another program where we have written since', async () => {
  const at = work({ newestWriter: 'Gatehouse' });
  at.store.dispatch({
    type: 'file.changed-elsewhere',
    file: 'codex-auth',
    write: { by: 'another program', at: noonMs },
  });
  await at.shared.start();
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
  const failed = await failureOf(at.doctor.fix(lineId(1)));
  expect([failed.code, at.records()]).toEqual(['internal', []]);
});

test('a file that others can read is closed although it cannot be understood', async () => {
  const at = work({ present: { [codexPath]: '{ half' } });
  at.standing.set(codexPath, { mode: 0o644 });
  const id = `codex/open-rights/${codexPath}`;
  const { findings } = await at.doctor.fix(id);
  // The disk of this test has no rights.
  expect(findings.map((each) => each.id)).toEqual([id]);
});

test('a provider package is approved by a question of the app, and its file stays as it is', async () => {
  const { doctor, store, disk, asked } = work();
  store.dispatch({ type: 'packages.seen', packages: [acmePackage('changed')] });
  const before = new Map(disk.texts);
  const id = 'changed-package/providers/acme.json';
  const { findings } = await doctor.look();
  const preview = await doctor.preview(id);
  await doctor.fix(id);
  expect([
    findings.map(({ what, fix, severity }) => [what, fix, severity]),
    preview,
    asked.filter((each) => each.startsWith('approve')),
    new Map(disk.texts),
  ]).toEqual([
    [
      [
        'providers/acme.json describes a provider and is not as you approved it, so nothing is asked for its accounts (Acme AI: api.acme.example).',
        { label: 'Look at it and approve…', changesFile: false },
        'warning',
      ],
    ],
    {
      path: 'providers/acme.json',
      before: null,
      after: null,
      reason: 'It stays as it is; you are asked in a dialog whether it may be used.',
    },
    ['approve acme.json'],
    before,
  ]);
});

test('the question about a provider package is taken back when whoever asked has gone', async () => {
  const { doctor, store } = work();
  store.dispatch({ type: 'packages.seen', packages: [acmePackage('changed')] });
  const gone = AbortSignal.abort(new Failure('broker/cancelled'));
  expect((await failureOf(doctor.fix('changed-package/providers/acme.json', undefined, gone))).code).toBe(
    'broker/cancelled',
  );
});

test('the safe mode is found, ended without any question or change of a file, and then found no more', async () => {
  const { doctor, store, disk, asked } = work();
  store.dispatch({ type: 'safe-mode.changed', on: true });
  const before = new Map(disk.texts);
  const id = 'safe-mode/Gatehouse';
  const { findings } = await doctor.look();
  const preview = await doctor.preview(id);
  const after = await doctor.fix(id);
  expect([
    findings.map(({ id: each, severity, fix }) => [each, severity, fix]),
    preview,
    asked.filter((each) => !each.startsWith('https:')),
    after.findings,
    new Map(disk.texts),
  ]).toEqual([
    [[id, 'warning', { label: 'Start normally', changesFile: false }]],
    {
      path: 'Gatehouse',
      before: null,
      after: null,
      reason: 'No file is changed; quotas, renewals and switches go on by themselves again.',
    },
    ['start normally'],
    [],
    before,
  ]);
});
