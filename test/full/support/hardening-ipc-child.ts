// The real door and the real handlers in a process of their own, over Electron's registry of calls that only takes notes. What
// stands behind the handlers does as it is told by chance: nothing, a failure, or an exception with a secret in it. Argument:
// `without`, to go without the schemas. Its one message is the order.
import { once } from 'node:events';
import { registerHooks } from 'node:module';
import { z } from 'zod';
import type { DesktopReads } from '../../../main/desktop/desktop-reads.ts';
import type { FirstSteps } from '../../../main/desktop/first-steps.ts';
import type { Intents } from '../../../main/desktop/intents.ts';
import type { PageReads } from '../../../main/desktop/pages.ts';
import { Failure, isFailureCode } from '../../../main/domain/failure.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { initialState } from '../../../main/state/state.ts';
import { makeView } from '../../../main/state/view.ts';
import type { CallName } from '../../../preload/contract.ts';
import { callNames } from '../../../preload/names.ts';
import { cutSource } from './cut-source.ts';
import { cuts } from './hardening-cuts.ts';
import { hostileInputs, sentSecret } from './hardening-ipc-inputs.ts';
import { ipcOrderShape, type IpcReply } from './hardening-ipc-talk.ts';
import { createRandom } from './random.ts';

const [{ perChannel, seed }] = z.tuple([ipcOrderShape], z.unknown()).parse(await once(process, 'message'));
if (process.argv[2] === 'without') cutSource(cuts.schema);

type Listener = (event: { readonly senderFrame: unknown }, input: unknown) => Promise<unknown>;
const door = new Map<string, Listener>();
Reflect.set(globalThis, 'door', door);
const electron =
  'export const ipcMain = { handle: (name, listener) => globalThis.door.set(name, listener) };';
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron/main'
      ? { url: `data:text/javascript,${encodeURIComponent(electron)}`, shortCircuit: true }
      : next(specifier, context),
});

// Loaded only now, for the registry has to be in place first.
const { openDoor } = await import('../../../main/desktop/ipc.ts');
const { handlersFor } = await import('../../../main/desktop/handlers.ts');

const keptSecret = 'canary_kept_behind_the_door';
const longestText = 16_000;
const random = createRandom(seed);
/** How often something behind the door was reached, and has failed. */
const behind = { reached: 0, failed: 0 };
let illTyped = 0;

/** Plain data as the contract has it, by the words of its own: nothing here asks the schemas that are measured. */
function isPlain(value: unknown, depth = 0): boolean {
  if (value === undefined || value === null || typeof value === 'boolean') return true;
  if (typeof value === 'string') return value.length <= longestText;
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (value instanceof Secret) return depth === 0 && typeof value.reveal() === 'string';
  if (typeof value !== 'object' || depth > 3) return false;
  const isObject = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  return isObject && Object.values(value).every((each) => isPlain(each, depth + 1));
}

/** Of these nobody waits for the end. */
const atOnce: readonly (string | symbol)[] = [
  'signIn',
  'cancelSignIn',
  'pasteAnswer',
  'copySignInAddress',
  'open',
  'openPage',
  'showAccount',
  'quit',
  'tryNotice',
  'agents',
] satisfies readonly (keyof Intents | keyof PageReads | keyof FirstSteps)[];

function outcome(): void {
  const chance = random.below(4);
  if (chance < 2) behind.failed += 1;
  if (chance === 0) throw new Failure('storage/write-failed', { subject: '/home/ada/.codex/auth.json' });
  if (chance === 1) throw new Error(keptSecret, { cause: new Error(keptSecret) });
}

/** Whatever is asked of it. */
function behindTheDoor(): object {
  return new Proxy(
    {},
    {
      get(_target, name) {
        if (name === 'updates') return behindTheDoor();
        return (...values: unknown[]): unknown => {
          behind.reached += 1;
          if (!values.every((value) => isPlain(value))) illTyped += 1;
          if (!atOnce.includes(name)) return Promise.resolve().then(outcome);
          outcome();
          return undefined;
        };
      },
    },
  );
}

let crashes = 0;
for (const event of ['uncaughtException', 'unhandledRejection'])
  process.on(event, (thrown: unknown) => {
    crashes += 1;
    process.stderr.write(`${event}: ${String(thrown)}\n`);
  });

const facts = { providers: [], files: [], owners: [], version: '1.2.3', now: 0 };
const ours = z.custom<Electron.WebFrameMain>().parse({ name: 'ours' });
openDoor({
  handlers: handlersFor(
    z.custom<Intents>().parse(behindTheDoor()),
    z.custom<PageReads & FirstSteps & DesktopReads>().parse(behindTheDoor()),
    () => {
      behind.reached += 1;
      return makeView(initialState, facts);
    },
  ),
  owns: (frame) => frame === ours,
  language: () => 'en',
  shown: (value) => value,
  warn: () => undefined,
});

const answerShape = z.union([
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({
    ok: z.literal(false),
    problem: z.strictObject({
      code: z.string().refine(isFailureCode),
      what: z.string().min(1),
      next: z.string().min(1),
    }),
  }),
]);
const inText = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? String(each) : each));

const seen = { calls: 0, reached: 0, refused: 0, unclear: 0, internal: 0, secrets: 0, foreign: 0 };
/** Calls of which no input got through: of what stands behind their schemas nothing was seen. */
const unreached: CallName[] = [];

async function ask(listener: Listener, input: unknown): Promise<void> {
  const before = { ...behind };
  const answer = await listener({ senderFrame: ours }, input).catch((thrown: unknown) => ({ thrown }));
  seen.calls += 1;
  if (behind.reached > before.reached) seen.reached += 1;
  const { success, data } = answerShape.safeParse(answer);
  if (!success) seen.unclear += 1;
  else if (!data.ok) {
    seen.refused += 1;
    if (data.problem.code === 'internal' && behind.failed === before.failed) seen.internal += 1;
  }
  const said = inText(answer);
  if (said.includes(keptSecret) || said.includes(sentSecret)) seen.secrets += 1;
}

for (const [index, name] of callNames.entries()) {
  const listener = door.get(name);
  if (listener === undefined) throw new Error(`nobody answers ${name}`);
  const { reached: reachedBefore } = seen;
  for (const input of hostileInputs(name, perChannel, seed + index)) {
    await ask(listener, structuredClone(input));
    const { reached } = behind;
    const refusal = inText(await listener({ senderFrame: { name: 'another' } }, input).catch(() => ''));
    if (behind.reached > reached || !refusal.includes('broker/not-granted')) seen.foreign += 1;
  }
  if (seen.reached === reachedBefore) unreached.push(name);
}
if (unreached.length > 0) process.stderr.write(`nothing got through: ${unreached.join(', ')}\n`);
// What was left to itself comes to its end.
await new Promise((resolve) => setImmediate(resolve));
const reply: IpcReply = {
  channels: callNames.length,
  unreached: unreached.length,
  ...seen,
  illTyped,
  crashes,
};
process.send?.(reply, () => {
  process.disconnect();
});
