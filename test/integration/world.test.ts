// The world keeps its promises: private, complete, and gone without a trace.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leftToWhole } from '../../scripts/test/projects.ts';
import { finished, WorldPlace } from '../world/run-world.ts';

const place = new WorldPlace();
afterAll(() => {
  place[Symbol.dispose]();
});

const inWorld = (...command: string[]) => place.run(['--', ...command]);
const shell = (script: string) => inWorld('sh', '-c', script);
const timeout = 30_000;

describe('the command', { timeout }, () => {
  it('has its exit code passed on', async () => {
    expect(await shell('exit 5')).toMatchObject({ code: 5, stderr: '' });
  });

  it('that dies of a signal ends the run with 128 and the number', async () => {
    expect(await shell('kill -9 $$')).toMatchObject({ code: 137 });
  });

  it('that does not exist ends the run with 127 and says so', async () => {
    expect(await inWorld('no-such-program')).toMatchObject({
      code: 127,
      stderr: expect.stringContaining('no-such-program') as string,
    });
  });

  it('reads what is piped into the world', async () => {
    const world = place.start(['--', 'cat']);
    world.stdin?.write('through');
    expect(await finished(world)).toMatchObject({ code: 0, stdout: 'through' });
  });

  it('gets a signal that is sent to the world', async () => {
    const world = place.start([
      '--',
      'sh',
      '-c',
      'trap "echo told; exit 9" TERM; echo up; while :; do sleep 0.05; done',
    ]);
    world.stdout?.once('data', () => world.kill('SIGTERM'));
    expect(await finished(world)).toMatchObject({ code: 9, stdout: 'up\ntold\n' });
  });

  it('can have its windows on the display of whoever starts the world', async () => {
    const screen = spawn('Xvfb', ['-displayfd', '1', '-ac', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const number = await createInterface({ input: screen.stdout })[Symbol.asyncIterator]().next();
    const display = `:${String(number.value)}`;
    const look = ['--own-display', '--', 'sh', '-c', 'echo $DISPLAY; xwininfo -root | grep -c Width'];
    const seen = await place.run(look, { DISPLAY: display });
    const elsewhere = await place.run(look, { DISPLAY: 'elsewhere:0' });
    screen.kill();
    expect([seen, elsewhere.code]).toEqual([{ code: 0, stdout: `${display}\n1\n`, stderr: '' }, 2]);
  });

  it('may follow the options without "--", as npm leaves it', async () => {
    expect(
      await place.run(['--keystore', 'none', 'sh', '-c', 'echo "$1"; exit 3', '--', 'word']),
    ).toMatchObject({
      code: 3,
      stdout: 'word\n',
    });
  });

  it.each([
    [['--keystore', 'broken', 'true'], '--keystore is one of fine, none, locked, hung, not "broken"'],
    [['--no-such-option', 'true'], '--no-such-option'],
    [['--keep'], 'no command was given'],
  ])('is not run when the options are wrong: %j', async (words, complaint) => {
    expect(await place.run(words)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(complaint) as string,
    });
  });

  it('is asked for when it is missing', async () => {
    expect(await place.run([])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('usage:') as string,
    });
  });

  it('runs as an ordinary user who has a name, a home and no privileges', async () => {
    const { stdout } = await shell('id -u; getent passwd "$(id -u)"; grep CapEff /proc/self/status');
    const [id, entry, privileges] = stdout.split('\n');
    expect(id).not.toBe('0');
    expect(entry).toBe(`world:x:${String(id)}:${String(id)}:World:/tmp/world/home:/bin/bash`);
    expect(privileges).toMatch(/^CapEff:\s0+$/);
  });

  it('leaves its results in the folder that was named, and nothing else', async () => {
    const out = join(place.folder, 'out');
    await place.run([
      '--out',
      out,
      '--',
      'sh',
      '-c',
      'echo kept > "$WORLD_OUT/result"; echo lost > "$HOME/other"',
    ]);
    expect(readFileSync(join(out, 'result'), 'utf8')).toBe('kept\n');
    expect(place.folders()).toEqual([]);
  });
});

describe('what is on the path', { timeout }, () => {
  function program(...path: string[]): void {
    const file = join(place.folder, ...path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '#!/bin/sh\necho "$0 $*"\n', { mode: 0o755 });
  }

  it('is the built app as gatehouse, and the real clients, wherever they lie', async () => {
    program('app', 'gatehouse');
    program('clients', 'bin', 'codex');
    const [app, clients] = [join(place.folder, 'app'), join(place.folder, 'clients')];
    const run = await place.run([
      '--app',
      app,
      '--clients',
      clients,
      '--',
      'sh',
      '-c',
      'gatehouse auth status; codex login; echo "$WORLD_APP"',
    ]);
    expect(run.stdout).toBe(`${app}/gatehouse auth status\n${clients}/bin/codex login\n${app}\n`);
  });

  it('is no gatehouse when there is no built app', async () => {
    const run = await place.run([
      '--app',
      join(place.folder, 'nowhere'),
      '--',
      'sh',
      '-c',
      'command -v gatehouse',
    ]);
    expect(run).toMatchObject({ code: 127, stdout: '' });
  });

  it('may read a further folder that is shown, and write to none', async () => {
    program('further', 'tool');
    const further = join(place.folder, 'further');
    const script = `${further}/tool; touch ${further}/new package.json`;
    const run = await place.run(['--show', further, '--', 'sh', '-c', script]);
    expect(run.stdout).toBe(`${further}/tool \n`);
    expect(run.stderr.match(/Read-only file system|Permission denied/g)).toHaveLength(2);
  });
});

