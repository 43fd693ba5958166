// The screen that the command has: X or Wayland. Notices and the person's browser always have an X one.
import type { Environment } from '../environment.ts';
import { worldFolder, type Plan } from '../plan.ts';
import { startPart, type Part } from './part.ts';

export interface Display {
  /** What the command finds it by. */
  readonly variables: Environment;
  /** What the notification daemon and the person's browser find theirs by. */
  readonly forHelpers: Environment;
  readonly parts: readonly Part[];
}

const size = { width: 1280, height: 800 };
const waylandName = 'wayland-world';

/** Weston does not say when it listens, so its socket is waited for. */
const westonScript = `weston --backend=headless --renderer=pixman --width=${String(size.width)} --height=${String(size.height)} \
  --socket=${waylandName} --idle-time=0 --no-config --debug 2>&1 &
until [ -S "$XDG_RUNTIME_DIR/${waylandName}" ]; do kill -0 $! || exit 1; sleep 0.05; done
echo ready >&3
exec 3>&-
wait`;

export async function openDisplay(plan: Plan, logs: string, environment: Environment): Promise<Display> {
  if (plan.display !== undefined) {
    const own = { DISPLAY: plan.display, XAUTHORITY: `${worldFolder}/plan/xauthority` };
    return { variables: own, forHelpers: own, parts: [] };
  }
  const screen = `${String(size.width)}x${String(size.height)}x24`;
  const command = ['Xvfb', '-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-noreset'];
  const xScreen = await startPart('screen', logs, command, { environment, readyOn: 3 });
  const forHelpers = { DISPLAY: `:${xScreen.said}` };
  if (plan.kind === 'x11') return { variables: forHelpers, forHelpers, parts: [xScreen] };
  const weston = await startPart('weston', logs, ['bash', '-c', westonScript], { environment, readyOn: 3 });
  return {
    variables: {
      WAYLAND_DISPLAY: waylandName,
      XDG_SESSION_TYPE: 'wayland',
      // The declared Electron looks for Wayland by itself; the fallback runtime has to be asked to.
      ELECTRON_OZONE_PLATFORM_HINT: 'auto',
    },
    forHelpers,
    parts: [xScreen, weston],
  };
}
