// The fuses of every binary we touch: development runtime, shipped app, and the copy that Playwright drives.
import { flipFuses, FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import { SetupFailure } from '../bootstrap/steps.mjs';

export type Fuses = Partial<Record<FuseV1Options, boolean>>;

/** As the official development runtime has them. */
const development: Fuses = {
  [FuseV1Options.RunAsNode]: true,
  [FuseV1Options.EnableCookieEncryption]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: true,
  [FuseV1Options.EnableNodeCliInspectArguments]: true,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: false,
  [FuseV1Options.OnlyLoadAppFromAsar]: false,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: true,
};

/** As shipped; electron-builder.yml says the same and the finished package is read back against this. */
export function shippedFuses(platform: NodeJS.Platform): Fuses {
  return {
    [FuseV1Options.RunAsNode]: false,
    // Off on purpose: with it a hung Secret Service blocks the main thread for over a minute.
    [FuseV1Options.EnableCookieEncryption]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    // Electron checks the archive only on these two systems.
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: platform === 'darwin' || platform === 'win32',
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  };
}

/** The shipped fuses with debugging allowed, for the copy that the end-to-end tests drive. */
export function inspectableFuses(platform: NodeJS.Platform): Fuses {
  return { ...shippedFuses(platform), [FuseV1Options.EnableNodeCliInspectArguments]: true };
}

export async function flipForDevelopment(program: string): Promise<void> {
  await flip(program, development);
}

export async function flip(program: string, fuses: Fuses): Promise<void> {
  await flipFuses(program, { ...fuses, version: FuseVersion.V1 });
}

/** Reads the fuses back from a binary and fails, naming each one that is not as wanted. */
export async function expectFuses(program: string, wanted: Fuses): Promise<void> {
  const wire = await getCurrentFuseWire(program);
  const wrong: string[] = [];
  const states = new Map<string, unknown>(Object.entries(wire));
  for (const [fuse, state] of Object.entries(wanted)) {
    if (states.get(fuse) === (state ? FuseState.ENABLE : FuseState.DISABLE)) continue;
    wrong.push(`fuse ${fuse} (${String(FuseV1Options[Number(fuse)])}) should be ${state ? 'on' : 'off'}`);
  }
  if (wrong.length > 0) throw new SetupFailure(`Fuses of ${program} are not as wanted: ${wrong.join(', ')}`);
}