describe('the environment', { timeout }, () => {
  const known =
    `BROWSER DBUS_SESSION_BUS_ADDRESS DISPLAY HOME HTTPS_PROXY HTTP_PROXY LANG LOGNAME NODE_EXTRA_CA_CERTS NO_PROXY
    PATH SHELL SSL_CERT_FILE TERM USER WORLD_CONTROL WORLD_DIR WORLD_OUT XDG_CACHE_HOME XDG_CONFIG_HOME XDG_CURRENT_DESKTOP
    XDG_DATA_HOME XDG_RUNTIME_DIR XDG_SESSION_TYPE XDG_STATE_HOME http_proxy https_proxy no_proxy`.split(
      /\s+/,
    );

  it('holds nothing of the caller but what is meant to pass', async () => {
    const inherited = {
      OPENAI_API_KEY: 'canary_inherited',
      XDG_CONFIG_DIRS: 'canary_folder',
      WORLD_PASS_SEED: '7',
      CI: 'true',
    };
    const { stdout } = await place.run(
      ['--app', join(place.folder, 'nowhere'), '--', 'env', '-0'],
      inherited,
    );
    const names = stdout
      .split('\0')
      .filter((line) => line !== '')
      .map((line) => line.slice(0, line.indexOf('=')));
    expect(names.sort()).toEqual([...known, 'CI', 'WORLD_PASS_SEED'].sort());
    expect(stdout).not.toContain('canary_');
  });
});

describe('the key store', { timeout, ...leftToWhole }, () => {
  const ask =
    'printf s3 | timeout 2 secret-tool store --label=l a b; echo "store $?"; timeout 2 secret-tool lookup a b; echo "lookup $?"';

  it.each([
    ['fine', 'store 0\ns3lookup 0\n', ''],
    ['none', 'store 1\nlookup 1\n', 'org.freedesktop.secrets was not provided'],
    ['locked', 'store 1\nlookup 1\n', 'locked collection'],
    ['hung', 'store 124\nlookup 124\n', ''],
  ])('that is asked to be %s answers like that', async (state, stdout, stderr) => {
    const run = await place.run(['--keystore', state, '--', 'sh', '-c', ask]);
    expect(run).toMatchObject({ code: 0, stdout, stderr: expect.stringContaining(stderr) as string });
  });

  const names = (list: string) =>
    `gdbus call --session -d org.freedesktop.DBus -o /org/freedesktop/DBus -m org.freedesktop.DBus.${list}`;

  it.each([
    ['none', false],
    ['fine', true],
  ])('that is asked to be %s can be had: owned or activatable is %s', async (state, there) => {
    const run = await place.run([
      '--keystore',
      state,
      '--',
      'sh',
      '-c',
      `${names('ListNames')}; ${names('ListActivatableNames')}`,
    ]);
    expect(run.stdout).toContain('org.freedesktop.DBus');
    expect(run.stdout.includes('org.freedesktop.secrets')).toBe(there);
  });

  it('that is locked has the collection it locks', async () => {
    const alias =
      'gdbus call --session -d org.freedesktop.secrets -o /org/freedesktop/secrets -m org.freedesktop.Secret.Service.ReadAlias default';
    const run = await place.run(['--keystore', 'locked', '--', 'sh', '-c', alias]);
    expect(run.stdout).toContain('/org/freedesktop/secrets/collection/login');
  });
});

