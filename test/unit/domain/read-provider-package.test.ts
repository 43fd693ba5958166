// A provider that a person has described in a file: what is taken, what is refused and how every fault is named.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mostPackageBytes } from '../../../main/domain/provider-package.ts';
import { readProviderPackage } from '../../../main/domain/read-provider-package.ts';
import { phrase } from '../../../main/domain/phrases.ts';
import { packageProblemText } from '../../../main/domain/provider-package-words.ts';
import { fullPackage, githubPackage, plainPackage, reserved } from '../../fakes/provider-packages.ts';

function problemsIn(text: string): readonly string[] {
  const read = readProviderPackage(text, reserved);
  return read.kind === 'good' ? [] : read.problems.map(packageProblemText);
}

/** Of a package with these fields in place of its own, without the places. */
function wrongWith(changes: object): readonly string[] {
  return problemsIn(JSON.stringify({ ...plainPackage, ...changes })).map((each) => each.replace(/^\S+ /, ''));
}

describe('a good file', () => {
  test('becomes what it says, with its times in milliseconds', () => {
    const { schema: _schema, quota, ...rest } = fullPackage;
    const { spacingSeconds: _spacing, ...asked } = quota;
    expect(readProviderPackage(JSON.stringify(fullPackage, null, 2), reserved)).toEqual({
      kind: 'good',
      description: { kind: 'keys', ...rest, quota: { ...asked, spacingMs: 120_000 } },
    });
  });

  test('needs neither a quota nor a start of its keys', () => {
    const { startsWith: _start, ...key } = plainPackage.key;
    expect(wrongWith({ key })).toEqual([]);
  });
});

test('every problem comes at once, in the order of the file, each with line, column and field', () => {
  const text = `{
  "schema": 2,
  "id": "Acme",
  "label": "Acme AI",
  "id": "acme",
  "keysFrom": "console.acme.example",
  "hosts": ["10.0.0.1"],
  "key": { "hint": "acme-…", "characters": "any", "length": [1, 2] },
  "header": "cookie",
  "command": "rm",
  "check": { "url": "http://api.acme.example/v1/models" }
}`;
  expect(problemsIn(text)).toEqual([
    '2:13 schema: must be 1',
    '3:9 id: must be a lower-case word of letters, digits and -, at most 32 characters',
    '5:3 id: must not stand there twice',
    '7:13 hosts[0]: must be a name like api.example.com: lower case, no IP address, no port, no localhost, no xn--',
    '8:44 key.characters: must be one of hex, alphanumeric, word, token',
    '8:61 key.length: must be two whole numbers from 8 to 300, the smaller one first',
    '9:13 header: must be bearer, authorization, api-key, or a name that starts with x-',
    '10:3 command: is no field; the fields here are schema, id, label, keysFrom, hosts, key, header, check, quota',
    '11:21 check.url: must begin with https://',
  ]);
});

test.each([
  ['', '1:1 must be JSON; what stands here is none'],
  ['{\n  "schema": 1,\n}', '3:1 must be JSON; what stands here is none'],
  ['{"schema": 1} x', '1:15 must be JSON; what stands here is none'],
  ['{"a": "\n"}', '1:7 must be JSON; what stands here is none'],
  ['[[[[[[[1]]]]]]]', '1:7 must not lie so deep'],
  ['[]', '1:1 must be an object: { … }'],
])('%j is refused where it goes wrong', (text, problem) => {
  expect(problemsIn(text)).toEqual([problem]);
});

test('what is wrong is said in German as well, with the names that stand in it', () => {
  const hosts = ['api.openai.com'];
  const problems = problemsIn(JSON.stringify({ ...plainPackage, schema: 2, hosts, more: 1 }, null, 1));
  expect(problems.map((problem) => phrase('de', problem))).toEqual([
    '2:12 schema: muss 1 sein',
    '7:3 hosts[0]: gehört zu OpenAI, das Gatehouse schon hat',
    '22:2 more: ist kein Feld; die Felder hier sind schema, id, label, keysFrom, hosts, key, header, check, quota',
  ]);
});

