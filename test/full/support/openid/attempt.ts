// One module of the list, through our own sign-in: the flow, the listener, the provider and the account book as the app has
// them, over a real browser's way and real TLS. What came of it is a few words, so that it can be compared as a whole.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createLoopback } from '../../../../main/adapters/node/loopback.ts';
import { createPinnedHttp } from '../../../../main/adapters/node/pinned-http.ts';
import { systemClock, systemTimer } from '../../../../main/adapters/node/system-time.ts';
import { isOAuthAccount, type SignedInAccount } from '../../../../main/domain/account.ts';
import { toFailure } from '../../../../main/domain/failure.ts';
import { createAccountBook } from '../../../../main/flows/account-book.ts';
import { createPasteSlot } from '../../../../main/flows/sign-in-paste.ts';
import { signInWithBrowser, type SignInEffects } from '../../../../main/flows/sign-in.ts';
import type { Http } from '../../../../main/ports.ts';
import { browserSignIn } from '../../../../main/providers/openai/browser-sign-in.ts';
import { openai } from '../../../../main/providers/openai/index.ts';
import { RecordingLog } from '../../../fakes/log.ts';
import { ToySecretBox } from '../../../fakes/secret-box.ts';
import { MemoryVault } from '../../../fakes/vault.ts';
import { goBack, visit } from './browser.ts';
import { createEmulator, goodClaims, type Deviation, type Emulator } from './emulator.ts';
import { makeKeyRing, signed, type KeyRing } from './keys.ts';
import { startRealProvider, type RealProvider } from './real-provider.ts';
import { startStandIn, type StandIn } from './stand-in.ts';

export interface Step {
  /** `renew-old`: with the refresh token of the sign-in, which is spent by then. */
  readonly do: 'sign-in' | 'renew' | 'renew-old';
  /** What the emulator does from here on. */
  readonly deviation?: Deviation;
  /** What comes back to this computer first, in place of the genuine answer. */
  readonly back?: (genuine: URL, ofAnother: () => Promise<URL>) => URL | Promise<URL>;
  readonly denies?: true;
}

export interface Module {
  readonly name: string;
  readonly suite: 'oidcc' | 'fapi' | 'own';
  readonly at: 'emulator' | 'oidc-provider';
  readonly steps: readonly Step[];
  /** What comes of each step, in the words of `runModule`. */
  readonly expected: string;
}

export interface Room extends AsyncDisposable {
  readonly standIn: StandIn;
  readonly keys: KeyRing;
  readonly emulator: Emulator;
  readonly real: RealProvider;
  /** Whatever id token comes is as good as one that passes. */
  readonly careless: boolean;
}

/** A sign-in that nothing ends must not hold up the others. */
const longestMs = 10_000;
const refusedAtTheDoor: readonly number[] = [400, 404, 405, 421];

