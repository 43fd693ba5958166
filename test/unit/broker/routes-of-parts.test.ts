// The routes for what stands on this computer: what they take, what they refuse, and what they hand on.
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { mostSettingsFileBytes } from '../../../main/domain/settings-file.ts';
import { machineGrant, openRoutes } from '../../fakes/broker-routes.ts';
import { exampleSettingsText } from '../../fakes/broker-settings.ts';

function open() {
  const { actions, ask } = openRoutes();
  const send = (
    method: string,
    path: string,
    body?: unknown,
    bearer = machineGrant,
  ): Promise<[number, unknown]> =>
    ask(method, path, body === undefined ? undefined : JSON.stringify(body), {
      authorization: `Bearer ${bearer}`,
    });
  return { actions, send };
}

const passphrase = 'canary_passphrase';

type Row = readonly [path: string, body: object | undefined, asked: readonly string[]];
const calls: readonly Row[] = [
  ['/v1/logins', {}, ['find logins']],
  ['/v1/logins', { keys: { OPENAI_API_KEY: 'canary_k' } }, ['find logins OPENAI_API_KEY=canary_k']],
  ['/v1/logins', { keys: { GEMINI_API_KEY: 'canary_k' } }, ['find logins GEMINI_API_KEY=canary_k']],
  ['/v1/logins/take', {}, ['take all']],
  [
    '/v1/logins/take',
    { only: ['a', 'b'], keys: { CLAUDE_API_KEY: 'canary_k' } },
    ['take a,b CLAUDE_API_KEY=canary_k'],
  ],
  ['/v1/migrations', { dryRun: true }, ['plan all']],
  ['/v1/migrations', { dryRun: false, only: ['a'] }, ['migrate a']],
  ['/v1/backups', { passphrase }, [`back up all all under ${passphrase}`]],
  [
    '/v1/backups',
    { passphrase, provider: 'openai', account: 'ada' },
    [`back up openai ada under ${passphrase}`],
  ],
  [
    '/v1/restores',
    { sealed: 'x', passphrase, force: true, settings: true, accounts: ['ada'] },
    [`restore ada of x under ${passphrase} by force with settings`],
  ],
  ['/v1/files/choose', { file: 'codex-auth', on: false }, ['switch codex-auth off']],
  ['/v1/files/preview', { file: 'codex-auth' }, ['preview codex-auth']],
  ['/v1/files/history', {}, ['history of all']],
  ['/v1/files/history', { file: 'codex-auth' }, ['history of codex-auth']],
  ['/v1/files/restore', {}, ['restore file all']],
  ['/v1/files/restore', { file: 'codex-auth' }, ['restore file codex-auth']],
  ['/v1/files/restore', { force: true }, ['restore file all by force']],
  ['/v1/status-lines/set', { consumer: 'claude-code', on: true }, ['status line of claude-code on']],
  ['/v1/status-lines/set', { consumer: 'claude-code', on: false }, ['status line of claude-code off']],
  ['/v1/status-lines/preview', { consumer: 'claude-code' }, ['preview status line of claude-code']],
  ['/v1/settings/read', { name: 'a file', text: '{}' }, ['read settings a file: {}']],
  ['/v1/settings/apply', { offer: '1' }, ['apply settings 1']],
  ['/v1/settings/put-back', {}, ['put settings back']],
  ['/v1/shells/set', { shell: 'bash', on: true }, ['bash on']],
  ['/v1/shells/set', { shell: 'bash', on: false }, ['bash off']],
  ['/v1/shells/preview', { shell: 'bash' }, ['preview bash']],
  ['/v1/hooks/add', { event: 'quota_low', program: '/home/ada/tell' }, ['run /home/ada/tell on quota_low']],
  [
    '/v1/hooks/remove',
    { event: 'switched', program: '/home/ada/tell' },
    ['no longer run /home/ada/tell on switched'],
  ],
  ['/v1/hooks/example', { event: 'quota_reset' }, ['example of quota_reset']],
  ['/v1/company-logins/login', { address: 'https://a.test' }, ['log OpenCode in at https://a.test']],
  ['/v1/company-logins/logout', { address: 'https://a.test' }, ['log OpenCode out at https://a.test']],
  ['/v1/switch', { provider: 'claude' }, ['prefer claude']],
  ['/v1/switch', { provider: 'openai', account: 'ada' }, ['prefer openai with ada']],
  ['/v1/switch', { provider: 'openai', unchecked: true }, ['prefer openai unchecked']],
  ['/v1/switch', { provider: 'openai', strategy: 'x' }, ['prefer openai by x']],
  ['/v1/switch', { strategy: 'soonest-reset' }, ['by soonest-reset']],
  ['/v1/undo', {}, ['undo']],
  ['/v1/rules', { folder: '/home/ada', account: 'ada' }, ['use ada in /home/ada']],
  ['/v1/rules', { folder: '/home/ada', account: 'ada', provider: 'openai' }, ['use openai ada in /home/ada']],
  ['/v1/rules/remove', { folder: '/home/ada' }, ['use none of its own in /home/ada']],
  ['/v1/key-store/start-anew', {}, ['start anew']],
  ['/v1/key-store/start-anew', { passphrase }, [`start anew with ${passphrase}`]],
  ['/v1/key-store/choose', { use: 'memory' }, ['protect by memory']],
  ['/v1/key-store/passphrase', { passphrase }, [`passphrase ${passphrase}`]],
];

