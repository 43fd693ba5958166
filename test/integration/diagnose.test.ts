// `gatehouse diagnose` in a process of its own: with the real service, without one, and what neither lets out.
import { appendFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { diagnosisShape } from '../../main/cli/json-schemas-diagnose.ts';
import { runChild } from '../fakes/child.ts';
import { parsed } from '../fakes/parsed.ts';
import { pathsIn } from '../fakes/paths.ts';
import { runningService } from '../fakes/running-service.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

async function gatehouse(folder: string, line: string) {
  const environment = { TEST_FOLDER: folder, XDG_CURRENT_DESKTOP: 'XFCE' };
  return runChild('cli', { arguments: line.split(' '), environment });
}

async function logLines(folder: string, lines: readonly string[]): Promise<void> {
  const { log } = pathsIn(folder);
  await mkdir(log, { recursive: true });
  await writeFile(join(log, 'gatehouse.log'), `${lines.join('\n')}\n`);
}

/** As the log has them: who they are about stands in all of them. */
const named = [
  'ada@example.test',
  'Acme Rockets',
  'octo-ada',
  'api.acme.example',
  'openai:user-1.acc-1',
  '/home/ada/',
  'clients',
  'canary_',
];
const facts: readonly (readonly [string, object])[] = [
  ['keys refreshed', { account: 'openai:user-1.acc-1' }],
  ['keys not refreshed', { failure: { code: 'credential/rejected', subject: 'octo-ada' } }],
  ['switch that was cut off', { title: 'OpenAI: ada@example.test (Acme Rockets)', finished: true }],
  ['package approved', { file: 'acme.json', provider: 'acme', hosts: ['api.acme.example'] }],
  ['command of a company allowed', { url: 'https://api.acme.example', program: '/home/ada/clients/login' }],
  ['odd', { text: 'sk-canary_0123456789abcdef' }],
];
const lines = facts.map(
  ([message, told]) => `2026-11-24T12:00:00.000Z info ${message} ${JSON.stringify(told)}`,
);

test('the report tells system, accounts, packages, findings and the end of the log, and nobody', async () => {
  const { actions, folder } = await runningService();
  actions.doctorAnswers.findings = [
    {
      id: 'dead-well-known/api.acme.example',
      kind: 'dead-well-known',
      program: 'OpenCode',
      severity: 'problem',
      what: 'OpenCode asks api.acme.example at every start, and nobody answers there.',
      next: 'Take it out.',
      where: '/home/ada/.local/share/opencode/auth.json',
      line: null,
      fix: null,
    },
  ];
  await logLines(folder, lines);
  const { code, out } = await gatehouse(folder, 'diagnose');
  const report = diagnosisShape.parse(parsed(out));
  const { providers } = await actions.status();
  const accounts = providers.flatMap((each) => each.accounts);
  expect([
    code,
    report.app,
    report.system.desktop,
    report.accounts.map(({ name, windows }) => [name, windows[0]?.usedPercent]),
    report.packages?.map(({ state }) => state),
    report.findings?.map(({ kind }) => kind),
    report.log.length,
    [...named, ...accounts.flatMap(({ id, label }) => [id, label]), folder].filter((each) =>
      out.includes(each),
    ),
  ]).toEqual([
    0,
    { running: true, version: '1.2.3', failure: null },
    'XFCE',
    accounts.map(({ windows }, index) => [`account ${String(index + 1)}`, windows[0]?.usedPercent]),
    actions.packageAnswers.packages.packages.map(({ state }) => state),
    ['dead-well-known'],
    lines.length,
    [],
  ]);
});

test('without a running app it says so, has system and log, and names nobody either', async () => {
  const folder = await temporaryFolder();
  await logLines(folder, lines);
  const { code, out } = await gatehouse(folder, 'diagnose --json');
  const { report } = z.object({ report: diagnosisShape }).parse(parsed(out));
  const { app, log, accounts, packages, findings } = report;
  expect([
    code,
    app,
    log.length,
    accounts,
    packages,
    findings,
    named.filter((each) => out.includes(each)),
  ]).toEqual([
    0,
    { running: false, version: null, failure: 'broker/not-running' },
    lines.length,
    [],
    null,
    null,
    [],
  ]);
});

test('a file is private, never written over by itself, and only its end is read of a long log', async () => {
  const folder = await temporaryFolder();
  await logLines(
    folder,
    Array.from(
      { length: 20_000 },
      (_, count) => `2026-11-24T12:00:00.000Z info line ${JSON.stringify({ count })}`,
    ),
  );
  const target = join(folder, 'report.json');
  const first = await gatehouse(folder, `diagnose --out ${target}`);
  const { log } = diagnosisShape.parse(parsed(await readFile(target, 'utf8')));
  const { mode } = await stat(target);
  await appendFile(target, ' ');
  const second = await gatehouse(folder, `diagnose --out ${target}`);
  const third = await gatehouse(folder, `diagnose --out ${target} --force`);
  expect([
    [first.code, second.code, third.code],
    (mode & 0o777).toString(8),
    log.length,
    log.at(-1),
    second.words.includes('is there already'),
  ]).toEqual([[0, 2, 0], '600', 300, '2026-11-24T12:00:00.000Z info line {"count":19999}', true]);
});
