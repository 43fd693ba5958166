// What the discovery file of the local service says about a Gatehouse that runs already.
import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';

const windowless = z.object({ pid: z.number(), window: z.literal(false) });

/** The process that runs without tray and window; undefined when the one that runs has both, or nobody runs. */
export async function pidWithoutWindow(serviceFile: string): Promise<number | undefined> {
  try {
    return windowless.parse(JSON.parse(await readFile(serviceFile, 'utf8'))).pid;
  } catch {
    return undefined;
  }
}
