// Codex is signed in and renewed in a talk with its app server, and what it says about that is understood.
import { describe, expect, test } from 'vitest';
import { owner } from '../../../main/consumers/codex/owner.ts';
import type { LoginPlace } from '../../../main/consumers/description.ts';
import { Failure } from '../../../main/domain/failure.ts';
import type { JsonObject, JsonValue } from '../../../main/domain/json.ts';
import type { JsonTalk, ProgramRun } from '../../../main/ports.ts';
import { failureOf } from '../../fakes/failures.ts';
import { FakeTime } from '../../fakes/time.ts';
import { openaiIdToken } from '../../fakes/tokens.ts';

const never = new AbortController().signal;
const mine: LoginPlace = { folder: '/data/logins/codex/1', place: 'private' };
const theirs: LoginPlace = { folder: '/home/ada/.codex', place: 'usual' };

type Answer = (method: string, id: JsonValue) => readonly JsonObject[];

/** Codex that answers like this; `events` is what happened, in order. */
function codexThat(
  answer: Answer,
  { files = {}, code = 0 }: { files?: Record<string, string>; code?: number } = {},
) {
  const events: string[] = [];
  const orders: ProgramRun[] = [];
  const messages: JsonObject[] = [];
  let wake = (): void => undefined;
  const talk: JsonTalk = {
    send({ method, id = null }) {
      const name = typeof method === 'string' ? method : 'an answer';
      events.push(name);
      messages.push(...answer(name, id));
      wake();
    },
    async until(accepts, signal) {
      for (;;) {
        signal.throwIfAborted();
        const found = messages.find(accepts);
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => {
          wake = resolve;
          signal.addEventListener('abort', () => {
            resolve();
          });
        });
      }
    },
    stop: async () => {
      events.push('stopped');
    },
  };
  const tools = {
    programs: {
      find: () => Promise.reject(new Error('not asked for')),
      run: async (order: ProgramRun) => {
        orders.push(order);
        return { code, output: '' };
      },
      talk: (order: ProgramRun) => {
        orders.push(order);
        return talk;
      },
    },
    executable: '/usr/bin/codex',
    timer: new FakeTime(),
    read: async (path: string) => files[path],
    browser: {
      open: async (url: string) => {
        events.push(url);
      },
    },
  };
  return {
    tools,
    events,
    orders,
    /** Says something later. */
    say: (message: JsonObject) => {
      messages.push(message);
      wake();
    },
  };
}

const authUrl = 'https://auth.openai.com/oauth/authorize?state=canary_state';

/** What a sign-in is answered, with the outcome of the browser at once. */
const signsIn =
  (...outcomes: readonly JsonObject[]): Answer =>
  (method, id) => {
    if (method === 'initialize') return [{ id, result: {} }];
    if (method !== 'account/login/start') return [];
    const completed = outcomes.map((params) => ({ method: 'account/login/completed', params }));
    return [{ id, result: { type: 'chatgpt', loginId: 'one', authUrl } }, ...completed];
  };

