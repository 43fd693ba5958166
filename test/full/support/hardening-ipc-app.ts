// The packaged app inside the world with a sign-in, its door asked from within its main process in the name of its own window, and
// of a frame that is not its own.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { isFailureCode } from '../../../main/domain/failure.ts';
import { callNames } from '../../../preload/names.ts';
import type { CallName } from '../../../preload/contract.ts';
import { forgetCrashes, forgetEverything, gatehouse, gatehouseJson } from '../../e2e/support/app.ts';
import { canaries, resetSandbox, scenario } from '../../e2e/support/sandbox.ts';
import type { Outcome } from '../figure.ts';
import { hostileInputs, sentSecret } from './hardening-ipc-inputs.ts';
import { startInspectedMain, type InspectedMain } from './inspected-main.ts';
import { serves } from './run-agents.ts';

/** With the right input these ask the person in a dialog, or somebody outside of this computer. */
const asking: readonly CallName[] = [
  'hook.add',
  'company.login',
  'company.logout',
  'flag.set',
  'history.export',
  'settings.export',
  'settings.readFile',
  'update.look',
  'update.fetch',
  'update.restart',
  'doctor.look',
];
const lookEveryMs = 100;
const patienceMs = 60_000;

const repliesShape = z.array(z.strictObject({ own: z.string(), foreign: z.string() }));
const answerShape = z.union([
  z.looseObject({ ok: z.literal(true) }),
  z.strictObject({
    ok: z.literal(false),
    problem: z.strictObject({ code: z.string().refine(isFailureCode), what: z.string(), next: z.string() }),
  }),
]);

/** Only what can be written down as JSON: that is how it gets there. */
function asJson(inputs: readonly unknown[]): readonly string[] {
  return inputs.flatMap((input) => {
    try {
      // What has no JSON at all becomes nothing.
      return [JSON.stringify(input ?? null)];
    } catch {
      return [];
    }
  });
}

/** @param stranger what stands for a frame that is not ours, in the words of the script */
async function ask(
  main: InspectedMain,
  name: CallName,
  inputs: readonly string[],
  stranger: 'null' | 'ours',
): Promise<z.output<typeof repliesShape>> {
  await main.evaluate(`(() => {
    const { BrowserWindow, ipcMain } = require('electron');
    const ours = BrowserWindow.getAllWindows()[0].webContents.mainFrame;
    const listener = ipcMain._invokeHandlers.get(${JSON.stringify(name)});
    const text = (senderFrame, input) => Promise.resolve(listener({ senderFrame }, input)).then(JSON.stringify, String);
    globalThis.replies = undefined;
    (async () => {
      const replies = [];
      for (const input of ${JSON.stringify(inputs)}.map((each) => JSON.parse(each)))
        replies.push({ own: await text(ours, input), foreign: await text(${stranger}, input) });
      globalThis.replies = replies;
    })();
    return null;
  })()`);
  const deadlineMs = performance.now() + patienceMs;
  for (;;) {
    const replies = repliesShape.safeParse(await main.evaluate('globalThis.replies ?? null'));
    if (replies.success) return replies.data;
    if (performance.now() > deadlineMs) throw new Error(`${name} does not come to an end`);
    await sleep(lookEveryMs);
  }
}

async function fuzz(
  perChannel: number,
  seed: number,
  say: (line: string) => void,
  stranger: 'null' | 'ours',
): Promise<Outcome> {
  await resetSandbox();
  await forgetEverything();
  await forgetCrashes();
  await scenario({ browser: { persona: 'openai-plus-ada' } });
  const main = await startInspectedMain();
  z.looseObject({ ok: z.literal(true) }).parse(
    await gatehouseJson(['auth', 'login', '--provider', 'openai']),
  );
  await gatehouse(['open']);
  const secrets = [...(await canaries()), sentSecret];
  const seen = { calls: 0, unclear: 0, secrets: 0, foreign: 0 };
  for (const [index, name] of callNames.entries()) {
    if (asking.includes(name)) continue;
    const replies = await ask(main, name, asJson(hostileInputs(name, perChannel, seed + index)), stranger);
    for (const { own, foreign } of replies) {
      seen.calls += 1;
      if (!answerShape.safeParse(JSON.parse(own)).success) seen.unclear += 1;
      if (secrets.some((secret) => own.includes(secret) || foreign.includes(secret))) seen.secrets += 1;
      if (!foreign.includes('broker/not-granted')) seen.foreign += 1;
    }
  }
  const isServing = await serves();
  await main.end();
  say(`${String(seen.calls)} calls`);
  return {
    met: seen.unclear + seen.secrets + seen.foreign === 0 && isServing && seen.calls > 0,
    goal: `0 of ${String(seen.calls)} calls get a secret, an unclear answer, or one in a foreign frame; the app serves afterwards`,
    actual: `${String(seen.secrets)} secrets, ${String(seen.unclear)} unclear, ${String(seen.foreign)} foreign; ${isServing ? 'serves' : 'does not serve'}`,
    counts: { ...seen, channels: callNames.length - asking.length, stillServes: isServing ? 1 : 0 },
  };
}

export const fuzzApp = (perChannel: number, seed: number, say: (line: string) => void): Promise<Outcome> =>
  fuzz(perChannel, seed, say, 'null');

/** The frame that should be a stranger is the window's own. */
export const withoutStranger = (seed: number, say: (line: string) => void): Promise<Outcome> =>
  fuzz(1, seed, say, 'ours');
