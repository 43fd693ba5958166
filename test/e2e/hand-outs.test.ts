// Keys that programs ask for, in the packaged app: nothing goes out without a yes in the app's own dialog or a rule, and
// nothing at all while it is locked.
import { execFile } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { leftToWhole } from '../../scripts/test/projects.ts';
import { pressKeys, waitForDialog } from '../world/desktop/dialogs.ts';
import { notices, waitForNotice } from '../world/desktop/notifications.ts';
import { screenshot, windows } from '../world/desktop/screen.ts';
import {
  forgetEverything,
  gatehouse,
  gatehouseJson,
  home,
  startApp,
  type CommandResult,
  type RunningApp,
} from './support/app.ts';
import { persona, resetSandbox } from './support/sandbox.ts';

const run = promisify(execFile);
const failedRun = z.object({ code: z.number(), stdout: z.string(), stderr: z.string() });

const dialogTitle = 'Gatehouse asks';
/** Deny has the keyboard. */
const presses = {
  deny: ['Return'],
  once: ['Tab', 'Return'],
  always: ['Tab', 'Tab', 'Return'],
  never: ['Tab', 'Tab', 'Tab', 'Return'],
} as const;
const refused = { code: 6, stdout: '' } as const;

let app: RunningApp;
let key: string;

beforeAll(async () => {
  await forgetEverything();
  await resetSandbox();
  await mkdir(join(home, 'bin'), { recursive: true });
  app = await startApp();
  key = (await persona('openai-pro-dan')).apiKey;
  const words = ['auth', 'login', '--provider', 'openai', '--method', 'api-key', '--key-stdin'];
  expect(await gatehouseJson(words, `${key}\n`)).toMatchObject({ ok: true });
});

afterAll(() => app.quit());

/** A program that nobody knows yet: one of the system's that starts a command, under a name of its own. */
async function newProgram(name: string): Promise<string> {
  const path = join(home, 'bin', name);
  await copyFile('/usr/bin/timeout', path);
  return path;
}

/** Has the program ask for the key. */
async function askedBy(program: string): Promise<CommandResult> {
  try {
    const words = ['100', 'gatehouse', 'token', '--provider', 'openai'];
    return { code: 0, ...(await run(program, words, { timeout: 110_000 })) };
  } catch (thrown) {
    return failedRun.parse(thrown);
  }
}

async function answer(how: keyof typeof presses): Promise<void> {
  await pressKeys(await waitForDialog(dialogTitle, { deadlineMs: 30_000 }), presses[how]);
}

/** Has it ask, and answers the dialog. */
async function askedAndAnswered(program: string, how: keyof typeof presses): Promise<CommandResult> {
  const asking = askedBy(program);
  await answer(how);
  return asking;
}

/** On a busy machine it takes more than the second after which a command says that it waits. */
const handedOut = (): CommandResult => ({
  code: 0,
  stdout: `${key}\n`,
  stderr: expect.stringMatching(/^(?:Waiting for the keys;.*\n)?$/) as string,
});

const auditShape = z.object({
  entries: z.array(
    z.object({
      action: z.string(),
      program: z.string().optional(),
      what: z.string().optional(),
      failure: z.string().optional(),
    }),
  ),
});

/** What the audit has about the program, oldest first. */
async function audited(program: string): Promise<readonly string[]> {
  const { entries } = auditShape.parse(await gatehouseJson(['audit', '--limit', '500']));
  return entries
    .filter((entry) => entry.program === program)
    .map(({ action, what, failure }) => [action, what ?? failure].filter(Boolean).join(' '))
    .reverse();
}

test('a program that nobody knows is asked about; a no gives it nothing, and it is asked about again', async () => {
  const program = await newProgram('denied');
  const asking = askedBy(program);
  const dialog = await waitForDialog(dialogTitle, { deadlineMs: 30_000 });
  await screenshot(join(z.string().parse(process.env['WORLD_OUT']), 'hand-out-dialog.png'), dialog);
  await pressKeys(dialog, ['Escape']);
  const [one, other] = [await asking, await askedAndAnswered(program, 'deny')];
  expect([one, other]).toMatchObject([refused, refused]);
  expect(one.stderr).toContain('because nobody allowed it');
  const denied = 'hand-out-denied broker/hand-out-denied';
  expect(await audited(program)).toEqual([denied, denied]);
});