export async function openRoom(careless: boolean): Promise<Room> {
  const keys = await makeKeyRing();
  const standIn = await startStandIn();
  return {
    standIn,
    keys,
    emulator: createEmulator(keys),
    real: await startRealProvider(),
    careless,
    [Symbol.asyncDispose]: () => standIn[Symbol.asyncDispose](),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** The guard taken away: an id token is replaced by a good one before anything of ours looks at it. */
function withoutChecks(http: Http, keys: KeyRing): Http {
  return async (url, init) => {
    const response = await http(url, init);
    if (url.endsWith('/jwks.json')) return Response.json({ keys: [keys.current.jwk] });
    if (!url.endsWith('/oauth/token') || !response.ok) return response;
    const answer: unknown = await response.json();
    if (typeof answer !== 'object' || answer === null || !('id_token' in answer))
      return Response.json(answer);
    return Response.json({ ...answer, id_token: await signed(goodClaims(), keys.current) });
  };
}

/** A failure in a few words, with what else must not have come of it. */
function refusalIn(thrown: unknown, after: { readonly isAsked: boolean; readonly isKept: boolean }): string {
  const { message, code, detail } = toFailure(thrown);
  return [
    `refused: ${code}`,
    ...(detail === undefined ? [] : [detail]),
    ...(after.isAsked ? [] : ['and nothing asked']),
    ...(after.isKept ? ['but kept'] : []),
    ...(/canary_|eyJ/.test(message) ? ['with a secret in its words'] : []),
  ].join(' ');
}

/** Runs the steps and says what came of each, divided by semicolons. */
export async function runModule({ at, steps }: Module, room: Room): Promise<string> {
  const { standIn, emulator, real, keys } = room;
  const vault = new MemoryVault();
  const book = createAccountBook(vault);
  const asked = at === 'emulator' ? emulator.asked : real.asked;
  emulator.deviation = {};
  Object.assign(emulator.asked, { tokens: 0, keys: 0, elsewhere: 0 });
  standIn.serve(at === 'emulator' ? emulator.handler : real.handler);
  const pinned = createPinnedHttp(standIn.fetch, { hosts: openai.hosts, userAgent: 'Gatehouse/test' });
  const tools = {
    http: room.careless ? withoutChecks(pinned, keys) : pinned,
    clock: systemClock,
    log: new RecordingLog(),
  };

  /** What the person's browser does; the words are about an answer that is not the genuine one. */
  async function goThrough(url: string, { back }: Step): Promise<string> {
    const genuine = await visit(url, standIn.fetch);
    if (back === undefined) {
      await goBack(genuine);
      return '';
    }
    const before = asked.tokens;
    const another = (): Promise<URL> => {
      const other = new URL(url);
      other.searchParams.set('code_challenge', 'a'.repeat(43));
      return visit(other.href, standIn.fetch);
    };
    const status = await goBack(await back(genuine, another));
    if (!refusedAtTheDoor.includes(status)) return '';
    const spent = asked.tokens - before;
    await goBack(genuine);
    return spent === 0 ? 'not taken, then ' : `not taken after ${spent} questions, then `;
  }

  async function signIn(step: Step): Promise<{ readonly entry: SignedInAccount; readonly words: string }> {
    let browsing: Promise<string> = Promise.resolve('');
    const effects: SignInEffects = {
      tools,
      timer: systemTimer,
      browser: {
        async open(url) {
          browsing = goThrough(url, step);
          // Also looked at below; until then a fault of the pages must not count as unhandled.
          browsing.catch(() => undefined);
        },
      },
      loopback: createLoopback(() => 'en'),
      secretBox: new ToySecretBox(),
      book,
    };
    const method = { ...browserSignIn, ports: [await freePort()] };
    const choice = { byHand: false, pastes: createPasteSlot() };
    const limit = AbortSignal.timeout(longestMs);
    const entry = await signInWithBrowser(openai, method, choice, effects, limit, () => undefined);
    return { entry, words: `${await browsing}signed in` };
  }

  let first: SignedInAccount | undefined;
  let newest: SignedInAccount | undefined;
  const ends: string[] = [];
  for (const step of steps) {
    const before = { kept: vault.saved.length, tokens: asked.tokens };
    if (step.deviation !== undefined) emulator.deviation = step.deviation;
    real.decision = step.denies === true ? 'deny' : 'allow';
    try {
      if (step.do === 'sign-in') {
        const { entry, words } = await signIn(step);
        first ??= entry;
        newest = entry;
        ends.push(vault.saved.length === before.kept + 1 ? words : `${words} but not kept`);
      } else {
        const old = step.do === 'renew' ? newest : first;
        if (old === undefined || !isOAuthAccount(old) || openai.refresh === undefined)
          throw new Error('there is nothing to renew');
        newest = await openai.refresh(old, tools);
        ends.push('renewed');
      }
    } catch (thrown) {
      const isAsked = asked.tokens > before.tokens;
      ends.push(refusalIn(thrown, { isAsked, isKept: vault.saved.length > before.kept }));
    }
  }
  return emulator.asked.elsewhere === 0 ? ends.join('; ') : `${ends.join('; ')}; asked elsewhere`;
}
