// What a company's server may ask of OpenCode, and what stands in its file: anything that could not be shown, or would steer
// more than a login, is refused.
import { describe, expect, test } from 'vitest';
import type { CompanyLogins } from '../../../main/consumers/description.ts';
import { opencode } from '../../../main/consumers/opencode/index.ts';
import type { JsonObject } from '../../../main/domain/json.ts';
import { phrase } from '../../../main/domain/phrases.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { failureOf } from '../../fakes/failures.ts';

function hostOf(): CompanyLogins {
  if (opencode.companyLogins === undefined) throw new Error('OpenCode has company logins');
  return opencode.companyLogins;
}
const host = hostOf();
const url = 'https://company.example.test';
const good = { command: ['company-key', '--for', 'opencode'], env: 'COMPANY_TOKEN' };

const offered = (changes: JsonObject) => host.offer(url, { auth: { ...good, ...changes } });
const refused = (changes: JsonObject) => failureOf(() => offered(changes));
/** Which a person can read in German too. */
function unsuitable(subject: string, detail: string) {
  expect(phrase('de', detail)).not.toBe(detail);
  return { code: 'company-login/unsuitable', subject, detail };
}

describe('an address', () => {
  test.each([
    ['https://company.example.test', url],
    ['  https://Company.Example.Test// ', url],
    ['https://company.example.test:443/a/b/', `${url}/a/b`],
    ['https://company.example.test/a/../b', `${url}/b`],
    ['https://bücher.example.test', 'https://xn--bcher-kva.example.test'],
  ])('%j is kept as OpenCode would', (typed, kept) => {
    expect([host.address(typed), host.documentAt(kept)]).toEqual([kept, `${kept}/.well-known/opencode`]);
  });

  test.each([
    ['company.example.test', 'that address', 'it is not an address'],
    ['', 'that address', 'it is not an address'],
    ['http://company.example.test', 'company.example.test', 'it has to begin with https://'],
    ['javascript:alert(1)', 'that address', 'it has to begin with https://'],
    ['file:///etc/passwd', 'that address', 'it has to begin with https://'],
    [
      'https://ada:canary_word@company.example.test',
      'company.example.test',
      'a user or a password stands in it',
    ],
    ['https://company.example.test:8443', 'company.example.test', 'it names a port'],
    ['https://company.example.test/?a=b', 'company.example.test', 'something stands behind its path'],
    ['https://company.example.test/#a', 'company.example.test', 'something stands behind its path'],
    [`https://company.example.test/${'a'.repeat(200)}`, 'company.example.test', 'it is too long'],
  ])('%j is refused', async (typed, subject, detail) => {
    expect(await failureOf(() => host.address(typed))).toEqual(unsuitable(subject, detail));
  });
});

describe('an offer', () => {
  test('is the command and the variable, and nothing else of the document', () => {
    const document = { auth: { ...good, prompt: 'x' }, config: { model: 'a/b' } };
    expect(host.offer(url, document)).toEqual({
      host: 'company.example.test',
      url,
      command: ['company-key', '--for', 'opencode'],
      variable: 'COMPANY_TOKEN',
    });
  });

  test.each([
    ['no command', { command: [] }, 'it names no command'],
    ['a line in place of words', { command: 'company-key --now' }, 'it names no command'],
    ['a word that is no text', { command: ['company-key', 1] }, 'it names no command'],
    ['an empty program', { command: [''] }, 'it names no command'],
    ['a word with a line break', { command: ['sh', '-c', 'a\nb'] }, 'its command cannot be shown as it is'],
    [
      'a word that turns the direction',
      { command: ['a', 'b\u202Ec'] },
      'its command cannot be shown as it is',
    ],
    ['a long word', { command: ['a', 'b'.repeat(1000)] }, 'its command is too long to be read in a question'],
    [
      'many words',
      { command: Array.from({ length: 25 }, () => 'a') },
      'its command is too long to be read in a question',
    ],
    ['no variable', { env: 1 }, 'what it names is not the name of a variable'],
    ['an odd variable', { env: 'A=B' }, 'what it names is not the name of a variable'],
    ['a small variable', { env: 'http_proxy' }, 'what it names is not the name of a variable'],
  ])('with %s is refused', async (_name, changes, detail) => {
    expect(await refused(changes)).toEqual(unsuitable('company.example.test', detail));
  });

  test('without a part for a login is refused', async () => {
    expect(await failureOf(() => host.offer(url, { config: {} }))).toEqual(
      unsuitable('company.example.test', 'its answer is not such a login'),
    );
  });

  test.each([
    ...['PATH', 'HOME', 'LD_PRELOAD', 'NODE_OPTIONS', 'BASH_ENV', 'HTTPS_PROXY', 'SSL_CERT_FILE'],
    ...[
      'ANTHROPIC_BASE_URL',
      'OPENCODE_CONFIG_CONTENT',
      'OPENCODE_AUTH_CONTENT',
      'XDG_CONFIG_HOME',
      'GATEHOUSE_SOCKET',
    ],
  ])('of the variable %s is refused', async (env) => {
    expect(await refused({ env })).toEqual(
      unsuitable('company.example.test', `a server may not have ${env} set`),
    );
  });
});

test('a login is written complete, and those that stand there are told without a key or a password', () => {
  const present = {
    anthropic: { type: 'api', key: 'canary_key_wxyz' },
    [url]: { type: 'wellknown', key: 'COMPANY_TOKEN', token: 'canary_company' },
    'http://ada:canary_word@old.example.test/': { type: 'wellknown', key: 'OLD', token: 'canary_old' },
    'https://broken.example.test': { type: 'wellknown', token: 'canary_old' },
  };
  expect([
    host.withLogin({ url, variable: 'COMPANY_TOKEN' }, new Secret('canary_company')),
    host.list(present),
    host.list(undefined),
  ]).toEqual([
    { [url]: present[url] },
    [
      { name: url, url, variable: 'COMPANY_TOKEN' },
      { name: 'http://ada:canary_word@old.example.test/', url: 'http://old.example.test/', variable: 'OLD' },
    ],
    [],
  ]);
});