test('a field that is missing is named where its object begins', () => {
  const { check: _check, ...rest } = plainPackage;
  expect(problemsIn(JSON.stringify(rest))).toEqual(['1:1 must have the field check']);
});

describe('what belongs to a provider that is built in', () => {
  test.each(['openai', 'open-ai', 'opena1', 'mistra1', 'c1aude', 'constructor'])('no id is %s', (id) => {
    expect(wrongWith({ id })).toHaveLength(1);
  });

  test.each([
    'OpenAI',
    'openai',
    'Open AI',
    'Open-AI (official)',
    'Claude Max',
    'Сlaude', // A Cyrillic first letter.
    'Gr\u043eq',
    'ΧΑΙ',
    'xАI',
    'C1aude',
    'Ｃｌａｕｄｅ',
    'G\u0440oq',
    'Mistra\u026b',
  ])('no label is %s', (label) => {
    expect(wrongWith({ label })).toHaveLength(1);
  });

  test.each(['Azure OpenAI', 'Groqster', 'Acme (Mistral)', '智谱 AI', 'ГигаЧат', 'A & B', 'Ünicode'])(
    'a label may be %s',
    (label) => {
      expect(wrongWith({ label })).toEqual([]);
    },
  );

  test.each([
    'api.openai.com',
    'other.openai.com',
    'openai.com',
    '0penai.com',
    'open-ai.com',
    'api.anthropic.com',
    'openrouter.ai',
  ])('no host is %s', (host) => {
    const check = { url: `https://${host}/v1` };
    expect(wrongWith({ hosts: [host], check })).toEqual([
      expect.stringMatching(/^hosts\[0\]: belongs to .+, which Gatehouse has already$/),
    ]);
  });

  test('no start of its keys', () => {
    expect(wrongWith({ key: { ...plainPackage.key, startsWith: 'sk-ant-' } })).toEqual([
      'key.startsWith: is how keys of Claude start',
    ]);
  });
});

test.each([
  '127.0.0.1',
  '0x7f.1',
  '2130706433',
  '[::1]',
  'localhost',
  'api.localhost',
  'nas.local',
  'API.acme.example',
  'api.acme.example:8443',
  'api.acme.example.',
  'api..example',
  '-api.example',
  'xn--pple-43d.com',
  'аpple.com',
  'user@api.acme.example',
  'api.acme.example/x',
  '*.acme.example',
])('%s is no host', (host) => {
  expect(wrongWith({ hosts: [host] })).toHaveLength(1);
});

test.each([
  ['http://api.acme.example/v1', 'check.url: must begin with https://'],
  ['file:///etc/passwd', 'check.url: must begin with https://'],
  [
    'https://api.acme.example@evil.example/v1',
    'check.url: must be a plain address: no user, no port, no #, no blanks, no ..',
  ],
  [
    'https://api.acme.example:444/v1',
    'check.url: must be a plain address: no user, no port, no #, no blanks, no ..',
  ],
  [
    'https://api.acme.example/../v1',
    'check.url: must be a plain address: no user, no port, no #, no blanks, no ..',
  ],
  [
    'https://api.acme.example\\@evil.example/',
    'check.url: must be a plain address: no user, no port, no #, no blanks, no ..',
  ],
  [
    'https://api.acme.example/v1#x',
    'check.url: must be a plain address: no user, no port, no #, no blanks, no ..',
  ],
  ['https://evil.example/v1', 'check.url: must lie on a host of this file: api.acme.example'],
])('%s is no address to ask', (url, problem) => {
  expect(wrongWith({ check: { url } })).toEqual([problem]);
});