describe('a sign-in', () => {
  test('introduces us, opens the address that Codex made, waits for its own outcome and ends the program', async () => {
    const { tools, events, orders } = codexThat(
      signsIn(
        { loginId: 'other', success: false, error: 'denied' },
        { loginId: 'one', success: true, error: null },
      ),
    );
    await owner.signIn(mine, tools, never);
    expect(events).toEqual(['initialize', 'initialized', 'account/login/start', authUrl, 'stopped']);
    expect(orders).toEqual([
      {
        program: '/usr/bin/codex',
        words: [
          'app-server',
          ...['-c', 'analytics.enabled=false', '-c', 'features.apps=false', '-c', 'features.plugins=false'],
          ...['-c', 'cli_auth_credentials_store=file'],
        ],
        environment: {
          CODEX_HOME: '/data/logins/codex/1',
          CODEX_ACCESS_TOKEN: undefined,
          CODEX_API_KEY: undefined,
          OPENAI_API_KEY: undefined,
        },
      },
    ]);
  });

  test.each([
    [
      'a no in the browser',
      signsIn({ loginId: 'one', success: false, error: 'Sign-in failed: The user denied access.' }),
      'sign-in/denied',
    ],
    [
      'another failure',
      signsIn({ loginId: 'one', success: false, error: 'canary_code' }),
      'sign-in/program-failed',
    ],
    [
      'taken ports',
      (method: string, id: JsonValue): readonly JsonObject[] =>
        method === 'initialize'
          ? [{ id, result: {} }]
          : [{ id, error: { code: -32603, message: 'Port 127.0.0.1:1457 is already in use' } }],
      'sign-in/ports-busy',
    ],
    [
      'an answer without an address',
      (_method: string, id: JsonValue): readonly JsonObject[] => [{ id, result: {} }],
      'sign-in/program-failed',
    ],
    [
      'a refused introduction',
      (_method: string, id: JsonValue): readonly JsonObject[] => [{ id, error: 'no' }],
      'sign-in/program-failed',
    ],
  ])('that fails says how, and ends the program: %s', async (_label, answer, code) => {
    const { tools, events } = codexThat(answer);
    const failure = await failureOf(owner.signIn(mine, tools, never));
    expect([failure, events.at(-1)]).toEqual([{ code, subject: 'Codex' }, 'stopped']);
  });

  test('that is cancelled ends the program, and says why it was', async () => {
    const { tools, events } = codexThat(signsIn());
    const cancel = new AbortController();
    const failure = failureOf(owner.signIn(mine, tools, cancel.signal));
    await expect.poll(() => events, { interval: 1 }).toContain(authUrl);
    cancel.abort(new Failure('sign-in/timed-out'));
    expect([(await failure).code, events.at(-1)]).toEqual(['sign-in/timed-out', 'stopped']);
  });
});

describe('a renewal', () => {
  const path = '/data/logins/codex/1/auth.json';

  /** Codex that answers the question for the account with this, and has left this in its file. */
  const renewing = (account: JsonObject | null, after: string) => {
    const files = { [path]: 'before' };
    return codexThat(
      (method, id) => {
        if (method === 'account/read') files[path] = after;
        return [{ id, result: { account } }];
      },
      { files },
    );
  };

  test('is done when Codex has saved something new', async () => {
    const { tools, events } = renewing({ type: 'chatgpt' }, 'after');
    await owner.renew?.(mine, tools, never);
    expect(events).toEqual(['initialize', 'initialized', 'account/read', 'stopped']);
  });

  test.each([
    ['an account that Codex no longer has', null, 'after', 'credential/rejected'],
    ['a file that is as it was', { type: 'chatgpt' }, 'before', 'credential/owner-silent'],
  ])('is none with %s', async (_label, account, after, code) => {
    const { tools, events } = renewing(account, after);
    const failure = await failureOf(async () => owner.renew?.(mine, tools, never));
    expect([failure.code, events.at(-1)]).toEqual([code, 'stopped']);
  });

  test('is not cut off when nobody waits any more: the program ends after its answer', async () => {
    const { tools, events, say } = codexThat((method, id) =>
      method === 'account/read' ? [] : [{ id, result: {} }],
    );
    const limit = new AbortController();
    const failure = failureOf(async () => owner.renew?.(mine, tools, limit.signal));
    await expect.poll(() => events, { interval: 1 }).toContain('account/read');
    limit.abort(new Failure('credential/owner-silent'));
    const { code } = await failure;
    const before = [...events];
    say({ id: 2, result: { account: null } });
    await expect.poll(() => events, { interval: 1 }).toContain('stopped');
    expect({ code, before: before.at(-1) }).toEqual({
      code: 'credential/owner-silent',
      before: 'account/read',
    });
  });
});

