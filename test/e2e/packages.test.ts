// A provider from a file of the person's in the packaged app: nothing of it is used without a yes in the app's own dialog, then
// it works without a new start, and a file that changes is idle at once.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { fullPackage, githubPackage } from '../fakes/provider-packages.ts';
import { pressKeys, waitForDialog } from '../world/desktop/dialogs.ts';
import { screenshot } from '../world/desktop/screen.ts';
import { deviations } from '../world/sandbox/deviations.ts';
import {
  forgetEverything,
  gatehouse,
  gatehouseJson,
  home,
  startApp,
  type RunningApp,
} from './support/app.ts';
import { codePattern, startLogin } from './support/login.ts';
import { decideDevice, persona, resetSandbox, scenario, seenRequests } from './support/sandbox.ts';

const folder = join(home, '.config/gatehouse/providers');
const file = join(folder, 'zenith.json');
const text = JSON.stringify(fullPackage, null, 2);
const dialogTitle = 'Gatehouse asks';
const githubHosts = [githubPackage.github, `api.${githubPackage.github}`];
const { id, hosts } = fullPackage;

let app: RunningApp;

beforeAll(async () => {
  await forgetEverything();
  await resetSandbox();
  await mkdir(folder, { recursive: true });
  await writeFile(file, text);
  app = await startApp();
});

afterAll(() => app.quit());

const packagesShape = z.object({ packages: z.array(z.object({ file: z.string(), state: z.string() })) });
const states = async () =>
  packagesShape.parse(await gatehouseJson(['packages'])).packages.map((each) => `${each.file} ${each.state}`);

const providersShape = z.object({
  providers: z.array(
    z.object({
      id: z.string(),
      thirdParty: z.optional(
        z.object({ hosts: z.array(z.string()), problem: z.nullable(z.object({ code: z.string() })) }),
      ),
      methods: z.array(z.object({ id: z.string() })),
    }),
  ),
});

/** The provider as the command line lists it; undefined where it does not. */
const listed = async () =>
  providersShape
    .parse(await gatehouseJson(['auth', 'providers']))
    .providers.find((provider) => provider.id === id);

const quotaShape = z.object({
  accounts: z.array(
    z.object({
      provider: z.string(),
      windows: z.array(z.object({ id: z.string(), usedPercent: z.nullable(z.number()) })),
    }),
  ),
});
const windows = async (of: string = id) =>
  quotaShape
    .parse(await gatehouseJson(['auth', 'quota']))
    .accounts.filter(({ provider }) => provider === of)
    .flatMap((account) => account.windows.map((window) => [window.id, window.usedPercent]));

async function approve(keys: readonly string[], picture?: string, name: string = id) {
  const approving = gatehouse(['packages', 'approve', name]);
  const dialog = await waitForDialog(dialogTitle);
  if (picture !== undefined)
    await screenshot(join(z.string().parse(process.env['WORLD_OUT']), picture), dialog);
  await pressKeys(dialog, keys);
  return approving;
}

const isAsked = async (): Promise<boolean> =>
  (await seenRequests()).some(({ host }) => hosts.some((each) => each === host));

test('a file that nobody has approved is listed and not used', async () => {
  const { code, stderr } = await gatehouse(['auth', 'login', '--provider', id, '--key-stdin'], 'zk_x');
  expect([await states(), await listed(), code, stderr.includes('zenith'), await isAsked()]).toEqual([
    ['zenith.json unapproved'],
    undefined,
    2,
    true,
    false,
  ]);
});

test('a no in the dialog changes nothing', async () => {
  const { code } = await approve(['Return']);
  expect([code, await states(), await listed()]).toEqual([6, ['zenith.json unapproved'], undefined]);
});

test('a yes makes it a provider at once, whose keys are checked and whose quota is read', async () => {
  const { code } = await approve(['Tab', 'Return'], 'package-dialog.png');
  const there = await listed();
  const { apiKey } = await persona('zenith-ada');
  const signedIn = await gatehouse(['auth', 'login', '--provider', id, '--key-stdin'], apiKey);
  await expect
    .poll(() => windows(), { timeout: 20_000 })
    .toEqual([
      ['monthly', 25],
      ['balance', null],
    ]);
  expect([code, there, signedIn.code]).toEqual([
    0,
    { id, thirdParty: { hosts: [...hosts], problem: null }, methods: [{ id: 'api-key' }] },
    0,
  ]);
});

test('a file that changes is idle at once, its account stays, and the same bytes bring it back', async () => {
  const code = async () => (await listed())?.thirdParty?.problem?.code ?? null;
  await writeFile(file, `${text}\n`);
  await expect.poll(code, { timeout: 5_000 }).toBe('package/changed');
  const idle = [(await listed())?.methods, await windows()];
  await writeFile(file, text);
  await expect.poll(code, { timeout: 5_000 }).toBe(null);
  expect([idle, await states()]).toEqual([
    [
      [],
      [
        ['monthly', 25],
        ['balance', null],
      ],
    ],
    ['zenith.json ready'],
  ]);
});

test('it is there after a new start, without a question', async () => {
  await app.quit();
  app = await startApp();
  await expect.poll(async () => (await listed())?.methods.length, { timeout: 5_000 }).toBe(1);
  expect(await states()).toEqual(['zenith.json ready']);
});

test('a company’s own GitHub signs in by a code, and its agents are told where it is', async () => {
  const provider = githubPackage.id;
  await scenario({ deviceCodes: { intervalSeconds: 1 } });
  await writeFile(join(folder, `${provider}.json`), JSON.stringify(githubPackage));
  const { code } = await approve(['Tab', 'Return'], 'package-dialog-github.png', provider);
  const since = (await seenRequests()).at(-1)?.id ?? 0;
  const clientId = deviations['github-own-oauth-app'].value;
  const of = ['--provider', provider];
  const login = startLogin([...of, '--method', 'own-app', '--client-id', clientId, '--agree']);
  const userCode = await login.said(codePattern);
  await decideDevice({ account: 'acme-github-ada', userCode });
  const signedIn = await login.answer;
  await expect
    .poll(() => windows(provider), { timeout: 20_000 })
    .toEqual(expect.arrayContaining([['premium-requests', 35]]));
  const told = 'echo "$COPILOT_GH_HOST $COPILOT_GITHUB_TOKEN"';
  const agent = gatehouse(['run', '--consumer', 'copilot', ...of, '--', 'sh', '-c', told]);
  await pressKeys(await waitForDialog(dialogTitle, { deadlineMs: 30_000 }), ['Tab', 'Return']);
  const [host, token] = (await agent).stdout.trim().split(' ');
  const asked = new Set((await seenRequests(since)).map((request) => request.host));
  expect([
    code,
    login.words().includes('https://acme.ghe.com/login/device'),
    signedIn,
    host,
    token?.startsWith('gho_canary_'),
    [...asked].filter((each) => each.includes('git')),
    githubHosts.every((each) => asked.has(each)),
  ]).toEqual([0, true, expect.objectContaining({ ok: true }), 'acme.ghe.com', true, [], true]);
});
