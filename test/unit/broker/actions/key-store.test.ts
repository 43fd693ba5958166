// What the local service has done with what protects the keys, and what it tells about it.
import { expect, test } from 'vitest';
import { keyStoreShape } from '../../../../main/broker/protocol/files.ts';
import { Secret } from '../../../../main/domain/secret.ts';
import { actionsOver } from '../../../fakes/broker-actions.ts';

test('the key store is shown, chosen and opened', async () => {
  const asked: string[] = [];
  const { keyStore } = actionsOver({
    keyStore: {
      choose: async (kind) => {
        asked.push(`choose ${kind}`);
      },
      enterPassphrase: async (secret) => {
        asked.push(secret.reveal());
      },
      startAnew: async () => {
        asked.push('start anew');
      },
    },
  });
  const answers = [
    await keyStore.show(),
    await keyStore.choose('memory'),
    await keyStore.enterPassphrase(new Secret('canary_passphrase')),
    await keyStore.startAnew(),
  ];
  const answer = { schema: 1, kind: 'system', backend: null, passphrase: 'none', problem: null };
  expect([answers.map((each) => keyStoreShape.parse(each)), asked]).toEqual([
    [answer, answer, answer, answer],
    ['choose memory', 'canary_passphrase', 'start anew'],
  ]);
});
