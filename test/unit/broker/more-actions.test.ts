// What the local service has done with what stands on this computer, and what it tells about it.
import { describe, expect, test } from 'vitest';
import { moreActions, type MoreParts } from '../../../main/broker/more-actions.ts';
import type { MoreActions } from '../../../main/broker/more-routes.ts';
import { backupShape, restoreShape } from '../../../main/broker/protocol/archive.ts';
import {
  filesShape,
  historyShape,
  keyStoreShape,
  previewShape,
  restoredFilesShape,
} from '../../../main/broker/protocol/files.ts';
import { loginsShape, migrationShape, takenListShape } from '../../../main/broker/protocol/logins.ts';
import type { ListedLogin } from '../../../main/domain/found-logins.ts';
import { accountId } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { findProvider, providers } from '../../../main/providers/list.ts';
import { createStore } from '../../../main/state/store.ts';
import { makeView } from '../../../main/state/view.ts';
import { noonMs, openaiEntry, openaiId } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { unusedParts } from '../../fakes/more-parts.ts';

const codexFile = {
  id: 'codex-auth',
  reader: 'Codex',
  path: '/codex/auth.json',
  writes: 'Keys.',
  isOnByDefault: true,
};
const { signal } = new AbortController();
const ada = openaiEntry();

function open(parts: Partial<MoreParts> = {}): MoreActions {
  const store = createStore();
  store.dispatch({ type: 'accounts.loaded', accounts: [] });
  const view = () =>
    makeView(store.state(), { providers, files: [codexFile], owners: [], version: '1.2.3', now: noonMs });
  return moreActions(
    {
      ...unusedParts,
      changeSettings: async (changes) => {
        const { settings } = store.state();
        store.dispatch({ type: 'settings.changed', settings: { ...settings, ...changes } });
      },
      ...parts,
    },
    { view, loadedView: async () => view(), find: findProvider },
  );
}

const login: ListedLogin = {
  id: 'login-1',
  kind: 'login',
  provider: openaiId,
  label: 'ada@example.test',
  organization: 'Acme',
  owner: 'Codex',
  where: ['/codex/auth.json'],
  state: 'new',
};
const line = { ...login, plan: null };

describe('logins', () => {
  test('are listed and taken in, with the reason where one could not be', async () => {
    const asked: unknown[] = [];
    const { logins } = open({
      logins: {
        list: async (keys) => {
          asked.push(keys);
          return [login];
        },
        take: async (_keys, only) => {
          asked.push(only);
          return [
            { login, outcome: 'taken', account: accountId('openai:user-1') },
            { login, outcome: 'failed', failure: { code: 'network/offline', subject: 'OpenAI' } },
          ];
        },
      },
    });
    const keys = { OPENAI_API_KEY: new Secret('canary_key') };
    const [listed, taken] = [await logins.list(keys, signal), await logins.take(keys, ['login-1'], signal)];
    expect([loginsShape.parse(listed), takenListShape.parse(taken), asked]).toEqual([
      { schema: 1, logins: [line] },
      {
        schema: 1,
        logins: [
          { ...line, outcome: 'taken', account: 'openai:user-1', problem: null },
          {
            ...line,
            outcome: 'failed',
            account: null,
            problem: {
              code: 'network/offline',
              what: 'OpenAI cannot be reached.',
              next: 'Check the connection or proxy; Gatehouse tries again by itself.',
            },
          },
        ],
      },
      [keys, ['login-1']],
    ]);
  });

  test('of a migration are told with the files, and with the step that failed', async () => {
    const file = { id: 'codex-auth', path: '/codex/auth.json', reader: 'Codex', action: 'leave' } as const;
    const { logins } = open({
      migrate: async ({ dryRun }) => ({
        outcome: dryRun ? 'planned' : 'rolled-back',
        plan: { take: [login], known: [], files: [file] },
        taken: [],
        files: [{ ...file, change: dryRun ? 'none' : 'put-back' }],
        ...(!dryRun && {
          backup: '/data/backups/x',
          failed: { step: 'write', failure: { code: 'storage/conflict', subject: '/codex/auth.json' } },
        }),
      }),
    });
    const both = [
      await logins.migrate({}, true, undefined, signal),
      await logins.migrate({}, false, [], signal),
    ];
    const base = { schema: 1, take: [line], known: [], taken: [] };
    expect(both.map((each) => migrationShape.parse(each))).toEqual([
      { ...base, outcome: 'planned', files: [{ ...file, change: 'none' }], backup: null, failed: null },
      {
        ...base,
        outcome: 'rolled-back',
        files: [{ ...file, change: 'put-back' }],
        backup: '/data/backups/x',
        failed: {
          step: 'write',
          problem: {
            code: 'storage/conflict',
            what: 'Another program changed /codex/auth.json at the same moment; nothing of it was overwritten.',
            next: 'Try again.',
          },
        },
      },
    ]);
  });
});

