// The real opener of the browser in a process of its own, over a shell of Electron's that only takes notes. Argument: a guard
// to go without, if any. Its one message is a list of addresses; the answer says for each what was handed to the shell.
import { once } from 'node:events';
import { registerHooks } from 'node:module';
import { z } from 'zod';
import { cutSource } from './cut-source.ts';
import { openerOrderShape, type OpenerReply } from './opener-talk.ts';
import { cuts } from './sign-in-guards.ts';

const [{ urls, hosts }] = z.tuple([openerOrderShape], z.unknown()).parse(await once(process, 'message'));

if (process.argv[2] === 'without') cutSource(cuts.address);

const shell = 'export const shell = { openExternal: async (url) => void (globalThis.opened = url) };';
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron/common'
      ? { url: `data:text/javascript,${encodeURIComponent(shell)}`, shortCircuit: true }
      : next(specifier, context),
});

// Loaded only now, for the shell has to be in place first.
const { createBrowser } = await import('../../../main/adapters/electron/browser.ts');
const { Failure } = await import('../../../main/domain/failure.ts');

const browser = createBrowser(hosts);
const globalShape = z.object({ opened: z.optional(z.string()) });

/** What came of opening one address. */
async function outcomeOf(url: string): Promise<OpenerReply[number]> {
  Reflect.deleteProperty(globalThis, 'opened');
  const refusal = await browser.open(url).then(
    () => undefined,
    (thrown: unknown) => (thrown instanceof Failure ? thrown.code : `no failure: ${String(thrown)}`),
  );
  const { opened } = globalShape.parse(globalThis);
  return { ...(opened !== undefined && { opened }), ...(refusal !== undefined && { refusal }) };
}

const outcomes: OpenerReply[number][] = [];
for (const url of urls) outcomes.push(await outcomeOf(url));
process.send?.(outcomes, () => {
  process.disconnect();
});
