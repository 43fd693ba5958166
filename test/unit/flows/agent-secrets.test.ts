// What an agent gets to work with, to whom it may go, and that it is what works now.
import { describe, expect, test } from 'vitest';
import type { EnvironmentChange } from '../../../main/domain/environment-change.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { accountId, consumerId } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import type { Store } from '../../../main/state/store.ts';
import { noonMs } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';

import {
  type AgentSecretsAtWork,
  agentSecretsAtWork,
  agentId,
  asking,
  claudeKey,
  claudeLogin,
  companyToken,
  delegated,
  geminiKey,
  openaiKey,
  openaiLogin,
} from '../../fakes/agent-secrets.ts';

/** The variables with their values, in the open. */
const open = ({ set }: EnvironmentChange): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...set].map(([name, value]) => [name, typeof value === 'string' ? value : value.reveal()]),
  );

describe('a key of the account', () => {
  test('goes to the program that will run, once it may', async () => {
    const at = agentSecretsAtWork();
    const change = await at.environment(claudeKey);
    expect([open(change)['ANTHROPIC_API_KEY'], change.words, at.orders]).toEqual([
      'canary_key_wxyz',
      [],
      [
        {
          program: { path: '/usr/bin/claude' },
          consumer: consumerId('claude-code'),
          reader: 'Claude Code',
          account: claudeKey.account,
          provider: 'Claude',
          actor: 'agent',
          grant: agentId,
          pid: 4711,
        },
      ],
    ]);
  });

  test('of a company’s own GitHub comes with its host, and to no program that knows github.com alone', async () => {
    const at = agentSecretsAtWork({ COPILOT_GH_HOST: 'other.example' });
    const environment = open(await at.environment(companyToken, { consumer: consumerId('copilot') }));
    const refused = await failureOf(at.environment(companyToken, { consumer: consumerId('opencode') }));
    expect([environment['COPILOT_GITHUB_TOKEN'], environment['COPILOT_GH_HOST'], refused.code]).toEqual([
      'canary_key_wxyz',
      'acme.ghe.com',
      'broker/not-acceptable',
    ]);
  });

  test('that was made for another host than its provider asks now stays here', async () => {
    const at = agentSecretsAtWork();
    const { account, credential } = companyToken;
    at.meanwhile = () => ({
      account,
      credential: { ...credential, issuer: 'https://other.ghe.com/login/oauth' },
    });
    const refused = await failureOf(at.environment(companyToken, { consumer: consumerId('copilot') }));
    expect(refused.code).toBe('credential/rejected');
  });

  test('comes with what its program would go by all the same', async () => {
    const path = '/home/ada/.gemini/settings.json';
    const text = '{"security":{"auth":{"selectedType":"oauth-personal"}}}';
    const notes = [agentSecretsAtWork({}, { [path]: text }), agentSecretsAtWork()].map(
      async (at) => (await at.environment(geminiKey, { consumer: consumerId('gemini') })).notes,
    );
    expect(await Promise.all(notes)).toEqual([
      [expect.stringContaining(`choose oauth-personal (${path})`)],
      undefined,
    ]);
  });

  test.each(['broker/hand-out-denied', 'broker/locked'] as const)(
    'does not go out against %s, neither by a variable nor by a command that asks later',
    async (code) => {
      const at = agentSecretsAtWork();
      at.refusal = new Failure(code);
      expect(await failureOf(at.environment(claudeKey, {}, { launcher: '/usr/bin/gatehouse' }))).toEqual({
        code,
      });
    },
  );

  test('a command asks for it later where the program is the consumer’s own', async () => {
    const at = agentSecretsAtWork();
    const change = await at.environment(claudeKey, {}, { launcher: '/usr/bin/gatehouse' });
    expect([open(change), change.words.join(' ')]).toEqual([
      {},
      expect.stringContaining(
        `/usr/bin/gatehouse token --provider claude --account ${claudeKey.account.id} --consumer claude-code`,
      ),
    ]);
  });

  test.each([
    ['claude', true],
    ['claude.exe', true],
    ['review.sh', false],
    ['codex', false],
  ])('%s started for Claude Code is told by words: %j', async (label, isTold) => {
    const at = agentSecretsAtWork();
    const wish = { launcher: '/usr/bin/gatehouse' };
    const { words, set } = await at.environment(
      claudeKey,
      { label, consumer: consumerId('claude-code') },
      wish,
    );
    expect([words.length > 0, set.has('ANTHROPIC_API_KEY')]).toEqual([isTold, !isTold]);
  });
});