test('just this time is one time', async () => {
  const program = await newProgram('once');
  expect(await askedAndAnswered(program, 'once')).toMatchObject({ code: 0, stdout: `${key}\n` });
  expect(await askedAndAnswered(program, 'deny')).toMatchObject(refused);
  expect(await audited(program)).toEqual(['hand-out api-key', 'hand-out-denied broker/hand-out-denied']);
});

test('always asks no more, and never gives nothing any more without asking', async () => {
  const [trusted, banned] = [await newProgram('trusted'), await newProgram('banned')];
  const answered = [await askedAndAnswered(trusted, 'always'), await askedAndAnswered(banned, 'never')];
  // A dialog would wait longer than these do.
  const byRule = [await askedBy(trusted), await askedBy(banned)];
  expect([...answered, ...byRule].map(({ code, stdout }) => [code, stdout === `${key}\n`])).toEqual([
    [0, true],
    [6, false],
    [0, true],
    [6, false],
  ]);
  const denied = 'hand-out-denied broker/hand-out-denied';
  expect([await audited(trusted), await audited(banned)]).toEqual([
    ['rule always', 'hand-out api-key', 'hand-out api-key'],
    ['rule never', denied, denied],
  ]);
});

test('locked, nothing goes out whatever the rules say, until a person unlocks it in the dialog', async () => {
  const program = await newProgram('trusted-too');
  await askedAndAnswered(program, 'always');
  expect(await gatehouse(['lock'])).toMatchObject({ code: 0 });
  const locked = await askedBy(program);
  const kept = gatehouse(['unlock']);
  await answer('deny');
  const [notUnlocked, stillLocked] = [await kept, await askedBy(program)];
  const opened = gatehouse(['unlock']);
  await answer('once');
  expect([locked, notUnlocked, stillLocked, await opened, await askedBy(program)]).toEqual([
    { ...refused, stderr: expect.stringContaining('Gatehouse is locked') as string },
    { ...refused, stderr: expect.any(String) as string },
    { ...refused, stderr: expect.stringContaining('Gatehouse is locked') as string },
    { code: 0, stdout: 'Unlocked.\n', stderr: expect.any(String) as string },
    handedOut(),
  ]);
});

test('a rule from the command line needs a yes in the dialog; the first key that goes out by it is told', async () => {
  const program = await newProgram('allowed');
  const words = ['allow', program, '--consumer', 'code', '--provider', 'openai'];
  const refusing = gatehouse(words);
  await answer('deny');
  const withoutRule = await refusing;
  const allowing = gatehouse(words);
  await answer('once');
  expect([withoutRule.code, (await allowing).code]).toEqual([6, 0]);
  expect(await askedBy(program)).toEqual(handedOut());
  const notice = await waitForNotice(({ body }) => body.includes(program), { deadlineMs: 20_000 });
  expect(notice.summary).toBe('OpenAI: a key was given out');
  expect(await askedBy(program)).toEqual(handedOut());
  expect([notices().filter(({ body }) => body.includes(program)).length, await audited(program)]).toEqual([
    1,
    ['rule always', 'hand-out api-key', 'hand-out api-key'],
  ]);
});

// It takes the minute that it is about; on a fake clock the same is in test/unit/flows/hand-outs.test.ts.
test(
  'a question that nobody answers is a no after a minute; the dialog goes, and nothing has left the vault',
  leftToWhole,
  async () => {
    const program = await newProgram('waiting');
    const askedAt = Date.now();
    const asking = askedBy(program);
    await waitForDialog(dialogTitle, { deadlineMs: 30_000 });
    const answered = await asking;
    expect(answered).toMatchObject(refused);
    expect(answered.stderr).toContain('nobody answered the question');
    // Not sooner than a person could have read it.
    expect(Date.now() - askedAt).toBeGreaterThan(55_000);
    await expect
      .poll(async () => (await windows()).filter(({ title }) => title === dialogTitle), { timeout: 10_000 })
      .toEqual([]);
    expect(await audited(program)).toEqual(['hand-out-denied broker/hand-out-denied']);
  },
);
