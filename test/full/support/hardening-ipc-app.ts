// The packaged app inside the world with a sign-in, its door asked from within its main process in the name of its own window, and
// of frames that are not its own: one inside its page, one of another page, one that is gone, and its own led elsewhere.
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
  'update.cancelFetch',
  'update.restart',
  'doctor.look',
];
const lookEveryMs = 100;
const patienceMs = 60_000;

/**
 * Who asks, in the words of a script in the main process. A page cannot send a frame along: Electron says which one it was,
 * and says null for one that is gone.
 */
const askers = {
  own: 'ours.mainFrame',
  subFrame: 'ours.mainFrame.frames[0]',
  otherPage: 'other.webContents.mainFrame',
  gone: 'null',
  /** The window's main frame once it shows another page. */
  ledElsewhere: 'ours.mainFrame',
} as const;
type Asker = keyof typeof askers;
const strangers = ['subFrame', 'otherPage', 'gone'] as const satisfies readonly Asker[];

/** Before each channel, for an answer may have loaded the page anew: the frames of which there has to be one. */
const withFrames = `
  if (ours.mainFrame.frames.length === 0)
    await ours.executeJavaScript("document.body.append(document.createElement('iframe'))");
  globalThis.otherPage ??= new BrowserWindow({ show: false });
  const other = globalThis.otherPage;
  if (other.webContents.getURL() === '') await other.loadURL('data:text/html,another');
  const { frames: [inside], origin } = ours.mainFrame;
  if (inside?.origin !== origin || inside.parent !== ours.mainFrame) throw new Error('no frame inside the page');
  if (other.webContents.mainFrame.origin === origin) throw new Error('no frame of another page');`;

/** From here on its page is another one. */
const leadElsewhere = `
  const { origin } = ours.mainFrame;
  await ours.loadURL('data:text/html,elsewhere');
  if (ours.mainFrame.origin === origin) throw new Error('the page is the same');`;

const repliesShape = z.union([
  z.strictObject({ failed: z.string() }),
  z.array(z.record(z.string(), z.string())),
]);
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

/** Runs the body in the main process to its end; it may look at `ours`, the contents of our window. */
async function runInMain(main: InspectedMain, body: string): Promise<z.output<typeof repliesShape>> {
  await main.evaluate(`(() => {
    const { BrowserWindow, ipcMain } = require('electron');
    const ours = BrowserWindow.getAllWindows().find((each) => each !== globalThis.otherPage).webContents;
    globalThis.replies = undefined;
    (async () => { ${body} })().then(
      (replies) => (globalThis.replies = replies ?? []),
      (thrown) => (globalThis.replies = { failed: String(thrown) }),
    );
    return null;
  })()`);
  const deadlineMs = performance.now() + patienceMs;
  for (;;) {
    const replies = repliesShape.safeParse(await main.evaluate('globalThis.replies ?? null'));
    if (replies.success) return replies.data;
    if (performance.now() > deadlineMs) return { failed: 'it does not come to an end' };
    await sleep(lookEveryMs);
  }
}

/** What each of the askers is answered to each input, as JSON; what is thrown at them is an answer like any other. */
async function ask(
  main: InspectedMain,
  name: CallName,
  inputs: readonly string[],
  from: readonly Asker[],
): Promise<readonly Readonly<Record<string, string>>[]> {
  const asked = from.map((asker) => `replies.${asker} = await text(${askers[asker]}, JSON.parse(input));`);
  const replies = await runInMain(
    main,
    `${from.includes('ledElsewhere') ? '' : withFrames}
    const listener = ipcMain._invokeHandlers.get(${JSON.stringify(name)});
    const text = (senderFrame, input) => Promise.resolve(listener({ senderFrame }, input)).then(
      (answer) => JSON.stringify(answer) ?? 'null',
      (thrown) => JSON.stringify({ thrown: String(thrown) }),
    );
    const all = [];
    for (const input of ${JSON.stringify(inputs)}) {
      const replies = {};
      ${asked.join('\n      ')}
      all.push(replies);
    }
    return all;`,
  );
  if ('failed' in replies) throw new Error(`${name}: ${replies.failed}`);
  return replies;
}

