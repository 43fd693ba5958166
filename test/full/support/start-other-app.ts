// Inside a world: starts a tray app and prints after how many milliseconds its menu can be read, or the deadline when it
// cannot. Arguments: the program and the deadline in milliseconds.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Tray } from '../../world/desktop/tray.ts';

const [program = '', deadline = '0'] = process.argv.slice(2);
const wait = { deadlineMs: Number(deadline) };
const beganMs = performance.now();
const app = spawn(program, [], { stdio: 'ignore' });
const ended = once(app, 'exit');
using tray = new Tray();
try {
  const item = await tray.waitForItem(/./, wait);
  await tray.waitForEntry(item, ['Quit'], () => true, {
    deadlineMs: wait.deadlineMs - (performance.now() - beganMs),
  });
  console.log(Math.round(performance.now() - beganMs));
} catch {
  console.log(wait.deadlineMs);
}
// It may be in the middle of a call that knows no signals.
app.kill('SIGKILL');
await ended;
