// The status line in real settings files: every other byte stays, and what stood there before comes back.
import { mkdir, readdir, readFile, readlink, rmdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { textFiles } from '../../main/adapters/node/credential-files.ts';
import { createStatusLineNotes } from '../../main/adapters/node/status-line-notes.ts';
import { createStatusLineScript } from '../../main/adapters/node/status-line-script.ts';
import { statusLine, statusLineScript } from '../../main/consumers/claude-code/status-line.ts';
import { parsedObject } from '../../main/consumers/fields.ts';
import { consumerId } from '../../main/domain/ids.ts';
import { createStatusLine } from '../../main/flows/status-line.ts';
import { openWriter } from '../fakes/credential-files.ts';
import { failureOf } from '../fakes/failures.ts';
import { saidToStatusLine } from '../fakes/status-line.ts';
import { startSession } from '../fakes/status-line-session.ts';
import { contentOf, modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const claudeCode = consumerId('claude-code');

/** Ours for the settings in this home, with what is ours in this folder. */
function lineIn(folder: string, data: string, feed: string) {
  const path = join(data, 'status-line', 'claude-code.sh');
  const script = createStatusLineScript({ path, feed, text: statusLineScript(feed) });
  return createStatusLine({
    consumers: [{ id: claudeCode, label: 'Claude Code', statusLine }],
    places: { home: folder, data, environment: {} },
    files: textFiles,
    writer: openWriter(join(folder, 'backups')),
    notes: createStatusLineNotes(join(data, 'status-line.json')),
    scriptFor: () => script,
  });
}

async function home() {
  const folder = await temporaryFolder();
  const settings = join(folder, '.claude', 'settings.json');
  const data = join(folder, 'data');
  const feed = join(folder, 'feed');
  await mkdir(join(folder, '.claude'));
  const line = lineIn(folder, data, feed);
  return { folder, settings, data, feed, line, read: () => readFile(settings, 'utf8') };
}

/** As a person writes it, with everything that a careless editor would spell anew. */
const spelled = `{
\t"model" : "opus",  "number": 1.50,
\t"statusLine": { "type":"command", "padding": 0.0 ,"command": "printf '%s' \\"it's\\"; cat" },
\t"env": {"A":"\\u0041"} }
`;

test('it is put in and taken out with every other byte as it was, also when settings were changed meanwhile', async () => {
  const { settings, line, read } = await home();
  await writeFile(settings, spelled);
  await line.install(claudeCode);
  const during = await read();
  await writeFile(settings, during.replace('"opus"', '"haiku"'));
  await line.uninstall(claudeCode);
  const [before, after] = during.split(/"own='.*"\$own\\""/s);
  expect([before, after, await read()]).toEqual([
    spelled.split('"printf')[0],
    spelled.split('cat"')[1],
    spelled.replace('"opus"', '"haiku"'),
  ]);
});

test('what it is then is a command that a shell runs, with the person’s own line in it', async () => {
  const { settings, line, feed, read, folder } = await home();
  await writeFile(settings, spelled);
  await line.install(claudeCode);
  const found = statusLine.lineIn(parsedObject(await read()) ?? {});
  const command = typeof found === 'string' ? found : found.command;
  const session = await startSession();
  const said = JSON.stringify(saidToStatusLine());
  const shown = await session.show(command, said, { HOME: folder });
  expect([shown, Object.values(await contentOf(feed))]).toEqual([
    { code: 0, output: `it's${said}` },
    [`${folder}/.claude\n${said}`],
  ]);
});

test('made by another computer that shares the settings, it is replaced and not wrapped, and taken out without a trace', async () => {
  const { folder, settings, feed, line, read } = await home();
  const other = lineIn(folder, join(folder, "ada's other data"), feed);
  await writeFile(settings, spelled);
  await other.install(claudeCode);
  await line.install(claudeCode);
  const during = await read();
  await other.uninstall(claudeCode);
  expect([during.split('own=').length - 1, await read()]).toEqual([1, spelled]);
});

test('settings that lie elsewhere are changed there, and the link stays', async () => {
  const { folder, settings, line } = await home();
  const dotfiles = join(folder, 'dotfiles.json');
  await writeFile(dotfiles, '{"model": "opus"}');
  await symlink(dotfiles, settings);
  await line.install(claudeCode);
  const during = await readFile(dotfiles, 'utf8');
  await line.uninstall(claudeCode);
  expect([
    await readlink(settings),
    during.startsWith('{"model": "opus", "statusLine": {'),
    await readFile(dotfiles, 'utf8'),
  ]).toEqual([dotfiles, true, '{"model": "opus"}']);
});

test('settings that say nothing, in a file that lies elsewhere, say nothing again afterwards', async () => {
  const { folder, settings, line } = await home();
  const dotfiles = join(folder, 'dotfiles.json');
  await writeFile(dotfiles, '{}\n');
  await symlink(dotfiles, settings);
  await line.install(claudeCode);
  await line.uninstall(claudeCode);
  expect([await readlink(settings), await readFile(dotfiles, 'utf8')]).toEqual([dotfiles, '{}\n']);
});

test.each([
  ['with a comment', '{ // mine\n"model": "opus" }'],
  ['that is a list', '[]'],
  ['cut off', '{"model": "op'],
])('settings that cannot be understood are left as they are: %s', async (_label, text) => {
  const { settings, data, line, read } = await home();
  await writeFile(settings, text);
  const { code } = await failureOf(line.install(claudeCode));
  expect([
    code,
    await read(),
    await contentOf(data).catch(() => ({})),
    (await line.state())[0]?.kind,
  ]).toEqual(['storage/unreadable', text, {}, 'off']);
});

test('switched on and off at the same moment, it is off, and nothing of it stays', async () => {
  const { settings, data, line } = await home();
  await writeFile(settings, spelled);
  await Promise.all([line.install(claudeCode), line.uninstall(claudeCode)]);
  expect([
    await readFile(settings, 'utf8'),
    (await line.state())[0]?.kind,
    await readdir(join(data, 'status-line')),
  ]).toEqual([spelled, 'off', []]);
});

test('where Claude Code was never used its folder is not made, and that is said', async () => {
  const { folder, data, line } = await home();
  await rmdir(join(folder, '.claude'));
  const failure = await failureOf(line.install(claudeCode));
  expect([failure.code, await readdir(folder), await contentOf(data).catch(() => ({}))]).toEqual([
    'storage/write-failed',
    [],
    {},
  ]);
});

test('what we keep about it is private', async () => {
  const { settings, data, line } = await home();
  await writeFile(settings, spelled);
  await line.install(claudeCode);
  const files = ['status-line.json', 'status-line', 'status-line/claude-code.sh'];
  expect(await Promise.all(files.map((name) => modeOf(join(data, name))))).toEqual(['600', '700', '600']);
});
