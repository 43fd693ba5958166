// What every provider in the list has to keep to, by every way to sign in that it has, against the strict sandbox: a new
// provider is tested by being in both lists. What the sandbox lacks fails here, so that nobody is left out.
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { consumers } from '../../main/consumers/list.ts';
import { isApiKeyAccount } from '../../main/domain/account.ts';
import { Secret } from '../../main/domain/secret.ts';
import type {
  ApiKeyMethod,
  BrowserMethod,
  DelegatedMethod,
  DeviceMethod,
} from '../../main/providers/description.ts';
import { vendorOfKey } from '../../main/providers/key-vendors.ts';
import { thrownFailure } from '../fakes/failures.ts';
import { noHttp } from '../fakes/http.ts';
import { RecordingLog } from '../fakes/log.ts';
import { signInAs } from '../world/sandbox/client.ts';
import { clientOf, faultsIn, providers, shown, signInsBy, ways, type Way } from './support/provider-ways.ts';
import { sandboxOf, useSandbox } from './support/sandbox-tools.ts';

const there = useSandbox();
const { sandbox, ask, toolsOf, typeIn, personOf, wait } = there;
const { beginInBrowser, signInByBrowser, beginByCode, signInByCode } = signInsBy(there);
const { signal } = new AbortController();

describe('the list', () => {
  test('has ids, names and hosts that are well formed, each once', () => {
    const hosts = providers.flatMap((provider) => provider.hosts);
    const ids = providers.map(({ id }) => id);
    const labels = providers.map(({ label }) => label);
    expect([
      [ids, labels, hosts].map((names) => names.length - new Set(names).size),
      ids.filter((id) => !/^[a-z][a-z\d-]{1,30}$/.test(id)),
      labels.filter((label) => label.trim() !== label || label === ''),
      hosts.filter((host) => !/^(?:[a-z\d-]+\.)+[a-z]{2,}$/.test(host)),
    ]).toEqual([[0, 0, 0], [], [], []]);
  });

  test.each(providers)('$id has a counterpart in the sandbox for all of its hosts', ({ id, hosts }) => {
    const { hosts: there } = sandboxOf({ id });
    expect(hosts.filter((host) => !there.includes(host))).toEqual([]);
  });

  test.each(providers)(
    '$id says how the vendor stands towards each way, and names each once',
    ({ methods }) => {
      const ids = methods.map(({ id }) => id);
      expect([
        ids.length > 0 && new Set(ids).size === ids.length,
        methods.filter(({ standing }) => !/^\p{Lu}.{20,}\.$/u.test(standing)).map(({ id }) => id),
        methods.filter(({ label }) => !/^\p{Lu}.{3,60}$/u.test(label)).map(({ id }) => id),
      ]).toEqual([true, [], []]);
    },
  );

  test.each(providers)(
    '$id says how often its quota may be asked for, where that can be done',
    (provider) => {
      const { readQuota, readKeyQuota, quotaLimits } = provider;
      const canBeAsked = readQuota !== undefined || readKeyQuota !== undefined;
      const { spacingMs = 1, perHour = 1 } = quotaLimits ?? {};
      expect([quotaLimits !== undefined, spacingMs > 0 && perHour > 0]).toEqual([canBeAsked, true]);
    },
  );
});

