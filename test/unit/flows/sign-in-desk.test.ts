// The desk: one live attempt per provider, visible in the state, cancellable from anywhere.
import { describe, expect, test } from 'vitest';
import type { Account, SignedInAccount } from '../../../main/domain/account.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { providerId, type ProviderId } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { createAccountBook } from '../../../main/flows/account-book.ts';
import { createSignInDesk, type DeskParts, type SignInRequest } from '../../../main/flows/sign-in-desk.ts';
import type { Browser, SecretBox } from '../../../main/ports.ts';
import { createStore } from '../../../main/state/store.ts';
import type { Event } from '../../../main/state/state.ts';
import { claudeEntry, openaiEntry } from '../../fakes/accounts.ts';
import { RecordingBrowser, silentBrowser } from '../../fakes/browser.ts';
import { failureOf } from '../../fakes/failures.ts';
import { noHttp } from '../../fakes/http.ts';
import { exampleProgram, FakeOwners, MemoryFolders } from '../../fakes/owner.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { FakeLoopback } from '../../fakes/loopback.ts';
import {
  browserMethod,
  codePageMethod,
  deviceMethod,
  exampleId,
  exampleProvider,
  keyMethod,
  registeredMethod,
  workspaceMethod,
} from '../../fakes/provider.ts';
import { ToySecretBox } from '../../fakes/secret-box.ts';
import { FakeTime, settle } from '../../fakes/time.ts';
import { MemoryVault } from '../../fakes/vault.ts';

const entry = openaiEntry({ provider: exampleId });
const url = 'https://auth.example.test/authorize?port=1455';
const answered = { kind: 'answer', code: 'canary_code' } as const;
const browserRequest = { provider: exampleId, method: 'web' };
const keyRequest = { provider: exampleId, method: 'key' };
const running = { code: 'sign-in/already-running', subject: 'Example' };
const cancelled = { code: 'sign-in/cancelled', subject: 'Example' };

/** It answers, but not before the test has looked. */
async function slowKeyStore(): ReturnType<SecretBox['state']> {
  await settle();
  await settle();
  return new ToySecretBox().state();
}

/** A program that the person does not finish. */
function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('killed'));
    });
  });
}

function open({
  finish = async () => entry,
  accepting = async () => claudeEntry(),
  afterwards = [],
  loopback = new FakeLoopback(),
  browser = new RecordingBrowser(),
  keyStore,
  signingIn = async () => undefined,
}: {
  finish?: () => Promise<SignedInAccount>;
  accepting?: () => Promise<SignedInAccount>;
  afterwards?: DeskParts['afterwards'];
  loopback?: FakeLoopback;
  browser?: Browser;
  /** What the key store says when it is asked. */
  keyStore?: SecretBox['state'];
  /** What the vendor's program does. */
  signingIn?: FakeOwners['signingIn'];
} = {}) {
  const owners = new FakeOwners();
  owners.signingIn = signingIn;
  const secretBox = new ToySecretBox();
  if (keyStore !== undefined) secretBox.state = keyStore;
  const store = createStore();
  const events: Event[] = [];
  store.subscribe((_state, event) => events.push(event));
  const time = new FakeTime();
  const vault = new MemoryVault();
  const given: string[] = [];
  /** Providers that are there no more. */
  const gone = new Set<ProviderId>();
  const asked: (string | undefined)[] = [];
  const byCode = deviceMethod(async () => ({
    lifeMs: 60_000,
    ask: async () => ({ kind: 'allowed', finish }),
  }));
  const provider = exampleProvider([
    browserMethod(finish),
    registeredMethod(finish),
    { ...workspaceMethod(finish), id: 'workspace' },
    { ...codePageMethod(finish), id: 'code-page' },
    byCode,
    { ...byCode, id: 'workspace-code', workspace: { hint: 'acc-…', pattern: /^acc-\d$/ } },
    { kind: 'delegated', id: 'program', label: 'Use it', standing: 'for tests', owner: exampleProgram },
    keyMethod(async (key) => {
      given.push(key.reveal());
      return accepting();
    }),
  ]);
  const desk = createSignInDesk({
    store,
    book: createAccountBook(vault),
    find: (id) => {
      if (id !== exampleId || gone.has(id)) throw new Failure('selection/unknown-provider', { subject: id });
      return provider;
    },
    effectsFor: () => ({
      tools: { http: noHttp, clock: time, log: new RecordingLog() },
      timer: time,
      browser,
      loopback,
      secretBox,
      book: createAccountBook(vault),
      owners,
      folders: new MemoryFolders(),
      clock: time,
    }),
    clientFor: (_provider, _method, client) => {
      asked.push(client);
      if (client === 'no') throw new Failure('sign-in/consent-needed', { subject: 'Example' });
      return client;
    },
    afterwards,
  });
  const start = (request: SignInRequest): Promise<Account> => desk.begin(request).account;
  return { desk, start, store, events, loopback, vault, given, time, asked, gone };
}

