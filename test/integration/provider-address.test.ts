// Which addresses are opened or asked, among all that an answer or a page could bring.
import { expect, test } from 'vitest';
import { Failure } from '../../main/domain/failure.ts';
import { allowedAddress } from '../../main/adapters/node/provider-address.ts';
import { hostileUrls } from '../full/support/hostile-urls.ts';

const hosts = ['auth.openai.com', 'openai.com'];

function outcomeOf(url: string): string {
  try {
    return allowedAddress(url, hosts).href;
  } catch (thrown) {
    return thrown instanceof Failure ? thrown.code : String(thrown);
  }
}

test.each(hostileUrls)('$name is not let through', ({ url }) => {
  expect(outcomeOf(url)).toBe('network/host-not-allowed');
});

test.each([
  ['https://auth.openai.com/oauth/authorize?a=b%20c&d=~!*()[]{}|@:;,#e', undefined],
  ['https://auth.openai.com', 'https://auth.openai.com/'],
  ['https://openai.com?a=b', 'https://openai.com/?a=b'],
  ['HTTPS://Auth.OpenAI.com:443/a', 'https://auth.openai.com/a'],
  [`https://openai.com/?${'a'.repeat(8_000)}`, undefined],
])('%s is', (url, href) => {
  expect(outcomeOf(url)).toBe(href ?? url);
});

test('a refusal names the host, cut to what a line takes, and nothing else of the address', () => {
  const subjects = [
    'https://ada:canary_pass@evil.test/canary_path',
    `https://${'a.'.repeat(60)}test/`,
    'javascript:x',
  ].map((url) => {
    try {
      return allowedAddress(url, hosts).href;
    } catch (thrown) {
      return thrown instanceof Failure ? thrown.subject : 'no failure';
    }
  });
  expect(subjects).toEqual(['evil.test', 'a.'.repeat(40), undefined]);
});