describe.each(ways('api-key'))('a key: $name', ({ provider, method }: Way<ApiKeyMethod>) => {
  /** Where the sandbox was asked about the key first. */
  async function checkedAt(): Promise<{ readonly host: string; readonly path: string }> {
    const tools = toolsOf(provider);
    await method.accept(new Secret(personOf(provider).apiKey), tools, signal);
    const { url } = tools.exchanges[0] ?? { url: '' };
    return { host: new URL(url).hostname, path: new URL(url).pathname };
  }

  test('that is none, or somebody else’s by its start, is sent nowhere', async () => {
    const { apiKey } = personOf(provider);
    // Tokens of one GitHub and of another look the same.
    const known = [undefined, vendorOfKey(apiKey)];
    const others = sandbox()
      .personas.all()
      .filter((person) => person.provider !== provider.id && !known.includes(vendorOfKey(person.apiKey)));
    const texts = ['', 'key', ` ${apiKey}`, `${apiKey}\n`, `${apiKey} x`, apiKey.padEnd(400, 'x')];
    const tools = { http: noHttp, clock: { nowMs: () => 0 }, log: new RecordingLog() };
    const failures = await Promise.all(
      [...texts, ...others.map((person) => person.apiKey)].map((text) =>
        thrownFailure(method.accept(new Secret(text), tools, signal)),
      ),
    );
    expect([
      failures.filter(({ code }) => code !== 'credential/malformed'),
      failures.filter((failure) => shown(failure, tools.log).includes('canary_')),
    ]).toEqual([[], []]);
  });

  test('that is good becomes an account, without a secret in what is shown of it', async () => {
    const tools = toolsOf(provider);
    const { apiKey } = personOf(provider);
    const entry = await method.accept(new Secret(apiKey), tools, signal);
    const again = await method.accept(new Secret(apiKey), tools, signal);
    expect([
      faultsIn(entry, provider),
      isApiKeyAccount(entry) && entry.credential.key.reveal() === apiKey,
      again.account.id === entry.account.id,
      inspect(tools.log.lines, { depth: 8 }).includes('canary_'),
    ]).toEqual([[], true, true, false]);
  });

  test.each<[string, (key: string) => string]>([
    ['that is wrong', (key) => `${key.slice(0, -2)}zz`],
    ['that no longer works', (key) => key],
  ])('%s is rejected, and shown nowhere', async (_name, change) => {
    const person = personOf(provider);
    sandbox().apply({ personas: { [person.id]: { apiKeyValid: false } } });
    const tools = toolsOf(provider);
    const failure = await thrownFailure(method.accept(new Secret(change(person.apiKey)), tools, signal));
    expect([failure.code, shown(failure, tools.log).includes('canary_')]).toEqual([
      'credential/key-rejected',
      false,
    ]);
  });

  test.each<[string, object, string]>([
    ['too many requests', { status: 429, headers: { 'retry-after': '30' } }, 'provider/rate-limited'],
    ['a fault of the provider’s', { status: 500, body: {} }, 'provider/unavailable'],
    [
      'a page in its place',
      { body: '<!doctype html>', headers: { 'content-type': 'text/html' } },
      'network/intercepted',
    ],
    [
      'half an answer',
      { body: '{"data":[', headers: { 'content-type': 'application/json' } },
      'provider/unexpected-answer',
    ],
    ['an answer of something else', { body: { hello: 'canary_word' } }, 'provider/unexpected-answer'],
    ['an answer without end', { body: 'x'.repeat(2_000_000) }, 'provider/unexpected-answer'],
    ['a broken connection', { drop: true }, 'network/offline'],
    ['a proxy that wants something first', { status: 407, body: 'x' }, 'network/intercepted'],
  ])('is not judged by %s, and counts at the next try', async (_name, fault, code) => {
    const at = await checkedAt();
    const tools = toolsOf(provider);
    sandbox().apply({ faults: [{ ...at, ...fault, times: 1 }] });
    const key = new Secret(personOf(provider).apiKey);
    const failure = await thrownFailure(method.accept(key, tools, signal));
    const entry = await method.accept(key, tools, signal);
    expect([
      failure.code,
      failure.retryAt !== undefined,
      shown(failure, tools.log).includes('canary_'),
      faultsIn(entry, provider),
    ]).toEqual([code, code === 'provider/rate-limited', false, []]);
  });
});

describe.each([...ways('browser'), ...ways('device')])(
  'a client of one’s own: $name',
  ({ provider, method }) => {
    test('is one that looks like one, where the method wants one', () => {
      const { clientId } = clientOf(provider, method);
      const { registration } = method;
      const isFit = clientId === undefined || registration?.clientIdPattern.test(clientId);
      expect([isFit, registration?.clientIdPattern.test(`${clientId ?? ''} x`) ?? false]).toEqual([
        true,
        false,
      ]);
    });
  },
);

