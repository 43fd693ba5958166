// What the local service has done with logins on this computer, and what it tells about them.
import { describe, expect, test } from 'vitest';
import { loginsShape, migrationShape, takenListShape } from '../../../../main/broker/protocol/logins.ts';
import type { ListedLogin } from '../../../../main/domain/found-logins.ts';
import { accountId } from '../../../../main/domain/ids.ts';
import { Secret } from '../../../../main/domain/secret.ts';
import { openaiId } from '../../../fakes/accounts.ts';
import { actionsOver } from '../../../fakes/broker-actions.ts';
import { failureOf } from '../../../fakes/failures.ts';

const { signal } = new AbortController();

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
    const { logins } = actionsOver({
      logins: {
        list: async (keys) => {
          asked.push(keys);
          return { logins: [login], unseen: ['Codex keeps its login elsewhere.'] };
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
      { schema: 1, logins: [line], unseen: ['Codex keeps its login elsewhere.'] },
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

  test('while it is locked a migration is only looked at', async () => {
    const orders: unknown[] = [];
    const { logins } = actionsOver(
      {
        migrate: async ({ dryRun }) => {
          orders.push(dryRun);
          return { outcome: 'planned', plan: { take: [], known: [], files: [] }, taken: [], files: [] };
        },
      },
      [{ type: 'lock.changed', locked: true }],
    );
    await logins.migrate({}, true, undefined, signal);
    const refused = await failureOf(logins.migrate({}, false, undefined, signal));
    expect([refused, orders]).toEqual([{ code: 'broker/locked' }, [true]]);
  });

  test('of a migration are told with the files, and with the step that failed', async () => {
    const file = { id: 'codex-auth', path: '/codex/auth.json', reader: 'Codex', action: 'leave' } as const;
    const { logins } = actionsOver({
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
