// The providers and their ways to sign in as the command line shows them to people.
import { expect, test } from 'vitest';
import type { ProvidersAnswer } from '../../../main/broker/protocol.ts';
import { providersText } from '../../../main/cli/provider-text.ts';
import { exampleProviders } from '../../fakes/broker.ts';

test('each provider is shown with its state, and each way with its standing and how to call it', () => {
  expect(providersText(exampleProviders, 80).split('\n')).toEqual([
    'claude: Claude, not signed in',
    '  api-key: Enter an API key',
    '    The way that is meant for other programs.',
    '    gatehouse auth login --provider claude --key-stdin < key.txt',
    '  own-client: Sign in with a client of your own',
    '    Needs a client that you have registered.',
    '    Needs a client id of your own (--client-id) and your yes to this (--agree):',
    '      I have registered this client and may use it here.',
    '    gatehouse auth login --provider claude --client-id ID --agree',
    '',
    'openai: OpenAI, signed in (preferred)',
    '  chatgpt: Sign in with ChatGPT',
    '    Not confirmed by OpenAI.',
    '    gatehouse auth login --provider openai',
  ]);
});

const [way] = exampleProviders.providers.flatMap(({ methods }) =>
  methods.filter(({ consent }) => consent !== null),
);
if (way === undefined) throw new Error('the example has a way that needs consent');

function textOf(methods: ProvidersAnswer['providers'][number]['methods'], width = 80): string[] {
  const provider = { id: 'some', label: 'Some', preferred: false, signedIn: false, methods };
  return providersText({ schema: 1, providers: [provider], consumers: [] }, width).split('\n');
}

test('a way that was agreed to says for which client, asks for nothing more and is called plainly', () => {
  expect(textOf([{ ...way, agreedClientId: 'my-client' }]).slice(2)).toEqual([
    '    Needs a client that you have registered.',
    '    You have agreed for client id my-client.',
    '    gatehouse auth login --provider some',
  ]);
});

test('a way that is not the first of its kind is called by its name', () => {
  const second = { ...way, id: 'second', consent: null };
  expect(textOf([way, second]).at(-1)).toBe('    gatehouse auth login --provider some --method second');
});

test('sentences are wrapped to the width, commands stay whole', () => {
  const rows = textOf([way], 40);
  expect([rows.slice(2), rows.filter((row) => row.length > 40)]).toEqual([
    [
      '    Needs a client that you have',
      '    registered.',
      '    Needs a client id of your own',
      '    (--client-id) and your yes to this',
      '    (--agree):',
      '      I have registered this client and',
      '      may use it here.',
      '    gatehouse auth login --provider some --client-id ID --agree',
    ],
    ['  own-client: Sign in with a client of your own', rows.at(-1)],
  ]);
});

const delegated = {
  ...way,
  id: 'program',
  kind: 'delegated',
  consent: null,
  program: { label: 'Codex', install: 'npm install -g codex' },
} as const;

test('a way by a program says which one, how to install it, and is called plainly when it comes first', () => {
  expect(textOf([delegated, way]).slice(2)).toEqual([
    '    Needs a client that you have registered.',
    '    Codex signs in and keeps the login. To install it: npm install -g codex',
    '    gatehouse auth login --provider some',
    '  own-client: Sign in with a client of your own',
    '    Needs a client that you have registered.',
    '    Needs a client id of your own (--client-id) and your yes to this (--agree):',
    '      I have registered this client and may use it here.',
    '    gatehouse auth login --provider some --client-id ID --agree',
  ]);
});

test('a way that was agreed to is called by its name when another comes first', () => {
  expect(textOf([delegated, { ...way, agreedClientId: 'my-client' }]).at(-1)).toBe(
    '    gatehouse auth login --provider some --method own-client',
  );
});
