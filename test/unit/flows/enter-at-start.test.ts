// The passphrase that a start brings along: entered where it is wanted, and never in the way.
import { expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { defaultSettings, type KeyStoreChoice } from '../../../main/domain/settings.ts';
import { enterAtStart } from '../../../main/flows/enter-at-start.ts';
import { createStore } from '../../../main/state/store.ts';
import { RecordingLog } from '../../fakes/log.ts';

interface Case {
  readonly state: 'none' | 'locked';
  readonly keyStore: KeyStoreChoice;
  readonly failure?: Failure;
}

async function enter({ state, keyStore, failure }: Case) {
  const store = createStore();
  store.dispatch({ type: 'settings.changed', settings: { ...defaultSettings, keyStore } });
  const log = new RecordingLog();
  const entered: string[] = [];
  await enterAtStart(new Secret('canary_handed_over'), {
    passphrase: { state: async () => state },
    keyStore: {
      async enterPassphrase(passphrase) {
        entered.push(passphrase.reveal());
        if (failure !== undefined) throw failure;
      },
    },
    store,
    log,
  });
  return {
    entered,
    log: log.lines.map(({ message }) => message),
    leaks: JSON.stringify(log.lines).includes('canary'),
  };
}

test('it opens the vault that is protected by it, and makes one where there never was any', async () => {
  const quiet = { entered: ['canary_handed_over'], log: [], leaks: false };
  expect([
    await enter({ state: 'locked', keyStore: 'passphrase' }),
    await enter({ state: 'none', keyStore: 'system' }),
  ]).toEqual([quiet, quiet]);
});

test('who has chosen another key store since keeps that one', async () => {
  expect([
    await enter({ state: 'locked', keyStore: 'system' }),
    await enter({ state: 'locked', keyStore: 'memory' }),
  ]).toEqual(
    Array.from({ length: 2 }, () => ({
      entered: [],
      log: ['the passphrase at hand is not used: another key store was chosen'],
      leaks: false,
    })),
  );
});

test('a wrong one keeps nothing from starting', async () => {
  const failure = new Failure('storage/passphrase-wrong');
  expect(await enter({ state: 'locked', keyStore: 'passphrase', failure })).toEqual({
    entered: ['canary_handed_over'],
    log: ['the passphrase at hand was not taken'],
    leaks: false,
  });
});
