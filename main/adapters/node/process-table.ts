// The processes of this person as macOS and Windows list them. Untried there: only what reads the lists has been tested.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod/mini';
import type { SeenProcess } from './process-names.ts';

const runProgram = promisify(execFile);

const patience = { timeout: 5000, windowsHide: true, maxBuffer: 16 * 1024 * 1024 };

/** `Wed Nov 25 04:09:57 2026`, always in UTC, behind the two numbers. */
const psLine = /^\s*(\d+)\s+(\d+)\s+\w{3}\s+(\w{3}\s+\d+\s+[\d:]{8}\s+\d{4})\s+(\S.*)$/;

/** @param text as `ps -o pid=,ppid=,lstart=,command=` prints it; a path with a space counts up to the space */
export function seenByPs(text: string): readonly SeenProcess[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, start, command = ''] = psLine.exec(line) ?? [];
    const startedAt = Date.parse(`${start ?? ''} UTC`);
    if (Number.isNaN(startedAt)) return [];
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        startedAt,
        executable: undefined,
        words: command.split(/\s+/),
      },
    ];
  });
}

const rowShape = z.object({
  pid: z.int(),
  parent: z.int(),
  start: z.string(),
  path: z.nullable(z.string()),
  words: z.nullable(z.string()),
});

/** Processes without a start of their own are the system's. Those of other sessions are somebody else's. */
const script = `
$session = (Get-Process -Id $PID).SessionId
$rows = Get-CimInstance Win32_Process |
  Where-Object { $_.SessionId -eq $session -and $_.CreationDate } |
  ForEach-Object { [pscustomobject]@{
    pid = [int]$_.ProcessId; parent = [int]$_.ParentProcessId
    start = $_.CreationDate.ToUniversalTime().ToString('o')
    path = $_.ExecutablePath; words = $_.CommandLine } }
[Console]::OutputEncoding = [Text.Encoding]::UTF8
ConvertTo-Json -Compress -InputObject @($rows)`;

/** @param text a JSON list of rows with `pid`, `parent`, `start` (ISO 8601), `path` and `words` (one text) */
export function seenByPowerShell(text: string): readonly SeenProcess[] {
  return z
    .array(rowShape)
    .parse(JSON.parse(text))
    .map(({ pid, parent, start, path, words }) => ({
      pid,
      parent,
      startedAt: Date.parse(start),
      executable: path ?? undefined,
      words: [...(words ?? '').matchAll(/"([^"]*)"|(\S+)/g)].map(
        ([, quoted, plain]) => quoted ?? plain ?? '',
      ),
    }));
}

/** @throws when the system's own program cannot be asked */
export async function readProcessTable(platform: NodeJS.Platform): Promise<readonly SeenProcess[]> {
  if (platform === 'win32') {
    const words = ['-NoProfile', '-NonInteractive', '-Command', script];
    return seenByPowerShell((await runProgram('powershell.exe', words, patience)).stdout);
  }
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  const words = ['-xwwo', 'pid=,ppid=,lstart=,command='];
  return seenByPs((await runProgram('/bin/ps', words, { ...patience, env })).stdout);
}