describe('the state', () => {
  test('follows a sign-in from its first step to the account', async () => {
    const order: string[] = [];
    const afterwards: DeskParts['afterwards'] = [
      { step: 'writing-files', run: async ({ account }) => void order.push(`files of ${account.label}`) },
      { step: 'reading-plan', run: async ({ account }) => void order.push(`plan of ${account.label}`) },
    ];
    const { start, store, events, loopback } = open({ afterwards });
    const told: string[] = [];
    const signing = start({ ...browserRequest, report: (step) => told.push(step) });
    await settle();
    const waiting = store.state().signIns;
    loopback.deliver(answered);
    const account = await signing;
    const moved = (step: string, shown?: string) => ({
      type: 'sign-in.moved',
      provider: exampleId,
      signIn: { method: 'web', step, ...(shown !== undefined && { url: shown }) },
    });
    expect({ account, waiting, events, order, told, left: [...store.state().signIns] }).toEqual({
      account: entry.account,
      waiting: new Map([[exampleId, { method: 'web', step: 'waiting', url }]]),
      events: [
        moved('starting'),
        moved('opening-browser', url),
        moved('waiting', url),
        moved('exchanging'),
        moved('saving'),
        { type: 'account.signed-in', account: entry.account },
        moved('writing-files'),
        moved('reading-plan'),
        { type: 'sign-in.ended', provider: exampleId },
      ],
      order: ['files of ada@example.test', 'plan of ada@example.test'],
      told: [
        'starting',
        'opening-browser',
        'waiting',
        'exchanging',
        'saving',
        'writing-files',
        'reading-plan',
      ],
      left: [],
    });
  });

  test('keeps why the last attempt ended, until the next one starts', async () => {
    const { start, store, loopback } = open();
    const first = failureOf(start(browserRequest));
    await settle();
    loopback.deliver({ kind: 'denied', error: 'access_denied', description: '' });
    await first;
    const after = store.state().signInFailures;
    const second = start(browserRequest);
    await settle();
    const during = store.state().signInFailures;
    loopback.deliver(answered);
    await second;
    expect([after, during, store.state().accounts]).toEqual([
      new Map([[exampleId, { code: 'sign-in/denied', subject: 'Example' }]]),
      new Map(),
      [entry.account],
    ]);
  });

  test('never holds the secrets of a sign-in', async () => {
    const { start, store, events } = open();
    await start({ provider: exampleId, method: 'key', secret: new Secret('canary_entered') });
    expect(JSON.stringify([events, store.state()])).not.toContain('canary');
  });
});

test('a sign-in by code shows the code until it has been entered', async () => {
  const { start, store, time } = open();
  const told: unknown[] = [];
  const signing = start({
    provider: exampleId,
    method: 'code',
    report: (_step, _url, toEnter) => {
      if (toEnter !== undefined) told.push(toEnter);
    },
  });
  await settle();
  const expiresAt = time.nowMs() + 60_000;
  const waiting = store.state().signIns.get(exampleId);
  await time.advance(5_000);
  expect([await signing, waiting, told, store.state().signIns]).toEqual([
    entry.account,
    {
      method: 'code',
      step: 'enter-code',
      url: 'https://auth.example.test/device',
      code: 'ABCD-EFGH',
      expiresAt,
    },
    [{ code: 'ABCD-EFGH', expiresAt, advice: 'Allow it first.' }],
    new Map(),
  ]);
});

test.each([
  ['by browser without such a page', 'web'],
  ['by a key', 'key'],
])('a page for codes is refused for a method %s, before anything begins', async (_what, method) => {
  const { start, events } = open();
  const failure = await failureOf(() => start({ provider: exampleId, method, onCodePage: true }));
  const detail = 'it has no page that shows a code';
  expect([failure, events]).toEqual([{ code: 'broker/bad-request', subject: 'Example', detail }, []]);
});

test('a page for codes is asked for where there is one', async () => {
  const { start, store, desk } = open();
  const attempt = start({ provider: exampleId, method: 'code-page', onCodePage: true });
  await settle();
  const step = store.state().signIns.get(exampleId)?.step;
  const verdict = desk.paste(exampleId, new Secret('canary_code#canary_state'));
  expect([step, verdict.kind, (await attempt).id]).toEqual(['paste-code', 'taken', entry.account.id]);
});

