// Signing in, step by step: nothing is opened that could not be kept, nothing is kept that did not pass.
import { describe, expect, test } from 'vitest';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { Failure, type FailureValue } from '../../../main/domain/failure.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { createAccountBook } from '../../../main/flows/account-book.ts';
import { createPasteSlot, type PasteVerdict } from '../../../main/flows/sign-in-paste.ts';
import {
  signInLimitMs,
  signInWithBrowser,
  type Report,
  type SignInEffects,
} from '../../../main/flows/sign-in.ts';
import type { BrowserMethod } from '../../../main/providers/description.ts';
import type { Browser, Vault } from '../../../main/ports.ts';
import { openaiEntry } from '../../fakes/accounts.ts';
import { brokenBrowser, RecordingBrowser, silentBrowser } from '../../fakes/browser.ts';
import { failureOf } from '../../fakes/failures.ts';
import { noHttp } from '../../fakes/http.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { FakeLoopback } from '../../fakes/loopback.ts';
import {
  browserMethod,
  codePageMethod,
  exampleProvider,
  registeredMethod,
  workspaceMethod,
} from '../../fakes/provider.ts';
import { ToySecretBox, unusableStates } from '../../fakes/secret-box.ts';
import { FakeTime, settle } from '../../fakes/time.ts';
import { MemoryVault } from '../../fakes/vault.ts';

const entry = openaiEntry();
const url = 'https://auth.example.test/authorize?port=1455';
const answered = { kind: 'answer', code: 'canary_code' } as const;

interface Parts {
  readonly finish?: (code: string, signal: AbortSignal) => Promise<SignedInAccount>;
  readonly browser?: Browser;
  readonly loopback?: FakeLoopback;
  readonly vault?: Vault;
  readonly method?: (finish: () => Promise<SignedInAccount>) => BrowserMethod;
  readonly clientId?: string;
  readonly workspace?: string;
  readonly byHand?: boolean;
  readonly onCodePage?: true;
  readonly told?: Report;
}

/** Starts a sign-in by browser and hands out everything it touches. */
function start({
  finish = async () => entry,
  browser = new RecordingBrowser(),
  loopback = new FakeLoopback(),
  vault = new MemoryVault(),
  method: methodOf,
  clientId,
  workspace,
  byHand = false,
  onCodePage,
  told,
}: Parts = {}) {
  const time = new FakeTime();
  const secretBox = new ToySecretBox();
  const cancel = new AbortController();
  const steps: string[] = [];
  const method = methodOf?.(async () => entry) ?? browserMethod(finish);
  const effects: SignInEffects = {
    tools: { http: noHttp, clock: time, log: new RecordingLog() },
    timer: time,
    browser,
    loopback,
    secretBox,
    book: createAccountBook(vault),
  };
  const report: Report = (step, shown, ...more) => {
    steps.push(shown === undefined ? step : `${step} ${shown}`);
    told?.(step, shown, ...more);
  };
  const pastes = createPasteSlot();
  const choice = {
    byHand,
    pastes,
    ...(clientId !== undefined && { clientId }),
    ...(workspace !== undefined && { workspace }),
    ...(onCodePage !== undefined && { onCodePage }),
  };
  const run = (): Promise<SignedInAccount> =>
    signInWithBrowser(exampleProvider([method]), method, choice, effects, cancel.signal, report);
  const paste = (text: string): PasteVerdict | undefined => pastes.hand(new Secret(text));
  return { run, time, secretBox, cancel, steps, loopback, paste };
}

/** What a sign-in leaves behind when it is over: no listener, no timer. */
function leftOver({ loopback, time }: { loopback: FakeLoopback; time: FakeTime }): {
  listeners: number;
  timers: readonly number[];
} {
  return { listeners: loopback.open, timers: time.pendingMs };
}

const nothing = { listeners: 0, timers: [] };