describe('the usage', () => {
  test('is the answer of the app server as it is, and the program ends', async () => {
    const { tools, events } = codexThat((method, id) => [
      { id, result: method === 'account/rateLimits/read' ? { rateLimits: { planType: 'plus' } } : {} },
    ]);
    expect([await owner.usage?.read(mine, tools, never), events]).toEqual([
      { rateLimits: { planType: 'plus' } },
      ['initialize', 'initialized', 'account/rateLimits/read', 'stopped'],
    ]);
  });

  test('is not cut off when nobody waits any more, for Codex may be renewing its token: it ends after its answer', async () => {
    const { tools, events, say } = codexThat((method, id) =>
      method === 'account/rateLimits/read' ? [] : [{ id, result: {} }],
    );
    const limit = new AbortController();
    const failure = failureOf(async () => owner.usage?.read(mine, tools, limit.signal));
    await expect.poll(() => events, { interval: 1 }).toContain('account/rateLimits/read');
    limit.abort(new Failure('credential/owner-silent'));
    const { code } = await failure;
    const before = events.at(-1);
    say({ id: 2, result: {} });
    await expect.poll(() => events, { interval: 1 }).toContain('stopped');
    expect({ code, before }).toEqual({ code: 'credential/owner-silent', before: 'account/rateLimits/read' });
  });

  test('that Codex refuses is a failure, and the program ends', async () => {
    const { tools, events } = codexThat((method, id) => [
      method === 'initialize' ? { id, result: {} } : { id, error: { message: 'not signed in' } },
    ]);
    const failure = await failureOf(async () => owner.usage?.read(mine, tools, never));
    expect([failure, events.at(-1)]).toEqual([
      { code: 'credential/owner-silent', subject: 'Codex' },
      'stopped',
    ]);
  });

  test('may be asked for every five minutes', () => {
    expect(owner.usage).toMatchObject({
      kind: 'program',
      polled: true,
      limits: { spacingMs: 300_000, perHour: 12 },
    });
  });
});

describe('whose login it is', () => {
  const stored = { auth_mode: 'chatgpt', tokens: { id_token: openaiIdToken().reveal() } };
  const nothing: Answer = () => [];

  test('is read off the file, without starting Codex', async () => {
    const files = { '/home/ada/.codex/auth.json': JSON.stringify(stored) };
    const { tools, orders } = codexThat(nothing, { files });
    expect([await owner.read(theirs, tools, never), orders]).toEqual([
      { provider: 'openai', subject: 'cli/user-1/acc-1', label: 'ada@example.test' },
      [],
    ]);
  });

  test.each([
    ['without a file', undefined],
    ['with an API key in use', JSON.stringify({ ...stored, auth_mode: 'apikey' })],
    ['with an API key and no mode', JSON.stringify({ OPENAI_API_KEY: 'canary_key', tokens: stored.tokens })],
    ['with something else in the file', '[]'],
    ['with half a file', '{"tokens":'],
  ])('is nobody’s %s', async (_label, text) => {
    const { tools } = codexThat(nothing, {
      files: text === undefined ? {} : { '/home/ada/.codex/auth.json': text },
    });
    expect(await owner.read(theirs, tools, never)).toBeUndefined();
  });
});

describe('a sign-out', () => {
  test('is its own command, told of no folder in its usual place', async () => {
    const { tools, orders } = codexThat(() => []);
    await owner.signOut(theirs, tools, never);
    expect(orders).toMatchObject([{ program: '/usr/bin/codex', environment: { CODEX_HOME: undefined } }]);
    expect(orders[0]?.words).toEqual(expect.arrayContaining(['logout']));
    expect(orders[0]?.words).not.toContain('cli_auth_credentials_store=file');
  });

  test('that did not go through is a failure', async () => {
    const { tools } = codexThat(() => [], { code: 1 });
    expect((await failureOf(owner.signOut(mine, tools, never))).code).toBe('credential/owner-silent');
  });
});
