// A secret of the sandbox in any channel but the files meant for it fails a world. Each case plants one and runs on.
import { afterAll, expect, it } from 'vitest';
import { leftToWhole } from '../../scripts/test/projects.ts';
import { checkout, WorldPlace } from '../world/run-world.ts';

const place = new WorldPlace();
afterAll(() => {
  place[Symbol.dispose]();
});
const timeout = 30_000;

/** Runs a script that holds a `secret` of the sandbox, never in its own arguments, and ends with 0. */
function withSecret(script: string) {
  const prelude = `
    import { spawn } from 'node:child_process';
    import { once } from 'node:events';
    import { mkdirSync, writeFileSync } from 'node:fs';
    import { dirname } from 'node:path';
    import { SessionBus } from '${checkout}/test/world/desktop/bus.ts';
    import { waitForNotice } from '${checkout}/test/world/desktop/notifications.ts';
    const { HOME, PATH, WORLD_CONTROL, WORLD_OUT } = process.env;
    const { personas } = await (await fetch(WORLD_CONTROL + '/personas')).json();
    const secret = personas.find(({ id }) => id === 'claude-pro-ada').apiKey;
    const write = (path, bytes) => { mkdirSync(dirname(path), { recursive: true }); writeFileSync(path, bytes); };
    const runFor = (seconds, options) => once(spawn('sleep', [seconds], options), 'exit');
  `;
  return place.run(['--', 'node', '--input-type=module', '-e', prelude + script]);
}

const channels: readonly (readonly [channel: string, script: string, where: RegExp])[] = [
  [
    'an argument of a process that has ended meanwhile',
    "await runFor('0.5', { argv0: secret });",
    /^argument \/proc\/\d+\/cmdline$/,
  ],
  [
    'a variable of a process that has ended meanwhile',
    "await runFor('0.5', { env: { PATH, TOKEN: secret } });",
    /^variable \/proc\/\d+\/environ$/,
  ],
  [
    'a variable of an agent that is not the one for its key',
    "await runFor('0.5', { env: { PATH, GATEHOUSE_LEASE: 'lease', TOKEN: secret } });",
    /^variable \/proc\/\d+\/environ$/,
  ],
  [
    'the variable for a key, of a process that is no agent',
    "await runFor('0.5', { env: { PATH, OPENAI_API_KEY: secret } });",
    /^variable \/proc\/\d+\/environ$/,
  ],
  [
    'an argument of a process that was left behind',
    "spawn('sleep', ['infinity'], { argv0: 'x' + secret, detached: true, stdio: 'ignore' }).unref();",
    /^argument \/proc\/\d+\/cmdline$/,
  ],
  [
    'a notice',
    `using bus = new SessionBus();
     await bus.call('org.freedesktop.Notifications', '/org/freedesktop/Notifications', 'org.freedesktop.Notifications',
       'Notify', 'susssasa{sv}i', ['app', 0, '', 'Signed in', 'with ' + secret, [], {}, -1]);
     await waitForNotice(({ summary }) => summary === 'Signed in');`,
    /^notice \/tmp\/world\/notifications\.jsonl$/,
  ],
  [
    'the log of the app',
    "write(HOME + '/.local/state/gatehouse/gatehouse.log', 'info signed in ' + secret);",
    /^log \/tmp\/world\/home\/\.local\/state\/gatehouse\/gatehouse\.log$/,
  ],
  [
    'a crash dump of Chromium',
    `write(HOME + '/.config/gatehouse/Crashpad/completed/4711.dmp',
       Buffer.concat([Buffer.from('MDMP\\0'), Buffer.from(secret, 'utf16le')]));`,
    /^crash dump \/tmp\/world\/home\/\.config\/gatehouse\/Crashpad\/completed\/4711\.dmp$/,
  ],
  [
    'a core dump that fell into /tmp',
    "write('/tmp/core.4711', Buffer.concat([Buffer.from([127, 69, 76, 70, 0]), Buffer.from(secret)]));",
    /^crash dump \/tmp\/core\.4711$/,
  ],
  [
    'a vault that is not encrypted',
    "write(HOME + '/.local/share/gatehouse/vault.json', JSON.stringify({ blob: secret }));",
    /^file \/tmp\/world\/home\/\.local\/share\/gatehouse\/vault\.json$/,
  ],
  [
    'any other file of the home',
    "write(HOME + '/.config/other/settings.json', JSON.stringify([secret]));",
    /^file \/tmp\/world\/home\/\.config\/other\/settings\.json$/,
  ],
  [
    'what is to outlive the world',
    "write(WORLD_OUT + '/result.json', JSON.stringify([secret]));",
    /^file \/tmp\/world\/out\/result\.json$/,
  ],
];

/** A process, the desktop and a file; the others in the whole size. */
const sampled: ReadonlySet<string> = new Set([
  'an argument of a process that was left behind',
  'a notice',
  'the log of the app',
]);

for (const [channel, script, where] of channels) {
  const options = { timeout, ...(sampled.has(channel) ? {} : leftToWhole) };
  it(`fails with ${channel} and names the place, never the secret`, options, async () => {
    const { code, stdout, stderr } = await withSecret(script);
    const [words, ...found] = stderr.trimEnd().split('\n  ');
    expect({ code, stdout, words }).toEqual({
      code: 96,
      stdout: '',
      words: "world: FAILED, a secret lies where none may be; the command's own exit code was 0",
    });
    expect(found.map((line) => line.replace(/: sk-ant-api03…$/, ''))).toEqual([expect.stringMatching(where)]);
  });
}

it(
  'is content with secrets in the files, folders and variables that are meant for them',
  { timeout },
  async () => {
    const run = await withSecret(`
    for (const path of ['home/.codex/auth.json', 'home/.codex/claude_auth.json', 'home/.claude/.credentials.json',
      'home/.local/share/opencode/auth.json', 'home/.config/system-browser/History', 'browser/log.jsonl'])
      write('/tmp/world/' + path, secret);
    const agent = { env: { PATH, GATEHOUSE_LEASE: 'lease', OPENAI_API_KEY: secret } };
    await runFor('0.5', agent);
    spawn('sleep', ['infinity'], { ...agent, detached: true, stdio: 'ignore' }).unref();
  `);
    expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
  },
);
