// A sign-in with ChatGPT that waits for its answer, in a process of its own: the real flow, method and listener; the provider
// behind it is scripted. Argument: `CallbackOptions` as JSON.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserMethod } from '../../../main/providers/description.ts';
import type { Http } from '../../../main/ports.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { discovery, keys, tokens } from '../../fakes/openai-server.ts';
import { ToySecretBox } from '../../fakes/secret-box.ts';
import { callbackOptionsShape, callbackOrderShape, type CallbackReply } from './callback-talk.ts';
import { cutSource } from './cut-source.ts';
import { cuts } from './sign-in-guards.ts';

const { isGuarded } = callbackOptionsShape.parse(JSON.parse(process.argv[2] ?? '{}'));
if (!isGuarded) cutSource(cuts.state);

// Loaded only now, for a guard may have to go first.
const { createLoopback } = await import('../../../main/adapters/node/loopback.ts');
const { toFailure } = await import('../../../main/domain/failure.ts');
const { signInWithBrowser } = await import('../../../main/flows/sign-in.ts');
const { createPasteSlot } = await import('../../../main/flows/sign-in-paste.ts');
const { openai } = await import('../../../main/providers/openai/index.ts');
const { browserSignIn } = await import('../../../main/providers/openai/browser-sign-in.ts');

const say = (reply: CallbackReply): void => {
  process.send?.(reply);
};

let redeemed = '';
let tokenRequests = 0;
let kept = 0;

const http: Http = async (url, { body = '' } = {}) => {
  if (url.endsWith('/openid-configuration')) return discovery()();
  if (url.endsWith('/jwks.json')) return keys();
  tokenRequests += 1;
  redeemed = new URLSearchParams(body).get('code') ?? 'no code';
  return tokens();
};

const effects = {
  tools: { http, clock: { nowMs: () => Date.now() }, log: new RecordingLog() },
  // As long as it takes: what is measured is not the patience.
  timer: { after: () => () => undefined },
  browser: { open: async () => undefined },
  loopback: createLoopback(() => 'en'),
  secretBox: new ToySecretBox(),
  book: {
    inTurn: async <Result>(_id: unknown, work: () => Promise<Result>) => work(),
    keep: async () => void (kept += 1),
  },
};

/** Begins, and resolves with the state that is waited for. */
function begin(method: BrowserMethod, cancel: AbortSignal) {
  const waits = Promise.withResolvers<string>();
  const choice = { byHand: false, pastes: createPasteSlot() };
  const ended = signInWithBrowser(openai, method, choice, effects, cancel, (step, url = '') => {
    if (step === 'waiting') waits.resolve(new URL(url).searchParams.get('state') ?? '');
  }).then(
    () => redeemed,
    (thrown: unknown) => toFailure(thrown).code,
  );
  return { state: waits.promise, ended };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = portOf(server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function portOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address;
}

/** Of the whole process, once what can be collected is collected. */
async function rss(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    await sleep(50);
  }
  return process.memoryUsage().rss;
}

const port = await freePort();
const method: BrowserMethod = { ...browserSignIn, ports: [port] };
const cancel = new AbortController();
const before = begin(method, cancel.signal);
const spentState = await before.state;
cancel.abort();
await before.ended;

const { state, ended } = begin(method, new AbortController().signal);
process.on('message', (message) => {
  callbackOrderShape.parse(message);
  void rss().then((rssBytes) => {
    say({ said: 'memory', rssBytes });
  });
});
process.once('disconnect', () => process.exit());
say({ said: 'waiting', port, path: '/auth/callback', state: await state, spentState });
void ended.then((how) => {
  say({ said: 'ended', how, tokenRequests, kept });
});