describe('the network', { timeout }, () => {
  const host = createServer((line) => line.end());
  let port = 0;
  beforeAll(async () => {
    host.listen(0, '127.0.0.1');
    await once(host, 'listening');
    const address = host.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterAll(() => {
    host.close();
  });

  it('fails the run when a host is asked for that no provider lists, though the command succeeded', async () => {
    const run = await shell('curl -s https://example.com; exit 0');
    expect(run).toMatchObject({ code: 97, stderr: expect.stringContaining('example.com') as string });
  });

  it('takes a request to a provider as it should be', async () => {
    const run = await shell('curl -s https://auth.openai.com/.well-known/openid-configuration');
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('"issuer"') as string });
  });

  it('does not take what the browser asks for as the product asking', async () => {
    const browserProxy = `"$(node -p 'JSON.parse(fs.readFileSync("/tmp/world/facts.json")).browserProxy')"`;
    expect(await shell(`curl -s -x ${browserProxy} https://example.com; exit 0`)).toMatchObject({ code: 0 });
  });

  it('has the fixed ports free, whatever holds them outside', async () => {
    const listen =
      'for (const port of [1455, 1456, 1457]) net.createServer().listen(port, "127.0.0.1", function () { console.log(port); this.close(); })';
    const outside = createServer();
    // When somebody else on this machine holds the port already, that serves as well.
    const held = Promise.race([once(outside, 'listening'), once(outside, 'error')]);
    outside.listen(1455, '127.0.0.1');
    await held;
    const run = await inWorld('node', '-e', listen);
    outside.close();
    expect(run).toMatchObject({ code: 0, stdout: '1455\n1456\n1457\n' });
  });

  it('does not reach the loopback of the machine', async () => {
    const connect = `net.connect(${String(port)}, '127.0.0.1').on('error', (error) => console.log(error.code)).on('connect', () => console.log('reached'))`;
    expect(await inWorld('node', '-e', connect)).toMatchObject({ stdout: 'ECONNREFUSED\n' });
  });
});

describe('the end', { timeout, ...leftToWhole }, () => {
  const namespace = 'readlink /proc/self/ns/pid';

  it('leaves nothing of three worlds that ran side by side, each with its own ports and key store', async () => {
    const script = (secret: string) =>
      `${namespace}; printf ${secret} | secret-tool store --label=l a b
       node -e 'net.createServer().listen(1455, "127.0.0.1", function () { setTimeout(() => this.close(), 1000); })'
       secret-tool lookup a b`;
    const runs = await Promise.all(['one', 'two', 'three'].map((secret) => shell(script(secret))));
    const printed = runs.map(({ stdout }) => stdout.split('\n'));
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(printed.map(([, secret]) => secret)).toEqual(['one', 'two', 'three']);
    expect(printed.flatMap(([id = '']) => place.inhabitants(id))).toEqual([]);
    expect([...place.folders(), ...place.helpers()]).toEqual([]);
  });

  it('takes daemons along that the command has left behind', async () => {
    const { stdout } = await shell(
      `${namespace}; setsid sleep 600 >/dev/null 2>&1 & sleep 0.1; ${namespace}`,
    );
    expect(place.inhabitants(stdout.split('\n')[0] ?? '')).toEqual([]);
    expect(place.helpers()).toEqual([]);
  });

  it('leaves nothing when the world is killed outright', async () => {
    const world = place.start(['--', 'sh', '-c', `${namespace}; setsid sleep 600 & sleep 600`]);
    const ended = finished(world);
    const [id] = await new Promise<string[]>((done) =>
      world.stdout?.once('data', (text) => {
        done(String(text).split('\n'));
      }),
    );
    expect(place.inhabitants(id ?? '').length).toBeGreaterThan(5);
    expect(place.folders()).toHaveLength(1);
    world.kill('SIGKILL');
    await ended;
    await expect
      .poll(() => [...place.inhabitants(id ?? ''), ...place.helpers(), ...place.folders()], {
        timeout: 5_000,
      })
      .toEqual([]);
    expect(readFileSync('/proc/mounts', 'utf8')).not.toContain(place.folder);
  });

  it('leaves no dead orphan unreaped while it runs', async () => {
    const { stdout } = await shell('sh -c "sleep 0.1 & :"; sleep 0.3; ps -e -o stat= | grep -c Z');
    expect(stdout).toBe('0\n');
  });

  it('says why and leaves nothing when the world itself cannot start', async () => {
    const broken = join(place.folder, 'broken.ts');
    const run = await place.run(['--sandbox', broken, '--', 'true']);
    expect(run).toMatchObject({ code: 98, stderr: expect.stringContaining('sandbox') as string });
    expect([...place.folders(), ...place.helpers()]).toEqual([]);
  });

  it.runIf(process.getuid?.() === 0)(
    'says so when a folder to be shown is closed to the user of the world',
    async () => {
      const closed = join(place.folder, 'closed');
      mkdirSync(closed, { mode: 0o700 });
      const run = await place.run(['--show', closed, '--', 'true']);
      expect(run).toMatchObject({
        code: 98,
        stderr: expect.stringContaining(`${closed} is closed`) as string,
      });
      expect([...place.folders(), ...place.helpers()]).toEqual([]);
    },
  );

  it('leaves the folder where it is when it is to be kept', async () => {
    const { stderr } = await place.run(['--keep', '--', 'sh', '-c', 'echo mine > "$HOME/kept"']);
    const kept = /^world: kept (.+)$/m.exec(stderr)?.[1] ?? '';
    expect(readFileSync(join(kept, 'home/kept'), 'utf8')).toBe('mine\n');
    rmSync(join(kept, '../..'), { recursive: true });
    expect(existsSync(kept)).toBe(false);
  });
});
