// A company login in the packaged app: the command of a server runs after a yes in the app's own dialog, and only then.
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { leftToWhole } from '../../scripts/test/projects.ts';
import { pressKeys, waitForDialog } from '../world/desktop/dialogs.ts';
import { screenshot } from '../world/desktop/screen.ts';
import { forgetEverything, gatehouse, home, startApp, type RunningApp } from './support/app.ts';
import { resetSandbox, scenario } from './support/sandbox.ts';

const url = 'https://company.example.test';
const folder = join(home, '.local/share/opencode');
const file = join(folder, 'auth.json');
const kept = { type: 'api', key: 'sk-ant-nobody' };
/** Nobody's: no provider knows it. */
const token = 'company-key-of-nobody';

let app: RunningApp;

beforeAll(async () => {
  await forgetEverything();
  await resetSandbox();
  await mkdir(join(home, 'bin'), { recursive: true });
  await mkdir(folder, { recursive: true });
  await writeFile(file, JSON.stringify({ anthropic: kept }), { mode: 0o600 });
  const program = join(home, 'bin/company-key');
  await writeFile(
    program,
    `#!/bin/sh\necho ran >> "$HOME/ran"\n[ "$*" = "--for opencode" ] && echo ${token}\n`,
  );
  await chmod(program, 0o755);
  app = await startApp();
});

afterAll(() => app.quit());

const inFile = async (): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));
const runs = async (): Promise<number> =>
  (await readFile(join(home, 'ran'), 'utf8').catch(() => '')).split('\n').length - 1;

test('a no leaves everything as it is, a yes writes the key, and the same command is not asked about again', async () => {
  const refusing = gatehouse(['opencode', 'login', url]);
  await pressKeys(await waitForDialog('Gatehouse asks'), ['Return']);
  const refused = await refusing;
  const after = [refused.code, await runs(), await inFile()];
  const allowing = gatehouse(['opencode', 'login', `${url}/`]);
  const dialog = await waitForDialog('Gatehouse asks');
  await screenshot(join(z.string().parse(process.env['WORLD_OUT']), 'company-dialog.png'), dialog);
  await pressKeys(dialog, ['Tab', 'Return']);
  const [allowed, again] = [await allowing, await gatehouse(['opencode', 'login', url])];
  expect([after, allowed.code, again.code, await runs(), await inFile()]).toEqual([
    [6, 0, { anthropic: kept }],
    0,
    0,
    2,
    { anthropic: kept, [url]: { type: 'wellknown', key: 'COMPANY_TOKEN', token } },
  ]);
});

test(
  'a server that leads elsewhere, or drips for ever, is given up without a question',
  leftToWhole,
  async () => {
    const at = { host: 'company.example.test', path: '/.well-known/opencode' };
    await scenario({
      faults: [{ ...at, status: 302, headers: { location: 'https://api.openai.com/' } }],
    });
    const led = await gatehouse(['opencode', 'login', url]);
    await scenario({ faults: [{ ...at, status: 200, body: { auth: 'x'.repeat(1000) }, dripMs: 1000 }] });
    const dripped = await gatehouse(['opencode', 'login', url]);
    await scenario({ faults: [] });
    expect([dripped.code, dripped.stderr.includes('company.example.test did not answer')]).toEqual([6, true]);
    expect([led.code, led.stderr.includes('company.example.test cannot be used'), await runs()]).toEqual([
      6,
      true,
      2,
    ]);
  },
);

test('a logout takes that entry out alone', async () => {
  const { code } = await gatehouse(['opencode', 'logout', url]);
  expect([code, await inFile()]).toEqual([0, { anthropic: kept }]);
});