describe.each(calls)('%s with %j', (path, body, asked) => {
  test('is handed on, and its secret never comes back', async () => {
    const { actions, send } = open();
    const [status, answer] = await send('POST', path, body);
    expect([status, actions.asked, JSON.stringify(answer).includes('canary')]).toEqual([200, asked, false]);
  });

  test('is refused without the grant', async () => {
    const { actions, send } = open();
    expect([await send('POST', path, body, 'canary_other'), actions.asked]).toEqual([
      [401, { failure: { code: 'broker/not-granted' } }],
      [],
    ]);
  });

  test('is refused with a field more', async () => {
    const { actions, send } = open();
    expect([(await send('POST', path, { ...body, admin: true }))[0], actions.asked]).toEqual([400, []]);
  });
});

test.each([
  ['/v1/files', 'files'],
  ['/v1/key-store', 'keyStore'],
  ['/v1/status-lines', 'statusLines'],
  ['/v1/hooks', 'hooks'],
] as const)('%s is shown to who has the grant alone', async (path, name) => {
  const { actions, send } = open();
  const shown = actions.answers[name];
  expect([await send('GET', path), (await send('GET', path, undefined, 'canary_other'))[0]]).toEqual([
    [200, shown],
    401,
  ]);
});

test('/v1/shells is shown to who has the grant alone', async () => {
  const { actions, send } = open();
  const answers = [
    await send('GET', '/v1/shells'),
    await send('GET', '/v1/shells', undefined, 'canary_other'),
  ];
  expect(answers.map(([status, answer]) => (status === 200 ? answer : status))).toEqual([
    actions.shellAnswers.shells,
    401,
  ]);
});

test('/v1/rules is shown to who has the grant alone', async () => {
  const { actions, send } = open();
  const { rules } = actions.switchingAnswers;
  expect([
    await send('GET', '/v1/rules'),
    (await send('GET', '/v1/rules', undefined, 'canary_other'))[0],
  ]).toEqual([[200, rules], 401]);
});

test('why a switch or its undoing does not happen is told with a status of its own', async () => {
  const { actions, send } = open();
  const statuses: number[] = [];
  for (const code of ['selection/busy', 'selection/changed-since', 'selection/nothing-to-undo'] as const) {
    actions.switchingAnswers.until = () => Promise.reject(new Failure(code));
    statuses.push((await send('POST', '/v1/undo', {}))[0]);
  }
  expect(statuses).toEqual([409, 409, 404]);
});

