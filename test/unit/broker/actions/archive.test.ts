// What the local service has done with backups, and what it tells about them.
import { describe, expect, test } from 'vitest';
import { backupShape, restoreShape } from '../../../../main/broker/protocol/archive.ts';
import { Secret } from '../../../../main/domain/secret.ts';
import { noonMs, openaiEntry } from '../../../fakes/accounts.ts';
import { callContext } from '../../../fakes/broker-calls.ts';
import { actionsOver, unusedParts } from '../../../fakes/broker-actions.ts';
import { failureOf } from '../../../fakes/failures.ts';

const ada = openaiEntry();
const call = callContext();
const { signal } = call;

describe('a backup', () => {
  const passphrase = new Secret('canary_passphrase');

  test('is made of what was named, and told without a secret', async () => {
    const orders: unknown[] = [];
    const { archive } = actionsOver({
      archive: {
        ...unusedParts.archive,
        backup: async (order, until) => {
          orders.push(order, until === call.signal);
          return { sealed: '{}', accounts: [{ account: ada.account, content: 'keys' }] };
        },
      },
    });
    const answer = await archive.backup(
      { provider: 'openai', account: 'ada@example.test', passphrase },
      call,
    );
    await archive.backup({ provider: undefined, account: undefined, passphrase }, call);
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
      [
        { provider: 'openai', account: 'ada@example.test', passphrase, by: 'cli' },
        true,
        { passphrase, by: 'cli' },
        true,
      ],
    ]);
  });

  test('of a provider that is not there is refused', async () => {
    const { archive } = actionsOver();
    const refused = archive.backup({ provider: 'nobody', account: undefined, passphrase }, call);
    expect(await failureOf(refused)).toEqual({ code: 'selection/unknown-provider', subject: 'nobody' });
  });

  test('is restored with one outcome for each account', async () => {
    const { archive } = actionsOver({
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