describe('a sign-in of ours', () => {
  test('goes out as the access token that works now, and nothing else of it does', async () => {
    const at = agentSecretsAtWork();
    const change = await at.environment(claudeLogin, {}, { launcher: '/usr/bin/gatehouse' });
    const said = JSON.stringify([open(change), change.words]);
    expect([open(change)['CLAUDE_CODE_OAUTH_TOKEN'], /canary_(?:refresh|id|access)/.exec(said)]).toEqual([
      'canary_renewed',
      null,
    ]);
  });

  test.each(['codex', 'my-script'])(
    'that stands in the file of %s’s program needs no question, and its folder is named',
    async (label) => {
      const at = agentSecretsAtWork({ CODEX_HOME: '/home/ada/other' });
      at.store.dispatch({ type: 'file.held', file: 'codex-auth', holder: openaiLogin.account.id });
      const change = await at.environment(openaiLogin, { label });
      expect([open(change)['CODEX_HOME'], JSON.stringify(open(change)).includes('canary'), at.asked]).toEqual(
        ['/home/ada/other', false, []],
      );
    },
  );

  test.each<[string, string, Parameters<Store['dispatch']>[0] | undefined]>([
    ['codex', 'no file holds it', undefined],
    ['my-script', 'no file holds it', undefined],
    [
      'codex',
      'another account is in its file',
      { type: 'file.held', file: 'codex-auth', holder: openaiKey.account.id },
    ],
    [
      'codex',
      'only a file of another kind holds it',
      { type: 'file.held', file: 'codex-start', holder: openaiLogin.account.id },
    ],
    [
      'my-script',
      'only a file without its refresh token holds it',
      { type: 'file.held', file: 'code-auth', holder: openaiLogin.account.id },
    ],
  ])('%s is not started with another one: %s', async (label, _why, event) => {
    const at = agentSecretsAtWork();
    if (event !== undefined) at.store.dispatch(event);
    expect(await failureOf(at.environment(openaiLogin, { label }))).toMatchObject({
      code: 'broker/not-acceptable',
      detail: 'ada@example.test is not the account in its file; switch to it first',
    });
  });
});

describe('a login that its program keeps', () => {
  test('is named by its folder, which has what is the person’s, without a question', async () => {
    const at = agentSecretsAtWork();
    const change = await at.environment(delegated);
    expect([open(change), at.asked, at.shared]).toEqual([
      { CLAUDE_SECURESTORAGE_CONFIG_DIR: '/data/logins/1' },
      [],
      [delegated.account.id],
    ]);
  });

  test('is no token', async () => {
    const at = agentSecretsAtWork();
    expect([await failureOf(at.secrets.token(delegated.account, undefined, asking)), at.asked]).toEqual([
      { code: 'credential/left-to-owner', subject: delegated.account.label },
      [],
    ]);
  });
});

test('an account that the program cannot use is refused before anybody is asked', async () => {
  const at = agentSecretsAtWork();
  expect([
    await failureOf(at.environment(openaiKey)),
    await failureOf(at.environment(claudeLogin, { label: 'opencode' })),
    at.asked,
  ]).toEqual([
    { code: 'broker/not-acceptable', subject: 'Claude Code' },
    { code: 'broker/not-acceptable', subject: 'OpenCode' },
    [],
  ]);
});

test('what every agent is told by us comes with it, and is not taken out', async () => {
  const at = agentSecretsAtWork();
  const own = { GATEHOUSE_AGENT: 'agent-1', GATEHOUSE_GRANT: new Secret('canary_grant') };
  const change = await at.environment(delegated, {}, { own });
  expect([open(change), change.unset.filter((name) => name.startsWith('GATEHOUSE_'))]).toEqual([
    {
      CLAUDE_SECURESTORAGE_CONFIG_DIR: '/data/logins/1',
      GATEHOUSE_AGENT: 'agent-1',
      GATEHOUSE_GRANT: 'canary_grant',
    },
    [],
  ]);
});

