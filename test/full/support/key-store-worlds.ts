// Worlds with a key store in each of its states, and the app in them; and beside a key store that hangs, an app that asks it
// by the synchronous call.
import { chmod, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';
import { z } from 'zod';
import { linkTree } from '../../../scripts/build/inspectable.ts';
import { checkout, type WorldPlace } from '../../world/run-world.ts';

/** `lost`: fine at first, and then its process dies while the app runs. */
export const keyStoreStates = ['fine', 'none', 'locked', 'hung', 'lost'] as const;
export type KeyStoreState = (typeof keyStoreStates)[number];

const times = z.array(z.number()).readonly();
const codes = z.array(z.nullable(z.string())).readonly();
const seenShape = z.object({
  /** From the start of the process until its menu can be read. */
  startMs: times,
  /** From a click on a preference until the menu shows it. */
  switchMs: times,
  /** A sign-in with an API key, about which the provider is asked; in memory, where there is no key store. */
  requestMs: times,
  /** What was wrong with each of those sign-ins. */
  asked: codes,
  /** What the provider saw of them. */
  requests: z.number(),
  /** What was wrong with the first account once it was entered; with one entered after a loss; with those that are open then. */
  stored: z.nullable(z.string()),
  later: z.nullable(z.string()),
  open: codes,
  /** After the next start, the key store being what it is. */
  closed: codes,
});
export type Seen = z.output<typeof seenShape>;

async function lastLine<Shape extends z.ZodType>(
  place: WorldPlace,
  words: readonly string[],
  shape: Shape,
): Promise<z.output<Shape>> {
  const { code, stdout, stderr } = await place.run([...words]);
  if (code !== 0) throw new Error(`the world ended with ${String(code)}: ${stderr.slice(-2_000)}`);
  return shape.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
}

/** Starts and uses the app, each so many times. */
export function besideKeyStore(place: WorldPlace, state: KeyStoreState, rounds: number): Promise<Seen> {
  const program = join(import.meta.dirname, 'beside-key-store.ts');
  const world = ['--keystore', state === 'lost' ? 'fine' : state, '--'];
  return lastLine(place, [...world, process.execPath, program, state, String(rounds)], seenShape);
}

/** How long the other app's menu takes to be there; the deadline when it never is. */
export async function withoutAsking(
  place: WorldPlace,
  state: 'fine' | 'hung',
  deadlineMs: number,
): Promise<number> {
  const folder = await mkdtemp(join(checkout, 'dist', 'asks-synchronously-'));
  try {
    // The world runs as another user when this runs as root.
    await chmod(folder, 0o755);
    // The same runtime, byte for byte: hard links to the packaged app, but for the archive.
    linkTree(join(checkout, 'dist/linux-unpacked'), folder);
    await rename(join(folder, 'gatehouse-app'), join(folder, 'other-app'));
    const archive = join(folder, 'resources/app.asar');
    await rm(archive);
    await createPackage(join(import.meta.dirname, 'asks-synchronously'), archive);
    const program = join(import.meta.dirname, 'start-other-app.ts');
    const words = ['--keystore', state, '--', process.execPath, program, join(folder, 'other-app')];
    return await lastLine(place, [...words, String(deadlineMs)], z.number());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
