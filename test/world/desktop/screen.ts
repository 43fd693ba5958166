// What stands on the world's screen: its windows and pictures of them.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface ScreenWindow {
  id: string;
  title: string;
  className: string;
  width: number;
  height: number;
}

/** A PNG of the whole screen, or of one window. */
export async function screenshot(file: string, window?: ScreenWindow): Promise<void> {
  await run('import', ['-silent', '-window', window?.id ?? 'root', `png:${file}`]);
}

/** Windows with a title that are large enough to be seen. */
export async function windows(): Promise<ScreenWindow[]> {
  const { stdout } = await run('xwininfo', ['-root', '-tree']);
  return stdout.split('\n').flatMap((line) => {
    const found = /^\s+(0x[0-9a-f]+) "(.*)": \("([^"]*)"[^)]*\)\s+(\d+)x(\d+)/.exec(line);
    if (found === null) return [];
    const [, id = '', title = '', className = '', width = '0', height = '0'] = found;
    const window = { id, title, className, width: Number(width), height: Number(height) };
    return window.width < 16 || window.height < 16 ? [] : [window];
  });
}
