// OpenCode, unmodified, against the sandbox: whose API key its model requests carry, and the login of a company, made by it or
// by us.
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createCommandApprovals } from '../../main/adapters/node/command-approvals.ts';
import { textFiles } from '../../main/adapters/node/credential-files.ts';
import { fileWatch } from '../../main/adapters/node/file-watch.ts';
import { createLoginCommands } from '../../main/adapters/node/login-commands.ts';
import { createPinnedHttp } from '../../main/adapters/node/pinned-http.ts';
import { createPrograms } from '../../main/adapters/node/programs.ts';
import { opencode } from '../../main/consumers/opencode/index.ts';
import type { CompanyLogin } from '../../main/domain/company-login.ts';
import { createCompanyLogins } from '../../main/flows/company-logins.ts';
import { noonMs } from '../fakes/accounts.ts';
import { openWriter } from '../fakes/credential-files.ts';
import { failureOf } from '../fakes/failures.ts';
import { DecidedPerson } from '../fakes/hooks.ts';
import { RecordingLog } from '../fakes/log.ts';
import { keyStoresOf, ToySecretBox } from '../fakes/secret-box.ts';
import { FakeTime } from '../fakes/time.ts';
import { makeClient } from '../world/sandbox/client.ts';
import { longestMs, placesIn } from './found-at-once.ts';
import { clientEnvironment, makeHome, run, type Finished } from './run-client.ts';
import {
  apiKeyOf,
  credentialOf,
  expectNothingUnknown,
  personAtBrowser,
  playScenario,
  requestsTo,
} from './sandbox-log.ts';

test.each([
  ['openai', 'openai/gpt-5.2', 'openai-pro-dan', 'api.openai.com/v1/responses'],
  ['anthropic', 'anthropic/claude-opus-4-5', 'claude-pro-ada', 'api.anthropic.com/v1/messages'],
])(
  'opencode sends a model request to %s with the API key in its auth.json',
  async (provider, model, persona, address) => {
    await using home = await makeHome();
    await personAtBrowser(persona);
    const key = await apiKeyOf(persona);
    const folder = join(home.path, '.local/share/opencode');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'auth.json'), JSON.stringify({ [provider]: { type: 'api', key } }), {
      mode: 0o600,
    });
    expect(await run(home.path, ['opencode', 'run', '--model', model, 'hi'])).toMatchObject({ code: 0 });
    const requests = await requestsTo('POST', address);
    // One for the answer and one for the title of the conversation, in either order.
    expect(requests.length).toBeGreaterThan(0);
    for (const request of requests) {
      expect(request).toMatchObject({ status: 200, credential: credentialOf(persona, 'api-key', key) });
    }
    await expectNothingUnknown();
  },
);