test('a page for codes is left alone where nobody asks for it and a port is free', async () => {
  const { start, store, loopback } = open();
  const attempt = start({ provider: exampleId, method: 'code-page' });
  await settle();
  const step = store.state().signIns.get(exampleId)?.step;
  loopback.deliver(answered);
  expect([step, (await attempt).id]).toEqual(['waiting', entry.account.id]);
});

test('who holds the ports is in the state, and is told to whoever asked', async () => {
  const held = new Failure('sign-in/ports-busy', { detail: '1455: node (pid 4711)' });
  const { desk, start, store } = open({ loopback: new FakeLoopback({ busy: held }) });
  const told: unknown[] = [];
  const attempt = start({
    provider: exampleId,
    method: 'code-page',
    report: (step, _url, _toEnter, portsTaken) => told.push([step, portsTaken]),
  });
  await settle();
  const { portsTaken } = store.state().signIns.get(exampleId) ?? {};
  desk.paste(exampleId, new Secret('canary_code#canary_state'));
  await attempt;
  expect([portsTaken, told]).toEqual([
    '1455: node (pid 4711)',
    [
      ['starting', undefined],
      ['paste-code', '1455: node (pid 4711)'],
      ['exchanging', undefined],
      ['saving', undefined],
    ],
  ]);
});

test('a sign-in through the vendor’s own program is that program’s', async () => {
  const { start, vault, loopback } = open();
  const { kind, label } = await start({ provider: exampleId, method: 'program' });
  expect([kind, label, vault.stored.length, loopback.asked]).toEqual([
    'delegated',
    'ada@example.test',
    1,
    [],
  ]);
});

test('after a login that was found nothing follows but what follows every account', async () => {
  const ran: string[] = [];
  const afterwards: DeskParts['afterwards'] = [
    { step: 'writing-files', run: async () => void ran.push('files') },
    { step: 'reading-plan', run: async () => void ran.push('plan'), alsoImported: true },
  ];
  const { start } = open({ afterwards });
  await start({ provider: exampleId, method: 'program', imported: true });
  const imported = ran.splice(0);
  await start({ provider: exampleId, method: 'program', imported: false });
  expect([imported, ran]).toEqual([['plan'], ['files', 'plan']]);
});

describe('a workspace', () => {
  test('is asked for by a code as well', async () => {
    const { desk, start, store } = open();
    const attempt = failureOf(start({ provider: exampleId, method: 'workspace-code', workspace: 'acc-1' }));
    await settle();
    const waiting = store.state().signIns.get(exampleId);
    desk.cancel(exampleId);
    await attempt;
    expect(waiting).toMatchObject({ step: 'enter-code', workspace: 'acc-1' });
  });

  test('is in the state, so that a failed sign-in can be tried again for the same one', async () => {
    const other = openaiEntry({ provider: exampleId, workspaceId: 'acc-2' });
    const { start, store, loopback, vault } = open({ finish: async () => other });
    const failure = failureOf(start({ provider: exampleId, method: 'workspace', workspace: 'acc-1' }));
    await settle();
    const waiting = store.state().signIns.get(exampleId);
    loopback.deliver(answered);
    const { code } = await failure;
    expect([waiting, code, store.state().triedSignIns.get(exampleId), vault.saved]).toMatchObject([
      { method: 'workspace', step: 'waiting', workspace: 'acc-1', url: `${url}&workspace=acc-1` },
      'sign-in/other-workspace',
      { method: 'workspace', workspace: 'acc-1' },
      [],
    ]);
  });

  test.each([
    ['for a method without', 'web', 'acc-1', 'broker/bad-request', 'it takes no workspace'],
    ['for a key', 'key', 'acc-1', 'broker/bad-request', 'it takes no workspace'],
    ['that is none', 'workspace', 'acc-1,acc-2', 'credential/malformed', 'that is not the id of a workspace'],
  ])('%s is refused before anything begins', async (_what, method, workspace, code, detail) => {
    const { start, events } = open();
    const failure = await failureOf(() => start({ provider: exampleId, method, workspace }));
    expect([failure, events]).toEqual([{ code, subject: 'Example', detail }, []]);
  });
});

