// What is found on this computer: logins of programs, keys, and folders of ours whose account was forgotten.
import { describe, expect, test } from 'vitest';
import type {
  ConsumerDescription,
  FoundLogin,
  LoginIdentity,
  ManagedFile,
} from '../../../main/consumers/description.ts';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { accountId, consumerId, type ProviderId } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { createAccountBook } from '../../../main/flows/account-book.ts';
import { findLogins, unseenLogins } from '../../../main/flows/find-logins.ts';
import { initialState } from '../../../main/state/state.ts';
import { createStore } from '../../../main/state/store.ts';
import { claudeEntry, claudeId, noonMs, openaiEntry, openaiId } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { MemoryVault } from '../../fakes/vault.ts';

const ada: LoginIdentity = {
  provider: openaiId,
  subject: 'user-1.acc-1',
  label: 'ada@example.test',
  organization: 'Acme',
  plan: 'plus',
};
const usual = { folder: '/home/ada/.codex', place: 'usual' } as const;
const codexLogin: FoundLogin = {
  kind: 'login',
  identity: ada,
  at: usual,
  where: '/home/ada/.codex/auth.json',
};

function consumer(id: string, found: readonly FoundLogin[], owns = false): ConsumerDescription {
  const unasked = () => Promise.reject(new Error('must not be asked'));
  return {
    id: consumerId(id),
    label: id.toUpperCase(),
    files: [],
    findLogins: async () => found,
    ...(owns && {
      owner: { program: id, label: id, install: '', signIn: unasked, read: unasked, signOut: unasked },
    }),
  };
}

const codexFile = { path: '/home/ada/.codex/auth.json', provider: openaiId };

function managedFile(id: string, { path, provider }: typeof codexFile): ManagedFile {
  return {
    path,
    reader: id,
    file: {
      kind: 'credential',
      id,
      provider,
      path: () => path,
      isOnByDefault: true,
      writes: 'Keys.',
      accepts: () => true,
      content: () => ({}),
      holds: () => true,
      removal: () => ({}),
    },
  };
}

interface World {
  readonly consumers: readonly ConsumerDescription[];
  readonly entries?: readonly SignedInAccount[];
  readonly kept?: readonly string[];
  /** Where one file holds an account of ours, of this provider. */
  readonly ours?: { readonly path: string; readonly provider: ProviderId };
  /** Whose login is in a kept folder; a folder that is not named makes its program fail. */
  readonly logins?: Readonly<Record<string, LoginIdentity | undefined>>;
}

function look(
  { consumers, entries = [], kept = [], ours, logins = {} }: World,
  keys: Readonly<Record<string, Secret>> = {},
  signal = new AbortController().signal,
) {
  const book = createAccountBook(new MemoryVault());
  for (const entry of entries) book.opened(entry);
  const log = new RecordingLog();
  const read: string[] = [];
  const found = findLogins(
    keys,
    {
      consumers,
      finder: {
        platform: 'linux',
        places: { home: '/home/ada', data: '/data', environment: { OPENAI_API_KEY: 'canary_of_the_app' } },
        read: async () => undefined,
      },
      owners: {
        read: async (owner, { folder, place }) => {
          read.push(`${owner} ${place} ${folder}`);
          if (!(folder in logins)) throw new Failure('sign-in/program-missing', { subject: owner });
          return logins[folder];
        },
      },
      folders: { kept: async (owner) => (owner === 'claude-code' ? kept : []) },
      book,
      store: createStore({
        ...initialState,
        accounts: entries.map(({ account }) => account),
        holders: new Map(ours === undefined ? [] : [['ours', openaiEntry().account.id]]),
      }),
      managed: ours === undefined ? [] : [managedFile('ours', ours), managedFile('other', codexFile)],
      log,
    },
    signal,
  );
  return { found, log, read };
}

const idOf = expect.stringMatching(/^(login|key)-[0-9a-f]{12}$/) as unknown;

test('a login is listed with whose it is, who keeps it and where; its id is the same each time', async () => {
  const world = { consumers: [consumer('codex', [codexLogin])] };
  const [first, again] = [await look(world).found, await look(world).found];
  expect([first.map(({ listed }) => listed), again[0]?.listed.id === first[0]?.listed.id]).toEqual([
    [
      {
        id: idOf,
        kind: 'login',
        provider: 'openai',
        label: 'ada@example.test',
        organization: 'Acme',
        plan: 'plus',
        owner: 'CODEX',
        where: ['/home/ada/.codex/auth.json'],
        state: 'new',
      },
    ],
    true,
  ]);
});

test('what we have put into a file ourselves is no login of its program', async () => {
  const world = { consumers: [consumer('codex', [codexLogin])] };
  const found = [codexFile, { ...codexFile, provider: claudeId }].map(
    async (ours) => (await look({ ...world, ours }).found).length,
  );
  // In one file may stand our key of one provider and the program's own login at another.
  expect(await Promise.all(found)).toEqual([0, 1]);
});

test('what cannot be seen is said by each program that knows of something', async () => {
  const log = new RecordingLog();
  const finder = {
    places: { home: '/home/ada', data: '/data', environment: {} },
    platform: 'darwin',
    read: async () => undefined,
  };
  const programs: readonly ConsumerDescription[] = [
    { ...consumer('codex', []), unseenLogin: async ({ platform }) => `Hidden on ${platform}.` },
    { ...consumer('code', []), unseenLogin: () => Promise.reject(new TypeError('broken')) },
    { ...consumer('claude-code', []), unseenLogin: async () => undefined },
    consumer('opencode', []),
  ];
  expect([await unseenLogins({ consumers: programs, finder, log }), log.warnings]).toEqual([
    ['Hidden on darwin.'],
    ['logins not found'],
  ]);
});