describe.each([...ways('browser'), ...ways('device')].filter(({ method }) => method.workspace !== undefined))(
  'one workspace of several: $name',
  (way) => {
    test('is what its accounts are told apart by, and can be asked for again', async () => {
      const { method } = way;
      const { account } = await (method.kind === 'browser'
        ? signInByBrowser({ ...way, method })
        : signInByCode({ ...way, method }));
      const { workspaceId = '' } = account;
      expect([method.workspace?.pattern.test(workspaceId), account.id.includes(workspaceId)]).toEqual([
        true,
        true,
      ]);
    });
  },
);

describe.each(ways('browser').filter(({ method }) => method.hasCodePage === true))(
  'a code to paste: $name',
  ({ provider, method }) => {
    test('is shown by the page that was announced, and signs in', async () => {
      const given = { port: 1, ...clientOf(provider, method), onCodePage: true } as const;
      const attempt = await method.begin(given, toolsOf(provider), signal);
      const back = await signInAs(ask(), attempt.url, personOf(provider).email);
      const { text } = await ask()(back.href);
      const [, code = '', state] = /data-testid="code">([^<#]+)#([^<]+)</.exec(text) ?? [];
      expect([
        `${back.host}${back.pathname}`,
        state,
        faultsIn(await attempt.finish(code, signal), provider),
      ]).toEqual([`${attempt.codePage?.host}${attempt.codePage?.path}`, attempt.expectation.state, []]);
    });
  },
);

describe.each(ways('browser'))('in the browser: $name', (way: Way<BrowserMethod>) => {
  const { provider } = way;

  test('the address lies on a host of the provider’s, and what comes back is what was expected', async () => {
    const { url, expectation } = await beginInBrowser(way);
    const back = await signInAs(ask(), url, personOf(provider).email);
    expect([
      provider.hosts.includes(new URL(url).hostname),
      back.pathname,
      back.searchParams.get('state'),
      back.searchParams.has('code'),
    ]).toEqual([true, expectation.path, expectation.state, true]);
  });

  test('whoever allows it is signed in', async () => {
    expect(faultsIn(await signInByBrowser(way), provider)).toEqual([]);
  });

  test('whoever denies it is told so', async () => {
    const attempt = await beginInBrowser(way);
    const back = await signInAs(ask(), attempt.url, personOf(provider).email, 'deny');
    const [error, description] = [back.searchParams.get('error'), back.searchParams.get('error_description')];
    expect(attempt.denied(error ?? '', description ?? '')).toBe('sign-in/denied');
  });
});

describe.each(ways('device'))('by a code: $name', (way: Way<DeviceMethod>) => {
  const { provider } = way;

  test('whoever types it in is signed in, and it is worth nothing afterwards', async () => {
    const attempt = await beginByCode(way);
    wait(attempt.intervalMs);
    const before = await attempt.ask(signal);
    const { email } = personOf(provider);
    await typeIn(attempt.url, { code: attempt.code, email, decision: 'allow' });
    wait(attempt.intervalMs);
    const answer = await attempt.ask(signal);
    const entry = answer.kind === 'allowed' ? await answer.finish() : undefined;
    expect([
      provider.hosts.includes(new URL(attempt.url).hostname),
      /^[A-Z\d]{4}-?[A-Z\d]{4,5}$/.test(attempt.code),
      attempt.lifeMs > 0,
      before.kind,
      entry && faultsIn(entry, provider),
    ]).toEqual([true, true, true, 'pending', []]);
  });

  test('a denial, questions in haste and the end of the code are told apart', async () => {
    const denied = await beginByCode(way);
    const { id, email } = personOf(provider);
    await typeIn(denied.url, { code: denied.code, email, decision: 'deny' });
    wait(denied.intervalMs);
    const first = await denied.ask(signal);
    const late = await beginByCode(way);
    const hasty = await late.ask(signal);
    wait(late.lifeMs + 1_000);
    const last = await late.ask(signal);
    expect([
      [first.kind, hasty.kind, last.kind],
      sandbox().deviceCodes.decide(provider.id, late.code, id, true),
    ]).toEqual([['denied', 'slow-down', 'expired'], false]);
  });
});

describe.each(ways('delegated'))('by its own program: $name', ({ method }: Way<DelegatedMethod>) => {
  test('is kept by a consumer that can keep a login', () => {
    expect(consumers.find(({ id }) => id === method.owner)?.owner).toBeDefined();
  });
});