describe('an answer by hand', () => {
  const right = 'http://localhost:1455/auth/callback?code=canary_code&state=canary_state';

  test('reaches the attempt of its provider; a wrong one leaves it waiting', async () => {
    const { desk, start, store, events } = open();
    const signing = start({ ...browserRequest, byHand: true });
    await settle();
    const wrong = desk.paste(exampleId, new Secret(right.replace('canary_state', 'canary_older')));
    const step = store.state().signIns.get(exampleId)?.step;
    const taken = desk.paste(exampleId, new Secret(right));
    expect([wrong, step, taken, await signing]).toEqual([
      { kind: 'refused', reason: 'wrong state' },
      'open-it-yourself',
      { kind: 'taken' },
      entry.account,
    ]);
    expect(JSON.stringify([events, store.state()])).not.toContain('canary');
  });

  test.each<[string, SignInRequest | undefined]>([
    ['nothing runs', undefined],
    ['a code is waited for', { provider: exampleId, method: 'code' }],
  ])('is told that nothing waits for it when %s', async (_when, request) => {
    const { desk, start } = open();
    const running = request === undefined ? undefined : start(request).catch(() => undefined);
    await settle();
    const failure = await failureOf(() => desk.paste(exampleId, new Secret(right)));
    desk.cancel(exampleId);
    await running;
    expect(failure).toEqual({
      code: 'broker/bad-request',
      subject: 'Example',
      detail: 'no sign-in waits for an address',
    });
  });
});

describe('one attempt at a time', () => {
  test('a second start while one waits is refused and does not disturb the first', async () => {
    const { start, loopback, store } = open();
    const first = start(browserRequest);
    await settle();
    const second = await failureOf(() => start(browserRequest));
    const stillShown = store.state().signIns.get(exampleId)?.step;
    loopback.deliver(answered);
    expect([second, stillShown, await first, loopback.asked.length]).toEqual([
      running,
      'waiting',
      entry.account,
      1,
    ]);
  });

  test('a new start works after each way an attempt can end', async () => {
    let broken = true;
    const { desk, start, loopback, time } = open({
      finish: () => (broken ? Promise.reject(new Failure('network/offline')) : Promise.resolve(entry)),
    });
    const ends: readonly (() => Promise<unknown>)[] = [
      async () => desk.cancel(exampleId),
      async () => {
        loopback.deliver({ kind: 'denied', error: 'access_denied', description: '' });
      },
      async () => {
        loopback.deliver(answered);
      },
      () => time.advance(5 * 60_000),
    ];
    const codes: string[] = [];
    for (const end of ends) {
      const attempt = failureOf(start(browserRequest));
      await settle();
      await end();
      codes.push((await attempt).code);
    }
    broken = false;
    const last = start(browserRequest);
    await settle();
    loopback.deliver(answered);
    expect([codes, await last]).toEqual([
      ['sign-in/cancelled', 'sign-in/denied', 'network/offline', 'sign-in/timed-out'],
      entry.account,
    ]);
  });
});

describe('cancelling', () => {
  test('from the desk ends the attempt; with nothing to cancel it says so', async () => {
    const { desk, start, store, vault } = open();
    const before = desk.cancel(exampleId);
    const attempt = failureOf(start(browserRequest));
    await settle();
    const during = desk.cancel(exampleId);
    expect([
      before,
      during,
      await attempt,
      desk.cancel(exampleId),
      vault.saved,
      store.state().signInFailures.get(exampleId),
    ]).toEqual([false, true, cancelled, false, [], cancelled]);
  });

  test('works although the provider has gone with its file, and leaves nothing', async () => {
    const accepted = Promise.withResolvers<SignedInAccount>();
    const { desk, start, store, vault, gone } = open({ accepting: () => accepted.promise });
    const attempt = failureOf(start({ ...keyRequest, secret: new Secret('canary_entered') }));
    await settle();
    gone.add(exampleId);
    const pasted = await failureOf(async () => desk.paste(exampleId, new Secret('canary_pasted')));
    const isCancelled = desk.cancel(exampleId);
    accepted.resolve(claudeEntry());
    expect([
      pasted.code,
      isCancelled,
      await attempt,
      vault.saved,
      [...store.state().signIns],
      store.state().signInFailures.get(exampleId),
    ]).toEqual(['broker/bad-request', true, cancelled, [], [], cancelled]);
  });

  test('a caller who goes away ends the attempt', async () => {
    const { start } = open();
    const caller = new AbortController();
    const attempt = failureOf(start({ ...browserRequest, signal: caller.signal }));
    await settle();
    caller.abort();
    expect(await attempt).toEqual(cancelled);
  });

  test('a caller who is gone before the start does not leave an attempt behind', async () => {
    const { desk, start, loopback } = open();
    const attempt = failureOf(start({ ...browserRequest, signal: AbortSignal.abort() }));
    await settle();
    desk.cancel(exampleId);
    expect([await attempt, loopback.asked]).toEqual([cancelled, []]);
  });
});

