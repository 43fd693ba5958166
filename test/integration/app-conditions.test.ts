// The packaged app and its command line where something is missing: the key store, the bus, the display, the tray, or
// the right user. Never a crash, never a hang; each says what is missing.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { leftToWhole } from '../../scripts/test/projects.ts';
import { checkout, WorldPlace } from '../world/run-world.ts';

const place = new WorldPlace();
afterAll(() => {
  place[Symbol.dispose]();
});

const app = join(checkout, 'dist/linux-unpacked');
const launcher = join(app, 'gatehouse');
const failedRun = z.object({
  code: z.union([z.number(), z.string()]),
  stdout: z.string(),
  stderr: z.string(),
});

async function run(
  program: string,
  words: readonly string[],
  environment: Record<string, string> = {},
): Promise<z.output<typeof failedRun>> {
  const env = { PATH: '/usr/bin:/bin', HOME: place.folder, ...environment };
  return promisify(execFile)(program, [...words], { env, timeout: 20_000 }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (thrown: unknown) => failedRun.parse(thrown),
  );
}

/** One shell script in a world; its last line of output is JSON. */
async function lastJson(options: readonly string[], script: string): Promise<unknown> {
  const { stdout, stderr } = await place.run([...options, '--', 'bash', '-c', script]);
  const line = stdout.trim().split('\n').at(-1) ?? '';
  if (!line.startsWith('{')) throw new Error(`no JSON: ${stdout}${stderr}`);
  return JSON.parse(line);
}

/** Where there is a display, a dialog says it as well and waits for the person. */
const withoutDisplay = 'env -u DISPLAY -u WAYLAND_DISPLAY';

const enterKey = `
  key=$(curl -s "$WORLD_CONTROL/personas" | grep -o 'sk-ant-api03-canary_[A-Za-z0-9_-]*' | head -1)
  echo "$key" | gatehouse auth login --provider claude --key-stdin --json 2>/dev/null`;

describe('the key store', () => {
  it.each([
    ['none', 'storage/key-store-missing'],
    ['locked', 'storage/key-store-locked'],
    ['hung', 'storage/key-store-silent'],
  ])('%s: nothing is stored, the words name it, and the app stays usable', async (state, code) => {
    const script = `
      gatehouse auth status >/dev/null 2>&1
      answer=$(${enterKey})
      began=$(date +%s%3N)
      gatehouse auth switch --provider openai --json >/dev/null 2>&1; switched=$?
      took=$(( $(date +%s%3N) - began ))
      vault=$(test -e "$XDG_DATA_HOME/gatehouse/vault.json" && echo true || echo false)
      gatehouse quit
      echo "{\\"answer\\":$answer,\\"switched\\":$switched,\\"quick\\":$([ $took -lt 1500 ] && echo true || echo false),\\"vault\\":$vault}"`;
    expect(await lastJson(['--keystore', state], script)).toMatchObject({
      answer: { ok: false, error: { code, subject: 'Claude' } },
      switched: 0,
      quick: true,
      vault: false,
    });
  });

  it(
    'lost between two starts: the stored blob stays, the words name the store, and all is back with it',
    leftToWhole,
    async () => {
      const script = `
      ${enterKey} >/dev/null
      gatehouse quit
      before=$(sha256sum "$XDG_DATA_HOME/gatehouse/vault.json")
      XDG_CURRENT_DESKTOP=none gatehouse open
      without=$(gatehouse auth status --json)
      gatehouse quit
      after=$(sha256sum "$XDG_DATA_HOME/gatehouse/vault.json")
      gatehouse open
      again=$(gatehouse auth status --json)
      gatehouse quit
      echo "{\\"untouched\\":$([ "$before" = "$after" ] && echo true || echo false),\\"without\\":$without,\\"again\\":$again}"`;
      expect(await lastJson([], script)).toMatchObject({
        untouched: true,
        without: {
          problems: [],
          providers: [
            { accounts: [{ plan: 'API key', problem: { code: 'storage/key-store-missing' } }] },
            {},
          ],
        },
        again: { problems: [], providers: [{ accounts: [{ plan: 'API key', problem: null }] }, {}] },
      });
    },
  );
});

