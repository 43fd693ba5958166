// Google Gemini against the strict sandbox: keys, and the figures of a Code Assist login by the token that Gemini CLI keeps,
// which is lent for one question and never renewed by us.
import { expect, test } from 'vitest';
import { gemini as cli } from '../../main/consumers/gemini/index.ts';
import { findLogins } from '../../main/consumers/gemini/logins.ts';
import type { DelegatedAccount } from '../../main/domain/account.ts';
import { Secret } from '../../main/domain/secret.ts';
import { createLoginOwners } from '../../main/flows/login-owners.ts';
import { createQuotaSources, type QuotaSource } from '../../main/flows/quota-sources.ts';
import { delegatedAccount } from '../../main/flows/sign-in-by-program.ts';
import { gemini } from '../../main/providers/gemini/index.ts';
import { RecordingBrowser } from '../fakes/browser.ts';
import { failureOf } from '../fakes/failures.ts';
import { FakeTime } from '../fakes/time.ts';
import { geminiLogin } from '../world/sandbox/providers/gemini/facts.ts';
import { useSandbox } from './support/sandbox-tools.ts';

const { sandbox, toolsOf, wait } = useSandbox();
const { signal } = new AbortController();
const where = '/home/ada/.gemini/oauth_creds.json';

const requests = (): readonly unknown[] =>
  sandbox()
    .log.since(0)
    .map(({ host, path, status }) => [host, path, status]);

const keyHost = 'generativelanguage.googleapis.com';
const codeAssist = 'cloudcode-pa.googleapis.com';
const tier = '/v1internal:loadCodeAssist';
const quota = '/v1internal:retrieveUserQuota';

test('takes an API key that works and refuses one that does not, which Google says by 400', async () => {
  const method = gemini.methods.find((candidate) => candidate.kind === 'api-key');
  if (method === undefined) throw new Error('no key is taken');
  const { apiKey } = sandbox().personas.get('gemini-standard-ada');
  const { account, credential } = await method.accept(new Secret(apiKey), toolsOf(gemini), signal);
  const models = '/v1beta/models';
  expect([
    [account.provider, account.kind, credential.kind],
    await failureOf(method.accept(new Secret(`${apiKey}x`), toolsOf(gemini), signal)),
    requests(),
  ]).toEqual([
    ['gemini', 'api-key', 'api-key'],
    { code: 'credential/key-rejected', subject: 'Google Gemini' },
    [
      [keyHost, models, 200],
      [keyHost, models, 400],
    ],
  ]);
});

/** The login of this person as Gemini CLI keeps it, found and taken in, and how its quota is asked for. */
async function loginOf(persona: string): Promise<{ entry: DelegatedAccount; source: QuotaSource }> {
  const file = JSON.stringify(geminiLogin(sandbox(), persona));
  const read = async (path: string) => (path === where ? file : undefined);
  const places = { home: '/home/ada', data: '/data', environment: {} };
  const [found] = await findLogins({ places, platform: 'linux', read });
  if (found?.kind !== 'login') throw new Error('no login is found');
  const entry = delegatedAccount(found.identity, {
    origin: 'imported',
    owner: cli.id,
    obtainedAt: sandbox().clock.nowMs(),
    ...found.at,
  });
  const nobody = () => Promise.reject(new Error('not asked for'));
  const owners = createLoginOwners({
    consumers: [cli],
    // It is not on this computer.
    programs: {
      find: async () => undefined,
      run: nobody,
      talk: () => {
        throw new Error('not asked for');
      },
    },
    browser: new RecordingBrowser(),
    files: { read },
    clock: sandbox().clock,
    timer: new FakeTime(),
  });
  const source = createQuotaSources({
    book: { get: () => entry },
    fresh: { get: nobody, replace: nobody },
    owners,
    find: () => gemini,
    toolsFor: toolsOf,
    settings: () => ({ borrowKeys: { gemini: true } }),
  }).of(entry.account.id);
  if (source === undefined) throw new Error('nothing can be asked');
  return { entry, source };
}

test('shows tier and buckets of a login, without its program and with the token that it keeps', async () => {
  const { entry, source } = await loginOf('gemini-standard-ada');
  const { windows, plan } = await source.read();
  expect([
    entry.account.label,
    windows.map(({ label, usedPercent }) => [label, usedPercent]),
    plan,
    requests(),
  ]).toEqual([
    'ada@engines.example.test',
    [
      ['gemini-3-pro (Requests)', 36],
      ['gemini-3-flash (Requests)', 5],
    ],
    { plan: 'standard' },
    [
      [codeAssist, tier, 200],
      [codeAssist, quota, 200],
    ],
  ]);
});

test('of a company that names the project itself, the tier is shown and nothing is guessed', async () => {
  const { source } = await loginOf('gemini-standard-noa');
  expect([await source.read(), requests()]).toEqual([
    { windows: [], source: 'Gemini Code Assist', plan: { plan: 'standard' } },
    [[codeAssist, tier, 200]],
  ]);
});

test('says that a single person is no longer served, and what works', async () => {
  const { source } = await loginOf('gemini-free-ivo');
  expect([await failureOf(source.read()), requests()]).toEqual([
    {
      code: 'sign-in/not-entitled',
      subject: 'Google Gemini',
      detail: 'Google no longer serves plans of single persons in Gemini CLI; an API key works',
    },
    [[codeAssist, tier, 200]],
  ]);
});

test('leaves a token that has ended to Gemini CLI, and asks nobody anything', async () => {
  const { source } = await loginOf('gemini-standard-ada');
  wait(3_600_000);
  expect([await failureOf(source.read()), requests()]).toEqual([
    { code: 'credential/left-to-owner', subject: 'Gemini CLI' },
    [],
  ]);
});

test('leaves a token that Google refuses to Gemini CLI as well', async () => {
  const { source } = await loginOf('gemini-standard-ada');
  sandbox().grants.expire('gemini-standard-ada', 'access');
  expect([await failureOf(source.read()), requests()]).toEqual([
    { code: 'credential/left-to-owner', subject: 'Google Gemini' },
    [[codeAssist, tier, 401]],
  ]);
});