test.each<[string, object, string]>([
  ['/v1/rules', { folder: '', account: 'ada' }, 'body.folder'],
  ['/v1/rules', { folder: '/home/ada' }, 'body.account'],
  ['/v1/rules/remove', {}, 'body.folder'],
  ['/v1/logins', { keys: { HOME: '/root' } }, 'body.keys'],
  ['/v1/logins', { keys: { OPENAI_API_KEY: '' } }, 'body.keys.OPENAI_API_KEY'],
  ['/v1/logins/take', { only: [''] }, 'body.only.0'],
  ['/v1/migrations', {}, 'body.dryRun'],
  ['/v1/backups', {}, 'body.passphrase'],
  ['/v1/backups', { passphrase: 'x'.repeat(1025) }, 'body.passphrase'],
  ['/v1/restores', { passphrase, force: false, settings: false }, 'body.sealed'],
  ['/v1/restores', { sealed: 'x', passphrase, settings: false }, 'body.force'],
  ['/v1/files/choose', { file: 'x' }, 'body.on'],
  ['/v1/files/preview', {}, 'body.file'],
  ['/v1/status-lines/set', { consumer: 'x' }, 'body.on'],
  ['/v1/status-lines/preview', {}, 'body.consumer'],
  ['/v1/settings/read', { name: 'a file' }, 'body.text'],
  ['/v1/settings/read', { name: '', text: '' }, 'body.name'],
  ['/v1/settings/apply', { offer: '' }, 'body.offer'],
  ['/v1/shells/set', { shell: 'bash' }, 'body.on'],
  ['/v1/shells/preview', {}, 'body.shell'],
  ['/v1/hooks/add', { event: 'quota_low' }, 'body.program'],
  ['/v1/hooks/add', { event: 'noon', program: '/x' }, 'body.event'],
  ['/v1/hooks/remove', { event: 'quota_low', program: '' }, 'body.program'],
  ['/v1/hooks/example', {}, 'body.event'],
  ['/v1/company-logins/login', { address: '' }, 'body.address'],
  ['/v1/company-logins/logout', {}, 'body.address'],
  ['/v1/key-store/choose', { use: 'passphrase' }, 'body.use'],
  ['/v1/key-store/passphrase', { passphrase: '' }, 'body.passphrase'],
])('%s refuses %j and names the field', async (path, body, detail) => {
  const { actions, send } = open();
  expect([await send('POST', path, body), actions.asked]).toEqual([
    [400, { failure: { code: 'broker/bad-request', detail } }],
    [],
  ]);
});

test('a backup may be longer than any other body, up to its own limit', async () => {
  const { send } = open();
  const restore = async (length: number): Promise<number> =>
    (
      await send('POST', '/v1/restores', {
        sealed: 'x'.repeat(length),
        passphrase,
        force: false,
        settings: false,
      })
    )[0];
  const other = await send('POST', '/v1/files/preview', { file: 'x'.repeat(70_000) });
  expect([await restore(4_194_304), await restore(4_194_305), other[1]]).toEqual([
    200,
    400,
    { failure: { code: 'broker/bad-request', detail: 'body too large' } },
  ]);
});

test('/v1/settings/file is shown to who has the grant alone', async () => {
  const { send } = open();
  expect([
    await send('GET', '/v1/settings/file'),
    (await send('GET', '/v1/settings/file', undefined, 'canary_other'))[0],
  ]).toEqual([[200, { schema: 1, text: exampleSettingsText }], 401]);
});

test('a file with settings may be as long as one can be, and not longer', async () => {
  const { send } = open();
  const read = async (length: number): Promise<number> =>
    (await send('POST', '/v1/settings/read', { name: 'a file', text: 'x'.repeat(length) }))[0];
  expect([await read(mostSettingsFileBytes), await read(mostSettingsFileBytes + 1)]).toEqual([200, 400]);
});
