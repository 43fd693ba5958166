// Gemini CLI, unmodified, against the sandbox: which key or login it uses, by what it is told and by its own settings.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { environment } from '../../main/consumers/gemini/environment.ts';
import { gemini } from '../../main/consumers/gemini/index.ts';
import { accountId, providerId } from '../../main/domain/ids.ts';
import { Secret } from '../../main/domain/secret.ts';
import { noonMs } from '../fakes/accounts.ts';
import { agentOf, open } from '../fakes/agent-environments.ts';
import { foundAtOnce } from './found-at-once.ts';
import { makeHome, run, type Finished } from './run-client.ts';
import { credentialOf, expectNothingUnknown, personAtBrowser, requestsOfClients } from './sandbox-log.ts';

const person = 'gemini-standard-ada';
/** Nobody's: one of the sandbox's may stand in no variable, and this program takes a key from nowhere else. */
const key = 'AIzaSynobody_0123456789abcdefghij';
const model = 'generativelanguage.googleapis.com/v1beta/models/';

let home: string;
beforeEach(async () => {
  const made = await makeHome();
  home = made.path;
  await mkdir(join(home, '.gemini'));
  await personAtBrowser(person);
  return () => made[Symbol.asyncDispose]();
});

/** Its settings, without what it tells Google by itself. */
async function settings(auth: object): Promise<void> {
  const text = { security: { auth }, privacy: { usageStatisticsEnabled: false } };
  await writeFile(join(home, '.gemini', 'settings.json'), JSON.stringify(text));
}

/** Started as `gatehouse run` does it with this key, in a terminal and beside a file that say otherwise. */
async function prompt(key: string): Promise<Finished> {
  await writeFile(join(home, '.gemini', '.env'), 'GOOGLE_GENAI_USE_VERTEXAI=true\nGOOGLE_API_KEY=AQ.other\n');
  const account = {
    id: accountId('gemini:key-1'),
    provider: providerId('gemini'),
    label: 'a key',
    kind: 'api-key' as const,
  };
  const credential = {
    kind: 'api-key' as const,
    key: new Secret(key),
    origin: 'entered' as const,
    destinations: [],
    obtainedAt: noonMs,
  };
  const change = environment.change({ account, credential }, { agent: agentOf('agent-1'), project: 'lamp' });
  const set = Object.entries(open(change)).map(([name, value]) => `${name}=${value}`);
  return run(home, [
    ...[
      'env',
      'GOOGLE_GENAI_USE_GCA=true',
      'GOOGLE_GEMINI_BASE_URL=https://other.test',
      'NO_BROWSER=true',
      'env',
    ],
    ...change.unset.flatMap((name) => ['-u', name]),
    ...set,
    ...['gemini', '-p', 'hi', '--skip-trust'],
  ]);
}

const asked = async (): Promise<unknown> =>
  (await requestsOfClients()).map(({ host, path, status, credential }) => [
    `${host}${path}`.startsWith(model),
    status,
    credential,
  ]);

test.each([
  ['nothing', {}],
  ['a key', { selectedType: 'gemini-api-key' }],
])(
  'a key of ours is the one that Google is asked with, where its settings choose %s',
  async (_name, auth) => {
    await settings(auth);
    const { code } = await prompt(key);
    const refused = [true, 400, credentialOf('unknown', 'unknown', key)];
    expect([code, await asked()]).toEqual([1, [refused, refused]]);
    await expectNothingUnknown();
  },
);

test('where its settings choose its own login, no key of ours is used', async () => {
  await settings({ selectedType: 'oauth-personal' });
  const { code } = await prompt(key);
  expect([code, await asked()]).toEqual([41, []]);
});

test('a key in its own file is the one that Google is asked with, and Gatehouse shows it at once', async () => {
  await settings({ selectedType: 'gemini-api-key' });
  const path = join(home, '.gemini', '.env');
  await writeFile(path, `GEMINI_API_KEY=${key}\n`);
  const found = await foundAtOnce(gemini, home);
  const { code } = await run(home, ['gemini', '-p', 'hi', '--skip-trust']);
  const refused = [true, 400, credentialOf('unknown', 'unknown', key)];
  expect([
    found.map((each) => each.kind === 'api-key' && [each.provider, each.key.reveal(), each.where]),
    code,
    await asked(),
  ]).toMatchObject([[['gemini', key, path]], 1, [refused, refused]]);
  await expectNothingUnknown();
});

test('a login that appears in its own file is shown at once, with the person whom its own files name', async () => {
  const folder = join(home, '.gemini');
  const claims = Buffer.from(JSON.stringify({ sub: '1', email: 'ada@example.test' })).toString('base64url');
  const login = {
    refresh_token: 'nobodys',
    access_token: 'nobodys',
    id_token: `e30.${claims}.x`,
    expiry_date: 0,
  };
  await writeFile(join(folder, 'google_accounts.json'), '{"active":"ada@example.test","old":[]}');
  await writeFile(join(folder, 'oauth_creds.json'), JSON.stringify(login));
  expect(await foundAtOnce(gemini, home)).toMatchObject([
    { kind: 'login', identity: { label: 'ada@example.test' }, at: { folder, place: 'usual' } },
  ]);
});