const url = 'https://company.example.test';
const wellKnown = 'company.example.test/.well-known/opencode';
/** Nobody's: no provider knows it. */
const key = 'company-key-of-nobody';
const entry = { type: 'wellknown', key: 'COMPANY_TOKEN', token: key };
const kept = { type: 'api', key: 'sk-ant-nobody' };

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: these tests run inside the world`);
  return value;
}

/** The home of a person whose company has put a program on its computer, and Gatehouse as it looks at that home. */
async function companyHome() {
  const home = await makeHome();
  await personAtBrowser('openai-pro-dan');
  const [bin, folder] = [join(home.path, 'bin'), join(home.path, '.local/share/opencode')];
  const file = join(folder, 'auth.json');
  await mkdir(bin);
  await mkdir(folder, { recursive: true });
  await writeFile(file, JSON.stringify({ anthropic: kept }), { mode: 0o600 });
  await writeFile(join(bin, 'company-key'), `#!/bin/sh\n[ "$*" = "--for opencode" ] && echo ${key}\n`);
  await chmod(join(bin, 'company-key'), 0o755);
  const environment = { ...clientEnvironment(home.path), PATH: `${bin}:${required('PATH')}` };
  const ask = await makeClient({ ca: required('NODE_EXTRA_CA_CERTS'), proxy: required('HTTPS_PROXY') });
  const person = new DecidedPerson();
  if (opencode.companyLogins === undefined) throw new Error('OpenCode has company logins');
  const shown: (readonly CompanyLogin[])[] = [];
  const logins = createCompanyLogins({
    program: opencode.label,
    host: opencode.companyLogins,
    places: placesIn(home.path),
    httpFor: (host) =>
      createPinnedHttp(
        async (address) => {
          const { status, text } = await ask(address);
          return new Response(text, { status });
        },
        { hosts: [host], userAgent: 'gatehouse/test' },
      ),
    commands: createLoginCommands(environment, createPrograms(environment, home.path), home.path),
    approvals: createCommandApprovals({
      path: join(home.path, 'commands.json'),
      ...keyStoresOf(new ToySecretBox()),
    }),
    ask: person,
    requireOn: async () => undefined,
    language: () => 'en',
    textFiles,
    writer: openWriter(join(home.path, 'backups')),
    sharedFiles: { alone: (work) => work(), wrote: async () => undefined },
    watch: fileWatch,
    seen: (found) => {
      shown.push(found);
    },
    ran: () => undefined,
    clock: new FakeTime(noonMs),
    log: new RecordingLog(),
  });
  return {
    logins,
    shown,
    person,
    command: (...words: readonly string[]): Promise<Finished> =>
      run(home.path, ['env', `PATH=${environment.PATH}`, 'opencode', ...words]),
    inFile: async (): Promise<unknown> => JSON.parse(await readFile(file, 'utf8')),
    async [Symbol.asyncDispose]() {
      logins.stop();
      await home[Symbol.asyncDispose]();
    },
  };
}

const never = new AbortController().signal;

test('its own login at the server of a company is shown at once', async () => {
  await using home = await companyHome();
  await home.logins.look();
  const { code } = await home.command('auth', 'login', url);
  const login = { url, variable: 'COMPANY_TOKEN' };
  await expect.poll(() => home.shown.at(-1), { timeout: longestMs }).toEqual([login]);
  expect([code, home.shown[0], await home.inFile()]).toEqual([0, [], { anthropic: kept, [url]: entry }]);
  await expectNothingUnknown();
});

test('a login that Gatehouse makes is as good as its own, until the server is gone and Gatehouse takes it out', async () => {
  await using home = await companyHome();
  await home.logins.login(url, never);
  const started = await home.command('models');
  await playScenario({ faults: [{ path: '/.well-known/opencode', drop: true }] });
  const dead = await home.command('models');
  await home.logins.logout(url);
  const mended = await home.command('models');
  const hasModel = ({ output }: Finished): boolean => output.includes('company/company-1');
  expect([
    home.person.questions.length,
    [started, dead, mended].map((each) => [each.code, hasModel(each)]),
    await home.inFile(),
  ]).toEqual([
    1,
    [
      [0, true],
      [1, false],
      [0, false],
    ],
    { anthropic: kept },
  ]);
  await expectNothingUnknown();
});

test.each([
  ['points elsewhere', { status: 302, headers: { location: 'https://api.openai.com/' } }, 'HTTP 302'],
  ['sends more than anybody reads', { body: { auth: 'x'.repeat(2_000_000) } }, 'answer too large'],
  ['sends a page', { status: 200, body: 'not such a login' }, 'its answer is not such a login'],
  [
    'names a program by a relative path',
    { body: { auth: { command: ['./company-key'], env: 'COMPANY_TOKEN' } } },
    'there is no program "./company-key" here',
  ],
  [
    'wants to steer other programs',
    { body: { auth: { command: ['company-key'], env: 'NODE_OPTIONS' } } },
    'a server may not have NODE_OPTIONS set',
  ],
])('nothing is asked, run or written for a server that %s', async (_what, fault, detail) => {
  await using home = await companyHome();
  await playScenario({ faults: [{ host: 'company.example.test', path: '/.well-known/opencode', ...fault }] });
  expect([
    await failureOf(home.logins.login(url, never)),
    home.person.questions,
    await home.inFile(),
    (await requestsTo('GET', wellKnown)).length,
  ]).toEqual([
    { code: 'company-login/unsuitable', subject: 'company.example.test', detail },
    [],
    { anthropic: kept },
    1,
  ]);
});
