// What the verbs print with --json, checked against the JSON Schemas in docs/schemas as another program would.
import { expect, test } from 'vitest';
import { agentService } from '../fakes/agent-service.ts';
import { exampleLeaseId } from '../fakes/broker-leases.ts';
import { runChild } from '../fakes/child.ts';
import { parsed } from '../fakes/parsed.ts';
import { schemaFaults } from '../fakes/schema-faults.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const table: readonly (readonly [words: string, schema: string, code: number])[] = [
  ['auth providers', 'auth-providers', 0],
  ['auth status', 'auth-status', 0],
  ['auth quota --now', 'auth-quota', 0],
  ['auth login --provider openai', 'auth-login', 0],
  ['auth logout --provider openai', 'auth-logout', 0],
  ['auth switch --provider openai', 'auth-switch', 0],
  ['auth undo', 'auth-undo', 0],
  ['auth rules list', 'auth-rules', 0],
  ['auth import --dry-run', 'auth-import', 0],
  ['auth import --yes', 'auth-import', 0],
  ['auth migrate --dry-run', 'auth-migrate', 0],
  ['auth restore --files', 'auth-restore-files', 0],
  ['auth files', 'auth-files', 0],
  ['auth preview --file codex-auth', 'auth-preview', 0],
  ['auth history --file codex-auth', 'auth-history', 0],
  ['auth keystore', 'auth-keystore', 0],
  ['guard --min 20%', 'guard', 0],
  ['guard --min 99%', 'failure', 4],
  ['statusline list', 'statusline-list', 0],
  ['statusline install', 'statusline', 0],
  ['statusline preview', 'statusline-preview', 0],
  ['hooks list', 'hooks', 0],
  ['hooks example', 'hook-event', 0],
  ['opencode list', 'opencode', 0],
  ['opencode login https://company.example.test', 'opencode', 0],
  ['opencode logout https://company.example.test', 'opencode', 0],
  ['packages list', 'packages', 0],
  ['packages approve acme', 'packages', 0],
  ['packages forget acme', 'packages', 0],
  ['flags list', 'flags', 0],
  ['flags set company-logins off', 'flags', 0],
  ['flags reset company-logins', 'flags', 0],
  ['packages check package.json', 'packages-check', 2],
  ['settings export', 'settings-export', 0],
  ['settings import package.json --dry-run', 'settings-import', 0],
  ['settings import package.json --yes', 'settings-import', 0],
  ['settings undo', 'settings-undo', 0],
  ['settings import nowhere.json', 'failure', 2],
  ['shell list', 'shell-list', 0],
  ['shell install --shell bash', 'shell', 0],
  ['shell preview --shell bash', 'shell-preview', 0],
  ['doctor', 'doctor', 0],
  ['diagnose', 'diagnose', 0],
  ['update', 'update', 0],
  ['update --check', 'update', 0],
  ['env --consumer code', 'env', 0],
  ['token --provider claude', 'token', 0],
  ['lease list', 'lease-list', 0],
  ['lease create --estimate 5%', 'lease-create', 0],
  [`lease use ${exampleLeaseId} 2%`, 'lease', 0],
  [`lease heartbeat ${exampleLeaseId}`, 'lease', 0],
  [`lease release ${exampleLeaseId}`, 'lease-release', 0],
  ['lease revoke --all', 'lease-revoke', 0],
  ['estimate --task review', 'estimate', 0],
  ['audit', 'audit', 0],
  ['audit --verify', 'audit-verify', 0],
  ['allow list', 'allow', 0],
  ['allow /bin/sh --consumer code --provider claude', 'allow', 0],
  ['lock', 'lock', 0],
  ['unlock', 'lock', 0],
  ['auth switch --provider nobody', 'failure', 2],
  ['open', 'done', 0],
];

test('each verb prints what its schema says, and no field that it does not name', async () => {
  const { folder } = await agentService();
  const { out } = await runChild('cli-lines', {
    arguments: table.map(([words]) => `${words} --json`),
    environment: { TEST_FOLDER: folder, HOME: folder, SHELL: '/bin/bash' },
  });
  const ended = [...out.matchAll(/(.*)\nended with (\d+)\n/g)];
  const found = table.map(async ([words, schema], index) => {
    const [, answer = 'null', code] = ended[index] ?? [];
    return [words, schema, Number(code), await schemaFaults(schema, parsed(answer))];
  });
  expect(await Promise.all(found)).toEqual(table.map((row) => [...row, []]));
});

test('a failure without an app prints what the schema of failures says', async () => {
  const environment = { TEST_FOLDER: await temporaryFolder() };
  const { code, out } = await runChild('cli', { arguments: ['auth', 'status', '--json'], environment });
  expect([code, await schemaFaults('failure', parsed(out))]).toEqual([5, []]);
});
