// What the local service has done with what protects the keys, and what it tells about it.
import { expect, test } from 'vitest';
import { keyStoreShape } from '../../../../main/broker/protocol/files.ts';
import { Secret } from '../../../../main/domain/secret.ts';
import { callContext } from '../../../fakes/broker-calls.ts';
import { actionsOver } from '../../../fakes/broker-actions.ts';

const call = callContext();

/** Who wants it, and whether it is known when they have gone. */
const by = (wish: { readonly by: string; readonly signal: AbortSignal }): string =>
  ` by ${wish.by}${wish.signal === call.signal ? '' : ' for good'}`;

test('the key store is shown, chosen and opened, and it is told on who wants it', async () => {
  const asked: string[] = [];
  const { keyStore } = actionsOver({
    keyStore: {
      choose: async (kind, wish) => {
        asked.push(`choose ${kind}${by(wish)}`);
      },
      enterPassphrase: async (secret, wish) => {
        asked.push(`${secret.reveal()}${by(wish)}`);
      },
      startAnew: async (wish, next) => {
        asked.push(`start anew with ${next?.reveal() ?? 'none'}${by(wish)}`);
      },
    },
  });
  const answers = [
    await keyStore.show(),
    await keyStore.choose('memory', call),
    await keyStore.enterPassphrase(new Secret('canary_passphrase'), call),
    await keyStore.startAnew(undefined, call),
    await keyStore.startAnew(new Secret('canary_next'), call),
  ];
  const answer = { schema: 1, kind: 'system', backend: null, passphrase: 'none', problem: null };
  expect([answers.map((each) => keyStoreShape.parse(each)), asked]).toEqual([
    [answer, answer, answer, answer, answer],
    [
      'choose memory by cli',
      'canary_passphrase by cli',
      'start anew with none by cli',
      'start anew with canary_next by cli',
    ],
  ]);
});
