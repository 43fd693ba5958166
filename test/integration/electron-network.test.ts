// Where our requests and the addresses that a person visits leave the app, with Electron's own modules in a test's hands.
import { beforeEach, expect, test, vi } from 'vitest';
import { createBrowser } from '../../main/adapters/electron/browser.ts';
import { electronFetch } from '../../main/adapters/electron/fetch.ts';
import { hostileUrls } from '../full/support/hostile-urls.ts';
import { failureOf } from '../fakes/failures.ts';

const { asked, opened } = vi.hoisted(() => ({ asked: new Array<unknown>(), opened: new Array<string>() }));

vi.mock('electron/main', () => ({
  session: {
    fromPartition: (name: string, options: unknown) => ({
      fetch: async (url: string, init: unknown) => {
        asked.push([name, options, url, init]);
        return new Response('of Electron');
      },
    }),
  },
}));

vi.mock('electron/common', () => ({
  shell: {
    openExternal: async (url: string) => {
      if (url.includes('no-browser')) throw new Error('canary_words of the system');
      opened.push(url);
    },
  },
}));

const hosts = ['auth.openai.com', 'openai.com'];
const browser = createBrowser(hosts);

beforeEach(() => {
  opened.length = 0;
});

test('a request is made by Electron, in a session that keeps nothing on the disk', async () => {
  const init = { method: 'POST', body: 'a=b' };
  const answer = await electronFetch('https://auth.openai.com/oauth/token', init);
  // A partition whose name does not begin with `persist:` lives in memory alone.
  expect([await answer.text(), asked]).toEqual([
    'of Electron',
    [['providers', { cache: false }, 'https://auth.openai.com/oauth/token', init]],
  ]);
});

test.each(hostileUrls)('$name is not opened', async ({ url }) => {
  const failure = await failureOf(browser.open(url));
  expect([failure.code, opened]).toEqual(['network/host-not-allowed', []]);
});

test('an address of a listed host is opened as it was parsed, and a browser that does not start is said by its host', async () => {
  await browser.open('HTTPS://Auth.OpenAI.com:443/oauth/authorize?a=b');
  const failure = await failureOf(browser.open('https://openai.com/no-browser'));
  expect([opened, failure]).toEqual([
    ['https://auth.openai.com/oauth/authorize?a=b'],
    { code: 'sign-in/browser-failed', subject: 'openai.com' },
  ]);
});
