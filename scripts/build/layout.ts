// Where things are inside an unpacked package, on each system.
import path from 'node:path';

interface Layout {
  readonly program: string;
  readonly resources: string;
  readonly launcher: string;
}

const mac: Layout = {
  program: 'Gatehouse.app/Contents/MacOS/Gatehouse',
  resources: 'Gatehouse.app/Contents/Resources',
  launcher: 'Gatehouse.app/Contents/Resources/gatehouse',
};
const windows: Layout = { program: 'gatehouse-app.exe', resources: 'resources', launcher: 'gatehouse.cmd' };
const linux: Layout = { program: 'gatehouse-app', resources: 'resources', launcher: 'gatehouse' };

const layout = process.platform === 'darwin' ? mac : process.platform === 'win32' ? windows : linux;

export function programIn(folder: string): string {
  return path.join(folder, layout.program);
}

export function resourcesIn(folder: string): string {
  return path.join(folder, layout.resources);
}

export function launcherIn(folder: string): string {
  return path.join(folder, layout.launcher);
}
