// A sign-in among hostile servers and mixed-up answers, by the whole flow against the strict sandbox: codes of another issuer or
// of another attempt, issuers that are wrong or missing, and addresses in metadata and answers that mean harm.
import { beforeEach, describe, expect, test } from 'vitest';
import { judgeCallback, type CallbackExpectation, type CallbackVerdict } from '../../main/domain/callback.ts';
import { toFailure } from '../../main/domain/failure.ts';
import { Secret } from '../../main/domain/secret.ts';
import { createAccountBook } from '../../main/flows/account-book.ts';
import { signInWithBrowser, signInWithKey } from '../../main/flows/sign-in.ts';
import { createPasteSlot } from '../../main/flows/sign-in-paste.ts';
import type { CallbackAnswer, Loopback } from '../../main/ports.ts';
import { copilot } from '../../main/providers/copilot/index.ts';
import type { BrowserMethod } from '../../main/providers/description.ts';
import { openai } from '../../main/providers/openai/index.ts';
import { hostileUrls } from '../full/support/hostile-urls.ts';
import { failureOf } from '../fakes/failures.ts';
import { ToySecretBox } from '../fakes/secret-box.ts';
import { FakeTime } from '../fakes/time.ts';
import { MemoryVault } from '../fakes/vault.ts';
import { signInAs } from '../world/sandbox/client.ts';
import { clientOf, signInsBy, ways, type Way } from './support/provider-ways.ts';
import { useSandbox } from './support/sandbox-tools.ts';

const there = useSandbox();
const { sandbox, ask, toolsOf, personOf } = there;
const { beginInBrowser, beginByCode } = signInsBy(there);
const { signal } = new AbortController();

const discovery = { host: 'auth.openai.com', path: '/.well-known/openid-configuration' };
const issuer = 'https://auth.openai.com';

/** A listener without a socket; what comes in is judged as the real one does. */
function judgingLoopback() {
  let expected: CallbackExpectation | undefined;
  const settle: ((answer: CallbackAnswer) => void)[] = [];
  const loopback: Loopback = {
    listen: async ([port = 0]) => ({
      port,
      answer: (wanted, over) =>
        new Promise((resolve, reject) => {
          expected = { ...wanted, port };
          settle.push(resolve);
          over.addEventListener('abort', () => {
            reject(toFailure(over.reason));
          });
        }),
      close: async () => undefined,
    }),
  };
  function hand({ pathname, search, host }: URL): CallbackVerdict['kind'] {
    if (expected === undefined) throw new Error('nobody waits for an answer');
    const verdict = judgeCallback({ method: 'GET', target: pathname + search, host }, expected);
    if (verdict.kind !== 'refused') for (const take of settle) take({ verdict, conclude: () => undefined });
    return verdict.kind;
  }
  return { loopback, hand };
}

/** A sign-in that has come as far as the browser, and the address that the person's browser comes back to. */
async function underway({ provider, method }: Omit<Way<BrowserMethod>, 'name'>) {
  const { loopback, hand } = judgingLoopback();
  const vault = new MemoryVault();
  const page = Promise.withResolvers<string>();
  const done = signInWithBrowser(
    provider,
    method,
    { byHand: false, pastes: createPasteSlot(), ...clientOf(provider, method) },
    {
      tools: toolsOf(provider),
      timer: new FakeTime(),
      browser: {
        open: async (url) => {
          page.resolve(url);
        },
      },
      loopback,
      secretBox: new ToySecretBox(),
      book: createAccountBook(vault),
    },
    signal,
    () => undefined,
  );
  done.catch(page.reject);
  const back = await signInAs(ask(), await page.promise, personOf(provider).email);
  return { done, back, hand, vault };
}

function changed(address: URL, change: (parameters: URLSearchParams) => void): URL {
  const other = new URL(address);
  change(other.searchParams);
  return other;
}

/** How often anybody was asked to redeem anything. */
function tokenRequests(): readonly string[] {
  return sandbox()
    .log.since(0)
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/token'))
    .map(({ host }) => host);
}

const browserWays = ways('browser');

describe.each(browserWays)('mixed up: $name', (way) => {
  const others = browserWays.filter(({ provider }) => provider !== way.provider);

  test.each(others)('a code of $provider.id is refused, and its issuer hears nothing', async (other) => {
    const theirs = await beginInBrowser(other);
    const theirBack = await signInAs(ask(), theirs.url, personOf(other.provider).email);
    const { done, back, hand, vault } = await underway(way);
    hand(
      changed(back, (parameters) => {
        parameters.set('code', theirBack.searchParams.get('code') ?? '');
      }),
    );
    const failure = await failureOf(done);
    const asked = tokenRequests().map((host) => way.provider.hosts.includes(host));
    expect([failure.code, vault.saved, asked]).toEqual(['sign-in/refused-answer', [], [true]]);
  });

  test('a code of another attempt at the same provider is refused', async () => {
    const theirs = await beginInBrowser(way);
    const theirBack = await signInAs(ask(), theirs.url, personOf(way.provider).email);
    const { done, back, hand, vault } = await underway(way);
    hand(
      changed(back, (parameters) => {
        parameters.set('code', theirBack.searchParams.get('code') ?? '');
      }),
    );
    expect([(await failureOf(done)).code, vault.saved]).toEqual(['sign-in/refused-answer', []]);
  });

  test.each<[string, readonly (readonly [name: string, value: string])[]]>([
    ['of another issuer', [['iss', 'https://evil.test']]],
    ['of its issuer with a slash', [['iss', `${issuer}/`]]],
    [
      'of two issuers',
      [
        ['iss', issuer],
        ['iss', issuer],
      ],
    ],
    ['with a second state', [['state', 'canary_state']]],
    ['with an error beside the code', [['error', 'access_denied']]],
  ])(
    'an answer %s is turned away before anybody is asked, and the genuine one counts',
    async (_name, more) => {
      const { done, back, hand, vault } = await underway(way);
      const wrong = hand(
        changed(back, (parameters) => {
          for (const [name, value] of more) parameters.append(name, value);
        }),
      );
      const askedForWrong = tokenRequests();
      hand(back);
      const { account } = await done;
      expect([wrong, askedForWrong, account.provider, vault.saved.length]).toEqual([
        'refused',
        [],
        way.provider.id,
        1,
      ]);
    },
  );
});