test('a login whose account is here is known, also one whose keys are ours', async () => {
  const { found } = look({ consumers: [consumer('codex', [codexLogin])], entries: [openaiEntry()] });
  expect((await found).map(({ listed }) => listed.state)).toEqual(['known']);
});

test('one login that two programs read is listed once, at the first of them', async () => {
  const consumers = [consumer('codex', [codexLogin]), consumer('code', [codexLogin])];
  expect((await look({ consumers }).found).map(({ listed, owner }) => [listed.owner, owner])).toEqual([
    ['CODEX', 'codex'],
  ]);
});

describe('a key', () => {
  const key = (text: string, where: string): FoundLogin => ({
    kind: 'api-key',
    provider: claudeId,
    key: new Secret(text),
    where,
  });

  test('is shown by its ends, once for all its places, and known when it is kept here', async () => {
    const consumers = [
      consumer('code', [
        key('canary_found_key_number_one', 'ANTHROPIC_API_KEY'),
        key('canary_key_wxyz', '/b'),
      ]),
      consumer('opencode', [key('canary_found_key_number_one', '/opencode/auth.json')]),
    ];
    const found = await look({ consumers, entries: [claudeEntry()] }).found;
    expect([found.map(({ listed }) => listed), JSON.stringify(found).includes('canary_found')]).toEqual([
      [
        {
          id: idOf,
          kind: 'api-key',
          provider: 'claude',
          label: 'canary_…_one',
          owner: 'CODE',
          where: ['ANTHROPIC_API_KEY', '/opencode/auth.json'],
          state: 'new',
        },
        {
          id: idOf,
          kind: 'api-key',
          provider: 'claude',
          label: '…yz',
          owner: 'CODE',
          where: ['/b'],
          state: 'known',
        },
      ],
      false,
    ]);
  });

  test('of the terminal that asks goes before that of the app', async () => {
    const reader: ConsumerDescription = {
      ...consumer('codex', []),
      findLogins: async ({ places }) => [key(places.environment['OPENAI_API_KEY'] ?? '', 'OPENAI_API_KEY')],
    };
    const found = async (keys: Readonly<Record<string, Secret>>): Promise<unknown> =>
      (await look({ consumers: [reader] }, keys).found).map(
        (each) => each.found.kind === 'api-key' && each.found.key.reveal(),
      );
    expect([await found({}), await found({ OPENAI_API_KEY: new Secret('canary_of_the_terminal') })]).toEqual([
      ['canary_of_the_app'],
      ['canary_of_the_terminal'],
    ]);
  });
});

describe('kept folders', () => {
  const grace = { ...ada, provider: claudeId, subject: 'user-2', label: 'grace@example.test' };

  test('are read when no account uses them, and what their program cannot tell hides nothing', async () => {
    const inUse: SignedInAccount = {
      account: { id: accountId('claude:user-3'), provider: claudeId, label: 'x', kind: 'delegated' },
      credential: {
        kind: 'delegated',
        origin: 'owner-sign-in',
        destinations: [],
        obtainedAt: noonMs,
        owner: consumerId('claude-code'),
        folder: '/kept/in-use',
        place: 'private',
      },
    };
    const { found, read, log } = look({
      consumers: [consumer('claude-code', [], true), consumer('codex', [codexLogin])],
      entries: [inUse],
      kept: ['/kept/in-use', '/kept/broken', '/kept/empty', '/kept/grace'],
      logins: { '/kept/empty': undefined, '/kept/grace': grace },
    });
    expect([
      (await found).map(({ listed, found: each }) => [
        listed.label,
        listed.where,
        each.kind === 'login' && each.at,
      ]),
      read,
      log.warnings,
    ]).toEqual([
      [
        ['grace@example.test', ['/kept/grace'], { folder: '/kept/grace', place: 'private' }],
        ['ada@example.test', ['/home/ada/.codex/auth.json'], usual],
      ],
      [
        'claude-code private /kept/broken',
        'claude-code private /kept/empty',
        'claude-code private /kept/grace',
      ],
      ['kept login not read'],
    ]);
  });
});

test('a program whose files cannot be understood hides no other', async () => {
  const broken: ConsumerDescription = {
    ...consumer('opencode', []),
    findLogins: () => Promise.reject(new TypeError('broken')),
  };
  const { found, log } = look({ consumers: [broken, consumer('codex', [codexLogin])] });
  expect([(await found).length, log.warnings]).toEqual([1, ['logins not found']]);
});

test('an identity that no account can have is left out', async () => {
  const odd: FoundLogin = { ...codexLogin, identity: { ...ada, subject: 'with space' } };
  expect(await look({ consumers: [consumer('codex', [odd])] }).found).toEqual([]);
});

test('whoever goes away is not looked for any longer', async () => {
  const gone = AbortSignal.abort(new Failure('broker/cancelled'));
  const { found } = look({ consumers: [consumer('codex', [codexLogin])] }, {}, gone);
  expect(await failureOf(found)).toEqual({ code: 'broker/cancelled' });
});