describe('a token', () => {
  test('of a key is the key, judged by who asks', async () => {
    const at = agentSecretsAtWork();
    const handed = await at.secrets.token(claudeKey.account, undefined, { ...asking, grant: 'machine' });
    expect([handed.kind, handed.token.reveal(), handed.expiresAt, at.asked]).toEqual([
      'api-key',
      'canary_key_wxyz',
      null,
      [['/usr/bin/judged', 'code', claudeKey.account.id, false]],
    ]);
  });

  test('of a sign-in is the access token that works now', async () => {
    const at = agentSecretsAtWork();
    const handed = await at.secrets.token(openaiLogin.account, 'codex', asking);
    expect([handed.kind, handed.token.reveal(), handed.expiresAt]).toEqual([
      'access-token',
      'canary_renewed',
      noonMs + 5,
    ]);
  });

  test.each([
    ['opencode', openaiLogin],
    [undefined, openaiLogin],
    ['codex', claudeLogin],
  ])('of a sign-in does not go to %s, for which it is not meant', async (consumer, { account }) => {
    const at = agentSecretsAtWork();
    expect([(await failureOf(at.secrets.token(account, consumer, asking))).code, at.asked]).toEqual([
      'broker/not-acceptable',
      [],
    ]);
  });

  test('of a key goes to any program that the person allows it to', async () => {
    const at = agentSecretsAtWork();
    const handed = await at.secrets.token(claudeKey.account, 'claude-code', asking);
    expect([claudeKey.credential.destinations, handed.token.reveal()]).toEqual([
      [consumerId('code')],
      'canary_key_wxyz',
    ]);
  });

  test('of an account that is gone is missing', async () => {
    const at = agentSecretsAtWork();
    const account = { ...claudeKey.account, id: accountId('claude:key-2') };
    expect(await failureOf(at.secrets.token(account, undefined, asking))).toEqual({
      code: 'credential/missing',
      subject: account.label,
    });
  });
});

describe('what the person has allowed to a run', () => {
  const wasAllowed = ({ orders }: AgentSecretsAtWork): readonly boolean[] =>
    orders.map(({ isAllowed }) => isAllowed === true);

  test('holds until it ends, for the same account and kind of program, and for nobody else', async () => {
    const at = agentSecretsAtWork();
    await at.environment(claudeKey);
    await at.secrets.token(claudeKey.account, 'claude-code', asking);
    await at.secrets.token(claudeKey.account, 'code', asking);
    await at.secrets.token(openaiKey.account, 'claude-code', asking);
    await at.secrets.token(claudeKey.account, 'claude-code', { ...asking, grant: 'machine' });
    at.secrets.ended(agentId);
    await at.secrets.token(claudeKey.account, 'claude-code', asking);
    expect(wasAllowed(at)).toEqual([false, true, false, false, false, false]);
  });

  test('is not what they have refused', async () => {
    const at = agentSecretsAtWork();
    at.refusal = new Failure('broker/hand-out-denied');
    await failureOf(at.environment(claudeKey));
    at.refusal = undefined;
    await at.environment(claudeKey);
    expect(wasAllowed(at)).toEqual([false, false]);
  });

  test('is nothing to a login that its own program keeps by now', async () => {
    const at = agentSecretsAtWork();
    at.meanwhile = () => delegated;
    const left = { code: 'credential/left-to-owner', subject: claudeKey.account.label };
    expect([
      await failureOf(at.environment(claudeKey)),
      await failureOf(at.secrets.token(claudeKey.account, 'claude-code', asking)),
    ]).toEqual([left, left]);
  });

  test('counts even where the keys could not be had', async () => {
    const at = agentSecretsAtWork();
    at.meanwhile = () => {
      throw new Failure('network/offline');
    };
    await failureOf(at.environment(claudeKey));
    at.meanwhile = () => undefined;
    await at.environment(claudeKey);
    expect(wasAllowed(at)).toEqual([false, true]);
  });
});