describe('a sign-in that works', () => {
  test('listens, opens the browser, redeems, saves, and only then says so', async () => {
    const browser = new RecordingBrowser();
    const vault = new MemoryVault();
    const codes: string[] = [];
    const sign = start({
      browser,
      vault,
      finish: async (code) => {
        codes.push(code);
        return entry;
      },
    });
    const running = sign.run();
    await settle();
    sign.loopback.deliver(answered);
    expect({
      result: await running,
      steps: sign.steps,
      ports: sign.loopback.asked,
      opened: browser.opened,
      codes,
      saved: vault.saved,
      pages: sign.loopback.pages,
      left: leftOver(sign),
    }).toEqual({
      result: entry,
      steps: ['starting', `opening-browser ${url}`, `waiting ${url}`, 'exchanging', 'saving'],
      ports: [[1455, 1457]],
      opened: [url],
      codes: ['canary_code'],
      saved: [entry],
      pages: ['signed-in'],
      left: nothing,
    });
  });

  test('completes although the browser could not be opened, and shows the address', async () => {
    const sign = start({ browser: brokenBrowser });
    const running = sign.run();
    await settle();
    sign.loopback.deliver(answered);
    expect([await running, sign.steps]).toEqual([
      entry,
      ['starting', `opening-browser ${url}`, `open-it-yourself ${url}`, 'exchanging', 'saving'],
    ]);
  });

  test('does not wait for a browser that never says whether it opened', async () => {
    const sign = start({ browser: silentBrowser });
    const running = sign.run();
    await settle();
    sign.loopback.deliver(answered);
    const steps = ['starting', `opening-browser ${url}`, `waiting ${url}`, 'exchanging', 'saving'];
    expect([await running, sign.steps, leftOver(sign)]).toEqual([entry, steps, nothing]);
  });
});

test('a method that needs a client of the person’s own begins with it', async () => {
  const browser = new RecordingBrowser();
  const sign = start({ browser, method: registeredMethod, clientId: 'client-abc' });
  const running = sign.run();
  await settle();
  sign.loopback.deliver(answered);
  expect([await running, browser.opened]).toEqual([entry, [`${url}&client_id=client-abc`]]);
});

describe('a sign-in for one workspace', () => {
  test('asks for it, and keeps an account of it', async () => {
    const browser = new RecordingBrowser();
    const vault = new MemoryVault();
    const sign = start({ browser, vault, method: workspaceMethod, workspace: 'acc-1' });
    const running = sign.run();
    await settle();
    sign.loopback.deliver(answered);
    expect([await running, browser.opened, vault.saved]).toEqual([
      entry,
      [`${url}&workspace=acc-1`],
      [entry],
    ]);
  });

  test.each([
    ['another one', 'acc-2', 'acc-2'],
    ['none', undefined, 'none'],
  ])('with %s in the answer keeps nothing and names both', async (_what, workspaceId, named) => {
    const vault = new MemoryVault();
    const { workspaceId: _own, ...account } = entry.account;
    const other = { ...entry, account: { ...account, ...(workspaceId !== undefined && { workspaceId }) } };
    const sign = start({ vault, workspace: 'acc-1', finish: async () => other });
    const failure = failureOf(sign.run());
    await settle();
    sign.loopback.deliver(answered);
    expect([await failure, vault.saved, sign.loopback.pages, leftOver(sign)]).toEqual([
      {
        code: 'sign-in/other-workspace',
        subject: 'Example',
        detail: `asked for acc-1, came back with ${named}`,
      },
      [],
      ['failed'],
      nothing,
    ]);
  });
});

