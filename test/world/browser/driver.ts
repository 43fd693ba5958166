// The system browser: the first URL starts Chromium, the next ones become tabs of it; a person's hand works each tab.
import { appendFileSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { once } from 'node:events';
import type { BrowserContext, Page } from '@playwright/test';
import { browserProfile } from '../desktop/browser.ts';
import { readFacts } from '../facts.ts';
import { worldFolder } from '../plan.ts';
import { askPerson } from './person.ts';
import { workTab } from './tab.ts';

const folder = `${worldFolder}/browser`;
const socket = `${folder}/driver.socket`;
const idleBeforeQuitMs = 20_000;
const { control, browserProxy } = readFacts();

/** Only one driver can hold the socket; whoever comes later hands its URL over. */
async function becomeTheDriver(): Promise<Server | undefined> {
  const server = createServer();
  server.listen(socket);
  const taken = once(server, 'error').then(() => undefined);
  return Promise.race([once(server, 'listening').then(() => server), taken]);
}

async function handOver(url: string): Promise<boolean> {
  const line = connect(socket);
  const connected = await new Promise<boolean>((resolve) => {
    line.once('connect', () => {
      resolve(true);
    });
    line.once('error', () => {
      resolve(false);
    });
  });
  if (connected) line.end(`${url}\n`);
  return connected;
}

function note(entry: Record<string, unknown>): void {
  appendFileSync(`${folder}/log.jsonl`, `${JSON.stringify({ at: Date.now(), ...entry })}\n`);
}

async function startChromium(): Promise<BrowserContext> {
  // Only here: whoever hands its URL over has no use for it, and to load it takes half a second.
  const { chromium } = await import('@playwright/test');
  return chromium.launchPersistentContext(browserProfile, {
    executablePath: '/usr/bin/chromium',
    headless: false,
    chromiumSandbox: true,
    viewport: null,
    // The browser's own chatter goes through a door of its own, so that it is never taken for the product's.
    args: [
      `--proxy-server=${browserProxy}`,
      '--window-size=1000,760',
      '--window-position=140,20',
      '--disable-quic',
      `--disk-cache-dir=${browserProfile}/Cache`,
    ],
  });
}

/**
 * URLs may arrive from the first moment on, so they are listened for before Chromium is there. One that arrives while an idle
 * Chromium is closing starts it anew: two cannot have the profile at once.
 */
async function drive(server: Server, first: string): Promise<void> {
  let closing: Promise<void> | undefined;
  let browser = start();
  let tabs = 0;
  let busy = 0;
  let quit: NodeJS.Timeout | undefined;
  const { promise: ended, resolve: end } = Promise.withResolvers<undefined>();

  async function start(): Promise<BrowserContext> {
    const context = await startChromium();
    // By hand.
    context.once('close', () => {
      if (closing === undefined) end(undefined);
    });
    return context;
  }

  async function closeIdle(): Promise<void> {
    closing = browser.then((context) => context.close());
    await closing;
    closing = undefined;
    if (busy === 0) end(undefined);
    else browser = start();
  }

  const open = async (url: string): Promise<void> => {
    clearTimeout(quit);
    const tab = ++tabs;
    busy++;
    note({ tab, event: 'opened', url });
    await closing;
    const left = await work(await (await browser).newPage(), tab, url);
    // A tab that the person ignores stays where it is, and the browser with it.
    if (left !== 'ignored') busy--;
    if (busy === 0) quit = setTimeout(() => void closeIdle(), idleBeforeQuitMs);
  };
  server.on('connection', (line) => {
    line.setEncoding('utf8');
    line.on('data', (urls) => {
      for (const url of String(urls).trim().split('\n')) void open(url);
    });
  });
  void open(first);
  await ended;
  server.close();
}

async function work(page: Page, tab: number, url: string): Promise<'ignored' | 'done'> {
  try {
    const person = await askPerson(control, url);
    await workTab(page, url, person, {
      note: (entry) => {
        note({ tab, ...entry });
      },
      picture: `${folder}/${String(tab).padStart(2, '0')}.png`,
      currentPerson: () => askPerson(control, page.url()),
      control,
    });
    return person.decision === 'ignore' ? 'ignored' : 'done';
  } catch (error) {
    note({ tab, event: 'failed', why: error instanceof Error ? error.message : String(error) });
    return 'done';
  }
}

const url = process.argv[2];
if (url === undefined) throw new Error('no URL was given');
const server = await becomeTheDriver();
if (server !== undefined) {
  await drive(server, url);
  process.exit(0);
}
if (!(await handOver(url))) {
  // Left by a driver that was killed.
  rmSync(socket, { force: true });
  const mine = await becomeTheDriver();
  if (mine !== undefined) await drive(mine, url);
  process.exit(0);
}
