// How long the status line keeps a session waiting: the script as it is installed, in the system's own shell.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createStatusLineScript } from '../../../main/adapters/node/status-line-script.ts';
import { statusLineScript } from '../../../main/consumers/claude-code/status-line.ts';
import { saidToStatusLine } from '../../fakes/status-line.ts';
import { contentOf } from '../../fakes/temporary-folder.ts';
import type { Figure, Outcome } from '../figure.ts';
import { makeFolder } from '../support/folder.ts';
import { leastForTimes, percentile, rounded, spread } from '../support/statistics.ts';
import { timeCalls, type TimedCall } from '../support/time-calls.ts';

const longestMs = 15;
const controlCalls = 30;
const inputBytes = 4096;

/** What a session says, with a long path in it. */
function said(): string {
  const short = saidToStatusLine({ answers: 43, usedPercent: 23 });
  const missing = inputBytes - JSON.stringify({ ...short, project: '' }).length - 1;
  return `${JSON.stringify({ ...short, project: 'x'.repeat(missing) })}\n`;
}

/** A script that does the same in Node. */
const inNode = (feed: string): string => `#!/bin/sh
exec "$NODE" -e '
const fs = require("fs");
const input = fs.readFileSync(0);
fs.writeFileSync(process.argv[1] + "/%2Fhome%2Fada%2F.claude", "/home/ada/.claude\\n" + input);
' '${feed}'
`;

async function measure(calls: number, textFor: (feed: string) => string): Promise<Outcome> {
  await using folder = await makeFolder();
  const feed = join(folder.path, 'feed');
  const script = createStatusLineScript({ path: join(folder.path, 'line.sh'), feed, text: textFor(feed) });
  await script.write();
  const session = spawn('/bin/sleep', ['600'], { env: {}, stdio: 'ignore' });
  await once(session, 'spawn');
  const input = said();
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: '/home/ada',
    CLAUDE_PID: String(session.pid),
    NODE: process.execPath,
  };
  // As Claude Code runs it.
  const call = { program: '/bin/sh', words: ['-c', script.command(undefined)], environment: env, input };
  let timed: readonly TimedCall[];
  try {
    [timed] = await timeCalls(calls, [call] as const);
  } finally {
    session.kill('SIGKILL');
  }
  const times = timed.map(({ ms }) => ms);
  const [kept] = Object.values(await contentOf(feed));
  const isKept = kept === `/home/ada/.claude\n${input}`;
  const [fastest, p50, p95] = [0, 0.5, 0.95].map((share) => percentile(times, share));
  // Among other tests a time says little, so there only the fastest call is judged, and the goal says so.
  const [judged, name] = calls < leastForTimes ? [fastest, 'fastest'] : [p95, 'p95'];
  const shown = (ms: number | undefined): string => `${ms?.toFixed(1) ?? '?'} ms`;
  return {
    met: isKept && (judged ?? Number.NaN) <= longestMs,
    goal: `a snapshot of ${inputBytes} bytes kept, ${name} of ${calls} calls ≤ ${longestMs} ms`,
    actual: `${isKept ? 'kept' : 'not kept'}, fastest ${shown(fastest)}, p50 ${shown(p50)}, p95 ${shown(p95)}`,
    counts: {
      calls,
      fastestMs: rounded(fastest ?? Number.NaN),
      p50Ms: rounded(p50 ?? Number.NaN),
      p95Ms: rounded(p95 ?? Number.NaN),
      longestMs: rounded(Math.max(...times)),
    },
    histogram: spread(times, [2, 4, 6, 10, 15, 50], 'ms'),
  };
}

export const figure: Figure = {
  id: 'status-line-script',
  about: 'the status line keeps what Claude Code says about the quota without a session noticing the time',
  place: 'node',
  isAlone: true,
  size: { unit: 'calls', quick: 30, full: 400 },
  measure: (size) => measure(size, statusLineScript),
  control: () => measure(controlCalls, inNode),
};
