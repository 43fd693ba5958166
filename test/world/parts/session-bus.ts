// The world's private session bus, and waiting until a name on it has an owner.
import { mkdirSync, writeFileSync } from 'node:fs';
import type { SessionBus } from '../desktop/bus.ts';
import { worldFolder } from '../plan.ts';
import { startPart, type Part } from './part.ts';

const folder = `${worldFolder}/bus`;
export const busAddress = `unix:path=${worldFolder}/run/bus`;

/**
 * Nothing can be activated but what is written into the world's own services folder: as on a real desktop a key store
 * that was killed comes back, locked; where there is no key store none can be conjured up.
 */
function configuration(): string {
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>${busAddress}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>${folder}/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;
}

export async function startSessionBus(logs: string, environment: Record<string, string>): Promise<Part> {
  mkdirSync(`${folder}/services`, { recursive: true });
  writeFileSync(`${folder}/session.conf`, configuration());
  const command = ['dbus-daemon', `--config-file=${folder}/session.conf`, '--nofork', '--print-address=3'];
  return startPart('session-bus', logs, command, { environment, readyOn: 3 });
}

export function makeActivatable(name: string, command: string): void {
  writeFileSync(`${folder}/services/${name}.service`, `[D-BUS Service]\nName=${name}\nExec=${command}\n`);
}

export async function waitForOwner(bus: SessionBus, name: string): Promise<void> {
  await bus.until(`an owner of ${name}`, () => bus.hasOwner(name));
}