describe('a backup', () => {
  const passphrase = new Secret('canary_passphrase');

  test('is made of what was named, and told without a secret', async () => {
    const orders: unknown[] = [];
    const { archive } = open({
      archive: {
        ...unusedParts.archive,
        backup: async (order) => {
          orders.push(order);
          return { sealed: '{}', accounts: [{ account: ada.account, content: 'keys' }] };
        },
      },
    });
    const answer = await archive.backup({ provider: 'openai', account: 'ada@example.test', passphrase });
    await archive.backup({ provider: undefined, account: undefined, passphrase });
    expect([backupShape.parse(answer), orders]).toEqual([
      {
        schema: 1,
        sealed: '{}',
        accounts: [
          {
            id: ada.account.id,
            label: 'ada@example.test',
            organization: null,
            provider: 'openai',
            content: 'keys',
          },
        ],
      },
      [{ provider: 'openai', account: 'ada@example.test', passphrase }, { passphrase }],
    ]);
  });

  test('of a provider that is not there is refused', async () => {
    const { archive } = open();
    const refused = archive.backup({ provider: 'nobody', account: undefined, passphrase });
    expect(await failureOf(refused)).toEqual({ code: 'selection/unknown-provider', subject: 'nobody' });
  });

  test('is restored with one outcome for each account', async () => {
    const { archive } = open({
      archive: {
        ...unusedParts.archive,
        restore: async ({ sealed, accounts, force, settings }) => ({
          madeAt: noonMs,
          settings: settings ? 'restored' : 'kept',
          accounts: [
            { account: ada.account, outcome: force ? 'replaced' : 'restored', otherCopies: ['Codex'] },
            {
              account: { ...ada.account, label: `${sealed} ${accounts?.join() ?? 'all'}` },
              outcome: 'kept-newer',
              failure: { code: 'credential/spent', subject: 'ada@example.test' },
            },
          ],
        }),
      },
    });
    const request = { sealed: 'x', passphrase, accounts: undefined, force: true, settings: true };
    const answer = restoreShape.parse(await archive.restore(request, signal));
    expect([
      answer.settings,
      answer.accounts.map(({ label, outcome, otherCopies }) => [label, outcome, otherCopies]),
      answer.accounts[1]?.problem?.code,
    ]).toEqual([
      'restored',
      [
        ['ada@example.test', 'replaced', ['Codex']],
        ['x all', 'kept-newer', null],
      ],
      'credential/spent',
    ]);
  });
});

describe('shared files', () => {
  const shown = { ...codexFile, enabled: true, changedElsewhere: null, problem: null };
  const { isOnByDefault: _default, ...file } = shown;

  test('are listed, and switched on and off', async () => {
    const { files } = open();
    const answers = [await files.list(), await files.choose('codex-auth', false)];
    expect(answers.map((each) => filesShape.parse(each))).toEqual([
      { schema: 1, files: [file] },
      { schema: 1, files: [{ ...file, enabled: false }] },
    ]);
  });

  test('have a preview, and versions whose text is told only of the file that is named', async () => {
    const { files } = open({
      previewFile: async () => ({ path: '/codex/auth.json', before: null, after: '{}', reason: null }),
      history: {
        versions: async () => [
          { at: 2, by: 'Codex', text: undefined },
          { at: 1, by: 'Gatehouse', text: '{}' },
        ],
      },
    });
    const of = { id: 'codex-auth', reader: 'Codex', path: '/codex/auth.json' };
    expect([
      previewShape.parse(await files.preview('codex-auth')),
      historyShape.parse(await files.history(undefined)),
      historyShape.parse(await files.history('codex-auth')),
    ]).toEqual([
      { schema: 1, file: 'codex-auth', path: '/codex/auth.json', before: null, after: '{}', reason: null },
      {
        schema: 1,
        files: [
          {
            ...of,
            versions: [
              { at: 2, by: 'Codex' },
              { at: 1, by: 'Gatehouse' },
            ],
          },
        ],
      },
      {
        schema: 1,
        files: [
          {
            ...of,
            versions: [
              { at: 2, by: 'Codex', text: null },
              { at: 1, by: 'Gatehouse', text: '{}' },
            ],
          },
        ],
      },
    ]);
  });

  test('are restored with one outcome each', async () => {
    const { files } = open({
      restoreFiles: async () => [
        {
          id: 'codex-auth',
          path: '/codex/auth.json',
          outcome: 'failed',
          failure: { code: 'storage/conflict' },
        },
      ],
    });
    const answer = restoredFilesShape.parse(await files.restore(undefined));
    expect(answer.files.map(({ outcome, problem }) => [outcome, problem?.code])).toEqual([
      ['failed', 'storage/conflict'],
    ]);
  });

  test.each<[string, (files: MoreActions['files']) => Promise<unknown>]>([
    ['switched', (files) => files.choose('nothing', true)],
    ['previewed', (files) => files.preview('nothing')],
    ['told of', (files) => files.history('nothing')],
    ['restored', (files) => files.restore('nothing')],
  ])('that are not there are not %s', async (_name, ask) => {
    expect(await failureOf(ask(open().files))).toEqual({
      code: 'broker/bad-request',
      detail: 'there is no shared file nothing',
    });
  });
});

test('the key store is shown, chosen and opened', async () => {
  const asked: string[] = [];
  const { keyStore } = open({
    keyStore: {
      choose: async (kind) => {
        asked.push(`choose ${kind}`);
      },
      enterPassphrase: async (secret) => {
        asked.push(secret.reveal());
      },
    },
  });
  const answers = [
    await keyStore.show(),
    await keyStore.choose('memory'),
    await keyStore.enterPassphrase(new Secret('canary_passphrase')),
  ];
  const answer = { schema: 1, kind: 'system', backend: null, passphrase: 'none', problem: null };
  expect([answers.map((each) => keyStoreShape.parse(each)), asked]).toEqual([
    [answer, answer, answer],
    ['choose memory', 'canary_passphrase'],
  ]);
});
