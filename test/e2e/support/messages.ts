// Writes down every message between window and main of a running app, and says which ones carry a secret.
import type { ElectronApplication } from '@playwright/test';
import { z } from 'zod';

const message = z.object({ direction: z.enum(['in', 'out']), channel: z.string(), text: z.string() });
export type Message = z.output<typeof message>;

/** Runs in the app's main process, in both directions. Call it when the window is there. */
function record({ ipcMain, BrowserWindow }: typeof Electron.Main): void {
  const recorded: { direction: string; channel: string; text: string }[] = [];
  Reflect.set(globalThis, 'recordedMessages', recorded);
  // Electron keeps its handlers in a map of its own; there is no public way to look at them.
  const handlers: unknown = Reflect.get(ipcMain, '_invokeHandlers');
  if (!(handlers instanceof Map)) throw new Error('Electron keeps its handlers elsewhere now');
  for (const [channel, handler] of [...handlers] as [
    string,
    (event: unknown, input: unknown) => Promise<unknown>,
  ][]) {
    handlers.set(channel, async (event: unknown, input: unknown) => {
      recorded.push({ direction: 'in', channel, text: JSON.stringify(input) });
      const answer = await handler(event, input);
      recorded.push({ direction: 'out', channel, text: JSON.stringify([answer]) });
      return answer;
    });
  }
  for (const { webContents } of BrowserWindow.getAllWindows()) {
    const send = webContents.send.bind(webContents);
    webContents.send = (channel: string, ...values: unknown[]) => {
      recorded.push({ direction: 'out', channel, text: JSON.stringify(values) });
      send(channel, ...values);
    };
  }
}

export async function recordMessages(app: ElectronApplication): Promise<void> {
  await app.evaluate(record);
}

/** All since the recording began, oldest first. */
export async function messages(app: ElectronApplication): Promise<readonly Message[]> {
  const found: unknown = await app.evaluate(() => Reflect.get(globalThis, 'recordedMessages') as unknown);
  return z.array(message).parse(found);
}

/** The one channel by which a secret may come in; none may go out. */
const entry = { direction: 'in', channel: 'secret.enter' };

/** Those that carry a secret and may not, as "direction channel". */
export function leakingMessages(seen: readonly Message[], secrets: readonly string[]): readonly string[] {
  return seen
    .filter(({ direction, channel }) => direction !== entry.direction || channel !== entry.channel)
    .filter(({ text }) => secrets.some((secret) => text.includes(secret)))
    .map(({ direction, channel }) => `${direction} ${channel}`);
}