describe('a page that shows the code', () => {
  const codeUrl = 'https://auth.example.test/authorize?code-page';
  const right = 'canary_code#canary_state';
  const steps = ['starting', `paste-code ${codeUrl}`, 'exchanging', 'saving'];

  test('is used when the person brings the answer by hand: nothing opens and nothing listens', async () => {
    const browser = new RecordingBrowser();
    const sign = start({ byHand: true, browser, method: codePageMethod });
    const running = sign.run();
    await settle();
    const verdicts = ['canary_code', 'canary_code#canary_STATE', right, right].map(sign.paste);
    expect([
      await running,
      verdicts,
      sign.steps,
      browser.opened,
      sign.loopback.asked,
      leftOver(sign),
    ]).toEqual([
      entry,
      [
        { kind: 'refused', reason: 'no code' },
        { kind: 'refused', reason: 'wrong state' },
        { kind: 'taken' },
        undefined,
      ],
      steps,
      [],
      [],
      nothing,
    ]);
  });

  test.each<[string, Browser & { readonly opened?: readonly string[] }]>([
    ['opens', new RecordingBrowser()],
    ['does not say whether it has', silentBrowser],
    ['cannot be opened', brokenBrowser],
  ])('takes the place of ports that are taken, with a browser here that %s', async (_what, browser) => {
    const loopback = new FakeLoopback({ busy: true });
    const sign = start({ browser, loopback, method: codePageMethod });
    const running = sign.run();
    await settle();
    const verdict = sign.paste(right);
    expect([await running, verdict, sign.steps, loopback.asked, browser.opened ?? [codeUrl]]).toEqual([
      entry,
      { kind: 'taken' },
      steps,
      [[1455, 1457]],
      [codeUrl],
    ]);
  });

  test('is opened when it is asked for, though every port is free: nothing listens', async () => {
    const browser = new RecordingBrowser();
    const sign = start({ onCodePage: true, browser, method: codePageMethod });
    const running = sign.run();
    await settle();
    const verdict = sign.paste(right);
    expect([await running, verdict, sign.steps, sign.loopback.asked, browser.opened, leftOver(sign)]).toEqual(
      [entry, { kind: 'taken' }, steps, [], [codeUrl], nothing],
    );
  });

  test('is said to be because of who holds the ports, and only then', async () => {
    const told: unknown[] = [];
    for (const byHand of [false, true]) {
      const held = new Failure('sign-in/ports-busy', { detail: '1455: node (pid 4711)' });
      const loopback = new FakeLoopback({ busy: held });
      const sign = start({ byHand, loopback, method: codePageMethod, told: (...all) => told.push(all[3]) });
      const running = sign.run();
      await settle();
      sign.paste(right);
      await running;
    }
    expect(told.filter((each) => each !== undefined)).toEqual(['1455: node (pid 4711)']);
  });

  test('is left alone while a port is free', async () => {
    const sign = start({ method: codePageMethod });
    const running = sign.run();
    await settle();
    const verdict = sign.paste(right);
    sign.loopback.deliver(answered);
    expect([await running, verdict, sign.steps[1]]).toEqual([
      entry,
      { kind: 'refused', reason: 'not an address' },
      `opening-browser ${url}`,
    ]);
  });
});

describe('an answer that comes by hand', () => {
  const right = 'http://127.0.0.1:1455/auth/callback?code=canary_code&state=canary_state';
  const another = right.replace('canary_state', 'canary_other_state');
  const taken = { kind: 'taken' };
  const refused = (reason: string) => ({ kind: 'refused', reason });

  test('completes a sign-in that opens no browser here, after wrong ones that changed nothing', async () => {
    const browser = new RecordingBrowser();
    const codes: string[] = [];
    const sign = start({
      byHand: true,
      browser,
      finish: async (code) => {
        codes.push(code);
        return entry;
      },
    });
    const running = sign.run();
    await settle();
    const verdicts = [sign.paste('canary_code'), sign.paste(another), sign.paste(right), sign.paste(right)];
    expect([await running, verdicts, codes, browser.opened, sign.steps, leftOver(sign)]).toEqual([
      entry,
      [refused('not an address'), refused('wrong state'), taken, undefined],
      ['canary_code'],
      [],
      ['starting', `open-it-yourself ${url}`, 'exchanging', 'saving'],
      nothing,
    ]);
  });

  test('completes one that waits for the browser here, and the listener takes no other', async () => {
    const finish = Promise.withResolvers<SignedInAccount>();
    const sign = start({ finish: () => finish.promise });
    const running = sign.run();
    await settle();
    const verdict = sign.paste(right);
    await settle();
    const waits = sign.loopback.waits;
    finish.resolve(entry);
    expect([await running, verdict, waits, sign.loopback.pages]).toEqual([entry, taken, false, []]);
  });

  test('is not waited for once the listener has one', async () => {
    const finish = Promise.withResolvers<SignedInAccount>();
    const sign = start({ byHand: true, finish: () => finish.promise });
    const running = sign.run();
    await settle();
    sign.loopback.deliver(answered);
    await settle();
    const late = sign.paste(right);
    finish.resolve(entry);
    expect([await running, late]).toEqual([entry, undefined]);
  });

  test('needs no free port', async () => {
    const sign = start({ byHand: true, loopback: new FakeLoopback({ busy: true }) });
    const running = sign.run();
    await settle();
    const verdict = sign.paste(right);
    expect([await running, verdict, leftOver(sign)]).toEqual([entry, taken, nothing]);
  });

  test('may say that the person denied it', async () => {
    const sign = start({ byHand: true });
    const failure = failureOf(sign.run());
    await settle();
    const verdict = sign.paste(right.replace('code=canary_code', 'error=access_denied'));
    expect([await failure, verdict, leftOver(sign)]).toEqual([
      { code: 'sign-in/denied', subject: 'Example' },
      taken,
      nothing,
    ]);
  });

  test('comes too late after a cancel', async () => {
    const cancelled = new Failure('sign-in/cancelled', { subject: 'Example' });
    const sign = start({ byHand: true });
    const failure = failureOf(sign.run());
    await settle();
    sign.cancel.abort(cancelled);
    const late = sign.paste(right);
    expect([await failure, late, leftOver(sign)]).toEqual([cancelled.toValue(), undefined, nothing]);
  });
});