describe('the command line', () => {
  it('answers --version and --help without display, bus or running app, and nothing else is printed', async () => {
    const [version, help] = await Promise.all([run(launcher, ['--version']), run(launcher, ['--help'])]);
    expect(version).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
      stderr: '',
    });
    expect(help).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('gatehouse [options] [command]') as string,
      stderr: '',
    });
  });

  it.each([
    ['auth', 'status'],
    ['auth', 'login', '--provider', 'openai'],
    ['auth', 'switch', '--provider', 'openai'],
    ['open'],
    ['quit'],
  ])(
    'exits 5 and says what is missing when nothing runs and nothing can be started: %s %s',
    async (...words) => {
      const { code, stdout, stderr } = await run(launcher, words);
      expect({ code, stdout, words: stderr.split('\n')[0] }).toEqual({
        code: 5,
        stdout: '',
        words: expect.stringMatching(/^gatehouse: Gatehouse is not running\./) as string,
      });
    },
  );

  it('tells a frozen app from one that is not running, within two seconds, and starts no second one', async () => {
    const script = `gatehouse open >/dev/null 2>&1; pid=$(grep -o '"pid": [0-9]*' "$XDG_DATA_HOME/gatehouse/service.json" | grep -o '[0-9]*'); kill -STOP $pid
      began=$(date +%s%3N); answer=$(gatehouse open --json 2>/dev/null); code=$?; took=$(( $(date +%s%3N) - began ))
      kill -CONT $pid; gatehouse quit
      echo "{\\"code\\":$code,\\"quick\\":$([ $took -lt 2000 ] && echo true || echo false),\\"answer\\":$answer}"`;
    expect(await lastJson([], script)).toMatchObject({
      code: 5,
      quick: true,
      answer: { error: { code: 'broker/silent' } },
    });
  });

  it('lets go of whoever reads its output once it has answered, although the app it started goes on', async () => {
    const script = `gatehouse open 2>&1 | cat >/dev/null; gatehouse auth status --json`;
    expect(await lastJson([], script)).toMatchObject({ schema: 1 });
  });
});

describe('pinned public keys', () => {
  it(
    'of the host let the sign-in through, others stop it before anything is sent, and a slip in the file stops it too and is found by Doctor',
    leftToWhole,
    async () => {
      const script = `
      pin=$(openssl x509 -in "$NODE_EXTRA_CA_CERTS" -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64)
      pins="$XDG_CONFIG_HOME/gatehouse/pins.json"; mkdir -p "$XDG_CONFIG_HOME/gatehouse"
      try() {
        echo "$1" >"$pins"; curl -s -X POST "$WORLD_CONTROL/reset" -d '{}' >/dev/null
        gatehouse open >/dev/null 2>&1; answer=$(${enterKey})
        line=$(gatehouse doctor --json 2>/dev/null | grep -o 'broken-pins/[^"]*:[0-9]*' | sed 's/.*://'); gatehouse quit
        sent=$(curl -s "$WORLD_CONTROL/requests" | grep -c 'api.anthropic.com')
      }
      try '{"schema":1,"pins":{"api.anthropic.com":["sha256/'$(printf A%.0s $(seq 43))'="]}}'; other="$answer"; otherSent=$sent; otherLine=$line
      try '{"schema":1,"pins":{"api.anthropic.com":["sha256/'"$pin"'"]}}'; right="$answer"; rightSent=$sent; rightLine=$line
      try '{"schema":1,"pins":{"api.anthropic.com":["sha256/short"]}}'; slip="$answer"; slipSent=$sent
      echo "{\\"other\\":$other,\\"right\\":$right,\\"slip\\":$slip,\\"sent\\":[$otherSent,$((rightSent > 0)),$slipSent],\\"lines\\":[\\"$otherLine\\",\\"$rightLine\\",\\"$line\\"]}"`;
      expect(await lastJson([], script)).toMatchObject({
        other: { ok: false, error: { code: 'network/pin-mismatch', subject: 'api.anthropic.com' } },
        right: { ok: true },
        slip: { ok: false, error: { code: 'storage/unreadable' } },
        sent: [0, 1, 0],
        lines: ['', '', '1'],
      });
    },
  );
});

