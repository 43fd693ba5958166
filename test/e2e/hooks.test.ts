// Programs for events in the packaged app: nothing runs without a yes in the app's own dialog, and then what was approved.
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
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
  type CommandResult,
  type RunningApp,
} from './support/app.ts';
import { persona, resetSandbox, scenario } from './support/sandbox.ts';

const dialogTitle = 'Gatehouse asks';
const program = join(home, 'bin/on-quota');
const told = join(home, 'told.jsonl');
const named = ['--event', 'quota_exhausted', '--program', program];

const hooksShape = z.object({
  hooks: z.array(z.object({ event: z.string(), program: z.string(), state: z.string() })),
});

let app: RunningApp;

beforeAll(async () => {
  await forgetEverything();
  await resetSandbox();
  await scenario({ personas: { 'openai-plus-ada': { windows: { fiveHour: { usedPercent: 100 } } } } });
  await mkdir(join(home, 'bin'), { recursive: true });
  await writeFile(program, '#!/bin/sh\ncat >> "$HOME/told.jsonl"\nenv > "$HOME/variables"\n');
  await chmod(program, 0o755);
  app = await startApp();
});

afterAll(() => app.quit());

const listed = async () => hooksShape.parse(await gatehouseJson(['hooks'])).hooks;

/** Adds the program, and answers the dialog with these keys. */
async function add(keys: readonly string[], picture?: string): Promise<CommandResult> {
  const adding = gatehouse(['hooks', 'add', ...named]);
  const dialog = await waitForDialog(dialogTitle);
  if (picture !== undefined)
    await screenshot(join(z.string().parse(process.env['WORLD_OUT']), picture), dialog);
  await pressKeys(dialog, keys);
  return adding;
}

test.each([['Escape'], ['Return']])(
  '%s in the dialog, where Cancel is the default, adds nothing',
  async (key) => {
    const { code, stderr } = await add([key]);
    expect([code, stderr.includes('was not approved in the dialog'), await listed()]).toEqual([6, true, []]);
  },
);

test('a yes in the dialog adds the program', async () => {
  const { code } = await add(['Tab', 'Return'], 'hook-dialog.png');
  expect([code, await listed()]).toEqual([0, [{ event: 'quota_exhausted', program, state: 'ready' }]]);
});

test('a program that others may change is refused before anybody is asked', async () => {
  const open = join(home, 'bin/open');
  await writeFile(open, '#!/bin/sh\n');
  await chmod(open, 0o777);
  const { code, stderr } = await gatehouse(['hooks', 'add', '--event', 'switched', '--program', open]);
  expect([code === 0, stderr.includes('cannot be run for events')]).toEqual([false, true]);
});

test('a quota that is used up has it run, with the event to read and no key to find', async () => {
  await app.tray.click(app.item, ['OpenAI', /Sign in with ChatGPT/]);
  const text = () => readFile(told, 'utf8').catch(() => '');
  await expect.poll(text, { timeout: 40_000, interval: 100 }).toMatch(/\n$/);
  const { email } = await persona('openai-plus-ada');
  const event: unknown = JSON.parse((await text()).split('\n')[0] ?? '');
  const variables = await readFile(join(home, 'variables'), 'utf8');
  expect([event, /^[^=]*(?:KEY|TOKEN|PROXY)[^=]*=/im.test(variables)]).toEqual([
    expect.objectContaining({
      schema: 1,
      event: 'quota_exhausted',
      provider: 'openai',
      label: email,
      window: expect.objectContaining({ usedPercent: 100 }) as unknown,
    }),
    false,
  ]);
});

test('the list says of a program that has changed since that it is not what was approved', async () => {
  await writeFile(program, '#!/bin/sh\ncat > "$HOME/changed"\n');
  expect(await listed()).toEqual([{ event: 'quota_exhausted', program, state: 'changed' }]);
});

test('what is removed is gone', async () => {
  const { code } = await gatehouse(['hooks', 'remove', ...named]);
  expect([code, await listed()]).toEqual([0, []]);
});