describe('a key store that cannot be used', () => {
  test.each(unusableStates)('$code: no browser opens and nothing listens', async (state) => {
    const browser = new RecordingBrowser();
    const sign = start({ browser });
    sign.secretBox.unusable = state;
    expect({
      failure: await failureOf(sign.run()),
      steps: sign.steps,
      opened: browser.opened,
      asked: sign.loopback.asked,
    }).toEqual({
      failure: { code: state.code, subject: 'Example', detail: state.detail },
      steps: ['starting'],
      opened: [],
      asked: [],
    });
  });
});

test('busy ports end the sign-in before the browser opens', async () => {
  const browser = new RecordingBrowser();
  const sign = start({ browser, loopback: new FakeLoopback({ busy: true }) });
  expect([(await failureOf(sign.run())).code, browser.opened]).toEqual(['sign-in/ports-busy', []]);
});

describe('a sign-in that is cancelled', () => {
  const cancelled = new Failure('sign-in/cancelled', { subject: 'Example' });

  test.each<[string, Parts]>([
    ['while it waits for the person', {}],
    ['while the browser opens', { browser: silentBrowser }],
  ])('ends at once %s', async (_when, parts) => {
    const vault = new MemoryVault();
    const sign = start({ ...parts, vault });
    const failure = failureOf(sign.run());
    await settle();
    sign.cancel.abort(cancelled);
    expect([await failure, vault.saved, leftOver(sign)]).toEqual([cancelled.toValue(), [], nothing]);
  });

  test('saves nothing when the code is redeemed after the cancel', async () => {
    const vault = new MemoryVault();
    const redeemed = Promise.withResolvers<SignedInAccount>();
    const sign = start({ vault, finish: () => redeemed.promise });
    const failure = failureOf(sign.run());
    await settle();
    sign.loopback.deliver(answered);
    await settle();
    sign.cancel.abort(cancelled);
    redeemed.resolve(entry);
    expect([await failure, vault.saved, sign.loopback.pages]).toEqual([cancelled.toValue(), [], ['failed']]);
  });

  test('hands its signal to the exchange', async () => {
    const sign = start({
      finish: (_code, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(new Error('stopped'));
          });
        }),
    });
    const failure = failureOf(sign.run());
    await settle();
    sign.loopback.deliver(answered);
    await settle();
    sign.cancel.abort(cancelled);
    expect([await failure, sign.loopback.pages]).toEqual([cancelled.toValue(), ['failed']]);
  });
});