test.each([
  [
    { used: 'data/used' },
    'quota.windows[0].used: must be a JSON pointer like /data/used, eight steps at most',
  ],
  [
    { unit: 'currency' },
    'quota.windows[0]: must be three capital letters like USD, and stand there exactly with the unit currency',
  ],
  [{ used: undefined }, 'quota.windows[0]: must say at least used or remaining'],
  [{ unit: 'pounds' }, 'quota.windows[0].unit: must be one of percent, requests, tokens, credits, currency'],
])('of a quota, %j is refused', (changes, problem) => {
  const window = { id: 'month', label: 'Monthly', unit: 'credits', used: '/used', ...changes };
  const quota = { url: plainPackage.check.url, spacingSeconds: 60, perHour: 60, windows: [window] };
  expect(wrongWith({ quota })).toEqual([problem]);
});

test('nobody is asked more often than once a minute, whatever the file says', () => {
  const quota = { ...fullPackage.quota, url: plainPackage.check.url, spacingSeconds: 1, perHour: 3600 };
  expect(wrongWith({ quota })).toEqual([
    'quota.spacingSeconds: must be a whole number from 60 to 86400',
    'quota.perHour: must be a whole number from 1 to 60',
  ]);
});

describe('a company’s own GitHub', () => {
  const wrongGithub = (changes: object): readonly string[] =>
    problemsIn(JSON.stringify({ ...githubPackage, ...changes }));

  test('is asked at its address and at that of its API, and nowhere else', () => {
    expect(readProviderPackage(JSON.stringify(githubPackage), reserved)).toEqual({
      kind: 'good',
      description: {
        kind: 'github',
        id: 'acme-github',
        label: 'Acme GitHub',
        host: 'acme.ghe.com',
        hosts: ['acme.ghe.com', 'api.acme.ghe.com'],
      },
    });
  });

  test.each([
    ['github.com', 'belongs to GitHub Copilot, which Gatehouse has already'],
    ['api.github.com', 'belongs to GitHub Copilot, which Gatehouse has already'],
    ['glthub.com', 'belongs to GitHub Copilot, which Gatehouse has already'],
    ['ghe.com', 'must be a company’s own address at GitHub, like acme.ghe.com'],
    ['acme.ghe.com.example', 'must be a company’s own address at GitHub, like acme.ghe.com'],
    ['acme.example.com', 'must be a company’s own address at GitHub, like acme.ghe.com'],
    ['api.acme.ghe.com', 'must be a company’s own address at GitHub, like acme.ghe.com'],
    ['ACME.ghe.com', 'must be a company’s own address at GitHub, like acme.ghe.com'],
    ['acme.ghe.com:8443', 'must be a company’s own address at GitHub, like acme.ghe.com'],
    ['https://acme.ghe.com', 'must be a company’s own address at GitHub, like acme.ghe.com'],
    ['xn--acm-dma.ghe.com', 'must be a company’s own address at GitHub, like acme.ghe.com'],
    ['192.0.2.1', 'must be a company’s own address at GitHub, like acme.ghe.com'],
    [7, 'must be a text in quotes'],
  ])('at %j is refused', (github, problem) => {
    expect(wrongGithub({ github })).toEqual([`1:63 github: ${problem}`]);
  });

  test('has nothing of a provider with keys beside it, and its own names', () => {
    const { key, hosts } = plainPackage;
    expect([
      wrongGithub({ key, hosts }),
      wrongGithub({ schema: 2, id: 'copilot', label: 'GitHub Copilot' }),
    ]).toEqual([
      [
        '1:78 key: is no field; the fields here are schema, id, label, github',
        '1:161 hosts: is no field; the fields here are schema, id, label, github',
      ],
      [
        '1:11 schema: must be 1',
        '1:18 id: belongs to GitHub Copilot, which Gatehouse has already',
        '1:36 label: belongs to GitHub Copilot, which Gatehouse has already',
      ],
    ]);
  });

  test('is asked at two hosts of GitHub’s own at most, whatever else stands there', () => {
    const part = fc.stringMatching(/^[a-z\d.@:/-]{0,12}$/);
    const host = fc
      .tuple(part, fc.constantFrom('.ghe.com', 'ghe.com', '.ghe.com.', ''))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(host, (github) => {
        const read = readProviderPackage(JSON.stringify({ ...githubPackage, github }), reserved);
        if (read.kind === 'bad') return;
        const { hosts } = read.description;
        expect([hosts, hosts.map((each) => new URL(`https://${each}/`).hostname)]).toEqual([
          [github, `api.${github}`],
          hosts,
        ]);
        expect(github).toMatch(/^[a-z\d-]+\.ghe\.com$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('whatever stands in the file', () => {
  const word = fc.oneof(fc.string(), fc.constantFrom('openai', 'api.acme.example', 'https://', 'x', '/used'));
  const spoilt = fc
    .tuple(
      fc.constantFrom(...Object.keys(fullPackage)),
      fc.oneof(fc.jsonValue({ maxDepth: 3 }), word, fc.array(word), fc.webUrl(), fc.domain(), fc.ipV4()),
    )
    .map(([name, value]) => ({ ...fullPackage, [name]: value }));

  test('reading it never throws, and never takes long', () => {
    const cut = fc.tuple(fc.nat(), fc.string({ maxLength: 5 })).map(([at, put]) => {
      const text = JSON.stringify(fullPackage);
      const place = at % text.length;
      return text.slice(0, place) + put + text.slice(place + 1);
    });
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), cut), (text) => {
        expect(['good', 'bad']).toContain(readProviderPackage(text, reserved).kind);
      }),
      { numRuns: 2000 },
    );
  });

  test('a long row of brackets, of escapes or of keys is read to its end', () => {
    const texts = ['[', '{"a":', '"\\u0041', '"a', `{${'"id":"x",'.repeat(6000)}"id":1}`, '1'].map((part) =>
      part.repeat(Math.ceil(mostPackageBytes / part.length)).slice(0, mostPackageBytes),
    );
    expect(texts.map((text) => readProviderPackage(text, reserved).kind)).toEqual(texts.map(() => 'bad'));
  });

  test('a good one asks only hosts of its list, none of which is anybody’s who is built in', () => {
    const builtIn = reserved.providers.flatMap(({ hosts }) => hosts);
    fc.assert(
      fc.property(spoilt, (value) => {
        const read = readProviderPackage(JSON.stringify(value), reserved);
        if (read.kind === 'bad' || read.description.kind !== 'keys') return;
        const { hosts, check, quota, id } = read.description;
        const asked = [check.url, ...(quota === undefined ? [] : [quota.url])].map((url) => new URL(url));
        expect([
          asked.filter((url) => url.protocol !== 'https:' || !hosts.includes(url.hostname)).map(String),
          asked.filter((url) => url.username + url.password + url.port + url.hash !== '').map(String),
          hosts.filter((host) => builtIn.includes(host)),
          reserved.providers.filter((each) => each.id === id),
        ]).toEqual([[], [], [], []]);
      }),
      { numRuns: 2000 },
    );
  });

  test('no name of a built-in provider passes, however it is written', () => {
    const name = fc.constantFrom(...reserved.providers.flatMap(({ id, label }) => [id, label]));
    const gaps = fc.constantFrom('', ' ', '-', '.');
    const written = fc
      .tuple(name, gaps, fc.boolean(), fc.array(fc.nat(1), { minLength: 40, maxLength: 40 }))
      .map(([each, gap, tail, cases]) => {
        const letters = Array.from(each, (letter, index) =>
          cases[index] === 1 ? letter.toUpperCase() : letter.toLowerCase(),
        );
        return (
          letters.join(each.length > 3 ? gap.slice(0, 1) : '').replaceAll(/\s+/g, ' ') + (tail ? ' Pro' : '')
        );
      });
    fc.assert(
      fc.property(written, (label) => {
        expect(readProviderPackage(JSON.stringify({ ...plainPackage, label }), reserved).kind).toBe('bad');
      }),
    );
  });
});
