// Every way to sign in that a program of the vendor's has to do, by the command line and that unmodified program: what
// test/e2e/every-method.test.ts leaves, where no such program is.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { providers } from '../../main/providers/list.ts';
import { dataFolder, home, startApp, type RunningApp } from '../e2e/support/app.ts';
import { expectedOutcome, namedProvider, signInAndOut } from '../e2e/support/every-method.ts';
import { personAt } from '../e2e/support/sandbox.ts';
import { expectNothingUnknown, personAtBrowser } from './sandbox-log.ts';

const delegating = providers.filter(({ methods }) => methods.some(({ kind }) => kind === 'delegated'));

let app: RunningApp;

/** Each program signs in where nobody is yet, and leaves nobody to the tests after this one. */
async function forgetLogins(): Promise<void> {
  const places = ['.codex', '.claude', '.claude.json', '.copilot'].map((name) => join(home, name));
  await Promise.all([dataFolder, ...places].map((path) => rm(path, { recursive: true, force: true })));
}

beforeAll(async () => {
  await forgetLogins();
  app = await startApp();
});

afterAll(async () => {
  await app.quit();
  await forgetLogins();
});

test.for(delegating)(
  '$label: its own program signs in for us, and the account is listed until it is signed out',
  async ({ id }) => {
    await personAtBrowser((await personAt(id)).id);
    const methods = (await namedProvider(id)).methods.filter(({ kind }) => kind === 'delegated');
    const outcomes: unknown[] = [];
    for (const method of methods) outcomes.push(await signInAndOut(id, method));
    expect(outcomes).toEqual(await Promise.all(methods.map((method) => expectedOutcome(id, method))));
    await expectNothingUnknown();
  },
);
