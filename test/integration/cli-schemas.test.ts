// What the verbs print with --json, checked against the JSON Schemas in docs/schemas as another program would.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { agentService } from '../fakes/agent-service.ts';
import { exampleLeaseId } from '../fakes/broker-leases.ts';
import { runChild } from '../fakes/child.ts';
import { parsed } from '../fakes/parsed.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const schemas = join(import.meta.dirname, '../../docs/schemas');

/** The schemas leave room for new fields; here every field must be one that they name. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, each]) => [name, closed(each)]));
  return 'properties' in schema && !('additionalProperties' in schema)
    ? { ...inner, additionalProperties: false }
    : inner;
}

const anySchema = z.record(z.string(), z.unknown());

/** What is wrong with the answer; empty where it is as the schema says. */
async function faults(name: string, answer: unknown): Promise<unknown> {
  const text = await readFile(join(schemas, `${name}.schema.json`), 'utf8');
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(
    anySchema.parse(closed(parsed(text))),
  );
  return validate(answer) ? [] : validate.errors;
}

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
  ['shell list', 'shell-list', 0],
  ['shell install --shell bash', 'shell', 0],
  ['shell preview --shell bash', 'shell-preview', 0],
  ['doctor', 'doctor', 0],
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
    return [words, schema, Number(code), await faults(schema, parsed(answer))];
  });
  expect(await Promise.all(found)).toEqual(table.map((row) => [...row, []]));
});

test('a failure without an app prints what the schema of failures says', async () => {
  const environment = { TEST_FOLDER: await temporaryFolder() };
  const { code, out } = await runChild('cli', { arguments: ['auth', 'status', '--json'], environment });
  expect([code, await faults('failure', parsed(out))]).toEqual([5, []]);
});