interface Seen {
  calls: number;
  unclear: number;
  secrets: number;
  /** Answered with anything but a refusal. */
  readonly answered: Record<Asker, number>;
}

async function askAll(
  main: InspectedMain,
  seen: Seen,
  order: { readonly perChannel: number; readonly seed: number; readonly from: readonly Asker[] },
): Promise<void> {
  const secrets = [...(await canaries()), sentSecret];
  for (const [index, name] of callNames.entries()) {
    if (asking.includes(name)) continue;
    const inputs = asJson(hostileInputs(name, order.perChannel, order.seed + index));
    for (const replies of await ask(main, name, inputs, order.from)) {
      for (const asker of order.from) {
        const text = replies[asker] ?? 'null';
        seen.calls += 1;
        if (!answerShape.safeParse(JSON.parse(text)).success) seen.unclear += 1;
        if (secrets.some((secret) => text.includes(secret))) seen.secrets += 1;
        if (!text.includes('broker/not-granted')) seen.answered[asker] += 1;
      }
    }
  }
}

async function start(): Promise<InspectedMain> {
  await resetSandbox();
  await forgetEverything();
  await forgetCrashes();
  await scenario({ browser: { persona: 'openai-plus-ada' } });
  const main = await startInspectedMain();
  z.looseObject({ ok: z.literal(true) }).parse(
    await gatehouseJson(['auth', 'login', '--provider', 'openai']),
  );
  await gatehouse(['open']);
  return main;
}

/** @param isLed whether our window is led to another page before its frame is to be a stranger */
async function fuzz(
  perChannel: number,
  seed: number,
  say: (line: string) => void,
  isLed: boolean,
): Promise<Outcome> {
  const main = await start();
  const seen: Seen = {
    calls: 0,
    unclear: 0,
    secrets: 0,
    answered: { own: 0, subFrame: 0, otherPage: 0, gone: 0, ledElsewhere: 0 },
  };
  await askAll(main, seen, { perChannel, seed, from: ['own', ...strangers] });
  if (isLed) {
    const led = await runInMain(main, leadElsewhere);
    if ('failed' in led) throw new Error(`the window stays where it is: ${led.failed}`);
  }
  await askAll(main, seen, { perChannel, seed, from: ['ledElsewhere'] });
  const isServing = await serves();
  await main.end();
  say(`${String(seen.calls)} calls`);
  const { own, ...foreign } = seen.answered;
  const answered = Object.values(foreign).reduce((sum, each) => sum + each, 0);
  return {
    met: seen.unclear + seen.secrets + answered === 0 && isServing && own > 0,
    goal: `0 of ${String(seen.calls)} calls get a secret, an unclear answer, or one in a frame inside the page, of another page, that is gone, or that was led elsewhere; the app serves afterwards`,
    actual: `${String(seen.secrets)} secrets, ${String(seen.unclear)} unclear, ${String(answered)} for strangers; ${isServing ? 'serves' : 'does not serve'}`,
    counts: {
      calls: seen.calls,
      unclear: seen.unclear,
      secrets: seen.secrets,
      answeredOwn: own,
      answeredSubFrame: foreign.subFrame,
      answeredOtherPage: foreign.otherPage,
      answeredGone: foreign.gone,
      answeredLedElsewhere: foreign.ledElsewhere,
      channels: callNames.length - asking.length,
      stillServes: isServing ? 1 : 0,
    },
  };
}

export const fuzzApp = (perChannel: number, seed: number, say: (line: string) => void): Promise<Outcome> =>
  fuzz(perChannel, seed, say, true);

/** The frame that should be a stranger is the window's own, still with its page. */
export const withoutStranger = (seed: number, say: (line: string) => void): Promise<Outcome> =>
  fuzz(1, seed, say, false);
