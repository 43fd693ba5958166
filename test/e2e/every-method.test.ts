// Every provider and every way to sign in, by the command line of the packaged app. Nothing here names a method: what the app
// offers is done, and a way that this cannot do, nor test/clients, makes it fail.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { providers } from '../../main/providers/list.ts';
import { schemaFaults } from '../fakes/schema-faults.ts';
import { forgetEverything, gatehouseJson, startApp, type RunningApp } from './support/app.ts';
import {
  expectedOutcome,
  logIn,
  namedIn,
  namedProvider,
  signInAndOut,
  type Method,
  type Outcome,
} from './support/every-method.ts';
import { personAt, resetSandbox, seenRequests } from './support/sandbox.ts';

let app: RunningApp;
interface Row {
  readonly cells: readonly [provider: string, kind: Method['kind'], method: string, standing: string];
  outcome: string;
}
/** What is printed at the end. */
const table: Row[] = [];

beforeAll(async () => {
  await forgetEverything();
  app = await startApp();
});

beforeEach(resetSandbox);

afterAll(async () => {
  await app.quit();
  const lines = table.map(({ cells, outcome }) => [...cells, outcome].join(' | '));
  const left = table.filter(({ cells: [, kind] }) => kind === 'delegated');
  process.stdout.write(
    `\nprovider | kind | method | standing | outcome\n${lines.join('\n')}\n\nLEFT TO npm run test:clients, which has the ` +
      `programs: ${left.map(({ cells: [provider, , method] }) => `${provider} ${method}`).join(', ')}\n`,
  );
});

/** One or two sentences. */
const standingPattern = /^\p{Lu}(?:(?![.!?] ).)+[.!?](?: \p{Lu}(?:(?![.!?] ).)+[.!?])?$/u;

test('the answer names every provider with its methods, and how the vendor stands towards each', async () => {
  const answer = await gatehouseJson(['auth', 'providers']);
  const named = namedIn(answer);
  const methods = named.flatMap((provider) => provider.methods);
  expect([
    await schemaFaults('auth-providers', answer),
    named.map(({ id }) => id),
    methods.filter(({ id, label, standing }) => id === '' || label === '' || !standingPattern.test(standing)),
  ]).toEqual([[], providers.map(({ id }) => id), []]);
});

const pinnedShape = z.object({ dependencies: z.record(z.string(), z.string()) });

/**
 * A way that needs a program of the vendor's is told what to install, as no such program is here, and is signed in by in
 * test/clients/every-program.test.ts, where it is: so it has to be one of those that are installed there.
 */
async function leftToClients(provider: string, method: Method): Promise<unknown> {
  const pinned = await readFile(join(import.meta.dirname, '../clients/package.json'), 'utf8');
  const { dependencies } = pinnedShape.parse(JSON.parse(pinned));
  const install = method.program?.install ?? '';
  return {
    method: method.id,
    answer: await logIn(provider, method, await personAt(provider)),
    isInClients: Object.keys(dependencies).some((name) => install.endsWith(` ${name}`)),
  };
}

function expectedLeft({ id, program }: Method): unknown {
  const error: unknown = expect.objectContaining({
    code: 'sign-in/program-missing',
    subject: program?.label,
    detail: program?.install,
  });
  return { method: id, answer: { schema: 1, ok: false, error }, isInClients: true };
}

const isDone = ({ isListed, isGone, problem }: Outcome): boolean => isListed && isGone && problem === null;

async function tried(provider: string, method: Method): Promise<unknown> {
  const row: Row = { cells: [provider, method.kind, method.id, method.standing], outcome: 'failed' };
  table.push(row);
  if (method.kind === 'delegated') {
    const left = await leftToClients(provider, method);
    row.outcome = 'left to test:clients';
    return left;
  }
  const outcome = await signInAndOut(provider, method);
  if (isDone(outcome)) row.outcome = 'signed in and out';
  return outcome;
}

test.for(providers)(
  '$label: each of its methods signs in, is listed, and signs out again',
  async ({ id }) => {
    const { methods } = await namedProvider(id);
    const outcomes: unknown[] = [];
    const expected: unknown[] = [];
    for (const method of methods) {
      outcomes.push(await tried(id, method));
      expected.push(method.kind === 'delegated' ? expectedLeft(method) : await expectedOutcome(id, method));
    }
    const deviations = (await seenRequests()).flatMap(({ deviation }) => deviation ?? []);
    expect([outcomes, deviations]).toEqual([expected, []]);
  },
);
