// Copilot CLI, unmodified, against the sandbox: it keeps a login for us, and whose login it is stands in
// its file.
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { textFiles } from '../../main/adapters/node/credential-files.ts';
import { createLoginFolders } from '../../main/adapters/node/login-folders.ts';
import { createPrograms } from '../../main/adapters/node/programs.ts';
import { copilot } from '../../main/consumers/copilot/index.ts';
import { owner } from '../../main/consumers/copilot/owner.ts';
import { providerId } from '../../main/domain/ids.ts';
import { failureOf } from '../fakes/failures.ts';
import { foundAtOnce } from './found-at-once.ts';
import { clientEnvironment, makeHome, openBrowser, run } from './run-client.ts';
import { expectNothingUnknown, personAtBrowser, playScenario, requestsTo } from './sandbox-log.ts';

const tokens = 'github.com/login/oauth/access_token';
const ada = { provider: providerId('copilot'), subject: 'cli/ada-moreau', label: 'ada-moreau' };
const patience = (): AbortSignal => AbortSignal.timeout(60_000);

let home: string;
beforeEach(async () => {
  const made = await makeHome();
  home = made.path;
  await personAtBrowser('copilot-pro-ada');
  return () => made[Symbol.asyncDispose]();
});

async function keeper() {
  const programs = createPrograms(clientEnvironment(home), home);
  const executable = await programs.find(owner.program);
  if (executable === undefined) throw new Error('no copilot');
  const browser = {
    open: async (url: string): Promise<void> => {
      openBrowser(url);
    },
  };
  const tools = { programs, executable, read: (path: string) => textFiles.read(path), browser };
  const folder = await createLoginFolders(join(home, 'logins')).make('copilot');
  return { tools, at: { folder, place: 'private' } as const };
}

test('it signs in through the browser without a terminal, into a folder of ours, and says who it is', async () => {
  const { tools, at } = await keeper();
  await owner.signIn(at, tools, patience());
  expect([
    await owner.read(at, tools, patience()),
    await owner.isStill?.(at, ada.subject, tools),
    (await requestsTo('POST', tokens)).map(({ status }) => status),
  ]).toEqual([ada, true, [200]]);
  await expectNothingUnknown();
});

test('a denial in the browser is one here, and leaves no login', async () => {
  const { tools, at } = await keeper();
  await playScenario({ browser: { decision: 'deny' } });
  expect([
    await failureOf(owner.signIn(at, tools, patience())),
    await owner.read(at, tools, patience()),
  ]).toEqual([{ code: 'sign-in/denied', subject: 'Copilot CLI' }, undefined]);
});

test('its own sign-in by a code is shown within two seconds as the login in use', async () => {
  const done = await run(home, ['copilot', 'login', '--device-code'], {
    pattern: /enter code ([A-Z]{4}-[A-Z]{4})/,
    act: () => {
      openBrowser('https://github.com/login/device');
    },
  });
  expect([done.code, await foundAtOnce(copilot, home)]).toMatchObject([
    0,
    [{ kind: 'login', identity: ada, at: { folder: join(home, '.copilot'), place: 'usual' } }],
  ]);
  await expectNothingUnknown();
});
