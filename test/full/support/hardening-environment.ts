// The packaged app inside the world with variables that would weaken TLS, write keys down or run foreign code, in a home that
// trusts the sandbox's authority and in one that does not. And an app of nobody's care, to see that the variables do something.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createPackage } from '@electron/asar';
import { z } from 'zod';
import { appFolder, forgetCrashes, forgetEverything } from '../../e2e/support/app.ts';
import { resetSandbox, seenRequests } from '../../e2e/support/sandbox.ts';
import { readFacts } from '../../world/facts.ts';
import type { Outcome } from '../figure.ts';
import { endAsAsked, startApp } from './hardening-app.ts';

const run = promisify(execFile);
const world = z.string().parse(process.env['WORLD_DIR']);
const traces = join(world, 'traces');
/** Has everything but the sandbox's authority. */
const distrusting = join(world, 'distrusting-home');
const foreign = join(world, 'foreign.cjs');
const keyLog = join(traces, 'tls-keys');
const provider = 'api.anthropic.com';
const goal = (starts: number): string =>
  `in ${String(starts)} of ${String(starts)} starts the sign-in works, the wrong certificate is refused before anything is sent, no TLS key is written, no foreign code runs, no secret lies in what was written`;

const hostile: readonly Readonly<Record<string, string>>[] = [
  { SSLKEYLOGFILE: keyLog },
  { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
  { NODE_OPTIONS: `--require=${foreign} --tls-keylog=${keyLog}` },
  { ELECTRON_RUN_AS_NODE: '1' },
  { NODE_DEBUG: 'http,https,http2,tls,net,fetch,undici', NODE_DEBUG_NATIVE: 'http2' },
  { NODE_V8_COVERAGE: traces },
  { NODE_REDIRECT_WARNINGS: join(traces, 'warnings') },
  { ELECTRON_ENABLE_LOGGING: 'file', ELECTRON_LOG_FILE: join(traces, 'electron') },
  { CHROME_LOG_FILE: join(traces, 'chrome') },
  { ELECTRON_NO_ASAR: '1' },
];
/** All at once first, then each by itself. */
const cases = [Object.assign({}, ...hostile) as Readonly<Record<string, string>>, ...hostile];

const answerShape = z.union([
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), error: z.object({ code: z.string() }) }),
]);

async function apiKey(): Promise<string> {
  const answer: unknown = await (await fetch(`${readFacts().control}/personas`)).json();
  const { personas } = z.object({ personas: z.array(z.object({ apiKey: z.string() })) }).parse(answer);
  return z.string().parse(personas.map((each) => each.apiKey).find((key) => key.startsWith('sk-ant-')));
}

/** Signs in with a key about which the provider is asked; answers `ok` or the code of the failure. */
async function signIn(environment: Readonly<Record<string, string>>): Promise<string> {
  const running = run('gatehouse', ['auth', 'login', '--provider', 'claude', '--key-stdin', '--json'], {
    env: { ...process.env, ...environment },
    timeout: 60_000,
  });
  running.child.stdin?.end(await apiKey());
  const { stdout } = await running.catch((thrown: unknown) => z.object({ stdout: z.string() }).parse(thrown));
  const answer = answerShape.parse(JSON.parse(stdout));
  return answer.ok ? 'ok' : answer.error.code;
}

async function asked(since: number): Promise<number> {
  return (await seenRequests(since)).filter(({ host }) => host === provider).length;
}

/** What came of one start with these variables, in that home. */
async function startWith(environment: Readonly<Record<string, string>>) {
  await forgetEverything();
  await forgetCrashes();
  const since = (await seenRequests()).at(-1)?.id ?? 0;
  const start = await startApp({ environment });
  const answer = start.readyMs === undefined ? 'not started' : await signIn(environment);
  await endAsAsked(start.process);
  return { answer, requests: await asked(since), said: start.said };
}