describe('a sign-in that is cancelled before anything listens', () => {
  test('opens no port', async () => {
    const sign = start();
    const failure = failureOf(sign.run());
    sign.cancel.abort(new Failure('sign-in/cancelled'));
    expect([await failure, sign.loopback.asked, sign.steps]).toEqual([
      { code: 'sign-in/cancelled' },
      [],
      ['starting'],
    ]);
  });
});

test('a listener that fails ends the sign-in, also where the answer could come by hand', async () => {
  const failed = new Failure('internal', { detail: 'EACCES' });
  const sign = start({ byHand: true, loopback: new FakeLoopback({ busy: failed }) });
  expect(await failureOf(sign.run())).toEqual(failed.toValue());
});

test('a method without ports is none that a browser could come back to', async () => {
  const sign = start({
    byHand: true,
    loopback: new FakeLoopback({ busy: true }),
    method: (finish) => ({ ...browserMethod(finish), ports: [] }),
  });
  expect([await failureOf(sign.run()), sign.steps]).toEqual([{ code: 'internal' }, ['starting']]);
});

test('while the code is redeemed the key store is asked, and what is said of it then ends nothing', async () => {
  const finish = Promise.withResolvers<SignedInAccount>();
  const sign = start({ finish: () => finish.promise });
  const running = sign.run();
  await settle();
  let asked = 0;
  sign.secretBox.state = async () => {
    asked += 1;
    throw new Error('the bus is gone');
  };
  sign.loopback.deliver(answered);
  await settle();
  const meanwhile = asked;
  finish.resolve(entry);
  expect([await running, meanwhile]).toEqual([entry, 1]);
});

describe('the limit of five minutes', () => {
  test('ends a sign-in that nobody finishes, and not before', async () => {
    const sign = start();
    let ended = false;
    const failure = failureOf(sign.run()).finally(() => {
      ended = true;
    });
    await settle();
    await sign.time.advance(signInLimitMs - 1);
    const early = ended;
    await sign.time.advance(1);
    expect([early, await failure, leftOver(sign)]).toEqual([
      false,
      { code: 'sign-in/timed-out', subject: 'Example' },
      nothing,
    ]);
  });
});

describe('a refusal of the provider', () => {
  test.each([
    ['', 'sign-in/denied'],
    ['this is not for you', 'sign-in/not-entitled'],
  ] as const)('described as "%s" is %s', async (description, code) => {
    const vault = new MemoryVault();
    const sign = start({ vault });
    const failure = failureOf(sign.run());
    await settle();
    sign.loopback.deliver({ kind: 'denied', error: 'access_denied', description });
    expect([await failure, vault.saved, sign.loopback.pages, leftOver(sign)]).toEqual([
      { code, subject: 'Example' },
      [],
      ['denied'],
      nothing,
    ]);
  });
});

describe('a code that cannot be redeemed', () => {
  test.each<[string, Error, FailureValue]>([
    [
      'a failure of the provider',
      new Failure('sign-in/refused-answer', { subject: 'Example', detail: 'invalid_grant' }),
      { code: 'sign-in/refused-answer', subject: 'Example', detail: 'invalid_grant' },
    ],
    ['anything else', new TypeError('x'), { code: 'internal' }],
  ])('%s: nothing is saved and the page says so', async (_name, error, value) => {
    const vault = new MemoryVault();
    const sign = start({ vault, finish: () => Promise.reject(error) });
    const failure = failureOf(sign.run());
    await settle();
    sign.loopback.deliver(answered);
    expect([await failure, vault.saved, sign.loopback.pages, leftOver(sign)]).toEqual([
      value,
      [],
      ['failed'],
      nothing,
    ]);
  });

  test('a vault that cannot save counts as not signed in', async () => {
    const vault = new MemoryVault({ failWith: new Failure('storage/write-failed', { detail: 'ENOSPC' }) });
    const sign = start({ vault });
    const failure = failureOf(sign.run());
    await settle();
    sign.loopback.deliver(answered);
    expect([await failure, sign.loopback.pages]).toEqual([
      { code: 'storage/write-failed', detail: 'ENOSPC' },
      ['failed'],
    ]);
  });
});