describe('wrong requests', () => {
  test.each([
    [
      'an unknown provider',
      { provider: providerId('nobody'), method: 'web' },
      { code: 'selection/unknown-provider', subject: 'nobody' },
    ],
    [
      'an unknown method',
      { provider: exampleId, method: 'fax' },
      { code: 'broker/bad-request', subject: 'Example', detail: 'no such sign-in method' },
    ],
    [
      'a client without consent',
      { provider: exampleId, method: 'own-client', clientId: 'no' },
      { code: 'sign-in/consent-needed', subject: 'Example' },
    ],
  ])('%s is refused at once, before anything has happened', async (_name, request, failure) => {
    const { desk, events, loopback } = open();
    expect([await failureOf(() => desk.begin(request)), events, loopback.asked]).toEqual([failure, [], []]);
  });

  test('a key method without a key ends like any sign-in that fails', async () => {
    const { start, store } = open();
    const failure = { code: 'credential/missing', subject: 'Example' };
    expect([
      await failureOf(start({ provider: exampleId, method: 'key' })),
      store.state().signInFailures.get(exampleId),
    ]).toEqual([failure, failure]);
  });
});

describe('a method that needs a client of the person’s own', () => {
  test('asks for consent once, and begins with the client that was agreed to', async () => {
    const { start, loopback, asked, store } = open();
    const signing = start({ provider: exampleId, method: 'own-client', clientId: 'client-abc' });
    await settle();
    const shown = store.state().signIns.get(exampleId)?.url;
    loopback.deliver(answered);
    expect([await signing, shown, asked]).toEqual([
      entry.account,
      `${url}&client_id=client-abc`,
      ['client-abc'],
    ]);
  });

  test('consent is no matter of an entered key', async () => {
    const { start, asked } = open();
    await start({ provider: exampleId, method: 'key', secret: new Secret('canary_entered') });
    expect(asked).toEqual([]);
  });
});

describe('stopping', () => {
  test.each<[string, Partial<SignInRequest>, Parameters<typeof open>[0]]>([
    ['starting', {}, { keyStore: slowKeyStore }],
    ['opening-browser', {}, { browser: silentBrowser }],
    ['open-it-yourself', { byHand: true }, {}],
    ['waiting', {}, {}],
    ['paste-code', { method: 'code-page', onCodePage: true }, {}],
    ['enter-code', { method: 'code' }, {}],
    ['in-program', { method: 'program' }, { signingIn: untilAborted }],
  ])('cancels who waits for a person: %s', async (step, request, parts) => {
    const { desk, start, store } = open(parts);
    const attempt = failureOf(start({ ...browserRequest, ...request }));
    await settle();
    const before = store.state().signIns.get(exampleId)?.step;
    await desk.stop();
    expect([before, await attempt]).toEqual([step, cancelled]);
  });

  test('ends although the provider has gone with its file', async () => {
    const { desk, start, gone } = open();
    const attempt = failureOf(start(browserRequest));
    await settle();
    gone.add(exampleId);
    await desk.stop();
    expect(await attempt).toEqual(cancelled);
  });

  test('lets finish what has been redeemed', async () => {
    const redeemed = Promise.withResolvers<SignedInAccount>();
    const { desk, start, loopback, vault } = open({ finish: () => redeemed.promise });
    const attempt = start(browserRequest);
    await settle();
    loopback.deliver(answered);
    await settle();
    const stopping = desk.stop();
    redeemed.resolve(entry);
    await stopping;
    expect([await attempt, vault.stored]).toEqual([entry.account, [entry]]);
  });
});

test('an entered key reaches the provider and nothing else', async () => {
  const { start, given, loopback } = open();
  const account = await start({
    provider: exampleId,
    method: 'key',
    secret: new Secret('canary_entered'),
  });
  expect([account, given, loopback.asked]).toEqual([claudeEntry().account, ['canary_entered'], []]);
});

test('where a newer version has written the vault, no sign-in begins that could not be kept', async () => {
  const { start, vault, given } = open();
  vault.readOnly = new Failure('storage/read-only', { subject: 'vault.json' });
  const failure = await failureOf(
    start({ provider: exampleId, method: 'key', secret: new Secret('canary_key') }),
  );
  expect([failure, given]).toEqual([{ code: 'storage/read-only', subject: 'vault.json' }, []]);
});

test('where keys are kept in memory alone, a vault that cannot be read stops no sign-in', async () => {
  const { start, vault, given } = open();
  vault.fileless = new Failure('storage/unreadable', { subject: 'vault.json' });
  await start({ provider: exampleId, method: 'key', secret: new Secret('canary_key') });
  expect([given, vault.saved.length]).toEqual([['canary_key'], 1]);
});