/** Everything that was written where the variables point to. */
async function written(): Promise<{
  readonly keys: number;
  readonly isForeign: boolean;
  readonly text: string;
}> {
  const names = await readdir(traces);
  const texts = await Promise.all(names.map((name) => readFile(join(traces, name), 'utf8').catch(() => '')));
  const keys = await readFile(keyLog, 'utf8').catch(() => '');
  return { keys: keys.length, isForeign: names.includes('foreign-code'), text: texts.join('\n') };
}

async function prepare(): Promise<void> {
  await rm(traces, { recursive: true, force: true });
  await mkdir(traces, { recursive: true });
  await mkdir(distrusting, { recursive: true });
  await writeFile(
    foreign,
    `require('node:fs').writeFileSync(${JSON.stringify(join(traces, 'foreign-code'))}, 'ran');\n`,
  );
}

export async function environments(count: number, say: (line: string) => void): Promise<Outcome> {
  await resetSandbox();
  const seen: { ok: boolean; refused: boolean; keyBytes: number; isForeign: boolean; leaks: boolean }[] = [];
  for (const environment of cases.slice(0, count)) {
    await prepare();
    const trusted = await startWith(environment);
    const distrusted = await startWith({ ...environment, HOME: distrusting });
    const { keys, isForeign, text } = await written();
    seen.push({
      ok: trusted.answer === 'ok' && trusted.requests > 0,
      refused: distrusted.answer === 'network/untrusted' && distrusted.requests === 0,
      keyBytes: keys,
      isForeign,
      leaks: `${text}${trusted.said}${distrusted.said}`.includes('canary_'),
    });
    say(`${Object.keys(environment).join(' ')}: ${trusted.answer}, then ${distrusted.answer}`);
  }
  const good = seen.filter(
    (each) => each.ok && each.refused && each.keyBytes === 0 && !each.isForeign && !each.leaks,
  );
  const countOf = (of: (each: (typeof seen)[number]) => boolean): number => seen.filter(of).length;
  return {
    met: good.length === seen.length && seen.length > 0,
    goal: goal(seen.length),
    actual: `${String(good.length)} of ${String(seen.length)}`,
    counts: {
      starts: 2 * seen.length,
      signedIn: countOf(({ ok }) => ok),
      wrongCertificateRefused: countOf(({ refused }) => refused),
      withTlsKeys: countOf(({ keyBytes }) => keyBytes > 0),
      withForeignCode: countOf((each) => each.isForeign),
      withSecrets: countOf(({ leaks }) => leaks),
    },
  };
}

/** An app on the same runtime that leaves its environment as it is and asks the same host. Whatever answers, it was asked. */
const carelessApp = `const { app, net } = require('electron/main');
app.disableHardwareAcceleration();
app.commandLine.appendSwitch('disable-background-networking');
app.on('session-created', (session) => {
  session.setSpellCheckerEnabled(false);
  session.setSpellCheckerLanguages([]);
});
app.whenReady().then(() => net.fetch('https://${provider}/v1/models')).then(() => app.exit(0), () => app.exit(1));
`;

/** @throws Error when that app did not get as far as asking: then it says nothing about the variables */
export async function careless(): Promise<Outcome> {
  await prepare();
  const folder = join(world, 'careless');
  const source = join(world, 'careless-source');
  await cp(appFolder, folder, { recursive: true });
  await mkdir(source, { recursive: true });
  await writeFile(join(source, 'package.json'), '{"name":"careless","main":"main.js"}');
  await writeFile(join(source, 'main.js'), carelessApp);
  await createPackage(source, join(folder, 'resources/app.asar'));
  const child = spawn(join(folder, 'gatehouse-app'), [], {
    stdio: 'ignore',
    env: { ...process.env, SSLKEYLOGFILE: keyLog },
  });
  await once(child, 'exit');
  const { keys } = await written();
  await rm(folder, { recursive: true });
  if (child.exitCode !== 0)
    throw new Error(`the careless app ended with ${String(child.exitCode ?? child.signalCode)}`);
  return {
    met: keys === 0,
    goal: goal(1),
    actual: keys > 0 ? 'TLS keys are written' : 'no TLS key is written',
    counts: { starts: 1, keyBytes: keys },
  };
}