describe('a provider that announces its issuer in each answer', () => {
  const chatgpt = browserWays.find(({ provider }) => provider === openai);
  const announced = {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    authorization_response_iss_parameter_supported: true,
  };

  beforeEach(() => {
    sandbox().apply({ faults: [{ ...discovery, body: announced }] });
  });

  test.each<[string, string | undefined, readonly unknown[]]>([
    ['an answer without it is refused before the code is sent', undefined, ['sign-in/refused-answer', [], 0]],
    ['an answer with it is good', issuer, ['signed in', ['auth.openai.com'], 1]],
  ])('%s', async (_name, stated, outcome) => {
    if (chatgpt === undefined) throw new Error('nobody signs in with ChatGPT');
    const { done, back, hand, vault } = await underway(chatgpt);
    hand(
      changed(back, (parameters) => {
        if (stated !== undefined) parameters.set('iss', stated);
      }),
    );
    const how = await done.then(
      () => 'signed in',
      (thrown: unknown) => toFailure(thrown).code,
    );
    expect([how, tokenRequests(), vault.saved.length]).toEqual(outcome);
  });
});

describe('addresses that mean harm', () => {
  test.each(hostileUrls)('as the place of OpenAI’s keys, $name is not asked', async ({ url }) => {
    const [chatgpt] = browserWays.filter(({ provider }) => provider === openai);
    if (chatgpt === undefined) throw new Error('nobody signs in with ChatGPT');
    sandbox().apply({ faults: [{ ...discovery, body: { issuer, jwks_uri: url } }] });
    const attempt = await beginInBrowser(chatgpt);
    const failure = await failureOf(attempt.finish('canary_code', signal));
    const asked = sandbox()
      .log.since(0)
      .map(({ host, path }) => `${host}${path}`);
    expect([failure.code, asked, sandbox().outside.all().app]).toEqual([
      'sign-in/refused-answer',
      ['auth.openai.com/.well-known/openid-configuration', 'auth.openai.com/oauth/token'],
      [],
    ]);
  });

  test.each(hostileUrls)('as the page for GitHub’s code, $name is not shown', async ({ url }) => {
    const [ownApp] = ways('device').filter(({ provider }) => provider === copilot);
    if (ownApp === undefined) throw new Error('nobody signs in with an app of their own');
    const body = { device_code: 'canary_device', user_code: 'ABCD-1234', verification_uri: url };
    sandbox().apply({ faults: [{ host: 'github.com', path: '/login/device/code', body, times: 1 }] });
    const { code } = await failureOf(beginByCode(ownApp));
    const { url: shownUrl } = await beginByCode(ownApp);
    expect([['sign-in/refused-answer', 'provider/unexpected-answer'].includes(code), shownUrl]).toEqual([
      true,
      'https://github.com/login/device',
    ]);
  });
});

describe('nothing is stored', () => {
  const hostile: readonly (readonly [string, object])[] = [
    ['a redirect', { status: 307, headers: { location: 'https://trap.test/' } }],
    ['a page', { body: '<!doctype html>', headers: { 'content-type': 'text/html' } }],
    ['a list', { body: [] }],
  ];

  test.each(ways('api-key'))(
    'of a key that is answered so, until it is accepted: $name',
    async ({ provider, method }) => {
      const vault = new MemoryVault();
      const tools = toolsOf(provider);
      const signIn = () =>
        signInWithKey(
          provider,
          method,
          new Secret(personOf(provider).apiKey),
          { tools, secretBox: new ToySecretBox(), book: createAccountBook(vault) },
          signal,
          () => undefined,
        );
      await method.accept(new Secret(personOf(provider).apiKey), tools, signal);
      const { hostname: host, pathname: path } = new URL(tools.exchanges[0]?.url ?? '');
      const codes: string[] = [];
      for (const [name, fault] of hostile) {
        sandbox().apply({ faults: [{ host, path, ...fault, times: 1 }] });
        codes.push(`${name}: ${(await failureOf(signIn())).code}`);
      }
      const savedBefore = vault.saved.length;
      await signIn();
      expect([
        codes.filter((each) => /: (provider|network)\//.test(each)).length,
        savedBefore,
        vault.saved.length,
      ]).toEqual([hostile.length, 0, 1]);
    },
  );

  test.each(browserWays)('of a sign-in whose code is answered so: $name', async (way) => {
    const saved: number[] = [];
    for (const [, fault] of hostile) {
      const { done, back, hand, vault } = await underway(way);
      const paths = sandbox()
        .endpoints.filter(
          ({ method, host, path }) =>
            method === 'POST' && path.endsWith('/oauth/token') && way.provider.hosts.includes(host),
        )
        .map(({ host, path }) => ({ host, path }));
      sandbox().apply({ faults: paths.map((at) => ({ ...at, ...fault, times: 1 })) });
      hand(back);
      await failureOf(done);
      saved.push(vault.saved.length);
      sandbox().apply({ faults: [] });
    }
    const { done, back, hand, vault } = await underway(way);
    hand(back);
    await done;
    expect([...saved, vault.saved.length]).toEqual([0, 0, 0, 1]);
  });
});
