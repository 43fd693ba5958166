// The searches for secrets that only work beside the running app find what is planted: in a message, before a deletion. And
// what a core dump of it would hold.
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appFolder, forgetEverything, gatehouse, home, untilAnswered } from './support/app.ts';
import { leakingMessages, messages, recordMessages } from './support/messages.ts';
import { canaries, persona, resetSandbox } from './support/sandbox.ts';

let app: ElectronApplication;
let page: Page;
let apiKey: string;

beforeAll(async () => {
  await forgetEverything();
  await resetSandbox();
  ({ apiKey } = await persona('claude-pro-ada'));
  app = await _electron.launch({
    executablePath: join(`${appFolder}-inspect`, 'gatehouse-app'),
    chromiumSandbox: true,
  });
  await untilAnswered();
  await Promise.all([app.firstWindow(), gatehouse(['open'])]);
  page = await app.firstWindow();
  await page.getByRole('heading', { name: 'OpenAI' }).waitFor();
  await recordMessages(app);
});

afterAll(() => app.close());

/** As the page would; the door refuses what is not in the contract and answers without repeating it. */
async function callFromPage(name: string, input: object): Promise<void> {
  await page.evaluate(
    async ([called, given]) => {
      const bridge: unknown = Reflect.get(window, 'gatehouse');
      const call: unknown =
        typeof bridge === 'object' && bridge !== null ? Reflect.get(bridge, 'call') : undefined;
      if (typeof call !== 'function') throw new Error('the page has no bridge');
      await Reflect.apply(call, bridge, [called, given]);
    },
    [name, input] as const,
  );
}

test('a secret in a message is found in each direction, but for the one by which it is entered', async () => {
  const entered = { provider: 'claude', method: 'api-key', secret: apiKey };
  await callFromPage('secret.enter', {
    ...entered,
    more: 'than the contract has, so that nothing is stored',
  });
  expect(leakingMessages(await messages(app), await canaries())).toEqual([]);
  await callFromPage('view.get', { planted: apiKey });
  await app.evaluate(({ BrowserWindow }, account) => {
    for (const { webContents } of BrowserWindow.getAllWindows())
      webContents.send('account.show', { account });
  }, apiKey);
  const seen = await messages(app);
  expect(seen.map(({ direction, channel }) => `${direction} ${channel}`)).toContain('in secret.enter');
  expect(leakingMessages(seen, await canaries())).toEqual(['in view.get', 'out account.show']);
});

test('neither the process that has the keys nor the one that sends them leaves memory in a core dump', async () => {
  const holders = await app.evaluate(({ app: running }) =>
    running
      .getAppMetrics()
      .filter(({ type, name }) => type === 'Browser' || name === 'Network Service')
      .map(({ pid }) => pid),
  );
  const filters = await Promise.all(
    holders.map((pid) => readFile(`/proc/${String(pid)}/coredump_filter`, 'utf8')),
  );
  expect(filters.map((filter) => Number.parseInt(filter, 16))).toEqual([0, 0]);
});

test('a secret in the log is found before the log is taken away for the next test', async () => {
  const log = join(home, '.local/state/gatehouse/old.log');
  await mkdir(join(log, '..'), { recursive: true });
  await writeFile(log, `signed in with ${apiKey}\n`);
  await expect(forgetEverything()).rejects.toThrow(
    `a secret lies where none may be: log ${log}: ${apiKey.slice(0, 12)}…`,
  );
  await rm(log);
});