describe('where nobody may make user namespaces', () => {
  const without = `unshare --user --map-current-user --keep-caps sh -c 'echo 0 >/proc/sys/user/max_user_namespaces &&
      exec setpriv --inh-caps=-all --ambient-caps=-all --bounding-set=-all "$@"' sh`;
  const fix = /^ {2}sudo sysctl user\.max_user_namespaces=15000$/m;

  it('commands work, and whatever needs the sandbox ends with the command that allows them', async () => {
    const script = `
      cd "$WORLD_DIR/out"
      ${without} gatehouse --version >version 2>&1; version=$?
      ${without} gatehouse serve >serve 2>&1; serve=$?
      ${without} gatehouse open >open 2>&1; open=$?
      ${without} ${withoutDisplay} "$WORLD_APP/gatehouse-app" --no-sandbox >tray 2>&1; tray=$?
      for name in version serve open tray; do base64 -w0 $name >$name.64; done
      echo "{\\"codes\\":[$version,$serve,$open,$tray],\\"version\\":\\"$(cat version.64)\\",\\"serve\\":\\"$(cat serve.64)\\",\\"open\\":\\"$(cat open.64)\\",\\"tray\\":\\"$(cat tray.64)\\"}"`;
    const text = z.string().transform((base64) => Buffer.from(base64, 'base64').toString('utf8'));
    const shape = z.object({
      codes: z.array(z.number()),
      version: text,
      serve: text,
      open: text,
      tray: text,
    });
    const found = shape.parse(await lastJson([], script));
    expect(found).toEqual({
      codes: [0, 6, 5, 6],
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
      serve: expect.stringMatching(fix) as string,
      open: expect.stringMatching(fix) as string,
      // With the switch, as an AppImage adds it there.
      tray: expect.stringMatching(fix) as string,
    });
  });
});

describe('the tray app', () => {
  it('refuses to run with debug switches, naming them', async () => {
    const script = `"$WORLD_APP/gatehouse-app" --remote-debugging-port=0 2>words; code=$?
      echo "{\\"code\\":$code,\\"words\\":\\"$(grep -o 'does not run with.*' words)\\"}"`;
    expect(await lastJson([], `cd "$WORLD_DIR/out"; ${script}`)).toEqual({
      code: 6,
      words: 'does not run with --remote-debugging-port. Start it without.',
    });
  });

  const noSandbox = {
    code: 6,
    words:
      'the tray app does not run without its sandbox. Start it without --no-sandbox; an AppImage adds that by itself where the system gives it no user namespaces.',
  };
  const noSandboxWords = `$(grep -o 'the tray app does not run without.*' words)`;

  it('does not run without its sandbox, also where the system would give it one', async () => {
    const script = `${withoutDisplay} "$WORLD_APP/gatehouse-app" --no-sandbox 2>words; code=$?
      echo "{\\"code\\":$code,\\"words\\":\\"${noSandboxWords}\\"}"`;
    expect(await lastJson([], `cd "$WORLD_DIR/out"; ${script}`)).toEqual(noSandbox);
  });

  it('says so in a dialog too where there is a display and no terminal, and ends when that is closed', async () => {
    const script = `"$WORLD_APP/gatehouse-app" --no-sandbox 2>words </dev/null & pid=$!
      timeout 15 xdotool search --sync --onlyvisible --name '^Gatehouse$' windowfocus key Return >/dev/null; seen=$?
      [ $seen = 0 ] || kill $pid; wait $pid; code=$?
      echo "{\\"seen\\":$seen,\\"code\\":$code,\\"words\\":\\"${noSandboxWords}\\"}"`;
    expect(await lastJson([], `cd "$WORLD_DIR/out"; ${script}`)).toEqual({ seen: 0, ...noSandbox });
  });

  it('opens its window where nobody draws tray icons', async () => {
    const script = `"$WORLD_APP/gatehouse-app" 2>/dev/null & for i in $(seq 100); do
        xwininfo -root -tree | grep -q '"Gatehouse"' && break; sleep 0.1; done
      shown=$(xwininfo -root -tree | grep -c '"Gatehouse"'); gatehouse quit; echo "{\\"shown\\":$([ "$shown" -gt 0 ] && echo true || echo false)}"`;
    expect(await lastJson(['--without', 'tray'], script)).toEqual({ shown: true });
  });

  it('does not run as root, and names the fix', async () => {
    if (process.getuid?.() !== 0) {
      process.stderr.write('NOT CHECKED: only root can try to start the app as root\n');
      return;
    }
    expect(existsSync(app)).toBe(true);
    const { code, stderr } = await run(join(app, 'gatehouse-app'), [
      '--no-sandbox',
      '--ozone-platform=headless',
    ]);
    expect({ code, words: /gatehouse: .*/.exec(stderr)?.[0] }).toEqual({
      code: 6,
      words:
        'gatehouse: the tray app does not run as root. Start it as the user whose sign-ins it is to keep.',
    });
  });
});
