// The person at the world's browser signs in, refuses, closes or ignores, as the scenario says.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { leftToWhole } from '../../scripts/test/projects.ts';
import { checkout, WorldPlace } from '../world/run-world.ts';

const place = new WorldPlace();
afterAll(() => {
  place[Symbol.dispose]();
});
const timeout = 60_000;
/** Left to the whole size: the end-to-end tests use all of it in every run. */
const rest = { timeout, ...leftToWhole };

const authorize = new URL('https://auth.openai.com/oauth/authorize');
authorize.search = new URLSearchParams({
  response_type: 'code',
  client_id: 'app_EMoamEEZ73f0CkXaXp7hrann',
  redirect_uri: 'http://127.0.0.1:1455/auth/callback',
  code_challenge: 'A'.repeat(43),
  code_challenge_method: 'S256',
  state: 'canary_state_of_this_attempt_000000000000000',
  scope: 'openid profile email offline_access api.connectors.read api.connectors.invoke',
  id_token_add_organizations: 'true',
  codex_cli_simplified_flow: 'true',
  originator: 'codex_cli_rs',
}).toString();

/** Runs a script that ends by printing one JSON value; `called` holds what arrives at the callback listener. */
async function atBrowser(browser: Record<string, unknown>, script: string): Promise<unknown> {
  const scenario = join(place.folder, 'scenario.json');
  writeFileSync(scenario, JSON.stringify({ browser }));
  const prelude = `
    import { spawnSync } from 'node:child_process';
    import { createServer } from 'node:http';
    import { browserSteps, openedUrls, waitForOpened, waitForStep } from '${checkout}/test/world/desktop/browser.ts';
    import { windows } from '${checkout}/test/world/desktop/screen.ts';
    const url = ${JSON.stringify(authorize.href)};
    const called = [];
    const listener = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url, 'http://127.0.0.1');
      if (pathname === '/auth/callback') called.push(Object.fromEntries(searchParams));
      response.setHeader('content-type', 'text/html').end('<title>Back in the app</title>done');
    }).listen(1455, '127.0.0.1');
    const open = (program = 'xdg-open') => spawnSync(program, [url]).status;
    const print = (value) => { console.log(JSON.stringify(value)); listener.close(); listener.closeAllConnections(); };
  `;
  const out = join(place.folder, 'out');
  const run = await place.run([
    '--scenario',
    scenario,
    '--out',
    out,
    '--',
    'node',
    '--input-type=module',
    '-e',
    prelude + script,
  ]);
  expect(run, run.stderr).toMatchObject({ code: 0 });
  return JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '');
}

it('signs in, comes back to the callback, and leaves a picture of the last page', { timeout }, async () => {
  const seen = await atBrowser(
    { decision: 'allow' },
    `
    import { copyFileSync } from 'node:fs';
    const status = open();
    const last = await waitForStep(({ event }) => event === 'finished');
    copyFileSync(last.picture, process.env['WORLD_OUT'] + '/last.png');
    print({ status, called: called.map(({ state, code }) => ({ state, code: typeof code })), title: last.title, opened: openedUrls().map(({ url }) => url),
      titles: (await windows()).map(({ title }) => title).filter((title) => title.includes('Back in the app')).length });
  `,
  );
  expect(seen).toEqual({
    status: 0,
    called: [{ state: authorize.searchParams.get('state'), code: 'string' }],
    title: 'Back in the app',
    opened: [authorize.href],
    titles: 1,
  });
  expect(existsSync(join(place.folder, 'out/last.png'))).toBe(true);
});

it('refuses when the person does', rest, async () => {
  const seen = await atBrowser(
    { decision: 'deny' },
    'open("sensible-browser"); await waitForStep(({ event }) => event === "finished"); print(called.map(({ error }) => error));',
  );
  expect(seen).toEqual(['access_denied']);
});

it('works two sign-ins side by side in one browser', rest, async () => {
  const seen = await atBrowser(
    { decision: 'allow' },
    `open(); open();
    const ends = await Promise.all([1, 2].map((wanted) => waitForStep(({ event, tab }) => event === 'finished' && tab === wanted)));
    print({ called: called.length, titles: ends.map(({ title }) => title) });`,
  );
  expect(seen).toEqual({ called: 2, titles: ['Back in the app', 'Back in the app'] });
});

it('goes no further than the first page when the person closes it', rest, async () => {
  const seen = await atBrowser(
    { decision: 'close' },
    'open(); await waitForStep(({ event }) => event === "closed"); print({ called, clicks: browserSteps().filter(({ event }) => event === "click") });',
  );
  expect(seen).toEqual({ called: [], clicks: [] });
});

it('leaves the page open and untouched when the person ignores it', rest, async () => {
  const seen = await atBrowser(
    { decision: 'ignore' },
    `open(); const { title } = await waitForStep(({ event }) => event === 'arrived');
    print({ called, clicks: browserSteps().filter(({ event }) => event === 'click'), open: (await windows()).some((window) => window.title.startsWith(title)) });`,
  );
  expect(seen).toEqual({ called: [], clicks: [], open: true });
});

it('cannot be opened when the scenario says so, and the attempt is on record', rest, async () => {
  const seen = await atBrowser(
    { decision: 'fail-to-open' },
    'print({ status: open(), opened: openedUrls().length, steps: browserSteps() });',
  );
  expect(seen).toEqual({ status: 3, opened: 1, steps: [] });
});
