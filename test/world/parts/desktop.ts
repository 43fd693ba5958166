// Starts every part of the desktop, as much of it side by side as can be.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { SessionBus } from '../desktop/bus.ts';
import {
  commandEnvironment,
  desktopEnvironment,
  type Environment,
  type SandboxAddresses,
} from '../environment.ts';
import type { Facts } from '../facts.ts';
import { worldFolder, type Plan } from '../plan.ts';
import { makeCertificateStore, trust } from './certificates.ts';
import { openDisplay } from './display.ts';
import { startKeyStore } from './key-store.ts';
import { startNotifications } from './notifications.ts';
import { startPart, type Part } from './part.ts';
import { busAddress, startSessionBus } from './session-bus.ts';

const logs = `${worldFolder}/logs`;

const Addresses = z.object({
  control: z.string(),
  proxy: z.string(),
  browserProxy: z.string(),
  ca: z.string(),
  bundle: z.string(),
});

export async function startDesktop(plan: Plan): Promise<Facts> {
  makeFolders();
  makeLauncher(plan);
  const base = desktopEnvironment(plan);
  const screen = openDisplay(plan, logs, base);
  const sandbox = startSandbox(plan, base);
  const bus = startSessionBus(logs, base);
  const certificates = makeCertificateStore(base);
  const [keyStore, tray, notifications, { addresses }] = await Promise.all([
    bus.then(() => onBus((connection) => startKeyStore(plan.keystore, connection, logs, base))),
    bus.then(() => (plan.without.includes('tray') ? [] : startTrayHost(base))),
    Promise.all([bus, screen]).then(([, { forHelpers }]) =>
      notificationDaemon(plan, { ...base, ...forHelpers }),
    ),
    sandbox,
    Promise.all([sandbox, certificates]).then(([started]) => trust(started.addresses.ca, base)),
  ]);
  const { variables, forHelpers, parts: screenParts } = await screen;
  const parts = [...screenParts, await bus, (await sandbox).part, ...keyStore, ...tray, ...notifications];
  return {
    control: addresses.control,
    browserProxy: addresses.browserProxy,
    browserScreen: forHelpers,
    environment: { ...commandEnvironment(base, addresses), ...variables },
    parts: Object.fromEntries(parts.map(({ name, pid }) => [name, pid])),
  };
}

function makeFolders(): void {
  for (const name of [
    'home/.config',
    'home/.cache',
    'home/.local/share',
    'home/.local/state',
    'logs',
    'browser',
    'out',
    'bin',
    'sandbox',
  ]) {
    mkdirSync(join(worldFolder, name), { recursive: true });
  }
  mkdirSync(`${worldFolder}/run`, { mode: 0o700 });
}

/** A program of its own and not a link, so that the launcher finds what lies beside it. */
function makeLauncher(plan: Plan): void {
  if (plan.app === undefined) return;
  writeFileSync(`${worldFolder}/bin/gatehouse`, `#!/bin/sh\nexec "${plan.app}/gatehouse" "$@"\n`, {
    mode: 0o755,
  });
}

async function startTrayHost(environment: Environment): Promise<Part[]> {
  const command = [process.execPath, join(import.meta.dirname, 'tray-host.ts')];
  return [await startPart('tray-host', logs, command, { environment, readyOn: 1 })];
}

async function notificationDaemon(plan: Plan, environment: Environment): Promise<Part[]> {
  if (plan.without.includes('notifications')) return [];
  return onBus(async (connection) => [await startNotifications(connection, logs, environment)]);
}

async function startSandbox(
  plan: Plan,
  environment: Environment,
): Promise<{ part: Part; addresses: SandboxAddresses }> {
  const scenario = plan.scenario === undefined ? [] : ['--scenario', plan.scenario];
  const command = [process.execPath, plan.sandbox, '--dir', `${worldFolder}/sandbox`, ...scenario];
  const part = await startPart('sandbox', logs, command, { environment, readyOn: 1 });
  return { part, addresses: Addresses.parse(JSON.parse(part.said)) };
}

async function onBus<Result>(use: (connection: SessionBus) => Promise<Result>): Promise<Result> {
  using connection = new SessionBus(busAddress);
  return await use(connection);
}
