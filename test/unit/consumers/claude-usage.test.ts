// Claude Code is asked for what its usage screen shows, with nothing of the person's own running, and lends its token.
import { describe, expect, test } from 'vitest';
import { owner } from '../../../main/consumers/claude-code/owner.ts';
import type { LoginPlace } from '../../../main/consumers/description.ts';
import { Failure } from '../../../main/domain/failure.ts';
import type { JsonObject } from '../../../main/domain/json.ts';
import type { ProgramRun } from '../../../main/ports.ts';
import { noonMs } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { FakeTime } from '../../fakes/time.ts';

const never = new AbortController().signal;
const mine: LoginPlace = { folder: '/data/logins/claude-code/1', place: 'private' };
const theirs: LoginPlace = { folder: '/home/ada/.claude', place: 'usual' };
const figures = { five_hour: { utilization: 23, resets_at: '2026-11-25T04:08:07Z' }, seven_day: null };

const answering = (response: JsonObject): JsonObject => ({ type: 'control_response', response });
const saying = (said: JsonObject): JsonObject =>
  answering({ subtype: 'success', request_id: 'usage', response: said });

/** Claude Code that says this, and then nothing more. */
function claudeThat(...says: readonly JsonObject[]) {
  const events: string[] = [];
  const orders: ProgramRun[] = [];
  const sent: JsonObject[] = [];
  const unused = () => {
    throw new Error('not asked for');
  };
  const tools = {
    programs: {
      find: unused,
      run: unused,
      talk: (order: ProgramRun) => {
        orders.push(order);
        return {
          send: (message: JsonObject) => {
            sent.push(message);
          },
          until: async (accepts: (message: JsonObject) => boolean) => {
            const found = says.find(accepts);
            if (found === undefined) throw new Failure('credential/owner-silent', { subject: 'claude' });
            return found;
          },
          stop: async () => {
            events.push('stopped');
          },
        };
      },
    },
    executable: '/usr/bin/claude',
    timer: new FakeTime(),
    read: async () => undefined,
  };
  return { tools, events, orders, sent, read: async () => owner.usage?.read(mine, tools, never) };
}

describe('the usage screen', () => {
  test('is asked for once, without hooks, servers or a session, and the program ends', async () => {
    const { read, events, orders, sent } = claudeThat(
      { type: 'system', subtype: 'init' },
      answering({ subtype: 'success', request_id: 'another', response: {} }),
      saying({ subscription_type: 'max', rate_limits: figures }),
    );
    const answer = await read();
    const [order] = orders;
    expect({ answer, events, sent, words: order?.words, count: orders.length }).toEqual({
      answer: figures,
      events: ['stopped'],
      sent: [
        {
          type: 'control_request',
          request_id: 'usage',
          request: { subtype: 'get_usage', skip_behaviors: true },
        },
      ],
      words: [
        '--print',
        '--verbose',
        '--input-format=stream-json',
        '--output-format=stream-json',
        '--setting-sources=',
        '--strict-mcp-config',
        '--no-session-persistence',
      ],
      count: 1,
    });
    expect(order?.environment).toMatchObject({
      CLAUDE_CONFIG_DIR: mine.folder,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: undefined,
      DISABLE_TELEMETRY: '1',
      CLAUDE_CODE_OAUTH_TOKEN: undefined,
    });
  });

  test.each([
    ['without figures, as with an API key', saying({ rate_limits_available: false, rate_limits: null })],
    [
      'that an older one does not know',
      answering({ subtype: 'error', request_id: 'usage', error: 'Unknown' }),
    ],
    ['that it does not answer', { type: 'system' }],
  ])('%s is a failure that says so, and the program ends', async (_label, said) => {
    const { read, events } = claudeThat(said);
    expect([(await failureOf(read())).code, events]).toEqual(['credential/owner-silent', ['stopped']]);
  });

  test('is not cut off when nobody waits any more, for its token may be being renewed: it ends after its answer', async () => {
    const limit = new AbortController();
    const { promise: answered, resolve: answer } = Promise.withResolvers<JsonObject>();
    const { tools, events } = claudeThat();
    const patient = {
      ...tools,
      programs: {
        ...tools.programs,
        talk: (order: ProgramRun) => ({
          ...tools.programs.talk(order),
          until: async (_accepts: unknown, signal: AbortSignal) => {
            limit.abort(new Failure('credential/owner-silent', { subject: 'in time' }));
            signal.throwIfAborted();
            return answered;
          },
        }),
      },
    };
    const { subject } = await failureOf(async () => owner.usage?.read(mine, patient, limit.signal));
    const before = [...events];
    answer(saying({ rate_limits: figures }));
    await expect.poll(() => events, { interval: 1 }).toEqual(['stopped']);
    expect({ subject, before }).toEqual({ subject: 'in time', before: [] });
  });

  test('is for a person who wants to know, and never asked for by itself', () => {
    expect(owner.usage).toMatchObject({
      kind: 'screen',
      polled: false,
      limits: { spacingMs: 180_000, perHour: 20 },
    });
  });
});

describe('the token that it keeps', () => {
  const lent = async (text: string | undefined) =>
    owner.lendToken?.(
      theirs,
      {
        ...claudeThat().tools,
        read: async (path: string) => (path === '/home/ada/.claude/.credentials.json' ? text : undefined),
      },
      noonMs,
    );

  test('is lent from its file', async () => {
    const token = await lent(JSON.stringify({ claudeAiOauth: { accessToken: 'canary_access' } }));
    expect(token?.reveal()).toBe('canary_access');
  });

  test.each([
    ['no file', undefined],
    ['a login that has died', JSON.stringify({ claudeAiOauth: { accessToken: '' } })],
    ['half a file', '{"claudeAiOauth":'],
  ])('is none with %s', async (_label, text) => {
    expect(await lent(text)).toBeUndefined();
  });
});

describe('whose login it is', () => {
  const filesAt = (place: LoginPlace, named: string): Readonly<Record<string, string>> => ({
    [`${place.folder}/.credentials.json`]: JSON.stringify({
      claudeAiOauth: { accessToken: 'canary_access', scopes: ['user:inference'], accountUuid: 'jun' },
    }),
    [place.place === 'usual' ? `${place.folder}.json` : `${place.folder}/.claude.json`]: JSON.stringify({
      oauthAccount: { emailAddress: 'jun@example.test', organizationUuid: 'org-1', accountUuid: named },
    }),
  });
  const readAt = async (at: LoginPlace, named: string) => {
    const files = filesAt(at, named);
    return owner.read(at, { ...claudeThat().tools, read: async (path: string) => files[path] }, never);
  };

  test('is read off the files of a private folder too, without starting the program', async () => {
    expect(await readAt(mine, 'jun')).toEqual({
      provider: 'claude',
      subject: 'cli/jun@example.test/org-1',
      label: 'jun@example.test',
    });
  });

  // Asked for its status then, the real one names the other login, with the plan of the one that is stored.
  test('cannot be said while its notes name another, and the program is not asked', async () => {
    expect(await failureOf(readAt(theirs, 'ivo'))).toEqual({
      code: 'credential/owner-silent',
      subject: 'Claude Code',
      detail: 'its notes name another login',
    });
  });
});
