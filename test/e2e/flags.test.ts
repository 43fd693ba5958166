// Feature flags in the packaged app: only a yes in the app's own dialog changes one, off really is off, and a file by itself
// changes nothing.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { pressKeys, waitForDialog } from '../world/desktop/dialogs.ts';
import { screenshot } from '../world/desktop/screen.ts';
import {
  forgetEverything,
  gatehouse,
  gatehouseJson,
  home,
  startApp,
  type RunningApp,
} from './support/app.ts';
import { resetSandbox, seenRequests } from './support/sandbox.ts';
import { openWindow, startInspected } from './support/window.ts';

const flag = 'company-logins';
const company = 'company.example.test';
const file = join(home, '.local/share/gatehouse/flags.json');

let app: RunningApp;

beforeAll(async () => {
  await forgetEverything();
  await resetSandbox();
  app = await startApp();
});

afterAll(() => app.quit());

const flagsShape = z.object({
  flags: z.array(z.object({ id: z.string(), variant: z.string(), why: z.string() })),
  inert: z.array(z.object({ flag: z.string().nullable() })),
});

const now = async () => flagsShape.parse(await gatehouseJson(['flags']));
const stands = async (): Promise<string | undefined> =>
  (await now()).flags.flatMap(({ id, variant, why }) => (id === flag ? [`${variant} ${why}`] : []))[0];

async function answered(
  words: readonly string[],
  keys: readonly string[],
  picture?: string,
): Promise<number> {
  const asking = gatehouse(words);
  const dialog = await waitForDialog('Gatehouse asks');
  if (picture !== undefined)
    await screenshot(join(z.string().parse(process.env['WORLD_OUT']), picture), dialog);
  await pressKeys(dialog, keys);
  return (await asking).code;
}

const isAsked = async (): Promise<boolean> => (await seenRequests()).some(({ host }) => host === company);
const login = () => gatehouse(['opencode', 'login', `https://${company}`]);

test('a no leaves a flag as it is', async () => {
  expect([await answered(['flags', 'set', flag, 'off'], ['Return']), await stands()]).toEqual([
    6,
    'on default',
  ]);
});

test('a yes switches it off at once: no server of a company is asked, and it is said why', async () => {
  const code = await answered(['flags', 'set', flag, 'off'], ['Tab', 'Return'], 'flag-dialog.png');
  const refused = await login();
  expect([code, await stands(), refused.code, refused.stderr.includes(flag), await isAsked()]).toEqual([
    0,
    'off chosen',
    6,
    true,
    false,
  ]);
});

test('it is off after a new start too, and the audit says who chose it', async () => {
  await app.quit();
  app = await startApp();
  const audit = await gatehouse(['audit']);
  expect([
    await stands(),
    (await login()).code,
    audit.stdout.includes(`${flag} off`),
    await isAsked(),
  ]).toEqual(['off chosen', 6, true, false]);
});

test('a file that another program writes switches nothing on, and Doctor shows it', async () => {
  await writeFile(file, JSON.stringify({ [flag]: 'on', schema: 1, sealed: 'b24=' }));
  const { stdout } = await gatehouse(['doctor']);
  expect([
    await stands(),
    (await now()).inert,
    stdout.includes('flags.json holds no choice of yours'),
  ]).toEqual(['off damaged', [{ flag: null }], true]);
});

test('a choice replaces that file, and taking it back brings the default', async () => {
  const set = await answered(['flags', 'set', flag, 'off'], ['Tab', 'Return']);
  const chosen = await stands();
  const reset = await answered(['flags', 'reset', flag], ['Tab', 'Return']);
  expect([set, chosen, reset, await stands(), (await now()).inert]).toEqual([
    0,
    'off chosen',
    0,
    'on default',
    [],
  ]);
});

test('the window shows the same when its page asks first', async () => {
  await app.quit();
  const inspected = await startInspected();
  try {
    const code = await answered(['flags', 'set', 'early-view', 'off'], ['Tab', 'Return']);
    const page = await openWindow(inspected);
    await gatehouse(['open', '--page', 'settings']);
    await page.getByText('early-view: off').waitFor();
    expect([code, await page.getByRole('button', { name: 'Take back… early-view' }).count()]).toEqual([0, 1]);
  } finally {
    await inspected.close();
    app = await startApp();
  }
});
